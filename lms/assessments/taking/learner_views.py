"""The learner's pages of a quiz: what it is, its items, what came out; and what the page on a phone asks."""

from collections.abc import Sequence

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import called_by_script, permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.sent import sent_json
from lms.access.viewer import viewer
from lms.assessments.items.instructions import INSTRUCTIONS, VERDICT_NAMES
from lms.assessments.marking.recording_form import keep_sent, sent_with
from lms.assessments.marking.recording_queries import recordings_in
from lms.assessments.marking.results import marks_in
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes.assignment_models import Accommodation, Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.queries import own_learner
from lms.assessments.rulings.queries import Rulings, rulings_of
from lms.assessments.rulings.recounting import recounted
from lms.assessments.states import AttemptState, Layout, QuizKind
from lms.assessments.taking import actions, queries
from lms.assessments.taking.arriving import UnreadableAnswers, from_form, from_script, prefix_of
from lms.assessments.taking.learner_words import TAKEN, TAKEN_ONE
from lms.assessments.taking.rules import Standing, Taken, passed
from lms.assessments.taking.sent_fields import fields_of
from lms.database import db


@blueprint.get("/quizzes/given/<int:assignment_id>")
@permission("quizzes.take", "attempts.own")
def given(assignment_id: int) -> Page:
    """What a quiz is before it is begun; where it stands afterwards."""
    assignment = load_or_404(Assignment, assignment_id, "quizzes.take")
    found = queries.given(viewer(), assignment, clock.now())
    if found.standing is Standing.UNDER_WAY and found.started:
        return redirect(url_for("assessments.quiz", attempt_id=found.started.id))
    learner = own_learner(viewer()) or abort(404)
    needs = db.session.get(Accommodation, learner.id)
    extra = needs.extra_percent if needs else 0
    return render_template("assessments/given.html", given=found, learner=learner, extra=extra)


@blueprint.post("/quizzes/given/<int:assignment_id>")
@permission("quizzes.take", "attempts.own")
def begin(assignment_id: int) -> Response:
    """Begin a quiz, or go on with it."""
    assignment = load_or_404(Assignment, assignment_id, "quizzes.take")
    learner = own_learner(viewer()) or abort(404)
    try:
        attempt = actions.start(viewer(), learner, assignment, str(get_locale()))
    except DomainError as refusal:
        flash(refusal.message, "info")
        return redirect(url_for("assessments.given", assignment_id=assignment_id), 303)
    return redirect(url_for("assessments.quiz", attempt_id=attempt.id), 303)


@blueprint.get("/quizzes/attempts/<int:attempt_id>")
@permission("attempts.own")
def quiz(attempt_id: int) -> Page:
    """The items of a quiz with what was answered so far; the end once it is handed in."""
    attempt = load_or_404(Attempt, attempt_id, "attempts.own")
    if attempt.state is not AttemptState.STARTED:
        return redirect(url_for("assessments.quiz_result", attempt_id=attempt.id))
    return _page(attempt, {})


@blueprint.post("/quizzes/attempts/<int:attempt_id>")
@permission("attempts.own")
def save_quiz(attempt_id: int) -> Page:
    """Keep the answers of the whole page, and hand it in if that was pressed."""
    attempt = load_or_404(Attempt, attempt_id, "attempts.own")
    asked = queries.asked_in(attempt)
    spoken = sent_with(asked, request.files)
    arrived = from_form(attempt, asked, dict(request.form.lists()))
    fates = actions.keep_answers(attempt, arrived.answers) + keep_sent(attempt, asked, spoken)
    if trouble := arrived.trouble | spoken.trouble:
        return _page(attempt, trouble, request.form), 422
    if Taken.OVER in fates:
        flash(str(TAKEN[Taken.OVER]), "info")
    if "hand_in" in request.form:
        actions.hand_in(viewer(), attempt)
    elif Taken.OVER not in fates:
        flash(_("Your answers are kept."), "info")
    return redirect(url_for("assessments.quiz", attempt_id=attempt.id), 303)


