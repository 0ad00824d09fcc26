"""How often people guess is read off their answers that are not right."""

import numpy as np
import pytest

from lms.assessments.calibration.curves import GUESSES, NOT_ASKED, Answers, Curves
from lms.assessments.calibration.fitting import Model
from lms.assessments.calibration.guessing import places
from lms.assessments.calibration.renewing import renew
from tests.assessments.calibration.simulated import bank, sit

ALWAYS, NEVER = len(GUESSES) - 1, 0


def of(*people: tuple[int, int], chance: float = 0.25) -> list[int]:
    """The places of people with so many “I don’t know” and so many wrong answers."""
    unknown, wrong = np.array(people, dtype=float).T
    return list(places(unknown, wrong, np.full(len(people), chance)))


def test_who_never_says_it_always_guesses() -> None:
    assert of((0, 10), (0, 3)) == [ALWAYS, ALWAYS]


def test_who_always_says_it_never_guesses() -> None:
    assert of((10, 0), (3, 0)) == [NEVER, NEVER]


def test_between_them_luck_is_counted() -> None:
    # Half of what is not known is guessed, a quarter of that is right: 4 of 7 silent answers say “I don’t know”.
    share = 4 / 7
    assert (1 - share) / (1 - share * 0.25) == pytest.approx(0.5)
    assert of((4000, 3000), (3000, 4000))[0] in (1, 2)
    assert of((2000, 3000)) == [2]


def test_few_answers_of_one_person_count_little() -> None:
    everybody = [(0, 20)] * 9
    assert of(*everybody, (1, 0))[-1] == 2
    assert of(*everybody, (0, 0))[-1] == ALWAYS


def test_nobody_was_ever_wrong() -> None:
    assert of((0, 0), (0, 0)) == [ALWAYS, ALWAYS]


def test_people_who_do_not_guess_do_not_make_items_harder() -> None:
    rng = np.random.default_rng(8)
    asked = bank(rng, 40)
    guessing = sit(rng, asked, 600)
    honest = bank(np.random.default_rng(8), 40)
    silent = sit(rng, type(honest)(honest.priors, Curves(honest.true.a, honest.true.b, np.zeros(40))), 600)
    both = Answers(
        np.vstack([guessing.table, silent.table]),
        np.concatenate([guessing.said, silent.said]),
        np.repeat([ALWAYS, NEVER], 600),
    )
    often = (both.table != NOT_ASKED).sum(axis=0) >= 100
    known = renew(asked.task(both), Model.TWO_PARAMETERS).fit
    blind = renew(asked.task(Answers.of(both.table)), Model.TWO_PARAMETERS).fit

    def off(found: np.ndarray) -> float:
        return float(np.sqrt(np.mean(np.square(found - asked.true.b)[often])))

    assert off(known.curves.b) < 0.35
    assert off(known.curves.b) < off(blind.curves.b)
    assert known.population.sd == pytest.approx(1.2, abs=0.2)
