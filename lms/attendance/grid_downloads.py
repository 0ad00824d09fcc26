"""The attendance grid as a workbook: the grid, a row for each person and lesson, and how it is counted."""

from collections.abc import Iterator

from flask import current_app
from flask_babel import format_date
from flask_babel import gettext as _

from lms import clock
from lms.attendance.grid import Cell, Grid, GridColumn, GridLine
from lms.attendance.grid_words import DEFINITIONS
from lms.attendance.words import KIND_NAMES, letters
from lms.courses.models import Cohort, Enrolment
from lms.spreadsheets import Sheet, write_xlsx
from lms.spreadsheets.writing import Value

NAMES = 3


def grid_xlsx(cohort: Cohort, grid: Grid) -> bytes:
    """The workbook; hours are numbers, shares are percentages, names are never formulas."""
    rate = NAMES + len(grid.columns) + 3
    return write_xlsx(
        [
            Sheet(_("Attendance"), _header(grid), _rows(grid), frozenset({rate})),
            Sheet(_("Marks"), _mark_header(), _mark_rows(cohort, grid)),
            Sheet(_("Definitions"), [_("Column"), _("How it is counted")], _about(cohort, grid)),
        ]
    )


def _header(grid: Grid) -> list[str]:
    return [
        _("No."),
        _("Name in Cyrillic"),
        _("Name in Latin letters"),
        *(f"{format_date(column.day, 'dd.MM')} ({column.lesson.hours})" for column in grid.columns),
        _("Hours attended"),
        _("Hours held"),
        _("Hours excused"),
        _("Attendance"),
        _("Hours attended so far"),
        _("Hours held so far"),
    ]


def _rows(grid: Grid) -> Iterator[list[Value]]:
    for number, line in enumerate(grid.lines, start=1):
        yield _row(number, line, grid)
    blank: list[Value] = [None] * 6
    held = [column.in_the_room if column.held else None for column in grid.columns]
    hours = [_rounded(column.person_hours) if column.held else None for column in grid.columns]
    yield [None, _("In the room"), None, *held, *blank]
    yield [None, _("Person-hours"), None, *hours, _rounded(grid.person_hours), *blank[1:]]


def _row(number: int, line: GridLine, grid: Grid) -> list[Value]:
    learner, hours = line.enrolment.learner, line.hours
    cells = [_short(cell, column) for cell, column in zip(line.cells, grid.columns, strict=True)]
    totals = [_rounded(hours.attended), hours.held, hours.excused, hours.rate]
    return [number, learner.name_bg, learner.name, *cells, *totals, _rounded(line.so_far.attended), line.so_far.held]


def _short(cell: Cell, column: GridColumn) -> str | None:
    if not cell.enrolled:
        return None
    if column.cancelled:
        return "×"
    return f"{letters()[cell.mark.kind]}{cell.mark.minutes or ''}" if cell.mark else "?"


def _mark_header() -> list[str]:
    return [
        _("Number"),
        _("Name in Cyrillic"),
        _("Name in Latin letters"),
        _("Date"),
        _("From"),
        _("To"),
        _("Academic hours"),
        _("Mark"),
        _("Minutes attended"),
        _("Hours attended"),
    ]


def _mark_rows(cohort: Cohort, grid: Grid) -> Iterator[list[Value]]:
    """A row for each person and held lesson in which they were enrolled."""
    for line in grid.lines:
        for cell, column in zip(line.cells, grid.columns, strict=True):
            if cell.enrolled and column.held:
                yield _mark_row(cohort, line.enrolment, cell, column)


def _mark_row(cohort: Cohort, enrolment: Enrolment, cell: Cell, column: GridColumn) -> list[Value]:
    learner, lesson, zone = enrolment.learner, column.lesson, cohort.centre.time_zone
    minutes = cell.mark.minutes_attended if cell.mark else 0
    return [
        learner.number,
        learner.name_bg,
        learner.name,
        column.day,
        f"{clock.to_local(lesson.starts_at, zone):%H:%M}",
        f"{clock.to_local(lesson.ends_at, zone):%H:%M}",
        lesson.hours,
        str(KIND_NAMES[cell.mark.kind]) if cell.mark else _("not yet called"),
        minutes,
        _rounded(minutes / cohort.programme.hour_minutes),
    ]


def _about(cohort: Cohort, grid: Grid) -> list[list[Value]]:
    funder = current_app.config["SETTINGS"].funder_line
    facts: list[list[Value]] = [
        [_("Cohort"), cohort.code],
        [_("Programme"), cohort.programme.title],
        [_("Centre"), cohort.centre.name],
        [_("Month"), format_date(grid.month, "LLLL y", rebase=False) if grid.month else _("The whole course")],
        [_("Academic hour"), _("%(minutes)s minutes", minutes=cohort.programme.hour_minutes)],
        *([[_("Funder"), funder]] if funder else []),
        [_("Letters"), ", ".join(f"{letter} {str(KIND_NAMES[kind]).lower()}" for kind, letter in letters().items())],
    ]
    counted: list[list[Value]] = [[str(what), str(how)] for what, how in DEFINITIONS]
    return facts + counted


def _rounded(hours: float) -> float:
    return round(hours, 2)
