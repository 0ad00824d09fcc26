"""The staff's pages: placements with the decisions on them, and the item bank."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments import actions, queries, words
from lms.assessments.forms import DecisionForm
from lms.assessments.items.models import Item
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes.models import Attempt
from lms.courses.states import Level


def _page_number() -> int:
    return request.args.get("page", 1, type=identifier)


@blueprint.get("/placements")
@permission("placements.view")
def placements() -> Page:
    """Placements of the viewer's centres, those that wait for a decision first."""
    return render_template(
        "assessments/placements.html",
        page=queries.placements(viewer(), _page_number()),
        undecided=queries.undecided(viewer()),
        words=words,
    )


@blueprint.get("/placements/<int:attempt_id>")
@permission("placements.view")
def result(attempt_id: int) -> Page:
    """What one placement found, what it suggests and why."""
    attempt = load_or_404(Attempt, attempt_id, "placements.view")
    level = attempt.decided_level or attempt.suggested_level
    waits = attempt.decided_level is None and queries.needs_course(attempt.learner)
    return _result(attempt, DecisionForm(level=level, reason=attempt.decision_reason, waits=waits))


@blueprint.post("/placements/<int:attempt_id>")
@permission("placements.decide")
def decide(attempt_id: int) -> Page:
    """Confirm the suggested level, or decide otherwise with a reason."""
    attempt = load_or_404(Attempt, attempt_id, "placements.decide")
    form = DecisionForm()
    if form.validate():
        try:
            actions.decide(viewer(), attempt, Level(form.level.data), form.reason.data, form.waits.data)
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
        actions.allow_retake(viewer(), attempt)
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("The person can take the placement again."), "success")
    return redirect(url_for("assessments.result", attempt_id=attempt.id), 303)


def _result(attempt: Attempt, form: DecisionForm) -> str:
    return render_template(
        "assessments/result.html",
        attempt=attempt,
        form=form,
        answers=queries.answers(attempt),
        question=queries.next_question(attempt),
        words=words,
    )


@blueprint.get("/items")
@permission("items.view")
def items() -> Page:
    """The item bank."""
    return render_template("assessments/items.html", page=queries.items(viewer(), _page_number()), words=words)


@blueprint.get("/items/<int:item_id>")
@permission("items.view")
def item(item_id: int) -> Page:
    """One item as the learner sees it, with its key and notes."""
    return render_template("assessments/item.html", item=load_or_404(Item, item_id, "items.view"), words=words)
