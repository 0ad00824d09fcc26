"""On which side of its bounds a figure lies, and what is said about it."""

import pytest

from lms.assessments.statistics import verdicts, words
from lms.assessments.statistics.differential import Difference
from lms.assessments.statistics.verdicts import Tone, Verdict

FINE, LOOK, ACT, OPEN = Tone.FINE, Tone.LOOK, Tone.ACT, Tone.OPEN


@pytest.mark.parametrize(
    ("value", "answers", "tone", "text"),
    [
        (0.24, 30, LOOK, words.FACILITY[0]),
        (0.25, 30, FINE, words.FACILITY[1]),
        (0.94, 30, FINE, words.FACILITY[1]),
        (0.96, 30, LOOK, words.FACILITY[2]),
        (0.96, 29, OPEN, words.TOO_FEW),
    ],
)
def test_facility_is_judged_by_two_bounds(value: float, answers: int, tone: Tone, text: object) -> None:
    assert verdicts.of_facility(value, answers) == Verdict(value, tone, text)


@pytest.mark.parametrize(
    ("value", "answers", "chosen", "tone"),
    [
        (-0.11, 100, False, ACT),
        (-0.09, 100, False, LOOK),
        (0.09, 100, False, LOOK),
        (0.11, 100, False, FINE),
        (-0.01, 100, True, LOOK),
        (0.01, 100, True, FINE),
        (0.04, 400, True, LOOK),
        (-0.9, 29, True, OPEN),
    ],
)
def test_discrimination_is_judged_with_what_chance_explains(
    value: float, answers: int, chosen: bool, tone: Tone
) -> None:
    assert verdicts.of_discrimination(value, answers, chosen).tone is tone


def test_a_figure_that_is_not_there_is_not_judged() -> None:
    assert verdicts.of_discrimination(float("nan"), 100, False) == Verdict(None, OPEN, words.TOO_FEW)


@pytest.mark.parametrize(("value", "tone"), [(4.9, LOOK), (5, FINE), (119, FINE), (121, LOOK)])
def test_time_is_judged_by_two_bounds(value: float, tone: Tone) -> None:
    assert verdicts.of_seconds(value, 50).tone is tone


@pytest.mark.parametrize(("value", "tone"), [(-0.1, ACT), (0.59, ACT), (0.6, LOOK), (0.79, LOOK), (0.8, FINE)])
def test_reliability_is_enough_for_groups_and_for_people(value: float, tone: Tone) -> None:
    assert verdicts.of_alpha(value, 50).tone is tone


@pytest.mark.parametrize(
    ("share", "rest", "answers", "tone"),
    [
        (0.3, 0.1, 30, ACT),
        (0.3, -0.1, 30, FINE),
        (0.04, -0.1, 30, LOOK),
        (0.04, 0.1, 30, ACT),
        (0.3, 0.1, 29, OPEN),
        (0.3, float("nan"), 30, FINE),
    ],
)
def test_a_wrong_answer_tempts_who_knows_less(share: float, rest: float, answers: int, tone: Tone) -> None:
    assert verdicts.of_choice(share, rest, 0.0, answers).tone is tone


@pytest.mark.parametrize(
    ("delta", "error", "tone", "text"),
    [
        (0.5, 0.1, FINE, words.NO_DIFFERENCE),
        (-1.2, 0.3, LOOK, words.SOMEWHAT_HARDER),
        (1.2, 0.3, LOOK, words.SOMEWHAT_EASIER),
        (-2.0, 0.3, ACT, words.MUCH_HARDER),
        (2.0, 0.3, ACT, words.MUCH_EASIER),
    ],
)
def test_a_difference_is_harder_or_easier(delta: float, error: float, tone: Tone, text: object) -> None:
    assert verdicts.of_difference(Difference(40, 40, delta, error)) == Verdict(delta, tone, text)
    assert verdicts.of_difference(Difference(10, 40, delta, error)) == Verdict(None, OPEN, words.TOO_FEW_PEOPLE)
