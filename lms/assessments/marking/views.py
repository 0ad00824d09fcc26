"""The teacher's desk: what waits to be marked, and one answer with its rubric."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.accounts.views import next_address
from lms.assessments.items.instructions import INSTRUCTIONS
from lms.assessments.marking import actions, words
from lms.assessments.marking.forms import RatingForm
from lms.assessments.marking.live_queries import unsaid
from lms.assessments.marking.papers import Paper, marked_lately, paper
from lms.assessments.marking.queries import rubric_of
from lms.assessments.marking.queue import order_of, queue
from lms.assessments.marking.rules import following
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.rubric_form import spoken

WITHOUT_NAMES = "marks_without_names"


@blueprint.get("/marking")
@permission("answers.mark", "answers.whose")
def marking() -> Page:
    """What waits to be marked, in piles, the oldest first."""
    return render_template(
        "assessments/marking.html",
        piles=queue(viewer()),
        lately=marked_lately(viewer()),
        unsaid=len(unsaid(viewer())),
        nameless=session.get(WITHOUT_NAMES, False),
        words=words,
    )


@blueprint.post("/marking/names")
@permission("answers.mark")
def marking_names() -> Answer:
    """Mark without names, or with them again, until one signs out."""
    session[WITHOUT_NAMES] = request.form.get("hidden") == "1"
    return redirect(next_address(), 303)


@blueprint.get("/marking/<int:response_id>")
@permission("answers.mark", "answers.whose")
def marking_answer(response_id: int) -> Page:
    """One answer: what was asked, what was said, and the lines to choose from."""
    found = paper(viewer(), load_or_404(Response, response_id, "answers.mark"))
    own = found.own
    form = RatingForm.by(found.rubric, own.points, comment=own.comment) if own else RatingForm.by(found.rubric)
    return _page(found, form)


@blueprint.post("/marking/<int:response_id>")
@permission("answers.mark", "answers.whose")
def rate_answer(response_id: int) -> Page:
    """Keep the marks of an answer, and go on with the next one that waits."""
    response = load_or_404(Response, response_id, "answers.mark")
    form = RatingForm.by(rubric_of(response.item_version))
    if not form.validate():
        return _page(paper(viewer(), response), form), 422
    order = order_of(queue(viewer()))
    try:
        actions.rate(viewer(), response, form.points, form.comment.data)
    except DomainError as refusal:
        flash(refusal.message, "info")
        return redirect(url_for("assessments.marking_answer", response_id=response_id), 303)
    flash(_("The answer is marked."), "success")
    if response_id not in order:
        return redirect(url_for("assessments.marking_answer", response_id=response_id), 303)
    following_id = following(order, response_id)
    if following_id is None:
        return redirect(url_for("assessments.marking"), 303)
    return redirect(url_for("assessments.marking_answer", response_id=following_id), 303)


@blueprint.post("/marking/<int:response_id>/second")
@permission("answers.mark")
def want_second(response_id: int) -> Answer:
    """Ask for a second marker, or no more."""
    response = load_or_404(Response, response_id, "answers.mark")
    wanted = request.form.get("wanted") == "1"
    try:
        actions.want_second(viewer(), response, wanted)
    except DomainError as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Another teacher will mark this answer, too.") if wanted else _("It stays with one marker."), "success")
    return redirect(url_for("assessments.marking_answer", response_id=response_id), 303)


@blueprint.get("/marking/live")
@permission("answers.live")
def marking_live() -> Page:
    """Spoken tasks nobody answered, which a teacher may still do with the person."""
    return render_template("assessments/marking_live.html", unsaid=unsaid(viewer()))


@blueprint.post("/marking/live/<int:sitting_id>/<int:position>")
@permission("answers.live")
def mark_live(sitting_id: int, position: int) -> Answer:
    """Do a spoken task with the person, and mark it."""
    attempt = load_or_404(Attempt, sitting_id, "answers.live")
    try:
        response = actions.hear_live(viewer(), attempt, position)
    except DomainError as refusal:
        flash(refusal.message, "info")
        return redirect(url_for("assessments.marking_live"), 303)
    return redirect(url_for("assessments.marking_answer", response_id=response.id), 303)


def _page(found: Paper, form: RatingForm) -> str:
    order = order_of(queue(viewer()))
    return render_template(
        "assessments/marking_answer.html",
        paper=found,
        form=form,
        skip_to=following(order, found.response.id),
        nameless=session.get(WITHOUT_NAMES, False),
        spoken=spoken(),
        instructions=INSTRUCTIONS,
        words=words,
    )
