"""Answers with parts of the mark, as other programs weigh them, as answers that are right or not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.question import Option

NEARLY_ALL = 0.999
"""What counts as the full mark; thirds are written as 33.33333."""
_WILD = re.compile(r"(?<!\\)\*")


@dataclass(frozen=True)
class Weighed:
    """An answer, the share of the mark it earns (1 is all of it), and what is said to whoever gives it."""

    text: str
    share: float
    why: str = ""


def chosen_from(answers: Sequence[Weighed], lost: list[Any], several: bool = False) -> tuple[Option, ...]:
    """Choices that are right or wrong; which part of the mark each earns is noted where it differs."""
    if several:
        if len({round(one.share, 2) for one in answers if one.share > 0}) > 1:
            lost.append(_l("The right choices have different weights; here each counts the same."))
        return tuple(Option(one.text, one.share > 0, one.why) for one in answers)
    lost.extend(map(_partly, _in_part(answers)))
    return tuple(Option(one.text, one.share >= NEARLY_ALL, one.why) for one in answers)


def typed(answers: Iterable[Weighed], lost: list[Any]) -> tuple[Option, ...]:
    """What is foreseen for a gap; patterns that stand for many answers are left out and noted."""
    kept = []
    for one in answers:
        if _WILD.search(one.text):
            lost.append(_l("“%(text)s” stands for many answers; it is left out.", text=one.text))
        else:
            kept.append(Weighed(one.text.replace("\\*", "*"), one.share, one.why))
    lost.extend(map(_partly, _in_part(kept)))
    right = [Option(one.text, True, one.why) for one in kept if one.share >= NEARLY_ALL]
    return (*right, *(Option(one.text, False, one.why) for one in kept if one.share < NEARLY_ALL))


def not_wild(text: str) -> str:
    """A typed answer in which no star stands for other letters."""
    return text.replace("*", "\\*")


def number(value: str, tolerance: str, lost: list[Any]) -> str:
    """The text of a number; that others close to it are right too is noted."""
    if tolerance.strip().rstrip("0.") not in ("", "-"):
        lost.append(_l("%(value)s is right up to %(tolerance)s more or less; here only the number itself is.",
                       value=value, tolerance=tolerance))  # fmt: skip
    return value.strip()


def _in_part(answers: Iterable[Weighed]) -> list[Weighed]:
    return [one for one in answers if 0 < one.share < NEARLY_ALL]


def _partly(answer: Weighed) -> Any:
    return _l("“%(text)s” earns a part of the mark; here it is wrong.", text=answer.text)
