"""What was simulated is found again, from answers to items that were chosen by earlier answers."""

import numpy as np
import pytest

from lms.assessments.calibration.curves import Answers, Curves
from lms.assessments.calibration.fitting import Model
from lms.assessments.calibration.renewing import InUse, Renewed, renew
from tests.assessments.calibration.simulated import MEAN, PER_STATEMENT, SD, SimulatedBank, bank, sit

RNG = np.random.default_rng(20)


@pytest.fixture(scope="module")
def asked() -> SimulatedBank:
    return bank(RNG)


@pytest.fixture(scope="module")
def answers(asked: SimulatedBank) -> Answers:
    return sit(RNG, asked, 1500)


@pytest.fixture(scope="module")
def renewed(asked: SimulatedBank, answers: Answers) -> Renewed:
    return renew(asked.task(answers), Model.TWO_PARAMETERS)


def error(asked: SimulatedBank, estimate: np.ndarray, answers: Answers) -> float:
    often = answers.counts() >= 100
    return float(np.sqrt(np.mean(np.square(estimate - asked.true.b)[often])))


def test_difficulties_are_learned(asked: SimulatedBank, answers: Answers, renewed: Renewed) -> None:
    assert error(asked, asked.priors.b, answers) > 0.6
    assert error(asked, renewed.fit.curves.b, answers) < 0.3


def test_standard_errors_say_how_far_off_the_estimates_are(asked: SimulatedBank, renewed: Renewed) -> None:
    off = (renewed.fit.curves.b - asked.true.b) / renewed.errors.b
    assert 0.7 < off.std() < 1.4
    off = np.log(renewed.fit.curves.a / asked.true.a) / renewed.errors.log_a
    assert 0.7 < off.std() < 1.4


def test_the_scale_is_where_the_writers_expect_it(asked: SimulatedBank, answers: Answers, renewed: Renewed) -> None:
    answered = answers.counts() > 0
    slope, shift = np.polyfit(asked.priors.b[answered], renewed.fit.curves.b[answered], 1)
    assert slope == pytest.approx(1, abs=1e-3)
    assert (renewed.fit.curves.b - asked.priors.b)[answered].mean() == pytest.approx(0, abs=1e-3)
    assert shift == pytest.approx(0, abs=1e-3)


def test_the_people_are_found_too(renewed: Renewed) -> None:
    population = renewed.fit.population
    assert population.mean == pytest.approx(MEAN, abs=0.25)
    assert population.per_statement == pytest.approx(PER_STATEMENT, abs=0.08)
    assert population.sd == pytest.approx(SD, abs=0.15)


def test_the_rasch_model_has_one_discrimination(asked: SimulatedBank, answers: Answers) -> None:
    found = renew(asked.task(answers), Model.RASCH)
    assert np.ptp(found.fit.curves.a) == pytest.approx(0)
    assert error(asked, found.fit.curves.b, answers) < 0.4


def in_use(found: Renewed, answers: Answers) -> InUse:
    return InUse(found.fit.curves.a, found.fit.curves.b, found.errors.b, answers.counts())


def after(answers: Answers, later: Answers) -> Answers:
    pairs = ((answers.table, later.table), (answers.said, later.said), (answers.guess, later.guess))
    return Answers(*(np.concatenate(pair) for pair in pairs))


def test_anchors_keep_the_scale_when_other_people_come(
    asked: SimulatedBank, answers: Answers, renewed: Renewed
) -> None:
    later = sit(np.random.default_rng(3), asked, 1000)
    found = renew(asked.task(after(answers, later), in_use(renewed, answers)), Model.TWO_PARAMETERS)
    assert found.drift is not None
    assert found.drift.drifts().sum() <= 1
    steady = (answers.counts() >= 50) & ~found.drift.drifts()
    assert found.anchors == steady.sum()
    assert (found.fit.curves.b - renewed.fit.curves.b)[steady].mean() == pytest.approx(0, abs=1e-3)


def test_an_item_that_became_easier_is_flagged_and_no_longer_an_anchor(
    asked: SimulatedBank, answers: Answers, renewed: Renewed
) -> None:
    known = int(answers.counts().argmax())
    b = asked.true.b.copy()
    b[known] -= 2
    told = SimulatedBank(asked.priors, Curves(asked.true.a, b, asked.true.c))
    both = after(answers, sit(np.random.default_rng(4), told, 400))
    found = renew(asked.task(both, in_use(renewed, answers)), Model.TWO_PARAMETERS)
    assert found.drift is not None
    assert found.drift.drifts()[known]
    assert found.drift.logits[known] < -1
    # Left out of the tie, it may move while the mean of the others stays.
    others = (answers.counts() >= 50) & ~found.drift.drifts()
    assert found.anchors == others.sum()
    assert (found.fit.curves.b - renewed.fit.curves.b)[others].mean() == pytest.approx(0, abs=1e-3)


def test_items_that_are_answered_at_random_do_not_fit(asked: SimulatedBank) -> None:
    rng = np.random.default_rng(6)
    answers = sit(rng, asked, 800)
    random, table = int(answers.counts().argmax()), answers.table.copy()
    given = table[:, random] >= 0
    table[given, random] = rng.random(given.sum()) < 0.5
    found = renew(asked.task(Answers(table, answers.said, answers.guess)), Model.TWO_PARAMETERS)
    assert list(np.flatnonzero(found.squares.misfits())) == [random]
