"""What a placement found, for explaining it: kept with the attempt, and step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lms.assessments.placement import rules
from lms.assessments.placement.belief import mean_and_sd
from lms.assessments.placement.choosing import TERMS, chosen, first_belief, given_of
from lms.assessments.placement.rules import Standing, Stop
from lms.assessments.placement.scale import expected_difficulty
from lms.assessments.placement.stages import reading
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import ItemLevel, Skill
from lms.courses.states import Level

FAST, SLOW = 3, 180
"""Seconds: an answer in less was hardly read, one that took more may have been looked up."""
FEW = 3
"""So many fast or slow answers are worth a note."""


@dataclass(frozen=True)
class Step:
    """One item and what its answer did to the belief."""

    response: Response
    before: Standing
    after: Standing


def steps(attempt: Attempt, responses: Sequence[Response]) -> list[Step]:
    """The items that the engine chose, one after the other, worked out again from what is kept."""
    answered = chosen(responses)
    along = rules.beliefs(first_belief(attempt), [given_of(response) for response in answered])
    standings = [rules.standing(one) for one in along]
    return [Step(*one) for one in zip(answered, standings, standings[1:], strict=False)]


def found(attempt: Attempt, responses: Sequence[Response]) -> tuple[Level, dict[str, Any]]:
    """The course that a finished placement proposes, and what that rests on: plain JSON, kept with the attempt."""
    answered = chosen(responses)
    letters = [response for response in responses if response.scale is None]
    kept: dict[str, Any] = {
        "reading": reading([response.correct for response in letters]),
        "letters": counted(letters),
        "skills": {skill: _skill(attempt, answered, skill) for skill in Skill if _of(answered, skill)},
        "levels": {level: counted([one for one in answered if one.item_version.level is level]) for level in ItemLevel},
        "fast": sum(seconds < FAST for seconds in map(seconds_of, responses)),
        "slow": sum(seconds > SLOW for seconds in map(seconds_of, responses)),
    }
    if not answered:
        return Level.LITERACY, kept
    given = [given_of(response) for response in answered]
    last = rules.beliefs(first_belief(attempt), given)[-1]
    now = rules.standing(last)
    stop = rules.over(last, given, TERMS) or Stop.NO_ITEMS
    return now.proposal, kept | {"courses": now.courses, "mean": now.mean, "sd": now.sd, "stop": stop}


def counted(responses: Sequence[Response]) -> dict[str, int]:
    """How many items were asked, right, and answered with “I don’t know”."""
    return {
        "asked": len(responses),
        "right": sum(one.correct for one in responses),
        "unknown": sum(one.answer is None for one in responses),
    }


def seconds_of(response: Response) -> float:
    """How long a person took for an answer; counted from when it was shown for the first time."""
    begun = response.asked_at or response.answered_at
    return (response.answered_at - begun).total_seconds()


def _of(responses: Sequence[Response], skill: Skill) -> list[Response]:
    return [response for response in responses if response.item_version.skill is skill]


def _skill(attempt: Attempt, answered: Sequence[Response], skill: Skill) -> dict[str, Any]:
    """What the items of one skill say by themselves, beginning from what was believed before any item."""
    mine = _of(answered, skill)
    now = rules.beliefs(first_belief(attempt), [given_of(response) for response in mine])[-1]
    mean, sd = mean_and_sd(now)
    return counted(mine) | {"mean": mean, "sd": sd, "level": nearest(mean)}


def nearest(ability: float) -> ItemLevel:
    """The level whose items are nearest to an ability."""
    return min(ItemLevel, key=lambda level: abs(expected_difficulty(level) - ability))
