"""What search knows of a name and what a question asks for, in one alphabet, whichever the person or clerk used.

Pure: the keys that are kept of a person and the terms of a question are made here by the same rules.
"""

import enum
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

from lms.learners.alphabets import TO_LATIN
from lms.learners.names import fold, to_latin
from lms.learners.search_sounds import sounds

WORD_LENGTH = 64
KEY_LENGTH = 128
"""The longest key: a word's sounds, two signs a letter at most."""
PART_LENGTH = 2
"""The fewest letters that are looked for in the middle of a word."""
PHONE_PART = 3
"""The fewest digits of a telephone that are looked for."""
TERMS = 6
"""The most words of a question that are looked for; the rest narrows nothing any more."""
# What one letter of any Cyrillic alphabet sounds like; names are put into Bulgarian letters only when they are written.
_LETTERS = TO_LATIN | {"ы": "y", "э": "e", "ё": "yo", "і": "i", "ї": "yi", "є": "ye", "ґ": "g"}
_PARTICLES = frozenset(
    [
        "abd",
        "abdal",
        "abdel",
        "abdul",
        "abu",
        "al",
        "bin",
        "ben",
        "da",
        "de",
        "dela",
        "del",
        "el",
        "ibn",
        "la",
        "le",
        "san",
        "ul",
        "van",
        "von",
    ]
)
_APOSTROPHES = re.compile("[’'ʼ‘`´ʹʺ\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]")
_DIGITS = re.compile(r"(?<![\w+])(?:([aа])\s*[-–.№]?\s*(?=\d{1,9}(?!\w)))?([+(]?\d(?:[\s().\-/]*\d)*)")


class KeyKind(enum.StrEnum):
    """What a key is made of."""

    WORD = "word"
    """A word of a name in Latin letters."""
    SOUND = "sound"
    """How a word sounds."""
    PART = "part"
    """The rest of a word from each letter but the first on, so that a part in its middle is the beginning of a key."""
    NUMBER = "number"
    """The digits of the person's number, and of numbers that were merged into it."""
    PHONE = "phone"
    """The digits of the telephone from each digit on, for any part of it."""


class Match(enum.IntEnum):
    """How a word was found, best first; people stand in the order of the sum over the words of the question."""

    EXACT = 0
    PREFIX = 1
    VARIANT = 2
    VARIANT_PREFIX = 3
    PART = 4


def spelled(text: str) -> list[str]:
    """The words of a text in lower case with their letters as written."""
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()))
    return re.findall(r"\w+", "".join(one for one in plain if one.isalnum() or not unicodedata.combining(one)))


@lru_cache(maxsize=20_000)
def romanised(word: str) -> tuple[str, ...]:
    """A word as it is written in Latin letters without accents; Cyrillic letter by letter and by the Act."""
    plain = fold(word).replace(" ", "")
    forms = [plain]
    if any("\u0400" <= letter <= "\u04ff" for letter in plain):
        forms = ["".join(_LETTERS.get(letter, letter) for letter in plain), to_latin(word)]
    ascii_forms = (re.sub("[^a-z0-9]", "", anyascii(fold(form)).lower()) or plain for form in forms)
    return tuple(dict.fromkeys(form[:WORD_LENGTH] for form in ascii_forms if form))


def _codes(word: str) -> frozenset[str]:
    # An initial sounds like too many names.
    return sounds(word) if any(len(form) > 1 for form in romanised(word)) else frozenset()


def words_of(name: str) -> list[str]:
    """The words under which a name is found. “Al Khatib” is asked for as “Alkhatib”, too."""
    words = spelled(name)
    return words + [first + second for first, second in pairwise(words) if _PARTICLES & set(romanised(first))]


@lru_cache(maxsize=20_000)
def _word_keys(word: str) -> frozenset[tuple[KeyKind, str]]:
    forms = romanised(word)
    parts = {form[at:] for form in forms for at in range(1, len(form) - PART_LENGTH + 1)}
    found = {KeyKind.WORD: forms, KeyKind.SOUND: _codes(word), KeyKind.PART: parts}
    return frozenset((kind, key) for kind, keys in found.items() for key in keys)


