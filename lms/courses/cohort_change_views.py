"""Pages that change a cohort that was opened: how many places it has, and calling it off."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.courses import calling_off_actions
from lms.courses.called_off import CalledOff
from lms.courses.calling_off_queries import calling_off_of
from lms.courses.cohort_change_forms import CallOffForm, PlacesForm
from lms.courses.cohort_rules import largest_capacity
from lms.courses.enrolment_queries import place_of
from lms.courses.models import Cohort
from lms.courses.pages import Page, blueprint, page


@blueprint.route("/cohorts/<int:cohort_id>/places", methods=["GET", "POST"])
@permission("cohorts.plan")
def change_places(cohort_id: int) -> Page:
    """Change how many people a cohort takes."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.plan")
    form = PlacesForm(data={"capacity": cohort.capacity})
    if form.validate_on_submit():
        try:
            calling_off_actions.change_places(viewer(), cohort, form.capacity.data)
        except CalledOff as refusal:
            return _back(cohort, str(refusal.message), "warning")
        except DomainError as refusal:
            form.capacity.errors = [refusal.message]
        else:
            return _back(cohort, _("The number of places is changed."))
    limit = largest_capacity(cohort.room.seats if cohort.room else None)
    status = 422 if form.is_submitted() else 200
    return page("cohort_places.html", status, form=form, cohort=cohort, place=place_of(cohort), limit=limit)


@blueprint.route("/cohorts/<int:cohort_id>/call-off", methods=["GET", "POST"])
@permission("cohorts.plan")
def call_off(cohort_id: int) -> Page:
    """Call off a cohort: what would happen, and why it is done."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.plan")
    if cohort.called_off_on:
        return _back(cohort, _("This cohort was called off."), "warning")
    form = CallOffForm()
    if form.validate_on_submit():
        try:
            calling_off_actions.call_off(viewer(), cohort, form.reason.data)
        except CalledOff as refusal:
            return _back(cohort, str(refusal.message), "warning")
        except DomainError as refusal:
            form.reason.errors = [refusal.message]
        else:
            return _back(cohort, _("The cohort is called off."))
    status = 422 if form.is_submitted() else 200
    return page("cohort_call_off.html", status, form=form, cohort=cohort, found=calling_off_of(cohort))


def _back(cohort: Cohort, text: str, tone: str = "success") -> Page:
    flash(text, tone)
    return redirect(url_for("courses.cohort", cohort_id=cohort.id), 303)
