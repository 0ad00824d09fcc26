"""From what is kept of a placement to the engine and back: the bank, the belief, the next item."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import numpy as np
from numpy.random import default_rng
from sqlalchemy import func, select

from lms import clock
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement import belief, rules, scale
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.models import Exposure
from lms.assessments.placement.rules import Given, Terms
from lms.assessments.placement.scale import Floats
from lms.assessments.placement.selection import SHARES, Bank, next_item
from lms.assessments.placement.selection import Exposure as Limit
from lms.assessments.quizzes.models import Attempt, QuizItem, Response
from lms.assessments.states import ItemState, Skill, Within
from lms.database import db

TERMS = Terms()
AGAIN_AFTER = timedelta(days=365)
"""How long a person does not meet an item again."""


def scale_of(version: ItemVersion) -> dict[str, float]:
    """An item's numbers: discrimination, difficulty, guessing, and how well the difficulty is known."""
    within = Within(version.body.get("within", Within.MIDDLE))
    return {
        "a": scale.DISCRIMINATION,
        "b": scale.expected_difficulty(version.level, within),
        "c": round(scale.guessing(version.kind, version.body), 4),
        "spread": scale.DIFFICULTY_SD,
    }


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


@dataclass(frozen=True)
class Shelf:
    """The items that may be asked: their numbers, and the item and the skill of each version."""

    bank: Bank
    items: Sequence[int]
    people: int
    """How many placements have come to their items so far."""

    def choose(self, seed: str, asked: Counter[Skill], seen: Set[int], now: Floats) -> int | None:
        """The version to ask next; None when there is none that the person has not met.

        `asked` counts the items so far by skill, `seen` are items the person has met. The same question has
        always the same answer.
        """
        allowed = np.array([item not in seen for item in self.items], dtype=bool)
        rng = default_rng(Random(f"{seed}/{asked.total()}").getrandbits(64))  # noqa: S311  # an order, no secret
        place = next_item(now, self.bank, allowed, asked, Limit(self.people), TERMS.among, rng)
        return None if place is None else int(self.bank.ids[place])


def next_version(attempt: Attempt, responses: Sequence[Response]) -> int | None:
    """What a placement asks after these answers; None when it is over."""
    answered = chosen(responses)
    given = [given_of(response) for response in answered]
    now = rules.beliefs(first_belief(attempt), given)[-1]
    if rules.over(now, given, TERMS):
        return None
    asked = Counter(response.item_version.skill for response in answered)
    return read_shelf().choose(attempt.seed, asked, _seen_items(attempt), now)


def read_shelf() -> Shelf:
    """The live items that a key can mark, without those of the letters check."""
    letters = select(QuizItem.item_version_id)
    asked = (
        select(ItemVersion, func.coalesce(Exposure.shown, 0))
        .outerjoin(Exposure, Exposure.item_version_id == ItemVersion.id)
        .where(ItemVersion.state == ItemState.LIVE, ItemVersion.skill.in_(SHARES), ItemVersion.id.not_in(letters))
        .order_by(ItemVersion.id)
    )
    rows = db.session.execute(asked).all()
    scales = [scale_of(version) for version, _ in rows]
    numbers: dict[str, Any] = {name: np.array([one[name] for one in scales]) for name in ("a", "b", "c", "spread")}
    bank = Bank(
        ids=np.array([version.id for version, _ in rows], dtype=np.int64),
        skills=[version.skill for version, _ in rows],
        shown=np.array([shown for _, shown in rows], dtype=np.int64),
        **numbers,
    )
    people = db.session.scalar(select(func.count(Attempt.id)).where(Attempt.can_do.is_not(None)))
    return Shelf(bank, [version.item_id for version, _ in rows], people or 0)


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
    counted = db.session.get(Exposure, version_id, with_for_update=True) or Exposure(
        item_version_id=version_id, shown=0
    )
    counted.shown += 1
    db.session.add(counted)
    db.session.flush()
