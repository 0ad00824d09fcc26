"""Taking a placement: the letters check, what a person says of themselves, and items chosen one after the other.

A started attempt knows which item it waits for; an answer to anything else is past and changes nothing.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.reading import Answer
from lms.assessments.judging.rules import judge
from lms.assessments.placement import choosing, findings, queries, stages
from lms.assessments.placement.shelf import Shelf, read_shelf
from lms.assessments.placement.stages import Reading, Stage
from lms.assessments.placement.statements import CAN_DO
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.queries import answers
from lms.assessments.rulings.queries import rulings_for_answers
from lms.assessments.states import AttemptState
from lms.database import db
from lms.learners.models import Learner

PAUSE = timedelta(days=stages.RESUME_DAYS)
STANDING = ("state", "can_do", "asked_id", "asked_at")
"""What an answer that came at the same moment may have changed."""


def start(by: Viewer, learner: Learner, locale: str) -> Attempt:
    """Begin the placement, go on with it, or begin it anew when it was left for more than three days.

    Raises DomainError when there is no placement, or the person has had their turn.
    """
    attempt = _open(by, learner) or _begin(by, learner, locale)
    if stage_of(attempt) is Stage.READY:
        attempt.locale, attempt.started_at = locale, clock.now()
        _ask(attempt, attempt.quiz.items[0].item_version_id)
        record(by, "placement.start", "attempt", attempt.id)
    return attempt


def prepare(by: Viewer, learner: Learner) -> Attempt:
    """Make a placement ready that the person takes at the centre, with somebody of the staff beside them.

    Raises DomainError when the person is in the middle of one or has had their turn.
    """
    attempt = _open(by, learner)
    if attempt and stage_of(attempt) is not Stage.READY:
        raise DomainError(_l("The person is in the middle of a placement and can go on with it."))
    attempt = attempt or _begin(by, learner, learner.language or "bg")
    attempt.supervised_by_id = by.account_id
    record(by, "placement.prepare", "attempt", attempt.id)
    return attempt


def _open(by: Viewer, learner: Learner) -> Attempt | None:
    """The attempt a person is in the middle of; one that was left for too long lapses here."""
    # Two tabs that begin at once wait for each other here.
    db.session.refresh(learner, with_for_update=True)
    last = queries.latest_placement(learner)
    if last is None or last.state is not AttemptState.STARTED:
        return None
    if not is_left(last):
        return last
    last.state, last.asked_id = AttemptState.LAPSED, None
    db.session.flush()
    record(by, "placement.lapse", "attempt", last.id)
    return None


def _begin(by: Viewer, learner: Learner, locale: str) -> Attempt:
    quiz, last = queries.placement_quiz(), queries.latest_placement(learner)
    if quiz is None:
        raise DomainError(_l("There are no questions at the moment. Please ask at the centre."))
    if last and last.over:
        raise DomainError(_l("You have answered the questions. To answer again, ask at the centre."))
    attempt = Attempt(quiz=quiz, learner=learner, locale=locale)
    db.session.add(attempt)
    db.session.flush()
    return attempt


def is_left(attempt: Attempt) -> bool:
    """Whether a started attempt was left for longer than a person may pause."""
    begun = attempt.state is AttemptState.STARTED and stage_of(attempt) is not Stage.READY
    return begun and clock.now() - (attempt.asked_at or attempt.started_at) > PAUSE


def stage_of(attempt: Attempt) -> Stage:
    """Where an attempt stands."""
    if attempt.state is not AttemptState.STARTED:
        return Stage.OVER
    if attempt.can_do is not None:
        return Stage.ITEMS
    if attempt.asked_id is not None:
        return Stage.LETTERS
    return Stage.CAN_DO if attempt.asked_at else Stage.READY


def answer(by: Viewer, attempt: Attempt, version_id: int, given: Answer | None) -> None:
    """Keep the answer to the item an attempt asks now, and ask the next; None is “I don’t know”.

    An answer to anything else (sent twice, from another tab, from an old page) changes nothing. What is asked is
    the version that was shown, also when the item was replaced meanwhile.
    """
    ruling = rulings_for_answers([version_id])[version_id]
    db.session.refresh(attempt, STANDING, with_for_update=True)
    if attempt.state is not AttemptState.STARTED or attempt.asked_id != version_id:
        # What is asked by now, another tab came to.
        db.session.expire(attempt, ["asked"])
        return
    version = db.session.get_one(ItemVersion, version_id)
    given_before = answers(attempt)
    there = None if attempt.can_do is None else read_shelf()
    judged = judge(version.kind, version.body, given, ruling)
    response = Response(
        attempt_id=attempt.id,
        position=len(given_before) + 1,
        item_version=version,
        answer=given,
        correct=judged.right,
        share=judged.share or 0.0,
        parts=judged.kept(),
        scale=there and there.scale_of(version),
        asked_at=attempt.asked_at,
    )
    db.session.add(response)
    db.session.flush()
    if there is None:
        _after_letter(by, attempt, [*given_before, response])
    else:
        _after_item(by, attempt, [*given_before, response], there)


def say_can_do(by: Viewer, attempt: Attempt, said: Sequence[str]) -> None:
    """Keep which statements a person says of themselves; they only set where the items begin."""
    db.session.refresh(attempt, with_for_update=True)
    if stage_of(attempt) is Stage.CAN_DO:
        attempt.can_do = [code for code in CAN_DO if code in said]
        _after_item(by, attempt, answers(attempt), read_shelf())


def _after_letter(by: Viewer, attempt: Attempt, given: Sequence[Response]) -> None:
    rights = [response.correct for response in given]
    lines = attempt.quiz.items
    if not stages.letters_over(rights, len(lines)):
        _ask(attempt, lines[len(given)].item_version_id)
    elif stages.reading(rights) is Reading.NOT_YET:
        attempt.can_do = []
        _finish(by, attempt, given)
    else:
        _ask(attempt, None)


def _after_item(by: Viewer, attempt: Attempt, given: Sequence[Response], there: Shelf) -> None:
    version_id = choosing.next_version(attempt, given, there)
    if version_id is None:
        _finish(by, attempt, given)
    else:
        _ask(attempt, version_id)
        choosing.count_shown(version_id)


def _ask(attempt: Attempt, version_id: int | None) -> None:
    attempt.asked_id, attempt.asked_at = version_id, clock.now()
    db.session.flush()
    db.session.expire(attempt, ["asked"])


def _finish(by: Viewer, attempt: Attempt, given: Sequence[Response]) -> None:
    attempt.state, attempt.finished_at = AttemptState.FINISHED, clock.now()
    attempt.asked = None
    attempt.score = sum(response.correct for response in given)
    attempt.suggested_level, attempt.detail = findings.found(attempt, given)
    record(by, "placement.finish", "attempt", attempt.id, suggested=attempt.suggested_level)
