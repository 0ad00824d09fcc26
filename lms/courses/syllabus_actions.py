"""What is done with the syllabus: units of a programme, and what was taught in a lesson."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.models import Lesson, Programme
from lms.courses.states import LessonState
from lms.courses.syllabus_content import Outline
from lms.courses.syllabus_models import Unit
from lms.courses.syllabus_queries import units_of
from lms.database import db


def add_unit(by: Viewer, programme: Programme, facts: Mapping[str, Any]) -> Unit:
    """Add a unit after the last one of a programme."""
    _hold(programme.id)
    last = max((unit.position for unit in units_of(programme)), default=0)
    unit = Unit(programme_id=programme.id, position=last + 1, **facts)
    db.session.add(unit)
    db.session.flush()
    record(by, "unit.add", "unit", unit.id, hours=unit.hours)
    return unit


def change_unit(by: Viewer, unit: Unit, facts: Mapping[str, Any]) -> None:
    """Change a unit; lessons to come are planned anew by it, what was taught stays as it was written.

    Raises DomainError when somebody has removed it meanwhile.
    """
    _hold_unit(unit)
    for name, value in facts.items():
        setattr(unit, name, value)
    record(by, "unit.change", "unit", unit.id, hours=unit.hours)


def move_unit(by: Viewer, unit: Unit, step: int) -> None:
    """Move a unit one place towards the beginning (step -1) or the end (step 1), as far as there is one.

    Raises DomainError when somebody has removed it meanwhile.
    """
    _hold_unit(unit)
    units = list(units_of(unit.programme))
    at = units.index(unit)
    to = min(max(at + step, 0), len(units) - 1)
    units.insert(to, units.pop(at))
    for position, one in enumerate(units, start=1):
        one.position = position
    record(by, "unit.move", "unit", unit.id, position=to + 1)


def remove_unit(by: Viewer, unit: Unit) -> None:
    """Remove a unit from its programme. Raises DomainError when somebody has removed it meanwhile."""
    _hold_unit(unit)
    record(by, "unit.remove", "unit", unit.id, programme=unit.programme_id)
    db.session.delete(unit)


def take_outlines(by: Viewer, programme: Programme, chosen: Sequence[Outline]) -> Sequence[Unit]:
    """Make the units of these outlines, in order, the units of a programme that has none.

    Raises DomainError when the programme has units, none is chosen, or one is of another level.
    """
    _hold(programme.id)
    if units_of(programme):
        raise DomainError(_l("The programme has units already. Change them, or remove them first."))
    if not chosen:
        raise DomainError(_l("Choose at least one outline."))
    if any(outline.level is not programme.level for outline in chosen):
        raise DomainError(_l("An outline belongs to one level; choose those of the programme's."))
    facts = [unit for outline in chosen for unit in outline.units]
    made = [Unit(programme_id=programme.id, position=n, **unit) for n, unit in enumerate(facts, start=1)]
    db.session.add_all(made)
    db.session.flush()
    record(by, "unit.outlines", "programme", programme.id, outlines=[outline.code for outline in chosen])
    return made


def record_taught(by: Viewer, lesson: Lesson, said: str) -> bool:
    """Write down in one line what was taught in a lesson; an empty line takes it back.

    Returns whether anything changed. Raises DomainError when the lesson is cancelled.
    """
    if lesson.state is LessonState.CANCELLED:
        raise DomainError(_l("This lesson is cancelled, so nothing was taught in it."))
    line = " ".join(said.split()) or None
    if line == lesson.taught:
        return False
    lesson.taught = line
    record(by, "lesson.taught", "lesson", lesson.id)
    return True


def _hold(programme_id: int) -> None:
    """Let nobody else change the units of this programme until this request is done."""
    db.session.execute(select(Programme.id).where(Programme.id == programme_id).with_for_update(key_share=True))


def _hold_unit(unit: Unit) -> None:
    _hold(unit.programme_id)
    if db.session.scalar(select(Unit.id).where(Unit.id == unit.id)) is None:
        raise DomainError(_l("Somebody has just removed this unit."))
