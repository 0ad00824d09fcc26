"""Marking anew every answer to a version after a decision about it, and counting anew the sittings it touched."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.rules import Judgement, judge
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import QuizItem
from lms.assessments.rulings.queries import ruling_of
from lms.assessments.rulings.recounting import recount
from lms.assessments.states import AttemptState, QuizKind
from lms.database import db

AT_ONCE = 500
"""Sittings that are read at a time."""


@dataclass
class Remarked:
    """What marking anew changed."""

    answers: int = 0
    """Answers that are worth more or less than before."""
    people: int = 0
    """Whose they are."""
    suggestions: int = 0
    """Placements that now suggest another level."""
    decided: int = 0
    """Those of them whose level was decided before, and stays so."""


def hold(version: ItemVersion) -> None:
    """Let no answer to a version be kept until this transaction ends; those under way are waited for.

    Held before any sitting is locked, as answering does it, so that the two never wait for each other.
    """
    db.session.refresh(version, with_for_update={"key_share": True})


def remark(by: Viewer, version: ItemVersion, everybody: bool = False) -> Remarked:
    """Mark every answer to a version by what is decided now; the version is held.

    `everybody` has also those counted anew who were asked it in a quiz and left it without an answer.
    """
    judged = _changed(version)
    done, people = Remarked(), set()
    identifiers = sorted(judged.keys() | (_asked_in_quizzes(version) if everybody else set()))
    for start in range(0, len(identifiers), AT_ONCE):
        for attempt, responses in _sittings(identifiers[start : start + AT_ONCE]):
            for response in responses:
                if found := judged.get(attempt.id, {}).get(response.id):
                    if found.share != response.share:
                        done.answers += 1
                        people.add(attempt.learner_id)
                    _mark(response, found)
            if attempt.state is AttemptState.FINISHED:
                _recount(by, attempt, responses, done)
        db.session.flush()
    done.people = len(people)
    return done


def _changed(version: ItemVersion) -> dict[int, dict[int, Judgement]]:
    """The new judgements that differ from what is kept, by sitting and answer."""
    ruling = ruling_of(version.id)
    columns = (Response.id, Response.attempt_id, Response.answer, Response.share, Response.parts)
    found: defaultdict[int, dict[int, Judgement]] = defaultdict(dict)
    for row in db.session.execute(select(*columns).where(Response.item_version_id == version.id)):
        judged = judge(version.kind, version.body, row.answer, ruling)
        if judged.share is not None and (judged.share, judged.kept()) != (row.share, row.parts):
            found[row.attempt_id][row.id] = judged
    return found


def _asked_in_quizzes(version: ItemVersion) -> set[int]:
    """The finished sittings of quizzes that ask a version."""
    quizzes = select(QuizItem.quiz_id).where(QuizItem.item_version_id == version.id)
    given = Attempt.quiz_id.in_(quizzes), Attempt.assignment_id.is_not(None), Attempt.state == AttemptState.FINISHED
    return set(db.session.scalars(select(Attempt.id).where(*given)))


def _sittings(identifiers: Collection[int]) -> list[tuple[Attempt, list[Response]]]:
    """Sittings with their answers, locked in one order so that two such acts never wait for each other."""
    asked = select(Attempt).where(Attempt.id.in_(identifiers)).order_by(Attempt.id).with_for_update(of=Attempt)
    attempts = db.session.scalars(
        asked.options(joinedload(Attempt.quiz, innerjoin=True)).execution_options(populate_existing=True)
    ).all()
    given: defaultdict[int, list[Response]] = defaultdict(list)
    answers = select(Response).where(Response.attempt_id.in_(identifiers)).order_by(Response.position)
    with_versions = joinedload(Response.item_version, innerjoin=True)
    for response in db.session.scalars(answers.options(with_versions).execution_options(populate_existing=True)):
        given[response.attempt_id].append(response)
    return [(attempt, given[attempt.id]) for attempt in attempts]


def _mark(response: Response, judged: Judgement) -> None:
    response.correct, response.share, response.parts = judged.right, judged.share or 0.0, judged.kept()


def _recount(by: Viewer, attempt: Attempt, responses: list[Response], done: Remarked) -> None:
    suggested = attempt.suggested_level
    recount(by, attempt, responses)
    if attempt.quiz.kind is QuizKind.PLACEMENT and attempt.suggested_level is not suggested:
        done.suggestions += 1
        done.decided += attempt.decided_level is not None
