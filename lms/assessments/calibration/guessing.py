"""How often a person guesses what they do not know, from how often they say “I don’t know” instead. Pure.

Somebody who does not know guesses with the probability g, and is then right by the chance c of the item; else they say
that they do not know. Of the answers that are not right, (1 - g) / (1 - g c) say so, whatever the ability is: so g can
be read off them without knowing it.
"""

import numpy as np
from numpy.typing import NDArray

from lms.assessments.calibration.curves import GUESSES
from lms.assessments.placement.scale import Floats

STEADY = 2.0
"""What is usual of all people counts as much as so many answers: few answers of one person say little."""


def places(unknown: Floats, wrong: Floats, chance: Floats) -> NDArray[np.int64]:
    """The place in GUESSES of each person; shape (people,), as of what is given.

    `unknown` and `wrong` count the answers “I don’t know” and the wrong ones, `chance` is the mean c of these items.
    """
    silent = unknown + wrong
    usual = unknown.sum() / max(silent.sum(), 1)
    share = (unknown + STEADY * usual) / (silent + STEADY)
    guesses = (1 - share) / (1 - share * chance)
    return np.asarray(np.abs(guesses[:, None] - GUESSES).argmin(axis=1))
