"""Whether what was typed says what is wanted: kindly, and exactly as the item allows.

Learners type on keyboards that lack Cyrillic, and letters of the two alphabets look alike; what is forgiven is
what the item says, and what was forgiven is kept so that a teacher sees it.
"""

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, reduce


class Leniency(enum.StrEnum):
    """What an item may forgive in a typed answer."""

    CASE = "case"
    SPACES = "spaces"
    PUNCTUATION = "punctuation"
    LOOKALIKES = "lookalikes"
    ACCENTS = "accents"
    SHORT_I = "short_i"
    TRANSLITERATION = "transliteration"


USUAL = frozenset(
    {Leniency.CASE, Leniency.SPACES, Leniency.PUNCTUATION, Leniency.LOOKALIKES, Leniency.ACCENTS},
)
"""What is forgiven where an item says nothing."""

# Latin letters that look like Cyrillic ones; small letters only where the small ones look alike too.
_LOOKALIKES = str.maketrans("ABCEHKMOPTXaceopxyk", "АВСЕНКМОРТХасеорхук")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_QUOTES_AND_POINTS = re.compile(r"[.,;:!?…„“”\"'’‘«»()]")
_STRESS = {"\u0300", "\u0301"}  # grave and acute
_LATIN = re.compile(r"[a-z0-9 -]+")

# How letters are written by those who type Bulgarian in Latin: the official way first (Transliteration Act, 2009),
# then what is common in messages.
_SPELLINGS = {
    "а": ("a",),
    "б": ("b",),
    "в": ("v", "w"),
    "г": ("g",),
    "д": ("d",),
    "е": ("e",),
    "ж": ("zh", "j", "z"),
    "з": ("z",),
    "и": ("i",),
    "й": ("y", "i", "j"),
    "к": ("k",),
    "л": ("l",),
    "м": ("m",),
    "н": ("n",),
    "о": ("o",),
    "п": ("p",),
    "р": ("r",),
    "с": ("s",),
    "т": ("t",),
    "у": ("u",),
    "ф": ("f",),
    "х": ("h", "x", "kh"),
    "ц": ("ts", "c", "tz"),
    "ч": ("ch", "4"),
    "ш": ("sh", "6"),
    "щ": ("sht", "6t"),
    "ъ": ("a", "y", "u"),
    "ь": ("y", "j", ""),
    "ю": ("yu", "iu", "ju"),
    "я": ("ya", "ia", "ja", "q"),
    "ѝ": ("i",),
}


@dataclass(frozen=True)
class Match:
    """The wanted text that a typed one says, and what had to be forgiven for it, in the order of Leniency."""

    wanted: str
    forgiven: tuple[Leniency, ...]


def match(typed: str, wanted: Iterable[str], allowed: frozenset[Leniency] = USUAL) -> Match | None:
    """The first of the wanted texts that is typed, the one with the least to forgive; None when it is none."""
    found = [Match(text, forgiven) for text in wanted if (forgiven := _forgiven(typed, text, allowed)) is not None]
    return min(found, key=lambda one: len(one.forgiven), default=None)


def _forgiven(typed: str, wanted: str, allowed: frozenset[Leniency]) -> tuple[Leniency, ...] | None:
    """What must be forgiven for one text to say the other; None when that is more than is allowed."""
    usual = allowed - {Leniency.TRANSLITERATION}
    if plain(typed, usual) == plain(wanted, usual):
        return tuple(one for one in Leniency if one in usual and not _same_without(typed, wanted, usual, one))
    if Leniency.TRANSLITERATION in allowed and _transliterated(typed, wanted):
        return (Leniency.TRANSLITERATION,)
    return None


def _same_without(typed: str, wanted: str, allowed: frozenset[Leniency], left_out: Leniency) -> bool:
    rest = allowed - {left_out}
    return plain(typed, rest) == plain(wanted, rest)


def plain(text: str, forgive: frozenset[Leniency]) -> str:
    """A text without what is forgiven; two whose rest is the same say the same.

    Kinds of dashes and ways to encode a letter never count.
    """
    steps = (step for leniency, step in _STEPS if leniency is None or leniency in forgive)
    return reduce(lambda done, step: step(done), steps, text)


def _without_stress(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _STRESS))


_STEPS: tuple[tuple[Leniency | None, Callable[[str], str]], ...] = (
    (None, lambda text: _DASHES.sub("-", unicodedata.normalize("NFC", text)).strip()),
    (Leniency.LOOKALIKES, lambda text: text.translate(_LOOKALIKES)),
    (Leniency.ACCENTS, _without_stress),
    (Leniency.CASE, str.casefold),
    (Leniency.PUNCTUATION, lambda text: _QUOTES_AND_POINTS.sub("", text).strip()),
    (Leniency.SPACES, lambda text: re.sub(r" ?- ?", "-", " ".join(text.split()))),
    (Leniency.SHORT_I, lambda text: text.replace("й", "и").replace("Й", "И")),
)


def _transliterated(typed: str, wanted: str) -> bool:
    latin, cyrillic = plain(typed, _BUT_LETTERS), plain(wanted, _BUT_LETTERS)
    return bool(_LATIN.fullmatch(latin)) and _spells(latin, cyrillic)


_BUT_LETTERS = USUAL - {Leniency.LOOKALIKES}


@cache
def _spells(latin: str, cyrillic: str) -> bool:
    """Whether Latin letters spell a Cyrillic text in any of the usual ways."""
    if not cyrillic:
        return not latin
    first, rest = cyrillic[0], cyrillic[1:]
    ways = _SPELLINGS.get(first, (first,))
    return any(latin.startswith(way) and _spells(latin[len(way) :], rest) for way in ways)
