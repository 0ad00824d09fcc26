"""Whether an item is still as hard as the calibration in use says: by its latest answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.assessments.calibration.checks import JUDGED_FROM
from lms.assessments.calibration.curves import Curves
from lms.assessments.calibration.expecting import Expected
from lms.assessments.calibration.improving import directions
from lms.assessments.placement.scale import Floats

LATEST = 60
"""So many of an item's answers, the latest ones, say whether it is still as hard as it was."""
DRIFT_LOGITS, DRIFT_ERRORS = 0.5, 2.5
"""An item drifted when it moved by so much, and by so many standard errors: either alone is no reason to look."""


@dataclass(frozen=True)
class Displacement:
    """How far answers say that items are from their curves; nan without answers. Shape (items,) each."""

    logits: Floats
    """Above zero: harder than the curve says."""
    error: Floats
    """The standard error of the difference."""
    answers: Floats
    """On how many answers it rests."""

    def drifts(self) -> NDArray[np.bool_]:
        """Which items are no longer as hard as they were. Never one of fewer answers than JUDGED_FROM."""
        far = np.abs(self.logits) >= np.maximum(DRIFT_LOGITS, DRIFT_ERRORS * self.error)
        return np.asarray(far & (self.answers >= JUDGED_FROM))


def displacement(curves: Curves, latest: Expected, error: Floats) -> Displacement:
    """One step of scoring from difficulties in use and their standard errors, by what the latest answers say.

    The displacement of Wright and Stone (1979), Best Test Design, averaged over where people may stand. The error takes
    the answers for others than those in use; as far as they are the same, they differ less and it errs towards silence.
    """
    likely, slope = curves.right(), curves.slope()
    by_b, _ = directions(curves)
    residual = (latest.right - latest.asked * likely) * slope / (likely * (1 - likely)) * by_b
    information = (latest.asked * np.square(slope * by_b) / (likely * (1 - likely))).sum(axis=(0, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        logits, variance = residual.sum(axis=(0, 2)) / information, 1 / information
    return Displacement(logits, np.sqrt(variance + np.square(error)), latest.asked.sum(axis=(0, 2)))
