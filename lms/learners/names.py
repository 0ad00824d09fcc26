"""Names in several scripts: which script a name is in, and the same name in the other alphabet.

Bulgarian to Latin follows the Transliteration Act (State Gazette 19/2009); the other way is a suggestion.
"""

import re
import unicodedata
from functools import lru_cache

from lms.learners.alphabets import (
    ENDINGS,
    ESTABLISHED,
    KNOWN,
    ONE_LETTER,
    TO_BULGARIAN,
    TO_CYRILLIC,
    TO_LATIN,
)

WORDS = 8192
"""How many words are remembered in the other alphabet: a long list holds few names many times."""
_VOWELS = "aeiouyаеиоуъюя"
# Persian and Indian names are written with these; everything else that cannot be seen is noise.
_JOINERS = "\u200c\u200d"
# Colours of skin, and what tells a telephone to draw the sign before as a picture.
_OF_PICTURES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u20e3]|(?<!\\w)[\u200c\u200d]|[\u200c\u200d](?!\\w)")
_APOSTROPHES = "'’ʼʹ‘`"
_MARKS = "ʻʼʾʿˈ"
"""What Latin spellings of Uzbek and Arabic names put for a sound that Bulgarian does not write."""


def script_of(text: str) -> str:
    """The script most letters of a text are in: latin, cyrillic, or other; empty without letters."""
    counts = {"latin": 0, "cyrillic": 0, "other": 0}
    for letter in filter(str.isalpha, text):
        name = unicodedata.name(letter, "")
        counts["latin" if "LATIN" in name else "cyrillic" if "CYRILLIC" in name else "other"] += 1
    best = max(counts, key=lambda script: counts[script])
    return best if counts[best] else ""


def to_bulgarian(text: str) -> str:
    """A Cyrillic name in the letters that Bulgarian has: Олексій → Олексий, Юлія → Юлия, Семён → Семьон.

    ь stands only before о in Bulgarian, and an apostrophe between letters is not written.
    """
    joined = re.sub(rf"(?<=[^\W\d_])[{_APOSTROPHES}](?=[єїюяЄЇЮЯ])", "", text)
    return re.sub(r"[^\W\d_]+", lambda word: _in_bulgarian(word[0]), joined)


def _in_bulgarian(word: str) -> str:
    changed = _word_to_bulgarian(word.lower())
    return word if changed == word.lower() else _like(word, changed)


@lru_cache(maxsize=WORDS)
def _word_to_bulgarian(word: str) -> str:
    word = re.sub(r"ья$", "ия", word)
    word = re.sub(r"(?<=[бвгджзклмнпрстфхцчшщ])ё", "ьо", word).replace("ё", "йо")
    word = re.sub(r"ь(?!о)", "", word) or word
    return "".join(TO_BULGARIAN.get(letter, letter) for letter in word)


def to_latin(text: str) -> str:
    """A Cyrillic name in Latin letters: Мария → Maria, Щерев → Shterev, Юлія → Yulia."""
    return re.sub(r"[^\W\d_]+", lambda word: _like(word[0], _word_to_latin(word[0].lower())), to_bulgarian(text))


@lru_cache(maxsize=WORDS)
def _word_to_latin(word: str) -> str:
    if word in ESTABLISHED:
        return ESTABLISHED[word]
    if word.endswith("ия"):
        return _word_to_latin(word[:-2]) + "ia"
    return "".join(TO_LATIN.get(letter, letter) for letter in word)


def to_cyrillic(text: str) -> str:
    """A Latin name in Bulgarian letters, as a suggestion a person can put right: Yulia → Юлия."""
    whole = unicodedata.normalize("NFC", "".join(sign for sign in text if sign not in _MARKS))
    return re.sub(r"[^\W\d_]+", lambda word: _like(word[0], _word_to_cyrillic(word[0].lower())), whole)


@lru_cache(maxsize=WORDS)
def _word_to_cyrillic(word: str) -> str:
    if known := KNOWN.get(fold(word)):
        return known
    for ending, bulgarian in ENDINGS:
        if word.endswith(ending) and len(word) > max(3, len(ending)):
            return _letters_to_cyrillic(word.removesuffix(ending)) + bulgarian
    return _letters_to_cyrillic(word)


def _letters_to_cyrillic(word: str) -> str:
    done, at = "", 0
    while at < len(word):
        found = next(((old, new) for old, new in TO_CYRILLIC if word.startswith(old, at)), None)
        if word.startswith("yo", at):
            found = ("yo", "ьо" if at and word[at - 1] not in _VOWELS else "йо")
        if found is None:
            found = (word[at], _letter_to_cyrillic(word, at))
        done += found[1]
        at += len(found[0])
    return done


def _letter_to_cyrillic(word: str, at: int) -> str:
    letter = word[at]
    if letter == "y":
        after_vowel = at > 0 and word[at - 1] in _VOWELS
        return "й" if after_vowel or at == 0 else "и"
    plain = unicodedata.normalize("NFD", letter)[0]
    return ONE_LETTER.get(letter) or ONE_LETTER.get(plain, letter)


def _like(word: str, other: str) -> str:
    """The other word with the capitals of the first: Мария → Maria, ИВАН → IVAN."""
    if word.isupper() and len(word) > 1:
        return other.upper()
    return other[:1].upper() + other[1:] if word[:1].isupper() else other


def fold(text: str) -> str:
    """A text for comparing: lower case, without accents, one space between words.

    The breve of й and the dots of ї go too, so that „Йорданова“ is found as „Иорданова“.
    """
    # Compatibility caseless matching (Unicode Standard 3.13): a decorated letter has its case only once it is plain.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", text).casefold())
    letters = unicodedata.normalize("NFKD", plain.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", kept).split())


def clean(text: str) -> str:
    """A name as it is stored: one space between words, without marks of direction that cannot be seen."""
    spaced = re.sub(r"\s+", " ", text)
    hidden = ("Cc", "Cf", "Cs")
    visible = "".join(sign for sign in spaced if sign in _JOINERS or unicodedata.category(sign) not in hidden)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def clean_name(text: str) -> str:
    """A name as it is stored, without the pictures people add to names in their telephones; empty without a letter."""
    name = clean(_OF_PICTURES.sub("", "".join(sign for sign in text if unicodedata.category(sign) != "So")))
    return name if any(sign.isalpha() for sign in name) else ""
