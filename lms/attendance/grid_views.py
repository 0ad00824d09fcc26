"""The attendance of a cohort by month: people by lessons on a page, on paper and as a workbook."""

from datetime import date
from io import BytesIO

from flask import abort, current_app, render_template, request, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.audit import record
from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.attendance import words
from lms.attendance.grid import grid_of
from lms.attendance.grid_downloads import grid_xlsx
from lms.attendance.grid_words import DEFINITIONS
from lms.attendance.months import last_month, month_named, months_of
from lms.attendance.pages import Page, blueprint
from lms.courses.models import Cohort

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE = "all"


@blueprint.get("/cohorts/<int:cohort_id>/attendance")
@permission("attendance.view")
def grid(cohort_id: int) -> Page:
    """People by lessons of a month, with their academic hours; “all” is the whole course."""
    cohort = load_or_404(Cohort, cohort_id, "attendance.view")
    month, months = _month(cohort), months_of(cohort)
    return render_template(
        "attendance/grid.html",
        cohort=cohort,
        grid=grid_of(cohort, viewer(), month),
        month=month,
        earlier=max((one for one in months if month and one < month), default=None),
        later=min((one for one in months if month and one > month), default=None),
        whole=WHOLE,
        definitions=DEFINITIONS,
        funder_line=current_app.config["SETTINGS"].funder_line,
        letters=words.letters(),
        words=words,
    )


@blueprint.get("/cohorts/<int:cohort_id>/attendance.xlsx")
@permission("attendance.view")
def grid_file(cohort_id: int) -> Response:
    """The grid of the page as a workbook, with every mark and how it is counted."""
    cohort = load_or_404(Cohort, cohort_id, "attendance.view")
    month = _month(cohort)
    found = grid_of(cohort, viewer(), month)
    when = f"{month:%Y-%m}" if month else WHOLE
    record(viewer(), "attendance.download", "cohort", cohort.id, month=when, rows=len(found.lines))
    title = _("attendance")
    name = f"{title}-{cohort.code}-{when}.xlsx"
    return send_file(BytesIO(grid_xlsx(cohort, found)), mimetype=XLSX, as_attachment=True, download_name=name)


def _month(cohort: Cohort) -> date | None:
    """The month asked for, the last one with a lesson if none is, None for the whole course; or 404."""
    asked = request.args.get("month")
    if asked == WHOLE:
        return None
    return last_month(cohort) if asked is None else month_named(asked) or abort(404)
