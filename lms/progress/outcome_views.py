"""How a cohort ended: the arithmetic of each enrolment, the exam's scores, and the outcomes to confirm."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.courses.models import Cohort
from lms.courses.words import OUTCOMES
from lms.database import db
from lms.progress import outcomes

blueprint = Blueprint("outcomes", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/cohorts/<int:cohort_id>/outcomes")
@permission("outcomes.view", "outcomes.confirm")
def show(cohort_id: int) -> Page:
    """Where everybody in a cohort stands."""
    cohort = load_or_404(Cohort, cohort_id, "outcomes.view")
    return _page(cohort, outcomes.rows_of(cohort, viewer()))


@blueprint.post("/cohorts/<int:cohort_id>/outcomes")
@permission("outcomes.confirm")
def confirm(cohort_id: int) -> Page:
    """Keep the scores and, where it was asked for, confirm outcomes: all that was sent, or nothing of it."""
    cohort = load_or_404(Cohort, cohort_id, "outcomes.confirm")
    rows = outcomes.rows_of(cohort, viewer())
    outcomes.read(rows, request.form)
    done = outcomes.apply(viewer(), rows, request.form.get("act") == "confirm")
    if any(row.error for row in rows):
        db.session.rollback()
        return _page(load_or_404(Cohort, cohort_id, "outcomes.confirm"), rows), 422
    confirmed = ngettext("%(num)d outcome is confirmed.", "%(num)d outcomes are confirmed.", done)
    flash(confirmed if done else _("The scores are saved."), "success")
    return redirect(url_for("outcomes.show", cohort_id=cohort_id), 303)


def _page(cohort: Cohort, rows: list[outcomes.OutcomeRow]) -> str:
    today = clock.today(cohort.centre.time_zone)
    over = cohort.ends_on is not None and cohort.ends_on <= today
    exam_day = cohort.ends_on if over else today
    return render_template(
        "progress/outcomes.html", cohort=cohort, rows=rows, words=OUTCOMES, over=over, exam_day=exam_day
    )
