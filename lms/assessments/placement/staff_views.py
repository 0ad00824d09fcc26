"""The coordinator's pages of placements: the list, what each one found, and the decision."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments.items.words import ITEM_LEVELS, SKILL_NAMES
from lms.assessments.pages import Page, blueprint
from lms.assessments.placement import actions, decisions, findings, queries, words
from lms.assessments.placement.forms import DecisionForm
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.queries import answers
from lms.courses.filling_queries import Opening, openings
from lms.courses.states import Level
from lms.learners.models import Learner


@blueprint.get("/placements")
@permission("placements.view")
def placements() -> Page:
    """Placements of the viewer's centres, those that wait for a decision first."""
    return render_template(
        "assessments/placements.html",
        page=queries.placements(viewer(), request.args.get("page", 1, type=identifier)),
        undecided=queries.undecided(viewer()),
        words=words,
    )


@blueprint.get("/placements/<int:attempt_id>")
@permission("placements.view", "cohorts.enrol")
def result(attempt_id: int) -> Page:
    """What one placement found, what it suggests and why."""
    attempt = load_or_404(Attempt, attempt_id, "placements.view")
    level = attempt.decided_level or attempt.suggested_level
    waits = attempt.decided_level is None and queries.needs_course(attempt.learner)
    return _result(attempt, DecisionForm(level=level, reason=attempt.decision_reason, waits=waits))


@blueprint.post("/placements/<int:attempt_id>")
@permission("placements.decide", "cohorts.enrol")
def decide(attempt_id: int) -> Page:
    """Confirm the suggested level, or decide otherwise with a reason."""
    attempt = load_or_404(Attempt, attempt_id, "placements.decide")
    form = DecisionForm()
    if form.validate():
        try:
            decisions.decide(viewer(), attempt, Level(form.level.data), form.reason.data, form.waits.data)
        except DomainError as refusal:
            form.reason.errors = [refusal.message]
        else:
            flash(_("The level is decided."), "success")
            return redirect(url_for("assessments.placements"), 303)
    return _result(attempt, form), 422


@blueprint.post("/placements/<int:attempt_id>/again")
@permission("placements.decide")
def again(attempt_id: int) -> Response:
    """Let the person take the placement once more."""
    attempt = load_or_404(Attempt, attempt_id, "placements.decide")
    try:
        decisions.allow_retake(viewer(), attempt)
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("The person can take the placement again."), "success")
    return redirect(url_for("assessments.result", attempt_id=attempt.id), 303)


@blueprint.post("/learners/<int:learner_id>/placement")
@permission("placements.prepare")
def prepare(learner_id: int) -> Response:
    """Make a placement ready that the person takes at the centre, with the viewer beside them."""
    learner = load_or_404(Learner, learner_id, "placements.prepare")
    try:
        attempt = actions.prepare(viewer(), learner)
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("learners.show", learner_id=learner.id), 303)
    flash(_("The placement is ready. The person scans their card and begins."), "success")
    return redirect(url_for("assessments.result", attempt_id=attempt.id), 303)


def _openings(attempt: Attempt) -> list[Opening]:
    """The cohorts of the person's centre that have a place and are of the level in question."""
    level = attempt.decided_level or attempt.suggested_level
    if level is None or not holds(viewer().role, "cohorts.enrol"):
        return []
    centre = attempt.learner.centre
    found = openings(viewer(), centre, clock.today(centre.time_zone))
    return [opening for opening in found if opening.cohort.programme.level is level]


def _result(attempt: Attempt, form: DecisionForm) -> str:
    given = answers(attempt)
    return render_template(
        "assessments/result.html",
        attempt=attempt,
        form=form,
        answers=given,
        stage=actions.stage_of(attempt),
        steps=findings.steps(attempt, given),
        openings=_openings(attempt),
        talk=queries.talk_after(attempt),
        words=words,
        levels=ITEM_LEVELS,
        skills=SKILL_NAMES,
        seconds_of=findings.seconds_of,
    )
