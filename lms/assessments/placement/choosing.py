"""From what is kept of a placement to the engine and back: the belief, the next item."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from lms import clock
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement import belief, rules
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.models import SHOWN
from lms.assessments.placement.rules import Given, Terms
from lms.assessments.placement.scale import Floats
from lms.assessments.placement.shelf import Shelf
from lms.assessments.quizzes.models import Attempt, Response
from lms.counting import adding
from lms.database import db

TERMS = Terms()
AGAIN_AFTER = timedelta(days=365)
"""How long a person does not meet an item again."""


def given_of(response: Response) -> Given:
    """One answered item as the engine sees it, with the numbers it had when it was asked."""
    return Given(**scale_in(response), outcome=outcome_of(response))


def scale_in(response: Response) -> dict[str, float]:
    """The numbers an item had when it was asked. Raises ValueError for one the engine did not choose."""
    if response.scale is None:
        raise ValueError("The engine did not choose this item.")
    return {name: float(value) for name, value in response.scale.items()}


def outcome_of(response: Response) -> Outcome:
    """What came of an item. Only all of it right is right: part of it shows that it is not known."""
    if response.answer is None:
        return Outcome.UNKNOWN
    return Outcome.RIGHT if response.correct else Outcome.WRONG


def chosen(responses: Sequence[Response]) -> list[Response]:
    """The answers to items that the engine chose, without those of the letters check.

    An item that turned out to have no right answer says nothing about the person.
    """
    return [response for response in responses if response.scale is not None and not response.void]


def first_belief(attempt: Attempt) -> Floats:
    """What is believed before the first item."""
    return belief.start(None if attempt.can_do is None else len(attempt.can_do))


def next_version(attempt: Attempt, responses: Sequence[Response], there: Shelf) -> int | None:
    """What a placement asks of a shelf after these answers; None when it is over."""
    answered = chosen(responses)
    given = [given_of(response) for response in answered]
    now = rules.beliefs(first_belief(attempt), given)[-1]
    if rules.over(now, given, TERMS):
        return None
    asked = Counter(response.item_version.skill for response in answered)
    return there.choose(attempt.seed, asked, _seen_items(attempt), now, TERMS.among)


def _seen_items(attempt: Attempt) -> set[int]:
    """The items this person met within a year, whatever their wording."""
    asked = (
        select(ItemVersion.item_id)
        .join(Response, Response.item_version_id == ItemVersion.id)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Attempt.learner_id == attempt.learner_id, Response.answered_at > clock.now() - AGAIN_AFTER)
    )
    return set(db.session.scalars(asked))


def count_shown(version_id: int) -> None:
    """Count that one more person is shown a version."""
    db.session.execute(adding(SHOWN, "shown"), {"item_version_id": version_id, "shown": 1})
