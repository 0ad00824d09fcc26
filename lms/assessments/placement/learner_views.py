"""The learner's pages of the placement: what it is, letters, what one can do, one item after the other, the end."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.assessments.items.instructions import INSTRUCTIONS, VERDICT_NAMES
from lms.assessments.judging.reading import NotOffered, Unanswered
from lms.assessments.judging.showing import Shown, show
from lms.assessments.pages import Page, blueprint
from lms.assessments.placement import actions, learner_words, queries, stages
from lms.assessments.placement.choosing import TERMS
from lms.assessments.placement.forms import AnswerForm, CanDoForm
from lms.assessments.placement.stages import Stage
from lms.assessments.placement.statements import CAN_DO
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.queries import answered, own_learner
from lms.assessments.states import AttemptState
from lms.database import begin_answering
from lms.learners.models import Learner


def _own_learner() -> Learner:
    return own_learner(viewer()) or abort(404)


@blueprint.get("/placement")
@permission("placement.take")
def placement() -> Page:
    """The placement where it stands: what it is, the next step, or what it showed."""
    _own_learner()
    return _standing(queries.own_placement(viewer()))


def _standing(attempt: Attempt | None) -> Page:
    if attempt is None or attempt.state is AttemptState.LAPSED or actions.is_left(attempt):
        return render_template("assessments/placement.html", again=False, left=attempt is not None, terms=TERMS)
    stage = actions.stage_of(attempt)
    if stage is Stage.CAN_DO:
        return _can_do(attempt, CanDoForm())
    if attempt.asked:
        return _ask(attempt, AnswerForm.to(attempt.asked))
    if attempt.over:
        return render_template("assessments/thanks.html", attempt=attempt, words=learner_words)
    again = stage is not Stage.READY
    return render_template("assessments/placement.html", again=again, left=False, terms=TERMS)


@blueprint.post("/placement")
@permission("placement.take")
def start() -> Response:
    """Begin the placement, or go on with it."""
    try:
        actions.start(viewer(), _own_learner(), str(get_locale()))
    except DomainError as refusal:
        flash(refusal.message, "info")
        return redirect(url_for("assessments.learn"), 303)
    return redirect(url_for("assessments.placement"), 303)


@blueprint.post("/placement/<int:attempt_id>/can-do")
@permission("placement.take")
def can_do(attempt_id: int) -> Page:
    """Keep what the person says of themselves, and go on to the items."""
    attempt = load_or_404(Attempt, attempt_id, "placement.take")
    form = CanDoForm()
    if not form.validate():
        return _can_do(attempt, form), 422
    actions.say_can_do(viewer(), attempt, form.said.data)
    return redirect(url_for("assessments.placement"), 303)


@blueprint.post("/placement/<int:attempt_id>")
@permission("placement.take")
def answer(attempt_id: int) -> Page:
    """Keep the answer to the item that is asked now, and go on to the next."""
    attempt = load_or_404(Attempt, attempt_id, "placement.take", joinedload(Attempt.asked))
    if attempt.asked is None or actions.is_left(attempt):
        return redirect(url_for("assessments.placement"), 303)
    form = AnswerForm()
    # An answer to another item comes from an old page: it is past, so the present one is shown.
    if form.version.data == attempt.asked.id:
        try:
            actions.answer(viewer(), attempt, attempt.asked.id, form.answer(_shown(attempt)))
        except Unanswered:
            return _ask(attempt, form, _("Give an answer, or press “I don’t know”.")), 422
        except NotOffered:
            return _ask(attempt, form, _("Choose one of the answers.")), 422
    # Our script puts the next question where this one was; the answer to a form is a page that can be opened again.
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        begin_answering()
        return _standing(attempt)
    return redirect(url_for("assessments.placement"), 303)


def _shown(attempt: Attempt) -> Shown:
    version = attempt.asked or abort(404)
    return show(version.kind, version.body, f"{attempt.seed}/{version.id}")


def _can_do(attempt: Attempt, form: CanDoForm) -> str:
    return render_template("assessments/can_do.html", attempt=attempt, form=form, statements=CAN_DO)


def _ask(attempt: Attempt, form: AnswerForm, error: str = "") -> str:
    letters = actions.stage_of(attempt) is Stage.LETTERS
    number = answered(attempt, adaptive=not letters) + 1
    return render_template(
        "assessments/question.html",
        attempt=attempt,
        version=attempt.asked,
        shown=_shown(attempt),
        number=number,
        most=stages.LETTERS if letters else TERMS.most,
        form=form,
        error=error,
        sent=request.form if error else MultiDict(),
        instructions=INSTRUCTIONS,
        verdicts=VERDICT_NAMES,
    )
