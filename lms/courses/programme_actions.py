"""What is done with programmes: creating them and changing what may still be changed."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.models import Cohort, Programme
from lms.database import db

FIXED = ("level", "hours", "hour_minutes", "threshold_percent", "pass_mark", "excused_counts")
"""What cohorts were promised: it stays as it is once a cohort uses the programme."""


def cohorts_using(programme: Programme) -> int:
    """How many cohorts run, ran or will run this programme."""
    return db.session.scalar(select(func.count()).where(Cohort.programme_id == programme.id)) or 0


def create_programme(by: Viewer, facts: Mapping[str, Any]) -> Programme:
    """Create a programme. Raises DomainError when its code is taken."""
    _check_code(facts["code"])
    programme = Programme(**facts)
    db.session.add(programme)
    db.session.flush()
    record(by, "programme.create", "programme", programme.id, hours=programme.hours)
    return programme


def change_programme(by: Viewer, programme: Programme, facts: Mapping[str, Any]) -> None:
    """Change a programme.

    Raises DomainError when the code is taken, or when a cohort uses the programme and something would
    change that its people were promised.
    """
    if facts["code"] != programme.code:
        _check_code(facts["code"])
    changed = sorted(name for name, value in facts.items() if getattr(programme, name) != value)
    if set(changed) & set(FIXED) and cohorts_using(programme):
        raise DomainError(_l("Cohorts use this programme, so its hours and its rule of completion stay as they are."))
    for name in changed:
        setattr(programme, name, facts[name])
    record(by, "programme.change", "programme", programme.id, changed=changed)


def _check_code(code: str) -> None:
    if db.session.scalar(select(Programme.id).where(Programme.code == code)):
        raise DomainError(_l("Another programme has this code. Choose a different one."))
