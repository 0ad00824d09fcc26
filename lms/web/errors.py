"""Error pages: plain words on what happened and what to do next, never a trace of the inside."""

import logging

from flask import Flask, current_app, g, jsonify, redirect, render_template, request, session, url_for
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lms.access.declare import PERMISSION
from lms.access.scope import holds
from lms.access.viewer import STAFF
from lms.database import SAFE_METHODS, db
from lms.web import request_log, unsaved

Page = tuple[str | Response, int] | Response
_PAGES = frozenset({400, 404, 413, 429})


def init_app(app: Flask) -> None:
    """Answer errors with pages of our own."""
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _failed)


def _refused(error: HTTPException) -> Page:
    if isinstance(behind := getattr(error, "original_exception", None), Exception):
        # What fails after the view, when all is to be kept, comes here in the guise of a refusal.
        return _failed(behind)
    db.session.rollback()
    code = error.code or 500
    if code < 400:
        return Response(status=code, headers=error.get_headers())
    if request.accept_mimetypes.best == "application/json":
        # A script asks: it must be told what is wrong, not led to a page.
        request_log.write("refused", status=code)
        return jsonify(status=code), code
    if code == 401:
        wanted = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
        return redirect(url_for(_door(), next=wanted), 303)
    # What may not be seen does not exist: 403 would tell that it does.
    code = 404 if code == 403 else code
    request_log.write("refused", status=code)
    page = code if code in _PAGES else 400 if code < 500 else 500
    return render_template(f"errors/{page}.html"), code


def _door() -> str:
    """Where to sign in for the page that was asked for: what only learners hold is opened with a card."""
    view = current_app.view_functions.get(request.endpoint or "")
    declared: tuple[str, ...] = getattr(view, PERMISSION, ())
    learners_only = bool(declared) and not any(holds(role, declared[0]) for role in STAFF)
    return "accounts.card" if learners_only else "accounts.sign_in"


def _forged(error: CSRFError) -> Page:
    db.session.rollback()
    request_log.write("refused", status=400, why="form token")
    return render_template("errors/csrf.html"), 400


def _failed(error: Exception) -> Page:
    db.session.rollback()
    if current_app.testing:
        raise error
    # What the view had to say before that has not come true.
    session.pop("_flashes", None)
    if trouble := unsaved.trouble(error):
        logging.getLogger("azbuka").error("The database cannot save: %s", trouble)
        return unsaved.answer()
    logging.getLogger("azbuka").exception("A request failed.")
    # The page must not ask the database who is signed in: that may be what failed.
    g._login_user = AnonymousUserMixin()
    return render_template("errors/500.html"), 500
