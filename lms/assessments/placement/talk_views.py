"""The short talk after a placement: whom a teacher may talk with, and the rubric on the screen while they do."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, load_or_404
from lms.access.viewer import viewer
from lms.assessments.items.rubrics import TALK, rubrics
from lms.assessments.pages import Page, blueprint
from lms.assessments.placement import decisions, queries
from lms.assessments.placement.forms import TalkForm
from lms.assessments.quizzes.models import Attempt
from lms.assessments.rubric_form import spoken


@blueprint.get("/placements/talks")
@permission("placements.talk")
def talks() -> Page:
    """The people who have finished a placement that is not decided yet."""
    return render_template("assessments/talks.html", attempts=queries.to_talk_with(viewer()))


@blueprint.get("/placements/<int:attempt_id>/talk")
@permission("placements.talk")
def talk(attempt_id: int) -> Page:
    """What to ask a person, and the lines to choose from."""
    attempt = load_or_404(Attempt, attempt_id, "placements.talk")
    kept = queries.talk_after(attempt)
    said = TalkForm.by(rubrics()[TALK], kept.points, note=kept.note) if kept else TalkForm.by(rubrics()[TALK])
    return _talk(attempt, said)


@blueprint.post("/placements/<int:attempt_id>/talk")
@permission("placements.talk")
def keep_talk(attempt_id: int) -> Page:
    """Keep what the talk showed."""
    attempt = load_or_404(Attempt, attempt_id, "placements.talk")
    rubric = rubrics()[TALK]
    form = TalkForm.by(rubric)
    if not form.validate():
        return _talk(attempt, form), 422
    try:
        decisions.keep_talk(viewer(), attempt, rubric, form.points, form.note.data)
    except DomainError as refusal:
        form.note.errors = [refusal.message]
        return _talk(attempt, form), 422
    flash(_("The talk is kept."), "success")
    if holds(viewer().role, "placements.view"):
        return redirect(url_for("assessments.result", attempt_id=attempt.id), 303)
    return redirect(url_for("assessments.talks"), 303)


def _talk(attempt: Attempt, form: TalkForm) -> str:
    return render_template("assessments/talk.html", attempt=attempt, form=form, rubric=rubrics()[TALK], spoken=spoken())