def keys_of(names: Iterable[str], numbers: Iterable[str], phone: str | None = None) -> set[tuple[KeyKind, str]]:
    """The keys under which a person is found: by names, each whole in one script, numbers (A-000123) and telephone."""
    keys: set[tuple[KeyKind, str]] = set()
    for word in {word for name in names for word in words_of(name)}:
        keys |= _word_keys(word)
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        keys |= {(KeyKind.NUMBER, digits), (KeyKind.NUMBER, digits.lstrip("0") or "0")}
    digits = re.sub(r"\D", "", phone or "")
    keys |= {(KeyKind.PHONE, digits[at:]) for at in range(len(digits) - PHONE_PART + 1)}
    return keys


@dataclass(frozen=True)
class Term:
    """One thing a question asks for, all of which must be found: a word, or digits."""

    text: str
    forms: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    digits: str = ""
    is_number: bool = False
    """Whether it is written as the person's own number: A-123."""

    @property
    def beginnings(self) -> tuple[str, ...]:
        """How the rest of a longer name could begin that sounds like this; only what is long enough to tell."""
        cut = {code.rstrip("AEIOU") for code in self.codes}
        return tuple(sorted(code for code in cut if len(code) > 2))

    @property
    def codes_begin(self) -> bool:
        """Whether every code is the beginning of itself, so that whoever looks for beginnings finds the codes, too."""
        return all(code.startswith(self.beginnings) for code in self.codes)

    @property
    def parts(self) -> tuple[str, ...]:
        """What is looked for in the middle of words."""
        return tuple(form for form in self.forms if len(form) >= PART_LENGTH)

    @property
    def telephones(self) -> tuple[str, ...]:
        """The digits as they can stand in a telephone number: 0888 is +359888."""
        return tuple(dict.fromkeys(one for one in (self.digits, self.digits.lstrip("0")) if len(one) >= PHONE_PART))

    def match(self, word: str) -> Match | None:
        """How a word as written answers this term; None when it does not."""
        forms = romanised(word)
        if set(forms) & set(self.forms):
            return Match.EXACT
        if any(form.startswith(self.forms) for form in forms):
            return Match.PREFIX
        codes = _codes(word)
        if codes & self.codes:
            return Match.VARIANT
        if any(code.startswith(self.beginnings) for code in codes):
            return Match.VARIANT_PREFIX
        return Match.PART if any(part in form for part in self.parts for form in forms) else None


def asked(question: str) -> list[Term]:
    """The terms of a question. Digits that stand together are one: 0888 123 456."""
    plain = unicodedata.normalize("NFKC", question).casefold().replace("\0", " ")
    terms = []
    for found in _DIGITS.finditer(plain):
        digits = "".join(str(unicodedata.decimal(one)) for one in found[2] if one.isdecimal())
        terms.append(Term(found[0].strip(), digits=digits[:20], is_number=bool(found[1])))
    words = spelled(_DIGITS.sub(" ", plain))
    terms += [Term(word, romanised(word), _codes(word)) for word in words]
    return [term for term in terms if term.digits or term.forms][:TERMS]


@dataclass(frozen=True)
class Piece:
    """A piece of a name as a page shows it, and how it answers the question."""

    text: str
    match: Match | None = None


def pieces(name: str, terms: Sequence[Term]) -> list[Piece]:
    """A name cut into its words and what stands between them, each with how it answers the question."""
    found = []
    for text in re.split(r"([^\W_]+(?:[’'ʼ‘`\u064b-\u065f\u0300-\u036f]+[^\W_]*)*)", name):
        matches = [match for word in spelled(text) for term in terms if (match := term.match(word)) is not None]
        found.append(Piece(text, min(matches, default=None)))
    return [piece for piece in found if piece.text]


def other_spellings(names: Sequence[str], terms: Sequence[Term]) -> list[tuple[str, str]]:
    """What was asked and the word that was taken for another spelling of it, where nothing closer was found."""
    words = [word for name in names for word in re.findall(r"\w+", name)]
    notes = []
    for term in terms:
        answers = ((match, word) for word in words for part in spelled(word) if (match := term.match(part)) is not None)
        best, word = min(answers, key=lambda answer: answer[0], default=(None, ""))
        if best in (Match.VARIANT, Match.VARIANT_PREFIX):
            notes.append((term.text, word))
    return notes
