"""Pages that plan a new cohort, from the form over the preview to its lessons."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.centres.models import Centre
from lms.centres.queries import centres
from lms.courses import forming_words
from lms.courses.cohort_actions import create_cohort
from lms.courses.cohort_forms import CohortForm
from lms.courses.conflicts import refuse_conflicts
from lms.courses.pages import NOT_KEPT, Page, blueprint, page
from lms.courses.planning import fingerprint, timetable_of, wanted_by


@blueprint.route("/cohorts/new", methods=["GET", "POST"])
@permission("cohorts.create")
def new_cohort() -> Page:
    """Plan a cohort: choose, look at the lessons, create."""
    offered = centres(viewer(), "cohorts.create")
    if "centre" in request.args:
        centre = load_or_404(Centre, request.args.get("centre", 0, type=identifier), "cohorts.create")
    elif len(offered) == 1:
        centre = offered[0]
    else:
        return page("cohort_centre.html", centres=offered)
    form = CohortForm(centre)
    if not form.is_submitted() or request.form.get("step") == "change":
        return page("cohort_form.html", form=form)
    if form.validate():
        try:
            return _preview_or_create(form)
        except DomainError as refusal:
            form.explain(refusal)
    return page("cohort_form.html", 422, form=form)


def _preview_or_create(form: CohortForm) -> Page:
    """Show the lessons, or create the cohort if these are the ones that were shown."""
    plan = form.plan()
    timetable = timetable_of(plan)
    seen, wanted = request.form.get("seen"), request.form.get("step") == "create"
    if wanted and seen == fingerprint(timetable):
        cohort = create_cohort(viewer(), plan)
        flash(
            _("The cohort %(code)s is created with its lessons. Enrol people now.", code=cohort.code),
            "success",
        )
        return redirect(url_for("courses.cohort", cohort_id=cohort.id), 303)
    refuse_conflicts(viewer(), wanted_by(plan, timetable))
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT | {"code"}]
    return page(
        "cohort_preview.html",
        plan=plan,
        forming=forming_words,
        timetable=timetable,
        seen=fingerprint(timetable),
        changed=wanted,
        sent=[*sent, ("code", plan.code)],
    )
