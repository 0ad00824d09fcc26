"""Marking, the suggested level and when a placement stops."""

from collections import Counter
from itertools import product
from math import comb, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments import rules
from lms.assessments.rules import BLOCK, Finding, Given
from lms.assessments.states import ItemLevel, Skill
from lms.courses.states import Level

FORM = [level for level in ItemLevel for _ in range(BLOCK)]
ORDER = list(Level)
BODY = {"choices": [{"id": "a", "text": "вход"}, {"id": "b", "text": "изход"}], "key": "b"}
every_answer = st.lists(st.booleans(), min_size=len(FORM), max_size=len(FORM))


def right(*counts: int) -> dict[ItemLevel, int]:
    return dict(zip(ItemLevel, counts, strict=True))


def counted(rights: list[bool]) -> Counter[ItemLevel]:
    return Counter(level for level, is_right in zip(FORM, rights, strict=False) if is_right)


def taken(rights: list[bool]) -> list[bool]:
    """The answers that are asked for before the placement stops."""
    asked = 0
    while not rules.is_over(FORM, rights[:asked]):
        asked += 1
    return rights[:asked]


@pytest.mark.parametrize(("choice", "correct"), [("b", True), ("a", False), (None, False)])
def test_only_the_key_is_right_and_not_knowing_is_not(choice: str | None, correct: bool) -> None:
    assert rules.is_right(BODY, choice) is correct


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such choice"):
        rules.is_right(BODY, "c")


@pytest.mark.parametrize(
    ("counts", "level"),
    [
        ((0, 0, 0, 0), Level.LITERACY),
        ((3, 3, 0, 0), Level.LITERACY),
        ((1, 5, 5, 5), Level.LITERACY),
        ((2, 4, 0, 0), Level.A2),
        ((4, 0, 0, 0), Level.A1),
        ((5, 3, 3, 0), Level.A1),
        ((5, 1, 5, 5), Level.A1),
        ((5, 3, 4, 0), Level.A2),
        ((5, 4, 0, 0), Level.A2),
        ((5, 5, 5, 2), Level.A2),
        ((5, 5, 3, 3), Level.A2),
        ((5, 5, 2, 4), Level.B1),
        ((5, 5, 4, 3), Level.B1),
        ((5, 5, 5, 5), Level.B1),
    ],
)
def test_the_suggestion_is_the_first_course_whose_level_is_not_known(counts: tuple[int, ...], level: Level) -> None:
    assert rules.suggest(right(*counts)) is level


@given(every_answer, st.integers(0, len(FORM) - 1))
def test_a_right_answer_more_never_lowers_the_level(rights: list[bool], place: int) -> None:
    better = [*rights[:place], True, *rights[place + 1 :]]
    assert ORDER.index(rules.suggest(counted(better))) >= ORDER.index(rules.suggest(counted(rights)))


@given(every_answer, st.integers(0, len(FORM) - 1))
def test_stopping_early_is_monotone_too(rights: list[bool], place: int) -> None:
    better = [*rights[:place], True, *rights[place + 1 :]]
    before, after = (rules.suggest(counted(taken(answers))) for answers in (rights, better))
    assert ORDER.index(after) >= ORDER.index(before)


@given(every_answer)
def test_stopping_early_never_changes_the_suggestion(rights: list[bool]) -> None:
    assert rules.suggest(counted(taken(rights))) is rules.suggest(counted(rights))


@pytest.mark.parametrize(
    ("counts", "asked"),
    [
        ((0, 0, 0, 0), 5),
        ((1, 5, 5, 5), 5),
        ((2, 3, 5, 5), 10),
        ((5, 1, 5, 5), 10),
        ((5, 2, 1, 5), 15),
        ((5, 2, 4, 0), 20),
        ((5, 4, 1, 5), 15),
        ((5, 5, 2, 0), 20),
    ],
)
def test_nobody_is_asked_what_cannot_change_the_suggestion(counts: tuple[int, ...], asked: int) -> None:
    rights = [place < count for count in counts for place in range(BLOCK)]
    assert len(taken(rights)) == asked


@given(every_answer)
def test_it_stops_only_between_blocks(rights: list[bool]) -> None:
    assert len(taken(rights)) % BLOCK == 0


def test_whoever_fails_the_first_two_blocks_is_not_asked_further() -> None:
    for first, second in product(range(4), repeat=2):
        rights = [place < count for count in (first, second, 5, 5) for place in range(BLOCK)]
        assert len(taken(rights)) <= 2 * BLOCK


def test_each_block_is_explained() -> None:
    asked = dict.fromkeys(ItemLevel, 5) | {ItemLevel.B1: 0}
    found = rules.findings(right(5, 3, 4, 0), asked)
    assert list(found.values()) == [Finding.ENOUGH, Finding.CARRIED, Finding.ENOUGH, Finding.NOT_ASKED]
    assert rules.findings(right(5, 3, 3, 0), asked)[ItemLevel.A1] is Finding.TOO_FEW


def test_the_tally_counts_by_level_and_by_skill() -> None:
    answers = [
        Given(ItemLevel.A1, Skill.READING, right=True),
        Given(ItemLevel.A1, Skill.USE_OF_LANGUAGE, right=False),
        Given(ItemLevel.A2, Skill.READING, right=False, known=False),
    ]
    found = rules.tally(answers)
    assert found["levels"]["A1"] == {"asked": 2, "right": 1, "unknown": 0}
    assert found["levels"]["B1"] == {"asked": 0, "right": 0, "unknown": 0}
    assert found["skills"] == {
        "reading": {"asked": 2, "right": 1, "unknown": 1},
        "use_of_language": {"asked": 1, "right": 0, "unknown": 0},
    }


def share(suggested: Level, chances: tuple[float, ...]) -> float:
    """How often people with these chances at each level are suggested a level, in percent."""
    return 100 * sum(
        prod(comb(BLOCK, n) * p**n * (1 - p) ** (BLOCK - n) for n, p in zip(counts, chances, strict=True))
        for counts in product(range(BLOCK + 1), repeat=len(chances))
        if rules.suggest(right(*counts)) is suggested
    )


@pytest.mark.parametrize(
    ("level", "chances", "percent"),
    [
        (Level.LITERACY, (0.25, 0.25, 0.25, 0.25), 97.9),
        (Level.A2, (0.25, 0.25, 0.25, 0.25), 0.6),
        (Level.LITERACY, (0.45, 0.30, 0.25, 0.25), 85),
        (Level.A1, (0.95, 0.45, 0.30, 0.25), 83),
        (Level.A2, (0.95, 0.95, 0.45, 0.30), 94),
    ],
)
def test_the_numbers_the_rule_is_argued_with_are_true(level: Level, chances: tuple[float, ...], percent: float) -> None:
    assert share(level, chances) == pytest.approx(percent, abs=0.05 if percent % 1 else 0.5)
