"""Estimates agree with published ones: sections 6 and 7 of the LSAT, and the package girth on simulated answers.

Section 6: one slope for all items as in Thissen (1982), Marginal maximum likelihood estimation for the one-parameter
logistic model, Psychometrika 47, 175-186, and two parameters with standard errors as in Rizopoulos (2006), ltm: An R
package for latent variable modeling, Journal of Statistical Software 17(5). Section 7: two parameters as in Chalmers
(2012), mirt, Journal of Statistical Software 48(6); log-likelihoods by both packages. Published are slopes and
intercepts, which are -a b; people have the mean 0 and the standard deviation 1.
"""

import girth
import numpy as np
import pytest

from lms.assessments.calibration.curves import Answers, Curves
from lms.assessments.calibration.fitting import Fit, Model, fit
from lms.assessments.calibration.precision import errors
from tests.assessments.calibration import lsat


def plain(items: int) -> Curves:
    return Curves(np.ones(items), np.zeros(items), np.zeros(items))


def intercepts(found: Fit) -> np.ndarray:
    return -found.curves.a * found.curves.b


@pytest.mark.parametrize(
    ("section", "model", "slopes", "published", "log_likelihood"),
    [
        (lsat.SECTION_6, Model.RASCH, [0.755] * 5, [2.730, 0.999, 0.240, 1.307, 2.100], -2466.938),
        (
            lsat.SECTION_6,
            Model.TWO_PARAMETERS,
            [0.825, 0.723, 0.891, 0.689, 0.658],
            [2.773, 0.990, 0.249, 1.285, 2.054],
            -2466.653,
        ),
        (
            lsat.SECTION_7,
            Model.TWO_PARAMETERS,
            [0.988, 1.081, 1.706, 0.765, 0.736],
            [1.856, 0.808, 1.804, 0.486, 1.855],
            -2658.805,
        ),
    ],
    ids=["section 6, one slope", "section 6, two parameters", "section 7, two parameters"],
)
def test_the_lsat_is_estimated_as_published(
    section: tuple[int, ...], model: Model, slopes: list[float], published: list[float], log_likelihood: float
) -> None:
    assert sum(section) == 1000
    found = fit(lsat.answers(section), plain(5), model)
    assert found.curves.a == pytest.approx(slopes, abs=0.005)
    assert intercepts(found) == pytest.approx(published, abs=0.005)
    assert found.seen.log_likelihood == pytest.approx(log_likelihood, abs=0.01)


def test_difficulties_of_section_6_that_sum_to_zero_are_those_of_bock_and_aitkin() -> None:
    # On the scale with slope one, as in Bock and Aitkin (1981), Psychometrika 46, 443-459.
    found = fit(lsat.answers(lsat.SECTION_6), plain(5), Model.RASCH)
    hard = found.curves.a * found.curves.b
    assert hard - hard.mean() == pytest.approx([-1.255, 0.476, 1.235, 0.168, -0.625], abs=0.02)


def test_standard_errors_are_as_published() -> None:
    answers = lsat.answers(lsat.SECTION_6)
    found = fit(answers, plain(5))
    known = errors(found, answers, Model.TWO_PARAMETERS)
    assert known.b == pytest.approx([0.867, 0.307, 0.100, 0.434, 0.870], abs=0.03)
    assert known.log_a * found.curves.a == pytest.approx([0.258, 0.187, 0.233, 0.185, 0.210], abs=0.01)


@pytest.fixture(scope="module")
def simulated() -> Answers:
    rng = np.random.default_rng(5)
    a, b, ability = np.exp(rng.normal(0, 0.25, 15)), rng.normal(0, 1, 15), rng.normal(0, 1, 2000)
    likely = 1 / (1 + np.exp(-a * (ability[:, None] - b)))
    return Answers.of((rng.random(likely.shape) < likely).astype(np.int8))


def test_two_parameters_agree_with_girth(simulated: Answers) -> None:
    found, theirs = fit(simulated, plain(15)), girth.twopl_mml(simulated.table.T.astype(int))
    assert found.curves.a == pytest.approx(theirs["Discrimination"], abs=0.02)
    assert found.curves.b == pytest.approx(theirs["Difficulty"], abs=0.02)


def test_one_slope_agrees_with_girth(simulated: Answers) -> None:
    found, theirs = fit(simulated, plain(15), Model.RASCH), girth.onepl_mml(simulated.table.T.astype(int))
    assert found.curves.a == pytest.approx(theirs["Discrimination"], abs=0.02)
    assert found.curves.b == pytest.approx(theirs["Difficulty"], abs=0.02)
