"""The session of whoever is signed in: a signed cookie that ends when the account's epoch rises."""

from datetime import timedelta

from flask import Flask, session
from flask_login import LoginManager, login_user, logout_user

from lms.access.viewer import STAFF
from lms.accounts import queries
from lms.accounts.models import Account

# A teacher's own phone stays signed in between lessons; a learner's card may be used on a shared one.
STAFF_SESSION = timedelta(days=14)

login_manager = LoginManager()
login_manager.session_protection = None
login_manager.user_loader(queries.by_session_identity)


def init_app(app: Flask) -> None:
    """Join sessions to the application."""
    app.config["PERMANENT_SESSION_LIFETIME"] = STAFF_SESSION
    login_manager.init_app(app)


def begin(account: Account) -> None:
    """Start a session for an account; of what the browser held before, only the chosen language stays."""
    chosen = session.get("locale")
    session.clear()
    if chosen:
        session["locale"] = chosen
        # The language is chosen once: it goes with the person to their other devices.
        account.locale = account.locale or chosen
    session.permanent = account.role in STAFF
    login_user(account)


def end() -> None:
    """End the session of this browser."""
    logout_user()
    session.clear()
