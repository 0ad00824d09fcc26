"""Five items each of sections 6 and 7 of the Law School Admission Test: how many of 1,000 people gave each pattern.

The counts of Bock and Lieberman (1970), Fitting a response model for n dichotomously scored items, Psychometrika 35,
179-197, as in the data set `bock` of the R package psych. Patterns are in the order 00000, 00001, ..., 11111.
"""

import numpy as np

from lms.assessments.calibration.curves import Answers

SECTION_6 = (
    *(3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15),
    *(10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298),
)
SECTION_7 = (
    *(12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28),
    *(7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18, 136, 32, 308),
)


def answers(counts: tuple[int, ...]) -> Answers:
    """The patterns written out, one person after the other."""
    patterns = np.array([[int(one) for one in f"{number:05b}"] for number in range(32)], dtype=np.int8)
    return Answers.of(np.repeat(patterns, counts, axis=0))
