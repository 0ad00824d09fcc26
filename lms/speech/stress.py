"""Where the stress of a word stands: marks in a text, and the stress of phonemes moved to where the mark is.

A mark is a grave accent after the stressed vowel. espeak-ng hears one in a text, but stresses the end of the word
a second time, and guesses where there is none; so words with a mark reach it as phonemes. Pure.
"""

import re
import unicodedata
from collections.abc import Mapping

MARK = "\u0300"
"""The combining grave accent."""
_VOWELS = "аеиоуъюя"
_WORD = re.compile(rf"[а-я][а-я{MARK}]*", re.IGNORECASE)
_WHOLE = re.compile(rf"[а-я]*[{_VOWELS}]{MARK}[а-я]*", re.IGNORECASE)
_LEANING = "не|да|в|във|с|със|без|из|от|над|под|пред|през|след|зад"
"""Small words without a stress, whose last consonant is said as if it stood inside the next word."""
STRESSED = re.compile(rf"(?<![а-я])(?:(?:{_LEANING})\s+)?{_WHOLE.pattern}", re.IGNORECASE)
"""A word with a mark, and the small word that leans on it."""
_COMPARED = re.compile(rf"(?<![а-я])(?:по{MARK}?|на{MARK}?й)-(?=[а-я])", re.IGNORECASE)
_COMPARING = {"по-": f"по{MARK} ", "най-": f"на{MARK}й "}
"""They have a stress of their own, which espeak-ng forgets at a hyphen."""
_PRONOUN = f"и{MARK}"
"""The one word that is written with its accent everywhere, and has no stress."""
_ONE_FORM = str.maketrans(
    {"[": "(", "]": ")", "ѐ": f"е{MARK}", "ѝ": f"и{MARK}", "Ѐ": f"Е{MARK}", "Ѝ": f"И{MARK}", "\u0301": MARK}
)


def harmless(text: str) -> str:
    """Text in one form and without what espeak-ng takes for more than text: brackets and control characters."""
    return unicodedata.normalize("NFC", "".join(map(_visible, text))).translate(_ONE_FORM)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category.startswith(("C", "Z")) else character


def unmarked(text: str) -> str:
    """The text as it is written where nobody asks for the stress."""
    return _WORD.sub(lambda found: _without(found[0]), harmless(text))


def _without(word: str) -> str:
    return unicodedata.normalize("NFC", word) if word.lower() == _PRONOUN else word.replace(MARK, "")


def marked_by(lexicon: Mapping[str, str], text: str) -> str:
    """The text with the words of a lexicon as that says them, unless a mark in the text says otherwise."""
    apart = _COMPARED.sub(lambda found: _COMPARING[found[0].replace(MARK, "").lower()], harmless(text))
    return _WORD.sub(lambda found: _said(lexicon, found[0]), apart)


def _said(lexicon: Mapping[str, str], word: str) -> str:
    plain = _without(word)
    said = lexicon.get(plain.lower(), plain)
    if word.lower() == _PRONOUN or not _WHOLE.fullmatch(word):
        return said
    return said if MARK in said and syllable(said) == syllable(word) else word


def guessed_in(text: str) -> list[str]:
    """The words of a marked text that have several syllables and no mark."""
    return [word for word in _WORD.findall(text) if MARK not in word and _syllables(word) > 1]


def syllable(text: str) -> int:
    """Which syllable of a word, or of a small word and a word, the mark stands in, from 0."""
    return _syllables(text.partition(MARK)[0]) - 1


def _syllables(text: str) -> int:
    return sum(letter in _VOWELS for letter in text.lower())


def moved(phonemes: str, text: str) -> str | None:
    """The phonemes of a text with one stress, where its mark is; None when they are not of as many syllables.

    Which vowels are reduced follows from the stress: espeak-ng sees to it when it speaks them.
    """
    bare = re.sub("[',]", "", phonemes)
    vowels = [found.start() for found in re.finditer("[aeiou@]", bare)]
    if len(vowels) != _syllables(text):
        return None
    at = vowels[syllable(text)]
    return f"{bare[:at]}'{bare[at:]}"
