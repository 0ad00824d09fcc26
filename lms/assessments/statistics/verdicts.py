"""What a figure means and what to do about it: the bounds, and on which side of them a figure lies."""

import enum
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, sqrt
from typing import Any

from lms.assessments.statistics import words
from lms.assessments.statistics.differential import Difference, Size

JUDGED_FROM = 30
"""Answers, or attempts, below which a figure is shown and not judged."""
FACILITY = (0.25, 0.95)
"""Fewer right than guessing among four gives, and so many that nothing is left to learn."""
CHOSEN_WEAK, FIXED_WEAK = 0.1, 0.2
"""Below this an item hardly tells people apart: 0.2 where everybody is asked the same (Ebel and Frisbie, 1991,
Essentials of Educational Measurement); less where the engine asks people of about the same ability: 0.25 is usual."""
SECONDS = (5.0, 120.0)
ALPHA = (0.6, 0.8)
"""Enough for looking at a group, and for deciding about a person (Nunnally and Bernstein, 1994)."""
RARE = 0.05
"""A wrong answer that fewer people choose does no work (Haladyna and Downing, 1993)."""


class Tone(enum.StrEnum):
    """How urgent a figure is."""

    FINE = "good"
    LOOK = "warn"
    ACT = "bad"
    OPEN = "neutral"
    """Too few answers to say."""


@dataclass(frozen=True)
class Verdict:
    """A figure, how urgent it is, and what to do; no figure where there is none."""

    value: float | None
    tone: Tone
    text: Any


def _judged(value: float, answers: int, place: int, tones: Sequence[Tone], texts: Sequence[Any]) -> Verdict:
    if isnan(value) or answers < JUDGED_FROM:
        return Verdict(None if isnan(value) else value, Tone.OPEN, words.TOO_FEW)
    return Verdict(value, tones[place], texts[place])


def of_facility(value: float, answers: int) -> Verdict:
    """Of the share of right answers."""
    return _judged(value, answers, bisect(FACILITY, value), (Tone.LOOK, Tone.FINE, Tone.LOOK), words.FACILITY)


def of_discrimination(value: float, answers: int, chosen: bool) -> Verdict:
    """Of the correlation with the rest; a low one counts only when chance, one standard error, does not explain it."""
    bounds = (0, CHOSEN_WEAK if chosen else FIXED_WEAK)
    place = bisect(bounds, value + 1 / sqrt(max(answers, 1)))
    return _judged(value, answers, place, (Tone.ACT, Tone.LOOK, Tone.FINE), words.DISCRIMINATION)


def of_seconds(value: float, answers: int) -> Verdict:
    """Of the median time."""
    return _judged(value, answers, bisect(SECONDS, value), (Tone.LOOK, Tone.FINE, Tone.LOOK), words.SECONDS)


def of_alpha(value: float, attempts: int) -> Verdict:
    """Of the reliability of a quiz."""
    return _judged(value, attempts, bisect(ALPHA, value), (Tone.ACT, Tone.LOOK, Tone.FINE), words.ALPHA)


def of_choice(share: float, rest: float, best: float, answers: int) -> Verdict:
    """Of a wrong answer: how many choose it, and how well they do beside those who are right (`best`)."""
    if answers < JUDGED_FROM:
        return Verdict(share, Tone.OPEN, words.TOO_FEW)
    if rest > best:
        return Verdict(share, Tone.ACT, words.CHOICE_BETTER)
    if share < RARE:
        return Verdict(share, Tone.LOOK, words.CHOICE_RARE)
    return Verdict(share, Tone.FINE, words.CHOICE_TEMPTS)


_DIFFERENCES = {
    (Size.B, True): (Tone.LOOK, words.SOMEWHAT_HARDER),
    (Size.B, False): (Tone.LOOK, words.SOMEWHAT_EASIER),
    (Size.C, True): (Tone.ACT, words.MUCH_HARDER),
    (Size.C, False): (Tone.ACT, words.MUCH_EASIER),
}


def of_difference(found: Difference) -> Verdict:
    """Of how an item works for a group beside others who know as much."""
    if found.size is None:
        return Verdict(None, Tone.OPEN, words.TOO_FEW_PEOPLE)
    tone, text = _DIFFERENCES.get((found.size, found.delta < 0), (Tone.FINE, words.NO_DIFFERENCE))
    return Verdict(found.delta, tone, text)
