"""Pages of enrolments: enrolling people in a cohort, letting one leave, moving one to another cohort."""

from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields import SelectChoice

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, load_or_404
from lms.access.viewer import viewer
from lms.courses import enrolment_actions, enrolment_queries
from lms.courses.enrolment_actions import Answer, WrongDay
from lms.courses.forms import NO_CHOICE, EnrolForm, TransferForm, WithdrawForm
from lms.courses.models import Cohort, Enrolment
from lms.courses.pages import Page, blueprint, page, today_at
from lms.courses.states import LeavingReason
from lms.learners.words import times


@blueprint.get("/cohorts/<int:cohort_id>/enrol")
@permission("cohorts.enrol", "cohorts.overfill")
def enrol(cohort_id: int) -> Page:
    """Choose people of the centre: who waits for the level longest stands first."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.enrol")
    first = max(cohort.starts_on, today_at(cohort))
    return _enrol_page(cohort, EnrolForm(formdata=None, data={"starts_on": first}))


@blueprint.post("/cohorts/<int:cohort_id>/enrol")
@permission("cohorts.enrol", "cohorts.overfill")
def save_enrol(cohort_id: int) -> Page:
    """Enrol whoever was chosen; each is enrolled or refused with why. Searching keeps the choice."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.enrol")
    form = EnrolForm()
    if "find" in request.form:
        return _enrol_page(cohort, form)
    if not form.validate():
        return _enrol_page(cohort, form, status=422)
    people = enrolment_queries.people(viewer(), form.people.data)
    if len(people) != len(set(form.people.data)):
        abort(404)
    free = enrolment_queries.place_of(cohort).free
    if len(people) > free and not (form.beyond.data and holds(viewer().role, "cohorts.overfill")):
        form.people.errors = [
            _("You chose more people (%(chosen)s) than places are free (%(free)s).", chosen=len(people), free=free)
        ]
        return _enrol_page(cohort, form, status=422)
    answers = enrolment_actions.enrol(viewer(), cohort, people, form.starts_on.data, form.beyond.data)
    if any(answer.refusal for answer in answers):
        return _enrol_page(cohort, form, answers, 422)
    flash(ngettext("%(num)d person is enrolled.", "%(num)d people are enrolled.", len(answers)), "success")
    return redirect(url_for("courses.cohort", cohort_id=cohort.id), 303)


def _enrol_page(cohort: Cohort, form: EnrolForm, answers: list[Answer] | None = None, status: int = 200) -> Page:
    words = request.values.get("q", "").strip()[:100]
    today = today_at(cohort)
    chosen = set(form.people.data or ())
    starts_on: date = form.starts_on.data or max(cohort.starts_on, today)
    return page(
        "enrol.html",
        status,
        cohort=cohort,
        form=form,
        place=enrolment_queries.place_of(cohort),
        candidates=enrolment_queries.candidates(viewer(), cohort, words, starts_on, today, chosen),
        chosen=chosen,
        answers=answers or [],
        query=words,
        shown=enrolment_queries.SHOWN,
        times=times,
    )


@blueprint.route("/enrolments/<int:enrolment_id>/withdraw", methods=["GET", "POST"])
@permission("enrolments.change")
def withdraw(enrolment_id: int) -> Page:
    """Note that a person leaves a cohort, why and when."""
    enrolment = load_or_404(Enrolment, enrolment_id, "enrolments.change")
    form = WithdrawForm(data={"last_day": today_at(enrolment.cohort)})
    if form.validate_on_submit():
        try:
            enrolment_actions.withdraw(
                viewer(), enrolment, LeavingReason(form.reason.data), form.last_day.data, form.note.data
            )
        except DomainError as refusal:
            form.last_day.errors = [refusal.message]
        else:
            return _back(enrolment, _("%(name)s has left the cohort.", name=enrolment.learner.name))
    return page("withdraw.html", 422 if form.is_submitted() else 200, form=form, enrolment=enrolment)


@blueprint.route("/enrolments/<int:enrolment_id>/transfer", methods=["GET", "POST"])
@permission("enrolments.change")
def transfer(enrolment_id: int) -> Page:
    """Move a person to another cohort of the level."""
    enrolment = load_or_404(Enrolment, enrolment_id, "enrolments.change")
    today = today_at(enrolment.cohort)
    others = {one.id: one for one in enrolment_queries.cohorts_to_move_to(viewer(), enrolment, today)}
    form = TransferForm(data={"last_day": today})
    form.to.choices = [NO_CHOICE, *(SelectChoice(one.id, _cohort_words(one)) for one in others.values())]
    if form.validate_on_submit():
        try:
            enrolment_actions.transfer(viewer(), enrolment, others[form.to.data], form.last_day.data)
        except WrongDay as refusal:
            form.last_day.errors = [refusal.message]
        except DomainError as refusal:
            form.to.errors = [refusal.message]
        else:
            code = others[form.to.data].code
            return _back(enrolment, _("%(name)s continues in %(cohort)s.", name=enrolment.learner.name, cohort=code))
    status = 422 if form.is_submitted() else 200
    return page("transfer.html", status, form=form, enrolment=enrolment, others=others)


def _cohort_words(cohort: Cohort) -> str:
    place = enrolment_queries.place_of(cohort)
    free = ngettext("%(num)d place free", "%(num)d places free", place.free)
    return f"{cohort.code} · {cohort.programme.title} · {free}"


def _back(enrolment: Enrolment, text: str) -> Page:
    flash(text, "success")
    return redirect(url_for("courses.cohort", cohort_id=enrolment.cohort_id), 303)
