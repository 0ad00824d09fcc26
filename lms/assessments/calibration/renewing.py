"""One calibration, from answers to numbers ready for use: fit, tie, check, and leave out anchors that drifted."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lms.assessments.calibration.checks import MeanSquares, mean_squares
from lms.assessments.calibration.curves import Answers, Curves
from lms.assessments.calibration.drifting import LATEST, Displacement, displacement
from lms.assessments.calibration.expecting import expect
from lms.assessments.calibration.fitting import Fit, Model, fit
from lms.assessments.calibration.improving import Priors
from lms.assessments.calibration.precision import Errors, errors
from lms.assessments.calibration.tying import ANCHORS, Anchors
from lms.assessments.placement.scale import Floats

Flags = NDArray[np.bool_]
ANCHOR_ANSWERS = 50
"""An item keeps the scale when the calibration in use has so many answers to it."""


@dataclass(frozen=True)
class InUse:
    """The items of the calibration in use, as it says and by how many answers; what a writer expects for the others."""

    a: Floats
    b: Floats
    error: Floats
    """Standard errors of the difficulties."""
    answers: NDArray[np.int64]
    """None for an item that it does not know."""


@dataclass(frozen=True)
class Task:
    """What a calibration starts from; items stand in the same order everywhere."""

    answers: Answers
    """People in the order in which they answered."""
    c: Floats
    priors: Priors
    in_use: InUse


@dataclass(frozen=True)
class Renewed:
    """A calibration that was worked out."""

    fit: Fit
    errors: Errors
    squares: MeanSquares
    drift: Displacement | None
    """What the latest answers say of the calibration in use; None when there is none."""
    anchors: int
    """How many items kept the scale where it was."""


def renew(task: Task, model: Model) -> Renewed:
    """Work out a calibration.

    Anchors are the items that the calibration in use knows well; while these are few, all items that were answered,
    at what their writers expect. An anchor that drifted would pull the scale along: it is left out. Raises ValueError
    when nobody answered.
    """
    settled = task.in_use.answers >= ANCHOR_ANSWERS
    found, anchors = _fit(task, model, settled)
    drift = _drift(task, found)
    if drift and (drift.drifts() & settled).any():
        found, anchors = _fit(task, model, settled & ~drift.drifts())
        drift = _drift(task, found)
    known = errors(found, task.answers, model, task.priors)
    return Renewed(found, known, mean_squares(found.curves, found.population, task.answers), drift, anchors)


def _fit(task: Task, model: Model, settled: Flags) -> tuple[Fit, int]:
    answered = task.answers.counts() > 0
    steady, at = (settled, task.in_use.b) if settled.sum() >= ANCHORS else (answered, task.priors.b)
    anchors = Anchors(np.flatnonzero(steady & answered), at[steady & answered])
    start = Curves(np.exp(task.priors.log_a), task.priors.b, task.c)
    return fit(task.answers, start, model, task.priors, anchors), len(anchors.items)


def _drift(task: Task, found: Fit) -> Displacement | None:
    """How far the latest answers are from what is in use, among people as the new fit sees them."""
    known = task.in_use.answers > 0
    if not known.any():
        return None
    latest = expect(task.answers, found.curves, found.population, task.answers.latest(LATEST))
    moved = displacement(Curves(task.in_use.a, task.in_use.b, task.c), latest, task.in_use.error)
    return replace(moved, answers=np.where(known, moved.answers, 0))
