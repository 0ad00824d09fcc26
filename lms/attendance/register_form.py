"""A sheet of the register while it is typed: a small field for each person and lesson."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from lms import clock
from lms.access.viewer import Viewer
from lms.attendance.actions import Answer, AnswerKind, Arrival
from lms.attendance.queries import window_of
from lms.attendance.register_letters import Unreadable, as_typed, typed_value
from lms.attendance.register_sheets import Sheet
from lms.attendance.roll import RollLine, roll_of
from lms.attendance.rules import Value, length_of
from lms.attendance.words import REFUSALS
from lms.courses.models import Enrolment, Lesson


class Tampered(Exception):
    """Something was sent that no page of ours sends."""


@dataclass
class TypedCell:
    """One box of the sheet: what stands in it, what is wrong with it, and the mark behind it."""

    lesson: Lesson
    line: RollLine
    open: bool
    """Whether the viewer may mark now."""
    text: str
    based_on: int
    message: str = ""
    value: Value | None = None

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{self.lesson.id}-{self.line.enrolment.id}"

    def read(self, form: Mapping[str, str]) -> None:
        """Take what was typed. Raises Tampered."""
        self.text = form.get(f"mark-{self.name}", "")[:20]
        seen = form.get(f"seen-{self.name}", "0")
        if not (seen.isascii() and seen.isdigit() and len(seen) < 9):
            raise Tampered(self.name)
        self.based_on = int(seen)
        try:
            self.value = typed_value(self.text, length_of(self.lesson.starts_at, self.lesson.ends_at))
        except Unreadable as wrong:
            self.message = str(wrong)

    def arrival(self, page: UUID, rest_present: bool) -> Arrival | None:
        """The entry the cell makes; None if it says nothing, or what the page had shown."""
        value, shown = self.value, self.line.shown_at(self.based_on)
        if value is None and rest_present and not self.based_on:
            value = typed_value("+", length_of(self.lesson.starts_at, self.lesson.ends_at))
        # The reason of an excuse cannot be typed here and is nothing to lose either.
        if value is None or (shown and value.agrees_with(shown)):
            return None
        identifier = str(uuid5(page, self.name))
        return Arrival(identifier, self.line.enrolment.id, value, clock.now(), self.based_on)


@dataclass
class TypedSheet:
    """All boxes of a sheet, person by person."""

    page: UUID
    """Of which the identifiers of the entries are made: the same page sent twice is sent once."""
    lessons: Sequence[Lesson]
    lines: Sequence[tuple[Enrolment, Sequence[TypedCell | None]]]

    @property
    def cells(self) -> Iterator[TypedCell]:
        """The boxes in which somebody of the sheet can have a mark."""
        return (cell for _person, cells in self.lines for cell in cells if cell)

    @property
    def troubled(self) -> list[TypedCell]:
        """The boxes in which something is wrong."""
        return [cell for cell in self.cells if cell.message]

    @property
    def needs_reason(self) -> bool:
        """Whether the time for corrections of an open lesson is over."""
        return any(cell.open and window_of(cell.lesson).needs_reason(clock.now()) for cell in self.cells)

    def read(self, form: Mapping[str, str]) -> None:
        """Take what was typed in all open boxes. Raises Tampered."""
        try:
            self.page = UUID(form.get("page", ""))
        except ValueError as error:
            raise Tampered("page") from error
        for cell in self.cells:
            if cell.open:
                cell.read(form)

    def arrivals(self, rest_present: bool) -> dict[Lesson, list[Arrival]]:
        """The entries of each lesson, in the order in which lessons are locked."""
        found: dict[Lesson, list[Arrival]] = {lesson: [] for lesson in sorted(self.lessons, key=lambda one: one.id)}
        for cell in self.cells:
            if cell.open and (arrival := cell.arrival(self.page, rest_present)):
                found[cell.lesson].append(arrival)
        return {lesson: made for lesson, made in found.items() if made}

    def keep(self, typed: "TypedSheet", answers: Mapping[int, Sequence[Answer]]) -> None:
        """Keep what was typed in boxes that were refused, and say why, on a sheet read anew."""
        texts = {cell.name: cell.text for cell in typed.cells}
        why = {
            f"{lesson_id}-{answer.enrolment_id}": answer.why
            for lesson_id, given in answers.items()
            for answer in given
            if answer.kind is AnswerKind.REFUSED
        }
        for cell in self.cells:
            if refusal := why.get(cell.name):
                cell.text, cell.message = texts[cell.name], str(REFUSALS[refusal])


def typed_sheet_of(sheet: Sheet, called: frozenset[int], by: Viewer) -> TypedSheet:
    """The sheet with the marks as they are; only lessons the viewer calls, and while they may, can be typed."""
    rolls = {lesson.id: roll_of(lesson, by) for lesson in sheet.lessons}
    now = clock.now()
    open_lessons = {
        lesson.id for lesson in sheet.lessons if lesson.id in called and not window_of(lesson).closed_to(by.role, now)
    }
    lines = []
    for enrolment in sheet.enrolments:
        cells: list[TypedCell | None] = []
        for lesson in sheet.lessons:
            line = rolls[lesson.id].of(enrolment.id)
            text = as_typed(line.shown_at(line.version)) if line else ""
            cells.append(TypedCell(lesson, line, lesson.id in open_lessons, text, line.version) if line else None)
        lines.append((enrolment, cells))
    return TypedSheet(uuid4(), sheet.lessons, lines)
