"""The statistics as files: a workbook with a sheet of definitions, or a plain table."""

from flask_babel import format_date
from flask_babel import gettext as _

from lms.progress.definitions import BY_REASON, COLUMNS, STATISTICS, UNCALLED, Statistic
from lms.progress.report import Line, Report
from lms.progress.statistics import RATES
from lms.spreadsheets import Sheet, write_csv, write_xlsx
from lms.spreadsheets.writing import Value


def report_xlsx(report: Report) -> bytes:
    """The report with real numbers and percentages, and what they mean on a second sheet."""
    header, columns = _header(report), _columns(report)
    percents = frozenset(number for number, column in enumerate(columns, start=1) if column in RATES)
    period = report.question.period
    about = [
        [_("Period"), f"{format_date(period.since)} – {format_date(period.until)}"],
        [_("As of"), format_date(period.today)],
        *([str(one.title), str(one.text)] for one in _statistics(report)),
    ]
    return write_xlsx(
        [
            Sheet(_("Statistics"), header, _rows(report), percents),
            Sheet(_("Definitions"), [_("Statistic"), _("How it is counted")], about),
        ]
    )


def report_csv(report: Report) -> bytes:
    """The report as a plain table; rates are shares between 0 and 1."""
    return write_csv(_header(report), _rows(report))


def _statistics(report: Report) -> tuple[Statistic, ...]:
    return (*STATISTICS, UNCALLED, *BY_REASON) if report.sees_people else STATISTICS


def _columns(report: Report) -> list[str]:
    """Each statistic with what it is made of, every column once."""
    parts = (part for one in _statistics(report) for part in (one.key, one.numerator, one.denominator) if part)
    return list(dict.fromkeys(parts))


def _header(report: Report) -> list[str]:
    return [_("Group"), *(str(COLUMNS[column]) for column in _columns(report))]


def _rows(report: Report) -> list[list[Value]]:
    columns = _columns(report)
    total = Line(None, _("Total"), report.total.values, report.total.hidden)
    return [[line.name, *(_cell(line, column) for column in columns)] for line in [*report.lines, total]]


def _cell(line: Line, column: str) -> Value:
    value: Value = line.values[column]
    return _("hidden") if column in line.hidden else value
