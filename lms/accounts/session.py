"""The session of whoever is signed in: a signed cookie that ends when the account's epoch rises."""

from datetime import timedelta

from flask import Flask, current_app, session
from flask_login import LoginManager, login_user, logout_user

from lms.access.viewer import STAFF
from lms.accounts import queries
from lms.accounts.models import Account
from lms.settings import Settings

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
    """Start a session for an account; of what the browser held before, only the language chosen there counts."""
    settings: Settings = current_app.config["SETTINGS"]
    staff = account.role in STAFF
    chosen = session.get("locale")
    session.clear()
    # Kept with the account alone: the next person on a shared phone must not inherit it.
    if chosen in settings.languages_of(staff):
        account.locale = chosen
    session.permanent = staff
    login_user(account)


def end() -> None:
    """End the session of this browser."""
    logout_user()
    session.clear()
