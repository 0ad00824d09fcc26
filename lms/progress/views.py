"""The statistics page, what lies behind its numbers, and its downloads."""

from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms import clock
from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, identifier
from lms.access.viewer import viewer
from lms.progress import behind, queries, timeline
from lms.progress.definitions import BY_KEY, BY_REASON, COLUMNS, STATISTICS, UNCALLED
from lms.progress.downloads import report_csv, report_xlsx
from lms.progress.forms import QuestionForm
from lms.progress.periods import Span, period_of
from lms.progress.report import COARSE, Question, make_report
from lms.progress.statistics import GROUPS

blueprint = Blueprint("progress", __name__)
__all__ = ["blueprint", "timeline"]
Page = str | Response | tuple[str, int]
MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


def _sees_people() -> bool:
    return holds(viewer().role, "statistics.people")


def _asked() -> tuple[QuestionForm, Question | None]:
    form = QuestionForm(request.args)
    centres, programmes = queries.centre_names(viewer()), queries.programme_names(viewer())
    form.offer(tuple(GROUPS) if _sees_people() else COARSE, _sees_people(), centres, programmes)
    for field, known in ((form.centre, centres), (form.programme, programmes)):
        if (field.data if field.data is not None else request.args.get(field.name)) not in {None, "", *known}:
            abort(404)
    if not form.validate():
        return form, None
    try:
        period = period_of(Span(form.span.data), clock.today(), form.since.data, form.until.data)
    except DomainError as refusal:
        form.since.errors = [refusal.message]
        return form, None
    return form, Question(period, form.by.data, form.centre.data, form.programme.data)


def _question_or_400() -> Question:
    question = _asked()[1]
    if question is None:
        abort(400)
    return question


@blueprint.get("/statistics")
@permission("statistics.view", "statistics.people")
def statistics() -> Page:
    """Attendance, progress and completion for a period, per centre, programme or cohort."""
    form, question = _asked()
    if question is None:
        return render_template("progress/statistics.html", form=form, report=None), 422
    report = make_report(viewer(), question, _sees_people())
    return render_template(
        "progress/statistics.html",
        form=form,
        report=report,
        statistics=STATISTICS,
        uncalled=UNCALLED,
        reasons=BY_REASON,
    )


@blueprint.get("/statistics/people")
@permission("statistics.people")
def people() -> Page:
    """The people or lessons behind one number."""
    question, key = _question_or_400(), request.args.get("key", "")
    group_id = request.args.get("group", type=identifier)
    if key not in BY_KEY or ("group" in request.args and group_id is None):
        abort(400)
    found = behind.rows_behind(viewer(), question, key, group_id)
    if found is None:
        abort(404)
    record(viewer(), "statistics.people", "statistic", group_id, key=key, rows=len(found.rows))
    return render_template(
        "progress/people.html", found=found, question=question, columns=COLUMNS, words=queries.words()
    )


@blueprint.get("/statistics/download.<any(xlsx, csv):kind>")
@permission("statistics.view")
def download(kind: str) -> Response:
    """The table of the page as a file; what is hidden on the page is hidden in it."""
    report = make_report(viewer(), _question_or_400(), _sees_people())
    data = report_xlsx(report) if kind == "xlsx" else report_csv(report)
    record(viewer(), "statistics.download", "statistic", kind=kind, rows=len(report.lines))
    period = report.question.period
    title = _("statistics")
    name = f"{title}-{period.since}-{period.until}.{kind}"
    return send_file(BytesIO(data), mimetype=MIME[kind], as_attachment=True, download_name=name)
