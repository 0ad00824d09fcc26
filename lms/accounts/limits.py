"""Limits on what can be tried from one address or under one name, counted in the database (decision 0004)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from lms import clock
from lms.access.errors import DomainError
from lms.accounts import queries, secrets
from lms.accounts.models import SignInAttempt
from lms.accounts.rules import THROTTLE_WINDOW
from lms.database import db


class TooManyAttempts(DomainError):
    """Whoever tries has to wait; says for how long."""


def refuse_over(limits: Mapping[str, int]) -> None:
    """Raise TooManyAttempts when a subject (“address:192.0.2.1”) was counted as often as its limit allows."""
    if any(queries.attempts(secrets.digest(subject)) >= limit for subject, limit in limits.items()):
        minutes = THROTTLE_WINDOW // timedelta(minutes=1)
        raise TooManyAttempts(_l("Too many attempts. Wait %(minutes)s minutes and try again.", minutes=minutes))


def count(subjects: Iterable[str]) -> None:
    """Count one attempt for each subject, and forget those that no longer count."""
    db.session.add_all([SignInAttempt(subject=secrets.digest(subject)) for subject in subjects])
    old = clock.now() - 2 * THROTTLE_WINDOW
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < old))
