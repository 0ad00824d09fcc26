"""Recounting: every mark from its entries, every total from the marks, and what is not as it should be.

Each comparison is one statement, so that a roll called at the same moment is seen whole or not at all.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Table, and_, func, or_, select

from lms.attendance.folding import facts_of, touch_of
from lms.attendance.models import Entry, Mark
from lms.attendance.rules import OPENS_BEFORE, length_of
from lms.attendance.set_aside_models import SetAside
from lms.attendance.totals import OF_ENROLMENTS, OF_LESSONS, counted
from lms.attendance.totals_models import COUNTED
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.database import db


class Wrong(enum.StrEnum):
    """What is not as it should be."""

    ENTRIES = "entries"
    """The entries themselves: nothing can say what is right."""
    MARK = "mark"
    TOTAL = "total"


@dataclass(frozen=True)
class Finding:
    """One difference: what is wrong, with which lesson, which enrolment or both, in plain words."""

    wrong: Wrong
    lesson_id: int | None
    enrolment_id: int | None
    said: str
    """In plain words, without what a reason says: that is about the person and belongs on no screen but the roll."""

    def __str__(self) -> str:
        about = (("lesson", self.lesson_id), ("enrolment", self.enrolment_id))
        return f"{', '.join(f'{what} {number}' for what, number in about if number)}: {self.said}"


def cohorts_in_batches(size: int) -> Iterator[list[int]]:
    """All cohorts by their identifiers, so many at a time; a cohort of a hundred hours has about a thousand entries."""
    ids = list(db.session.scalars(select(Cohort.id).order_by(Cohort.id)))
    return (ids[first : first + size] for first in range(0, len(ids), size))


def findings(cohort_ids: Sequence[int]) -> list[Finding]:
    """Every difference in the entries, marks and totals of these cohorts."""
    return [
        *_marks(cohort_ids),
        *_marks_of_nothing(cohort_ids),
        *_known_twice(cohort_ids),
        *_totals(OF_ENROLMENTS, Enrolment, Mark.enrolment_id, cohort_ids),
        *_totals(OF_LESSONS, Lesson, Mark.lesson_id, cohort_ids),
    ]


def due(lesson: Lesson, entries: Sequence[Entry]) -> dict[str, Any]:
    """What a mark must say, by the names of its columns, when it is made of these entries."""
    touches = [touch_of(entry, lesson.starts_at - OPENS_BEFORE) for entry in entries]
    return facts_of(touches, length_of(lesson.starts_at, lesson.ends_at))


def _marks(cohort_ids: Sequence[int]) -> Iterator[Finding]:
    same = and_(Mark.lesson_id == Entry.lesson_id, Mark.enrolment_id == Entry.enrolment_id)
    statement = (
        select(Entry, Lesson, Mark)
        .join(Lesson, Lesson.id == Entry.lesson_id)
        .outerjoin(Mark, same)
        .where(Lesson.cohort_id.in_(cohort_ids))
        .order_by(Entry.lesson_id, Entry.enrolment_id, Entry.version)
        .execution_options(populate_existing=True)
    )
    rows = db.session.execute(statement)
    for (lesson_id, enrolment_id), of_mark in groupby(rows, lambda row: (row.Entry.lesson_id, row.Entry.enrolment_id)):
        found = list(of_mark)
        entries, lesson, mark = [row.Entry for row in found], found[0].Lesson, found[0].Mark
        if [entry.version for entry in entries] != list(range(1, len(entries) + 1)):
            versions = ", ".join(str(entry.version) for entry in entries)
            yield Finding(Wrong.ENTRIES, lesson_id, enrolment_id, f"the entries are numbered {versions}")
        said = _unlike(mark, due(lesson, entries)) if mark else f"there is no mark of {len(entries)} entries"
        if said:
            yield Finding(Wrong.MARK, lesson_id, enrolment_id, said)


def _unlike(mark: Mark, facts: dict[str, Any]) -> str:
    different = {name: (getattr(mark, name), value) for name, value in facts.items() if getattr(mark, name) != value}
    return "; ".join(
        "the mark gives another reason than its entries"
        if name == "reason"
        else f"the mark says {name} {is_}, its entries {value}"
        for name, (is_, value) in different.items()
    )


def _marks_of_nothing(cohort_ids: Sequence[int]) -> Iterator[Finding]:
    entries = select(Entry.id).where(Entry.lesson_id == Mark.lesson_id, Entry.enrolment_id == Mark.enrolment_id)
    statement = (
        select(Mark.lesson_id, Mark.enrolment_id)
        .join(Lesson, Lesson.id == Mark.lesson_id)
        .where(Lesson.cohort_id.in_(cohort_ids), ~entries.exists())
    )
    for lesson_id, enrolment_id in db.session.execute(statement):
        yield Finding(Wrong.MARK, lesson_id, enrolment_id, "there is a mark without an entry")


def _known_twice(cohort_ids: Sequence[int]) -> Iterator[Finding]:
    statement = (
        select(Entry.lesson_id, Entry.enrolment_id, Entry.id)
        .join(SetAside, SetAside.entry_id == Entry.id)
        .join(Lesson, Lesson.id == Entry.lesson_id)
        .where(Lesson.cohort_id.in_(cohort_ids))
    )
    for lesson_id, enrolment_id, identifier in db.session.execute(statement):
        said = f"the entry {identifier} was taken and set aside"
        yield Finding(Wrong.ENTRIES, lesson_id, enrolment_id, said)


def _totals(
    table: Table, owner: type[Enrolment] | type[Lesson], of: Any, cohort_ids: Sequence[int]
) -> Iterator[Finding]:
    ids = select(owner.id).where(owner.cohort_id.in_(cohort_ids))
    marks = counted(of).where(of.in_(ids)).subquery()
    there = [table.c[name] for name in COUNTED]
    should = [func.coalesce(marks.c[name], 0) for name in COUNTED]
    unlike = or_(*(func.coalesce(is_, 0) != value for is_, value in zip(there, should, strict=True)))
    statement = (
        select(owner.id, *there, *should)
        .outerjoin(table, table.c[of.key] == owner.id)
        .outerjoin(marks, marks.c[of.key] == owner.id)
        .where(owner.cohort_id.in_(cohort_ids), unlike)
        .order_by(owner.id)
    )
    for identifier, *numbers in db.session.execute(statement):
        pairs = zip(COUNTED, numbers[: len(COUNTED)], numbers[len(COUNTED) :], strict=True)
        said = "; ".join(
            f"the total says {name} {is_ or 0}, the marks {value}" for name, is_, value in pairs if is_ != value
        )
        lesson_id, enrolment_id = (identifier, None) if owner is Lesson else (None, identifier)
        yield Finding(Wrong.TOTAL, lesson_id, enrolment_id, said)
