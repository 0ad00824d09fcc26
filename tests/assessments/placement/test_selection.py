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
NOBODY = Exposure(people=0)


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
        shown=np.zeros(size, dtype=np.int64),
    )


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
        place = next_item(now, there, allowed, asked, NOBODY, Terms().among, rng)
        assert place is not None and allowed[place]
        met.append(place)
        allowed[place] = False
        asked[there.skills[place]] += 1
        if all(allowed[[i for i in range(size) if there.skills[i] is skill]].any() for skill in SKILLS):
            assert all(abs(asked[skill] - SHARES[skill] * len(met)) <= 1 for skill in SKILLS)
    assert len(set(met)) == len(met)


def test_when_nothing_is_left_nothing_is_asked() -> None:
    there = bank(6)
    assert next_item(around(0, 1), there, np.zeros(6, dtype=bool), {}, NOBODY, 6, np.random.default_rng(1)) is None


def test_over_many_people_nothing_is_shown_to_more_than_a_quarter() -> None:
    there, rng = bank(60), np.random.default_rng(3)
    for people in range(200):
        allowed, asked = np.ones(60, dtype=bool), Counter[Skill]()
        now = around(float(rng.normal(0, 1.5)), 1.2)
        for _ in range(10):
            place = next_item(now, there, allowed, asked, Exposure(people), 6, rng)
            assert place is not None
            allowed[place] = False
            asked[there.skills[place]] += 1
            there.shown[place] += 1
        assert there.shown.max() <= max(Exposure(people).first, 0.25 * (people + 1))


def test_where_the_limit_leaves_nothing_the_least_shown_is_asked() -> None:
    there = bank(6)
    there.shown[:] = [90, 90, 90, 89, 90, 90]
    assert next_item(around(0, 1), there, np.ones(6, dtype=bool), {}, Exposure(100), 6, np.random.default_rng(1)) == 3


def test_neighbours_meet_different_items() -> None:
    there, allowed = bank(60), np.ones(60, dtype=bool)
    met = {next_item(around(0, 1), there, allowed, {}, NOBODY, 6, np.random.default_rng(seed)) for seed in range(40)}
    assert len(met) == 6


def test_an_item_is_found_by_its_identifier() -> None:
    there = bank(6)
    assert there.place(103) == 3
    with pytest.raises(KeyError):
        there.place(99)
