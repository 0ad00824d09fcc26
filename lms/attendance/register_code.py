"""The code on a sheet of the paper register: which sheet it is, and the list of people that stood on it.

Pure: no database, no request. Nothing is remembered of a printed sheet; what has to be known is in its code.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LETTERS = "23456789ABCEHKMPTXY"
"""Each is on a Latin and on a Bulgarian keyboard and looks like no other; there are a prime number of them."""
_BASE = len(LETTERS)
_SAME_SHAPE = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY", " -–—.")
_LESSON, _MONTH = "E", "M"
_FIRST_YEAR = 2020
_WIDTHS = {_LESSON: 5, _MONTH: 7}
_LONGEST = _BASE - 1


class WrongCode(Exception):
    """It is no code of a sheet: a character is wrong or in another's place."""


@dataclass(frozen=True)
class SheetCode:
    """A sheet of one lesson, or of a cohort in a month."""

    identity: int
    """The lesson's, or the cohort's."""
    month: date | None
    """The first day of the month; None for the sheet of a lesson."""
    known: int
    """How many enrolments the cohort had when the sheet was printed: the later ones are not on it."""
    check: int
    """What became of the people and lessons in print; another number says that these are others now."""

    def __str__(self) -> str:
        """The code as it is printed, in groups of four."""
        text = self.compact
        return "-".join(text[start : start + 4] for start in range(0, len(text), 4))

    @property
    def compact(self) -> str:
        """The code as it stands in an address."""
        month = _written(_count(self.month), 2) if self.month else ""
        kind = _MONTH if self.month else _LESSON
        body = kind + _written(self.identity, 2) + month + _written(self.known, 2) + _written(self.check, 3)
        return body + next(letter for letter in LETTERS if _sum(body + letter) == 0)


def read_code(text: str) -> SheetCode:
    """The code that was typed, on either keyboard, in either case, with or without dashes. Raises WrongCode."""
    typed = text.upper().translate(_SAME_SHAPE)
    width = _WIDTHS.get(typed[:1], 0)
    if not width or not width + 4 <= len(typed) <= _LONGEST or set(typed) - set(LETTERS) or _sum(typed):
        raise WrongCode(text)
    body = typed[1:-1]
    month = _month(_read(body[-7:-5])) if typed[0] == _MONTH else None
    return SheetCode(_read(body[:-width]), month, _read(body[-5:-3]), _read(body[-3:]))


def known_of(enrolments: int) -> int:
    """A number of enrolments as a code can hold it."""
    return min(enrolments, _BASE**2 - 1)


def check_of(parts: Iterable[int]) -> int:
    """A number made of what is on a sheet, in its order; 1 in 6859 other lists has the same."""
    made = hashlib.sha256(",".join(str(part) for part in parts).encode()).digest()
    return int.from_bytes(made[:8], "big") % _BASE**3


def _sum(text: str) -> int:
    # Weights that differ modulo a prime find every single wrong character and every two that were swapped.
    return sum(place * LETTERS.index(letter) for place, letter in enumerate(text, start=1)) % _BASE


def _written(number: int, width: int) -> str:
    digits = ""
    while number or len(digits) < width:
        number, rest = divmod(number, _BASE)
        digits = LETTERS[rest] + digits
    return digits


def _read(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * _BASE + LETTERS.index(digit)
    return number


def _count(month: date) -> int:
    return (month.year - _FIRST_YEAR) * 12 + month.month - 1


def _month(count: int) -> date:
    return date(_FIRST_YEAR + count // 12, count % 12 + 1, 1)
