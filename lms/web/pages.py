"""The pages that belong to no room: the way in, the choice of language, and the sign of life."""

from flask import Blueprint, abort, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy import text
from werkzeug.wrappers import Response

from lms.access.declare import public
from lms.accounts.views import next_address
from lms.database import db
from lms.web.language import offered
from lms.web.navigation import HOME

blueprint = Blueprint("web", __name__)


@blueprint.get("/")
@public("sends everybody to where their work begins")
def home() -> Response:
    """Whoever is signed in goes to their first page, everybody else to signing in."""
    if current_user.is_authenticated:
        return redirect(url_for(HOME[current_user.role]), 303)
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.post("/language")
@public("the language must be chosen before anything can be read")
def choose_language() -> Response:
    """Keep the language in the account of whoever is signed in, and else in this browser until they do."""
    code = request.form.get("locale", "")
    if code not in offered():
        abort(400)
    if current_user.is_authenticated:
        current_user.locale = code
    else:
        session["locale"] = code
    return redirect(next_address(), 303)


@blueprint.get("/health")
@public("the watchdog asks whether the service and its database answer")
def health() -> dict[str, str]:
    """Says ok when the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
