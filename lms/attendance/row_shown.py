"""One row of the roll as its page shows it: as the mark stands, or as it was posted and something is wrong with it.

A page has up to two hundred of them, and is asked for before each lesson: they are plain values. Only what is posted
is bound to the fields of a form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from lms.attendance.models import MarkKind
from lms.attendance.roll import RollLine
from lms.attendance.row_form import RowForm, state_of
from lms.attendance.rules import Value


@dataclass(frozen=True)
class RowShown:
    """What stands in the fields of a row; each has the name that RowForm reads it by."""

    at: str
    """What the names of its fields begin with."""
    line: RollLine
    entry: str
    """The identifier of the entry that the row may make."""
    based_on: int
    kind: str
    """The kind chosen, empty for none."""
    minutes: str
    reason: str
    remark: str
    follows: str = ""
    made_at: str = ""
    messages: tuple[str, ...] = ()
    """What is wrong with the row, in sentences."""
    wrong: frozenset[str] = frozenset()
    """The names of the fields with which something is wrong."""

    @property
    def state(self) -> str:
        """What the row counts as: the kind chosen, or why none is."""
        return state_of(self.kind, self.based_on)

    @property
    def hidden(self) -> tuple[tuple[str, object], ...]:
        """The fields nobody types into: the name and the value of each."""
        return (
            ("enrolment", self.line.enrolment.id),
            ("entry", self.entry),
            ("based_on", self.based_on),
            ("follows", self.follows),
            ("made_at", self.made_at),
        )


def row_of(number: int, line: RollLine) -> RowShown:
    """The row of a line as it stands, with a new identifier for the entry it may make."""
    shown = line.shown_at(line.version)
    # In a conflict nothing is chosen, but minutes and reason are at hand for whichever is right.
    said = [shown] if shown else [touch.value for touch in line.standing]
    return RowShown(
        at=f"rows-{number}",
        line=line,
        entry=str(uuid4()),
        based_on=line.version,
        kind=shown.kind.value if shown else "",
        minutes=next((str(value.minutes) for value in said if value.minutes), ""),
        reason=_written(value for value in said if value.kind is MarkKind.EXCUSED),
        remark=_written(value for value in said if value.kind is not MarkKind.EXCUSED),
    )


def row_posted(row: RowForm, line: RollLine) -> RowShown:
    """The row as somebody has filled it in."""
    return RowShown(
        at=row.at,
        line=line,
        entry=row.entry.data or "",
        based_on=row.based_on.data or 0,
        kind=row.kind.data or "",
        minutes=row.minutes.data or "",
        reason=row.reason.data or "",
        remark=row.remark.data or "",
        follows=row.follows.data or "",
        made_at=row.made_at.data or "",
        messages=tuple(row.messages),
        wrong=frozenset(name for name in row.errors if name),
    )


def _written(values: Iterable[Value]) -> str:
    return next((value.reason for value in values if value.reason), "")
