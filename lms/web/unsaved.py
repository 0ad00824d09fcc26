"""What is answered while the database cannot be written to: “not saved”, with everything that was sent kept at hand.

A full or read-only disk, a lock that is not let go, a database server that is not there: all of them pass.
"""

import sqlite3
from itertools import chain

from flask import Response, g, jsonify, make_response, render_template, request
from flask_login import AnonymousUserMixin
from sqlalchemy.exc import DBAPIError, OperationalError

from lms.database import SAFE_METHODS

PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
    }
)
SECRETS = frozenset({"current", "password", "pin", "repeated"})
"""The fields of forms that hold a secret; no page is made that holds one."""
SOON = 60
"""Seconds after which a program may ask again."""


def trouble(error: BaseException | None) -> str:
    """What keeps the database from saving, in its own words without any data; empty when it is something else."""
    if not isinstance(error, DBAPIError):
        return ""
    if isinstance(error.orig, sqlite3.Error):
        # The last eight bits are the error, those before them its circumstances.
        passes = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in PASSING
    else:
        # PostgreSQL: its server cannot be reached, has no room, or only lets read (class 25).
        passes = isinstance(error, OperationalError) or str(getattr(error.orig, "sqlstate", "")).startswith("25")
    return str(error.orig) if passes else ""


def answer() -> Response:
    """Say that nothing was saved: to a script as JSON, to a person with what they sent, to be sent once more."""
    # The page must not ask the database who is signed in.
    g._login_user = AnonymousUserMixin()
    script = request.accept_mimetypes.best == "application/json"
    said = jsonify(status=503) if script else make_response(_page())
    said.status_code = 503
    said.headers["Retry-After"] = str(SOON)
    return said


def _page() -> str:
    sent = list(request.form.items(multi=True))
    secret = any(name in SECRETS for name, _ in chain(sent, request.files.items(multi=True)))
    if request.method in SAFE_METHODS or secret or request.files:
        return render_template("errors/500.html")
    return render_template("errors/unsaved.html", sent=sent)