@blueprint.post("/quizzes/attempts/<int:attempt_id>/answers")
@permission("attempts.own")
@called_by_script
def take_answers(attempt_id: int) -> Response:
    """Take answers as they are given, or later from a phone that had no network; say what became of each."""
    attempt = load_or_404(Attempt, attempt_id, "attempts.own")
    sent = sent_json()
    try:
        arrived = from_script(attempt, sent)
    except UnreadableAnswers:
        abort(400)
    fates = actions.keep_answers(attempt, arrived.answers)
    if isinstance(sent, dict) and sent.get("hand_in") is True and not arrived.trouble:
        actions.hand_in(viewer(), attempt)
    told = [
        {
            "position": one.position,
            "kind": fate,
            "said": str(TAKEN_ONE.get(fate, "")),
            "feedback": _feedback(attempt, one.position),
        }
        for one, fate in zip(arrived.answers, fates, strict=True)
    ]
    told += [
        {"position": position, "kind": "refused", "said": said, "feedback": ""}
        for position, said in arrived.trouble.items()
    ]
    return jsonify(answers=told, handed_in=attempt.state is not AttemptState.STARTED, now=_now())


@blueprint.get("/quizzes/attempts/<int:attempt_id>/result")
@permission("attempts.own")
def quiz_result(attempt_id: int) -> Page:
    """What came out of a quiz, as far as the person may see it."""
    attempt = load_or_404(Attempt, attempt_id, "attempts.own")
    if attempt.state is AttemptState.STARTED:
        return redirect(url_for("assessments.quiz", attempt_id=attempt.id))
    found = queries.given(viewer(), load_or_404(Assignment, attempt.assignment_id or 0, "quizzes.take"), clock.now())
    asked = queries.asked_in(attempt) if found.shows_results else []
    return render_template(
        "assessments/quiz_result.html",
        attempt=attempt,
        given=found,
        asked=asked,
        passed=passed(attempt.share, attempt.quiz.pass_percent),
        again=found.standing is Standing.OPEN,
        rulings=_rulings(asked),
        recounted=recounted(attempt),
        marks=marks_in(attempt) if found.shows_results else {},
        recordings=recordings_in(attempt),
    )


def _page(attempt: Attempt, trouble: dict[int, str], sent: MultiDict[str, str] | None = None) -> str:
    asked = queries.asked_in(attempt)
    needs = db.session.get(Accommodation, attempt.learner_id)
    simple = bool(needs and needs.simple_layout)
    return render_template(
        "assessments/quiz.html",
        attempt=attempt,
        asked=asked,
        sent=sent if sent is not None else fields_of(asked),
        recordings=recordings_in(attempt),
        trouble=trouble,
        prefix_of=prefix_of,
        one_by_one=simple or attempt.quiz.layout is Layout.ONE_BY_ONE,
        simple=simple,
        practice=attempt.quiz.kind is QuizKind.PRACTICE,
        rulings=_rulings(asked) if attempt.quiz.kind is QuizKind.PRACTICE else {},
        instructions=INSTRUCTIONS,
        verdicts=VERDICT_NAMES,
        account=viewer().account_id,
        now=_now(),
    )


def _feedback(attempt: Attempt, position: int) -> str:
    """What is right and why, for a practice only: nowhere else does a key leave before the end."""
    if attempt.quiz.kind is not QuizKind.PRACTICE:
        return ""
    response = next((response for response in attempt.responses if response.position == position), None)
    if response is None:
        return ""
    rulings = rulings_of([response.item_version_id])
    return render_template("assessments/feedback.html", response=response, rulings=rulings)


def _rulings(asked: Sequence[queries.Asked]) -> Rulings:
    return rulings_of({one.version.id for one in asked})


def _now() -> int:
    """The server's clock in milliseconds since 1970."""
    return int(clock.now().timestamp() * 1000)
