"""How often the placement finds the right course, and with how many items, beside fixed tests and beside catsim.

A bank of 300 items like ours: four levels, three skills, difficulties spread by 0.7 logit around what the writer's
level says, discriminations lognormal around 1.2, four choices for most items and almost no guessing for typed ones.
People are spread over the whole scale (normal, mean -0.2, standard deviation 1.6), answer by the three-parameter
model, and never say “I don’t know”. A fixed test holds the items of the bank that tell most about its cuts, the
same number for each cut, and is scored by the same posterior.
"""

from dataclasses import replace

import numpy as np
from numpy.random import Generator, default_rng

from lms.assessments.placement import belief as beliefs
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Given, Terms, over
from lms.assessments.placement.scale import CUTS, GRID, IN_COURSE, ITEM_MEANS, Floats
from lms.assessments.placement.selection import Bank, Exposure, next_item
from lms.assessments.states import Skill

ITEMS, PEOPLE = 300, 4000
MEAN, SD = -0.2, 1.6
PRIOR_SD = 0.35
CUT_LIST = np.array(list(CUTS.values()))


def bank_of(rng: Generator, items: int = ITEMS) -> Bank:
    """A bank with true numbers."""
    means = np.resize(np.array(list(ITEM_MEANS.values())), items)
    skills = [list(Skill)[place // 4 % 3] for place in range(items)]
    c = np.resize(np.array([0.25, 0.25, 0.25, 1 / 3, 0.25, 0.25, 0.25, 0.02, 0.05]), items)
    return Bank(
        ids=np.arange(items),
        a=rng.lognormal(np.log(1.2), 0.25, items),
        b=means + rng.normal(0, 0.7, items),
        c=c,
        spread=np.zeros(items),
        skills=skills,
        shown=np.zeros(items, dtype=np.int64),
    )


def as_priors(bank: Bank, rng: Generator) -> Bank:
    """The same bank as somebody knows it who has only estimates of its difficulties."""
    return replace(
        bank,
        a=np.full(len(bank.a), 1.2),
        b=bank.b + rng.normal(0, PRIOR_SD, len(bank.b)),
        spread=np.full(len(bank.b), PRIOR_SD),
    )


def course(ability: Floats | float) -> np.ndarray:
    """The place of the course an ability belongs in."""
    return np.searchsorted(CUT_LIST, ability, side="right")


def is_right(bank: Bank, place: int, ability: float, rng: Generator) -> bool:
    """One answer by the three-parameter model."""
    knows = 1 / (1 + np.exp(-bank.a[place] * (ability - bank.b[place])))
    return bool(rng.random() < bank.c[place] + (1 - bank.c[place]) * knows)


def adaptive(true: Bank, known: Bank, abilities: Floats, rng: Generator) -> tuple[np.ndarray, np.ndarray]:
    """Everybody's placement one after the other: the course found and the number of items."""
    terms, found, lengths = Terms(), [], []
    for person, ability in enumerate(abilities):
        now, given, allowed, asked = beliefs.start(), [], np.ones(len(known.ids), dtype=bool), {}
        exposure = Exposure(people=person)
        while over(now, given, terms) is None:
            place = next_item(now, known, allowed, asked, exposure, terms.among, rng)
            allowed[place] = False
            known.shown[place] += 1
            asked[known.skills[place]] = asked.get(known.skills[place], 0) + 1
            outcome = Outcome.RIGHT if is_right(true, place, ability, rng) else Outcome.WRONG
            numbers = (known.a[place], known.b[place], known.c[place])
            given.append(Given(*numbers, known.spread[place], outcome))
            now = beliefs.update(now, *numbers, outcome, known.spread[place])
        found.append(int(np.argmax(now @ IN_COURSE)))
        lengths.append(len(given))
    return np.array(found), np.array(lengths)


def fixed(true: Bank, known: Bank, abilities: Floats, rng: Generator, items: int) -> np.ndarray:
    """The course that a fixed test of so many items finds for everybody."""
    at_cuts = np.abs(GRID[:, None] - CUT_LIST).argmin(axis=0)
    knows = beliefs.know(known.a, known.b, known.spread)
    rights = known.rights
    tells = (known.a[:, None] ** 2 * (1 - rights) / rights * (rights - known.c[:, None]) ** 2) / (
        1 - known.c[:, None]
    ) ** 2
    ranked = [list(np.argsort(-tells[:, at])) for at in at_cuts]
    chosen: list[int] = []
    while len(chosen) < items:
        line = ranked[len(chosen) % len(ranked)]
        chosen.append(next(place for place in line if place not in chosen))
    first, found = beliefs.start(), []
    for ability in abilities:
        answers = np.array([is_right(true, place, ability, rng) for place in chosen])
        likely = np.where(answers[:, None], rights[chosen], 1 - knows[chosen])
        found.append(int(np.argmax(beliefs.normalised(first * likely.prod(axis=0)) @ IN_COURSE)))
    return np.array(found)


def report(name: str, found: np.ndarray, truth: np.ndarray, lengths: np.ndarray | int) -> None:
    """Print how often the level is exact, and how far off it ever is."""
    off = np.abs(found - truth)
    print(
        f"{name:<52} exact {100 * (off == 0).mean():5.1f} %  mean items {np.mean(lengths):5.1f}  "
        f"two or more off {int((off > 1).sum())} of {len(off)}"
    )


def main(short: bool) -> None:
    """Both simulations."""
    people = 150 if short else PEOPLE
    rng = default_rng(20261127)
    true = bank_of(rng)
    abilities = rng.normal(MEAN, SD, people)
    truth = course(abilities)
    for name, known, items in (
        ("true numbers", true, 40),
        ("difficulties known to 0.35 logit", as_priors(true, rng), 30),
    ):
        known = replace(known, shown=np.zeros(len(known.ids), dtype=np.int64))
        found, lengths = adaptive(true, known, abilities, rng)
        report(f"{name}: placement", found, truth, lengths)
        report(f"{name}: fixed test of {items}", fixed(true, known, abilities, rng, items), truth, items)
        print(f"{'':<52} most shown item: {100 * known.shown.max() / people:.1f} % of people")
