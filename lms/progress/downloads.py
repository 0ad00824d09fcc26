"""The statistics as files: a workbook with a sheet of definitions, or a plain table."""

from flask_babel import format_date
from flask_babel import gettext as _

from lms.progress.definitions import STATISTICS
from lms.progress.report import Line, Report
from lms.spreadsheets import Sheet, write_csv, write_xlsx
from lms.spreadsheets.writing import Value


def report_xlsx(report: Report) -> bytes:
    """The report with real numbers and percentages, and what they mean on a second sheet."""
    header, percents = _header()
    period = report.question.period
    about = [
        [_("Period"), f"{format_date(period.since)} – {format_date(period.until)}"],
        [_("As of"), format_date(period.today)],
        *([str(statistic.title), str(statistic.text)] for statistic in STATISTICS),
    ]
    return write_xlsx(
        [
            Sheet(_("Statistics"), header, _rows(report), percents),
            Sheet(_("Definitions"), [_("Statistic"), _("How it is counted")], about),
        ]
    )


def report_csv(report: Report) -> bytes:
    """The report as a plain table; rates are shares between 0 and 1."""
    return write_csv(_header()[0], _rows(report))


def _header() -> tuple[list[str], frozenset[int]]:
    header, percents = [_("Group")], set()
    for statistic in STATISTICS:
        if statistic.is_rate:
            percents.add(len(header))
            header += [str(statistic.title), *_parts(str(statistic.title))]
        else:
            header.append(str(statistic.title))
    return header, frozenset(percents)


def _parts(title: str) -> list[str]:
    return [_("%(title)s: counted", title=title), _("%(title)s: of", title=title)]


def _rows(report: Report) -> list[list[Value]]:
    total = Line(None, _("Total"), report.total.values, report.total.hidden)
    return [_row(line) for line in [*report.lines, total]]


def _row(line: Line) -> list[Value]:
    row: list[Value] = [line.name]
    for statistic in STATISTICS:
        columns = [statistic.key, *filter(None, (statistic.numerator, statistic.denominator))]
        row += [_("fewer than 5") if line.hidden else line.values[column] for column in columns]
    return row
