"""Mending what recounting found: marks anew from their entries, then totals anew from the marks."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.attendance.models import Entry, Mark
from lms.attendance.recount import Finding, Wrong, due, findings
from lms.attendance.totals import count_anew
from lms.courses.models import Lesson
from lms.database import db


def mend(by: Viewer, cohort_id: int) -> tuple[list[Finding], list[Finding]]:
    """Mend a cohort's marks and totals. Returns what was mended, with an audit line each, and what only a person can.

    Entries are never changed: where one is missing, nothing knows what it said.
    """
    # Nobody calls a roll of the cohort meanwhile.
    lessons = select(Lesson.id).where(Lesson.cohort_id == cohort_id).order_by(Lesson.id).with_for_update()
    db.session.execute(lessons).all()
    found = findings([cohort_id])
    wrong_marks = _of(found, Wrong.MARK)
    for one in wrong_marks:
        _mend_mark(one)
    db.session.flush()
    wrong_totals = _of(findings([cohort_id]), Wrong.TOTAL)
    if wrong_totals:
        count_anew(cohort_id)
    for one in (*wrong_marks, *wrong_totals):
        subject = ("lesson", one.lesson_id) if one.lesson_id else ("enrolment", one.enrolment_id)
        record(by, f"{one.wrong}.mend", *subject, enrolment=one.enrolment_id, said=one.said)
    return [*wrong_marks, *wrong_totals], _of(found, Wrong.ENTRIES)


def _of(found: Collection[Finding], wrong: Wrong) -> list[Finding]:
    return [one for one in found if one.wrong is wrong]


def _mend_mark(found: Finding) -> None:
    where = {"lesson_id": found.lesson_id, "enrolment_id": found.enrolment_id}
    mark = db.session.scalars(select(Mark).filter_by(**where)).one_or_none()
    entries: Sequence[Entry] = db.session.scalars(select(Entry).filter_by(**where).order_by(Entry.version)).all()
    if not entries:
        db.session.delete(mark)
        return
    if mark is None:
        mark = Mark(**where)
        db.session.add(mark)
    for name, value in due(db.session.get_one(Lesson, found.lesson_id), entries).items():
        setattr(mark, name, value)
