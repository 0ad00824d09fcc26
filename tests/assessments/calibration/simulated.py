"""People who answer a bank as the model says, and are asked by what they answered, as a placement asks."""

from dataclasses import dataclass

import numpy as np

from lms.assessments.calibration.curves import GUESSES, NOT_ASKED, Answers, Curves
from lms.assessments.calibration.improving import Priors
from lms.assessments.calibration.renewing import InUse, Task
from lms.assessments.placement.scale import ITEM_MEANS, Floats

MEAN, PER_STATEMENT, SD = -1.9, 0.5, 1.2
"""Of the people who answer."""


@dataclass(frozen=True)
class SimulatedBank:
    """A bank whose writers err by 0.7 logits, and its items as they really are."""

    priors: Priors
    true: Curves

    @property
    def unknown(self) -> InUse:
        """No calibration is in use."""
        nobody = np.zeros(len(self.true.b), dtype=np.int64)
        return InUse(np.full(len(nobody), 1.2), self.priors.b, np.full(len(nobody), 0.7), nobody)

    def task(self, answers: Answers, in_use: InUse | None = None) -> Task:
        """What a calibration by these answers starts from."""
        return Task(answers, self.true.c, self.priors, in_use or self.unknown)


def bank(rng: np.random.Generator, items: int = 80) -> SimulatedBank:
    """Items of all levels with four choices each."""
    expected = np.resize(np.array(list(ITEM_MEANS.values())), items) + np.resize([-0.5, 0.0, 0.5], items)
    priors = Priors(expected, np.full(items, np.log(1.2)), 0.7, 0.3)
    a = np.exp(rng.normal(np.log(1.2), 0.3, items))
    return SimulatedBank(priors, Curves(a, expected + rng.normal(0, 0.7, items), np.full(items, 0.25)))


def sit(rng: np.random.Generator, asked: SimulatedBank, people: int, each: int = 15) -> Answers:
    """The answers of people who are each asked the item nearest to what is thought of them by then."""
    items = len(asked.true.b)
    table = np.full((people, items), NOT_ASKED, dtype=np.int8)
    said = rng.integers(0, 6, people).astype(float)
    ability = MEAN + PER_STATEMENT * said + rng.normal(0, SD, people)
    everybody, thought = np.arange(people), MEAN + PER_STATEMENT * said
    for turn in range(each):
        far = np.abs(asked.priors.b - thought[:, None]) + rng.normal(0, 0.5, (people, items))
        chosen = np.where(table == NOT_ASKED, far, np.inf).argmin(axis=1)
        likely = _likely(asked.true, chosen, ability)
        table[everybody, chosen] = rng.random(people) < likely
        thought = thought + np.where(table[everybody, chosen] == 1, 1.0, -1.5) / (turn / 2 + 1)
    return Answers(table, said, np.full(people, len(GUESSES) - 1))


def _likely(true: Curves, chosen: np.ndarray, ability: Floats) -> Floats:
    knows = 1 / (1 + np.exp(-true.a[chosen] * (ability - true.b[chosen])))
    return np.asarray(true.c[chosen] + (1 - true.c[chosen]) * knows)
