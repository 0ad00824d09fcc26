"""How often the placement finds the right course, and with how many items, beside fixed tests from the same bank.

Two fixed tests are scored by the same posterior: an ordinary one with as many items of each level, and the strongest
there is, whose items are those of the bank that tell most at the cuts. A teacher could not make the second one, since
it needs the numbers of a calibrated bank; nobody would give it to everybody, since everybody would know its items.
"""

import numpy as np
from numpy.random import Generator, default_rng

from bench.placement_bank import CUT_LIST, Found, Places, answers, as_priors, bank_of, course, people
from lms.assessments.placement import belief as beliefs
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Given, Terms, over
from lms.assessments.placement.scale import GRID, IN_COURSE, ITEM_MEANS, Floats
from lms.assessments.placement.selection import Bank, Exposure, next_item
from lms.assessments.states import Skill

PEOPLE, SEED = 4000, 20261127
TERMS = Terms()
CASES = (("true numbers", False, 40, 12), ("difficulties known to 0.35 logit", True, 30, 20))
"""What is known of the items, the length of the fixed tests, and the mean number of items that is allowed."""


def main(short: bool) -> None:
    """Print the placement beside both fixed tests, for two populations and two states of knowledge."""
    count = 60 if short else PEOPLE
    for name, priors, items, allowed in CASES:
        rng = default_rng(SEED)
        true = bank_of(rng)
        known = as_priors(true, rng) if priors else true
        for population, abilities in people(rng, count).items():
            print(f"  {name}; {count} people {population}; at most {allowed} items allowed in the mean")
            adaptive(true, known, abilities, rng).report("placement")
            fixed(true, known, abilities, rng, ordinary(known, items, rng)).report(f"ordinary fixed test of {items}")
            fixed(true, known, abilities, rng, strongest(known, items)).report(f"strongest fixed test of {items}")


def adaptive(true: Bank, known: Bank, abilities: Floats, rng: Generator) -> Found:
    """Everybody's placement, one after the other."""
    shown = np.zeros(len(known.ids), dtype=np.int64)
    sat = [_sit(true, known, ability, Exposure(shown, person), rng) for person, ability in enumerate(abilities)]
    found, lengths = np.array(sat).T
    return Found(np.abs(found - course(abilities)), lengths, shown.max() / len(abilities))


def _sit(true: Bank, known: Bank, ability: float, exposure: Exposure, rng: Generator) -> tuple[int, int]:
    """One placement: the place of the course it finds, and the number of items."""
    now, allowed = beliefs.start(), np.ones(len(known.ids), dtype=bool)
    given: list[Given] = []
    asked: dict[Skill, int] = {}
    while over(now, given, TERMS) is None:
        place = next_item(now, known, allowed, asked, exposure, TERMS.among, rng)
        assert place is not None
        allowed[place] = False
        exposure.shown[place] += 1
        asked[known.skills[place]] = asked.get(known.skills[place], 0) + 1
        knew = answers(true, np.array([place]), ability, rng)[0]
        a, b, c, spread = (float(numbers[place]) for numbers in (known.a, known.b, known.c, known.spread))
        given.append(Given(a, b, c, spread, Outcome.RIGHT if knew else Outcome.WRONG))
        now = beliefs.update(now, a, b, c, given[-1].outcome, spread)
    return int(np.argmax(beliefs.courses(now))), len(given)


def fixed(true: Bank, known: Bank, abilities: Floats, rng: Generator, places: Places) -> Found:
    """A test of the same items for everybody."""
    knows = beliefs.know(known.a[places], known.b[places], known.spread[places])
    was_right = answers(true, places, abilities, rng)
    likely = was_right @ np.log(known.rights[places]) + ~was_right @ np.log(np.maximum(1 - knows, 1e-300))
    likely += np.log(beliefs.start())
    now = beliefs.normalised(np.exp(likely - likely.max(axis=1, keepdims=True)))
    found = np.argmax(now @ IN_COURSE, axis=1)
    return Found(np.abs(found - course(abilities)), np.full(len(found), len(places)))


def ordinary(bank: Bank, items: int, rng: Generator) -> Places:
    """As many items of each level as can be, drawn at random."""
    levels = np.arange(len(bank.ids)) % len(ITEM_MEANS)
    each = [rng.permutation(np.flatnonzero(levels == level)) for level in range(len(ITEM_MEANS))]
    return np.array([each[n % len(each)][n // len(each)] for n in range(items)])


def strongest(bank: Bank, items: int) -> Places:
    """The items with most Fisher information at the cuts, the same number for each cut."""
    at_cuts = np.abs(GRID[:, None] - CUT_LIST).argmin(axis=0)
    rights, c = bank.rights[:, at_cuts], bank.c[:, None]
    tells = bank.a[:, None] ** 2 * (1 - rights) / rights * ((rights - c) / (1 - c)) ** 2
    chosen: list[int] = []
    for n in range(items):
        ranked = np.argsort(-tells[:, n % len(at_cuts)])
        chosen.append(next(int(place) for place in ranked if place not in chosen))
    return np.array(chosen)
