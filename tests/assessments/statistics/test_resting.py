"""How well people did in the rest, without the item that is looked at."""

import pandas as pd
import pytest

from lms.assessments.placement import belief, rules
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Given
from lms.assessments.statistics import resting

NUMBERS = {"a": 1.2, "c": 0.25, "spread": 0.7}


def test_abilities_are_those_of_the_engine() -> None:
    given = [Given(1.2, b, 0.25, 0.7, outcome) for b, outcome in ((-1.0, Outcome.RIGHT), (1.0, Outcome.UNKNOWN))]
    expected = rules.standing(rules.beliefs(belief.start(2), given)[-1]).mean
    others = pd.DataFrame(
        [
            {"attempt_id": 7, "b": -1.0, "right": True, **NUMBERS},
            {"attempt_id": 9, "b": 0.0, "right": False, **NUMBERS},
            {"attempt_id": 7, "b": 1.0, "right": False, **NUMBERS},
        ]
    )
    found = resting.abilities(others, pd.Series({7: 2, 9: 0}))
    assert found[7] == pytest.approx(expected)
    assert found[9] < found[7]


def test_without_other_answers_there_is_no_ability() -> None:
    assert resting.abilities(pd.DataFrame(columns=["attempt_id", *NUMBERS, "b", "right"]), pd.Series()).empty


def test_shares_are_of_the_other_answers() -> None:
    others = pd.DataFrame({"attempt_id": [1, 1, 1, 2], "right": [True, False, False, True]})
    assert resting.shares(others).to_dict() == {1: pytest.approx(1 / 3), 2: 1}
