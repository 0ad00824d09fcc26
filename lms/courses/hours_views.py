"""The hours of teachers in a month: a page, and the same as a spreadsheet."""

from datetime import date
from io import BytesIO

from flask import abort, request, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms import clock
from lms.access.audit import record
from lms.access.declare import permission
from lms.access.scope import identifier
from lms.access.viewer import Role, viewer
from lms.centres.models import Centre
from lms.centres.queries import centres
from lms.courses.hours_queries import TeacherHours, hours_of
from lms.courses.hours_rules import DEFINITIONS, Sum, months_until, total
from lms.courses.pages import Page, blueprint, page
from lms.spreadsheets import Sheet, write_xlsx
from lms.spreadsheets.writing import Value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/calendar/hours")
@permission("hours.view")
def hours() -> Page:
    """What each teacher of a centre gave in a month; a teacher sees their own."""
    month, centre = _month(), _centre()
    found = hours_of(viewer(), month, centre)
    return page(
        "hours.html",
        hours=found,
        total=total(one.total for one in found),
        month=month,
        months=months_until(clock.today()),
        centre=centre,
        centres=_offered(),
        definitions=DEFINITIONS,
    )


@blueprint.get("/calendar/hours.xlsx")
@permission("hours.view")
def hours_file() -> Response:
    """The table of the page as a spreadsheet, with how it is counted on a second sheet."""
    month = _month()
    found = hours_of(viewer(), month, _centre())
    record(viewer(), "hours.download", "lesson", rows=len(found))
    about = [[str(what), str(how)] for what, how in DEFINITIONS]
    data = write_xlsx(
        [
            Sheet(_("Hours"), _header(), [row for one in found for row in _rows(one)]),
            Sheet(_("Definitions"), [_("Column"), _("How it is counted")], about),
        ]
    )
    title = _("hours")
    name = f"{title}-{month:%Y-%m}.xlsx"
    return send_file(BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=name)


def _offered() -> list[Centre]:
    """The centres whose teachers the viewer can choose between; a teacher has no choice."""
    return [] if viewer().role is Role.TEACHER else list(centres(viewer(), "calendar.view"))


def _centre() -> Centre | None:
    offered = _offered()
    if "centre" not in request.args or not offered:
        return offered[0] if offered else None
    asked = request.args.get("centre", type=identifier)
    return next((centre for centre in offered if centre.id == asked), None) or abort(404)


def _month() -> date:
    """The month that is asked for, as 2026-10; the present one when none of those on the page is."""
    months = {f"{month:%Y-%m}": month for month in months_until(clock.today())}
    return months.get(request.args.get("month", ""), clock.today().replace(day=1))


def _header() -> list[str]:
    return [
        _("Teacher"),
        _("Cohort"),
        _("Lessons"),
        _("Academic hours"),
        _("Minutes"),
        _("Substitutions"),
        _("Academic hours of substitutions"),
        _("Not counted yet"),
    ]


def _rows(hours: TeacherHours) -> list[list[Value]]:
    rows = [_row(hours, cohort.code, one) for cohort, one in hours.cohorts.items()]
    return [*rows, _row(hours, _("Total"), hours.total)]


def _row(hours: TeacherHours, of: str, what: Sum) -> list[Value]:
    return [hours.teacher.name, of, *vars(what).values()]
