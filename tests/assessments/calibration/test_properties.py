"""What must hold of any answers: order means nothing, what nobody answered stays as it was believed."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lms.assessments.calibration.curves import NOT_ASKED, RIGHT, WRONG, Answers, Curves, Population
from lms.assessments.calibration.expecting import expect
from lms.assessments.calibration.fitting import Model, fit
from lms.assessments.calibration.improving import Priors
from lms.assessments.calibration.precision import errors
from lms.assessments.calibration.tying import Anchors

ITEMS = 5
PRIORS = Priors(np.linspace(-2, 2, ITEMS), np.full(ITEMS, np.log(1.2)), 0.7, 0.3)
START = Curves(np.exp(PRIORS.log_a), PRIORS.b, np.array([0, 0.25, 0.25, 0.5, 0]))
EVERYTHING = Anchors(np.arange(ITEMS), PRIORS.b)
some_answers = arrays(np.int8, st.tuples(st.integers(6, 12), st.just(ITEMS)), elements=st.integers(NOT_ASKED, RIGHT))
models = st.sampled_from(Model)
few = settings(max_examples=10, deadline=None)


def permuted(curves: Curves, order: list[int]) -> Curves:
    return Curves(curves.a[order], curves.b[order], curves.c[order])


@few
@given(some_answers, models, st.randoms(use_true_random=False))
def test_the_order_of_people_means_nothing(table: np.ndarray, model: Model, random: object) -> None:
    mixed = np.random.default_rng(random.randint(0, 999)).permutation(table)  # type: ignore[attr-defined]
    one, other = (fit(Answers.of(each), START, model, PRIORS, EVERYTHING) for each in (table, mixed))
    assert one.curves.b == pytest.approx(other.curves.b, abs=1e-3)
    assert one.population.sd == pytest.approx(other.population.sd, abs=1e-3)


@few
@given(some_answers, models, st.permutations(range(ITEMS)))
def test_the_order_of_items_means_nothing(table: np.ndarray, model: Model, order: list[int]) -> None:
    priors = Priors(PRIORS.b[order], PRIORS.log_a[order], PRIORS.b_sd, PRIORS.log_a_sd)
    anchors = Anchors(np.arange(ITEMS), PRIORS.b[order])
    one = fit(Answers.of(table), START, model, PRIORS, EVERYTHING)
    other = fit(Answers.of(table[:, order]), permuted(START, order), model, priors, anchors)
    assert one.curves.b[order] == pytest.approx(other.curves.b, abs=1e-3)
    assert one.curves.a[order] == pytest.approx(other.curves.a, abs=1e-3)


@few
@given(some_answers, st.integers(0, ITEMS - 1))
def test_what_nobody_answered_stays_as_it_was_believed(table: np.ndarray, item: int) -> None:
    table = table.copy()
    table[:, item] = NOT_ASKED
    answers, rest = Answers.of(table), [place for place in range(ITEMS) if place != item]
    anchors = Anchors(np.array(rest), PRIORS.b[rest])
    found = fit(answers, START, Model.TWO_PARAMETERS, PRIORS, anchors)
    assert found.curves.b[item] == PRIORS.b[item]
    assert np.log(found.curves.a[item]) == pytest.approx(PRIORS.log_a[item])
    known = errors(found, answers, Model.TWO_PARAMETERS, PRIORS)
    assert known.b[item] == pytest.approx(0.7)
    assert known.log_a[item] == pytest.approx(0.3)


@few
@given(some_answers, models)
def test_an_answer_never_makes_an_item_less_known(table: np.ndarray, model: Model) -> None:
    answers = Answers.of(table)
    found = fit(answers, START, model, PRIORS, EVERYTHING)
    assert (errors(found, answers, model, PRIORS).b <= 0.7 + 1e-9).all()


@few
@given(some_answers, st.integers(0, ITEMS - 1))
def test_being_right_once_more_makes_an_item_easier(table: np.ndarray, item: int) -> None:
    assume((table[:, item] == WRONG).any())
    better = table.copy()
    better[np.flatnonzero(table[:, item] == WRONG)[0], item] = RIGHT
    where = Population(0, 0, 1)
    before, after = (expect(Answers.of(each), START, where) for each in (table, better))
    assert after.right[:, item].sum() == pytest.approx(before.right[:, item].sum() + 1)


@given(some_answers, st.floats(0.7, 1.4), st.floats(-1, 1))
@few
def test_moving_the_scale_explains_answers_just_as_well(table: np.ndarray, unit: float, shift: float) -> None:
    people, near = Population(0, 0, 0.5), Curves(START.a, START.b / 4, START.c)
    one = expect(Answers.of(table), near, people).log_likelihood
    other = expect(Answers.of(table), near.rescaled(unit, shift), people.rescaled(unit, shift)).log_likelihood
    assert one == pytest.approx(other, abs=1e-2)


@few
@given(some_answers)
def test_every_answer_is_expected_somewhere(table: np.ndarray) -> None:
    seen = expect(Answers.of(table), START, Population())
    assert seen.asked.sum(axis=(0, 2)) == pytest.approx((table != NOT_ASKED).sum(axis=0))
    assert seen.right.sum(axis=(0, 2)) == pytest.approx((table == RIGHT).sum(axis=0))


def test_nobody_calibrates_nothing() -> None:
    with pytest.raises(ValueError, match="Nobody answered"):
        fit(Answers.of(np.zeros((0, ITEMS), dtype=np.int8)), START)
