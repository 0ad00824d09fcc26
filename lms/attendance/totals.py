"""Keeping the totals: what a mark counted for goes, what it counts for now comes, in one statement a table."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, Table, case, delete, func, insert, select

from lms.attendance.models import Mark, MarkKind
from lms.attendance.totals_models import COUNTED, EnrolmentTotal, LessonTotal
from lms.counting import adding
from lms.courses.models import Enrolment, Lesson
from lms.database import Base, db

OF_ENROLMENTS: Table = Base.metadata.tables[EnrolmentTotal.__tablename__]
OF_LESSONS: Table = Base.metadata.tables[LessonTotal.__tablename__]
Counts = Counter[str]
"""Numbers by the columns of totals. What is not there is 0; in a change they may be below it."""


def counts_of(kind: MarkKind, minutes_attended: int, in_conflict: bool) -> Counts:
    """What one mark adds to a total."""
    return Counter({kind.value: 1, "minutes_attended": minutes_attended, "in_conflict": int(in_conflict)})


def difference(after: Counts, before: Counts) -> Counts:
    """What changed from one state to the other."""
    return Counter({name: after[name] - before[name] for name in COUNTED if after[name] != before[name]})


def add(lesson_id: int, changes: Mapping[int, Counts]) -> None:
    """Add to the totals of a lesson and of its enrolments what changed in its marks, by enrolment."""
    changed = {enrolment_id: change for enrolment_id, change in changes.items() if change}
    if not changed:
        return
    # The database adds, so that rolls called at one moment never lose each other's marks; and always in the same
    # order, so that they never wait for each other.
    lines = [{"enrolment_id": one} | _line(changed[one]) for one in sorted(changed)]
    db.session.execute(adding(OF_ENROLMENTS, *COUNTED), lines)
    whole: Counts = Counter()
    for change in changed.values():
        whole.update(change)
    db.session.execute(adding(OF_LESSONS, *COUNTED), {"lesson_id": lesson_id} | _line(whole))


def counted(of: Any) -> Select[Any]:
    """The totals as the marks give them: a line for each value of `of`, a column of marks."""
    kinds = (func.sum(case((Mark.kind == kind, 1), else_=0)).label(kind.value) for kind in MarkKind)
    minutes = func.sum(Mark.minutes_attended).label("minutes_attended")
    conflicts = func.sum(case((Mark.in_conflict, 1), else_=0)).label("in_conflict")
    return select(of, *kinds, minutes, conflicts).group_by(of)


def count_anew(cohort_id: int | None = None) -> None:
    """Write the totals anew from the marks: of a cohort's enrolments and lessons, or of all."""
    for table, of, owner in ((OF_ENROLMENTS, Mark.enrolment_id, Enrolment), (OF_LESSONS, Mark.lesson_id, Lesson)):
        ids = select(owner.id).where(owner.cohort_id == cohort_id) if cohort_id else select(owner.id)
        db.session.execute(delete(table).where(table.c[of.key].in_(ids)))
        db.session.execute(insert(table).from_select([of.key, *COUNTED], counted(of).where(of.in_(ids))))


def _line(change: Counts) -> dict[str, int]:
    return {name: change[name] for name in COUNTED}
