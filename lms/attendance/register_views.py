"""The paper register: its sheets as PDF files."""

from io import BytesIO

from flask import abort, request, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms import clock
from lms.access.audit import record
from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.attendance.months import last_month, month_named
from lms.attendance.pages import blueprint
from lms.attendance.queries import day_of
from lms.attendance.register_document import register_pdf
from lms.attendance.register_sheets import Sheet, sheet_of_lesson, sheet_of_month
from lms.courses.models import Cohort, Lesson


@blueprint.get("/lessons/<int:lesson_id>/register.pdf")
@permission("roll.call")
def lesson_register(lesson_id: int) -> Response:
    """The sheet of a lesson, to be signed."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    record(viewer(), "register.print", "lesson", lesson.id)
    return _file(sheet_of_lesson(lesson, viewer()), f"{day_of(lesson)}")


@blueprint.get("/cohorts/<int:cohort_id>/register.pdf")
@permission("attendance.view")
def month_register(cohort_id: int) -> Response:
    """The sheet of a cohort for a month, to be signed lesson by lesson."""
    cohort = load_or_404(Cohort, cohort_id, "attendance.view")
    asked = request.args.get("month")
    month = (last_month(cohort) if asked is None else month_named(asked)) or abort(404)
    sheet = sheet_of_month(cohort, month, viewer()) or abort(404)
    record(viewer(), "register.print", "cohort", cohort.id, month=f"{month:%Y-%m}")
    return _file(sheet, f"{month:%Y-%m}")


def _file(sheet: Sheet, when: str) -> Response:
    name = _("register")
    return send_file(
        BytesIO(register_pdf(sheet, clock.now())),
        mimetype="application/pdf",
        download_name=f"{name}-{sheet.cohort.code}-{when}.pdf",
    )
