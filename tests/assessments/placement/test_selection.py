"""Which item is asked next: what it tells about the course, the balance of skills, how often it was shown."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.assessments.placement import belief
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Terms
from lms.assessments.placement.scale import CUTS, GRID, Floats
from lms.assessments.placement.selection import SHARES, Bank, Exposure, information, next_item
from lms.assessments.states import Skill
from lms.courses.states import Level

SKILLS = tuple(SHARES)


def bank(size: int, seed: int = 1) -> Bank:
    rng = np.random.default_rng(seed)
    skills = [SKILLS[place % len(SKILLS)] for place in range(size)]
    return Bank(
        ids=np.arange(100, 100 + size),
        a=rng.uniform(0.8, 1.6, size),
        b=rng.uniform(-4, 4, size),
        c=np.full(size, 0.25),
        spread=np.zeros(size),
        skills=skills,
    )


def nobody(size: int) -> Exposure:
    """Before anybody was shown anything."""
    return Exposure(np.zeros(size, dtype=np.int64), people=0)


def around(mean: float, sd: float) -> Floats:
    return belief.normalised(np.exp(-np.square((GRID - mean) / sd) / 2))


def bits(p: Floats) -> float:
    return float(-(p[p > 0] * np.log2(p[p > 0])).sum())


@given(st.floats(-4, 4), st.floats(0.2, 2), st.floats(-4, 4), st.floats(0.3, 2.5), st.sampled_from([0.0, 0.25]))
def test_what_an_item_tells_is_what_the_answer_takes_from_the_doubt_about_the_course(
    mean: float, sd: float, b: float, a: float, c: float
) -> None:
    """Mutual information the other way round: the doubt before, less the doubt expected after."""
    now = around(mean, sd)
    rights = belief.right(belief.know(a, b), c)
    chance = float(now @ rights)
    if_right = belief.courses(belief.update(now, a, b, c, Outcome.RIGHT))
    if_wrong = belief.courses(belief.update(now, a, b, c, Outcome.WRONG))
    expected = bits(belief.courses(now)) - chance * bits(if_right) - (1 - chance) * bits(if_wrong)
    (tells,) = information(now, rights[None, :])
    assert tells == pytest.approx(expected, abs=1e-6)
    assert tells >= -1e-9


def test_information_far_from_any_cut_is_worth_nothing_to_the_decision() -> None:
    middle = (CUTS[Level.A1] + CUTS[Level.A2]) / 2
    certain_of_course = around(middle, 0.15)
    at_ability, at_cut = information(
        around(CUTS[Level.A2], 0.6),
        belief.right(belief.know(np.full(2, 1.2), np.array([3.5, CUTS[Level.A2]])), np.zeros(2)),
    )
    assert at_cut > 10 * at_ability
    assert information(certain_of_course, belief.right(belief.know(1.2, middle), 0.0)[None, :])[0] < 1e-3


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(-3, 3), st.integers(6, 60))
def test_nobody_meets_an_item_twice_and_skills_keep_their_shares(seed: int, mean: float, size: int) -> None:
    there, rng = bank(size), np.random.default_rng(seed)
    allowed, asked = np.ones(size, dtype=bool), Counter[Skill]()
    now, met = around(mean, 1.2), []
    for _ in range(min(size, 20)):
        place = next_item(now, there, allowed, asked, nobody(size), Terms().among, rng)
        assert place is not None and allowed[place]
        met.append(place)
        allowed[place] = False
        asked[there.skills[place]] += 1
        if all(allowed[[i for i in range(size) if there.skills[i] is skill]].any() for skill in SKILLS):
            assert all(abs(asked[skill] - SHARES[skill] * len(met)) < 1 for skill in SKILLS)
            assert len(met) < 6 or min(asked[skill] for skill in SKILLS) >= 2
    assert len(set(met)) == len(met)


def test_when_nothing_is_left_nothing_is_asked() -> None:
    there = bank(6)
    assert next_item(around(0, 1), there, np.zeros(6, dtype=bool), {}, nobody(6), 6, np.random.default_rng(1)) is None


def test_over_many_people_nothing_is_shown_to_more_than_a_quarter() -> None:
    there, rng, shown = bank(60), np.random.default_rng(3), np.zeros(60, dtype=np.int64)
    for people in range(200):
        allowed, asked = np.ones(60, dtype=bool), Counter[Skill]()
        now, exposure = around(float(rng.normal(0, 1.5)), 1.2), Exposure(shown, people)
        for _ in range(10):
            place = next_item(now, there, allowed, asked, exposure, 6, rng)
            assert place is not None
            allowed[place] = False
            asked[there.skills[place]] += 1
            shown[place] += 1
        assert shown.max() <= max(exposure.first, 0.25 * (people + 1))


def test_where_the_limit_leaves_nothing_the_least_shown_is_asked() -> None:
    there = bank(6)
    exposure = Exposure(np.array([90, 90, 90, 89, 90, 90]), people=100)
    assert next_item(around(0, 1), there, np.ones(6, dtype=bool), {}, exposure, 6, np.random.default_rng(1)) == 3


@pytest.mark.parametrize(
    ("shown", "people", "free"),
    [(4, 0, True), (5, 0, False), (5, 22, False), (5, 23, True), (24, 99, True), (25, 99, False)],
)
def test_an_item_is_free_for_the_first_five_and_then_for_a_quarter(shown: int, people: int, free: bool) -> None:
    exposure = Exposure(np.array([shown, 0]), people)
    assert exposure.of(np.ones(2, dtype=bool)).tolist() == [free, True]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, set(SKILLS)),
        ({Skill.READING: 1}, {Skill.LISTENING, Skill.USE_OF_LANGUAGE}),
        ({Skill.READING: 1, Skill.USE_OF_LANGUAGE: 1}, {Skill.LISTENING}),
        ({Skill.READING: 3, Skill.USE_OF_LANGUAGE: 4, Skill.LISTENING: 3}, {Skill.READING, Skill.LISTENING}),
    ],
)
def test_which_skills_are_asked(asked: dict[Skill, int], expected: set[Skill]) -> None:
    there, allowed = bank(60), np.ones(60, dtype=bool)
    rngs = (np.random.default_rng(seed) for seed in range(60))
    places = [next_item(around(0, 1), there, allowed, asked, nobody(60), 30, rng) for rng in rngs]
    assert {there.skills[place] for place in places if place is not None} == expected


def test_a_skill_without_items_left_is_passed_over() -> None:
    there = bank(60)
    allowed = ~there.of_skill[Skill.LISTENING]
    asked = {Skill.READING: 3, Skill.USE_OF_LANGUAGE: 2}
    place = next_item(around(0, 1), there, allowed, asked, nobody(60), 6, np.random.default_rng(1))
    assert place is not None and there.skills[place] is Skill.USE_OF_LANGUAGE


def test_neighbours_meet_different_items() -> None:
    there, allowed = bank(60), np.ones(60, dtype=bool)
    rngs = (np.random.default_rng(seed) for seed in range(60))
    met = Counter(next_item(around(0, 1), there, allowed, {}, nobody(60), 6, rng) for rng in rngs)
    assert len(met) == 6


def test_what_tells_more_is_asked_more() -> None:
    there, allowed, now = bank(60), np.ones(60, dtype=bool), around(0, 1)
    tells = information(now, there.rights)
    assert next_item(now, there, allowed, {}, nobody(60), 1, np.random.default_rng(1)) == int(np.argmax(tells))
    rngs = (np.random.default_rng(seed) for seed in range(200))
    drawn = [next_item(now, there, allowed, {}, nobody(60), 60, rng) for rng in rngs]
    assert tells[[place for place in drawn if place is not None]].mean() > 1.2 * tells.mean()


def test_an_item_is_found_by_its_identifier() -> None:
    there = bank(6)
    assert there.place(103) == 3
    with pytest.raises(KeyError):
        there.place(99)
