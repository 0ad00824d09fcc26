"""Whole placements of the engine alone, one after the other, whoever comes and whatever they answer."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.assessments.placement import belief, rules
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Given, Stop, Terms
from lms.assessments.placement.scale import COURSES, CUTS, Floats
from lms.assessments.placement.selection import SHARES, Bank, Exposure, next_item
from lms.assessments.states import Skill
from tests.assessments.placement.test_selection import bank, nobody

Answer = Callable[[int, int], Outcome]
"""What comes of the item at a place, when so many were answered before."""
TERMS, SIZE = Terms(), 120
BANK = bank(SIZE)


@dataclass(frozen=True)
class Sitting:
    """One placement from its first item to its end."""

    places: list[int]
    given: list[Given]
    along: list[Floats]
    stop: Stop


def sitting(answer: Answer, seed: int, exposure: Exposure, there: Bank = BANK) -> Sitting:
    """Let the engine ask somebody who answers like this."""
    rng, allowed, asked = np.random.default_rng(seed), np.ones(len(there.ids), dtype=bool), Counter[Skill]()
    places: list[int] = []
    given: list[Given] = []
    along = [belief.start()]
    while (stop := rules.over(along[-1], given, TERMS)) is None:
        place = next_item(along[-1], there, allowed, asked, exposure, TERMS.among, rng)
        assert place is not None
        places.append(place)
        allowed[place] = False
        asked[there.skills[place]] += 1
        a, b, c = (float(numbers[place]) for numbers in (there.a, there.b, there.c))
        given.append(Given(a, b, c, 0.0, answer(place, len(given))))
        along = rules.beliefs(belief.start(), given)
    return Sitting(places, given, along, stop)


ANSWERS = st.lists(st.sampled_from(Outcome), min_size=TERMS.most, max_size=TERMS.most)


@settings(max_examples=60)
@given(ANSWERS, st.integers(0, 10_000))
def test_whatever_is_answered_a_placement_keeps_its_rules(outcomes: list[Outcome], seed: int) -> None:
    sat = sitting(lambda _, number: outcomes[number], seed, nobody(SIZE))
    assert len(set(sat.places)) == len(sat.places), "an item was asked twice"
    assert len(sat.places) <= TERMS.most
    assert len(sat.places) >= TERMS.least or sat.stop is Stop.FLOOR
    skills = Counter(BANK.skills[place] for place in sat.places)
    assert all(abs(skills[skill] - share * len(sat.places)) < 1 for skill, share in SHARES.items())
    assert all(np.isfinite(now).all() and now.sum() == pytest.approx(1) for now in sat.along)
    now = rules.standing(sat.along[-1])
    assert (sat.stop in (Stop.SURE, Stop.FLOOR)) == (now.sure >= TERMS.sure)
    assert sat.stop is not Stop.FLOOR or Outcome.RIGHT not in outcomes[: len(sat.places)]
    assert now.proposal is COURSES[int(np.argmax(belief.courses(sat.along[-1])))]


def test_whoever_knows_nothing_is_asked_four_items_or_five() -> None:
    for seed in range(20):
        sat = sitting(lambda *_: Outcome.UNKNOWN, seed, nobody(SIZE))
        assert (sat.stop, len(sat.places) <= TERMS.floor + 1) == (Stop.FLOOR, True)


def test_whoever_knows_everything_is_above_the_courses_soon() -> None:
    for seed in range(20):
        sat = sitting(lambda *_: Outcome.RIGHT, seed, nobody(SIZE))
        assert (sat.stop, rules.standing(sat.along[-1]).proposal) == (Stop.SURE, COURSES[-1])
        assert TERMS.least <= len(sat.places) <= 12


def test_over_many_people_each_is_placed_near_where_they_belong_and_no_item_is_worn_out() -> None:
    """Not a measurement (that is bench/placement_accuracy.py): gross faults show among a hundred people already."""
    rng, shown = np.random.default_rng(5), np.zeros(SIZE, dtype=np.int64)
    abilities = rng.uniform(-4.2, 3.8, 100)
    off, lengths = [], []
    for person, ability in enumerate(abilities):
        sat = sitting(_knowing(ability, rng), person, Exposure(shown, person))
        np.add.at(shown, sat.places, 1)
        truth = int(np.searchsorted(list(CUTS.values()), ability, side="right"))
        off.append(abs(int(np.argmax(belief.courses(sat.along[-1]))) - truth))
        lengths.append(len(sat.places))
    assert max(off) <= 1
    assert off.count(0) >= 75
    assert np.mean(lengths) <= 17
    assert shown.max() <= 25


def _knowing(ability: float, rng: np.random.Generator) -> Answer:
    """Answers of somebody with this ability, by the three-parameter model."""

    def answer(place: int, _before: int) -> Outcome:
        knows = 1 / (1 + np.exp(-BANK.a[place] * (ability - BANK.b[place])))
        return Outcome.RIGHT if rng.random() < BANK.c[place] + (1 - BANK.c[place]) * knows else Outcome.WRONG

    return answer
