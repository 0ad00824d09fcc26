"""The placement beside an adaptive test of the package catsim, on the same bank of true numbers and the same people.

catsim estimates an ability by maximum likelihood and asks one of the five items with most Fisher information there, as
ours asks one of several; it stops after a fixed number of items, since none of its rules looks at the courses. Its
estimate is read as a course by the same cuts. Printed is how many items it needs to find the course as often.
"""

import numpy as np
from catsim.estimation import NumericalSearchEstimator
from catsim.initialization import FixedPointInitializer
from catsim.item_bank import ItemBank
from catsim.selection import RandomesqueSelector
from catsim.simulation import Simulator
from catsim.stopping import MinErrorStopper
from numpy.random import default_rng

from bench.placement_accuracy import SEED, adaptive
from bench.placement_bank import Found, bank_of, course, people
from lms.assessments.placement.scale import Floats
from lms.assessments.placement.selection import Bank

PEOPLE = 600
"""catsim takes a second for a few people."""
LENGTHS = (12, 16, 20, 25, 30, 40)
AMONG = 5
NEVER = 1e-6
"""A standard error that no test reaches, so that only its length ends it."""


def main(short: bool) -> None:
    """Print ours, and catsim's for longer and longer tests until it finds the course as often."""
    rng = default_rng(SEED)
    bank = bank_of(rng)
    for population, abilities in people(rng, 20 if short else PEOPLE).items():
        print(f"  true numbers; {len(abilities)} people {population}")
        ours = adaptive(bank, bank, abilities, rng)
        ours.report("placement")
        for length in LENGTHS[:1] if short else LENGTHS:
            theirs = with_catsim(bank, abilities, length)
            theirs.report(f"catsim, {length} items")
            if theirs.exact >= ours.exact:
                break


def with_catsim(bank: Bank, abilities: Floats, length: int) -> Found:
    """What catsim finds with so many items for everybody."""
    numbers = np.column_stack([bank.a, bank.b, bank.c, np.ones(len(bank.ids))])
    simulator = Simulator(
        ItemBank(numbers),
        abilities,
        FixedPointInitializer(float(abilities.mean())),
        RandomesqueSelector(AMONG),
        NumericalSearchEstimator(),
        MinErrorStopper(NEVER, max_items=length),
        seed=SEED,
    )
    simulator.simulate()
    estimates = np.array(simulator.latest_estimations)
    asked = np.bincount(np.concatenate(simulator.administered_items), minlength=len(bank.ids))
    lengths = np.array([len(items) for items in simulator.administered_items])
    return Found(np.abs(course(estimates) - course(abilities)), lengths, float(asked.max() / len(abilities)))
