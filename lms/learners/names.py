"""Names in several scripts: which script a name is in, and the same name in the other alphabet.

Bulgarian to Latin follows the Transliteration Act (State Gazette 19/2009); the other way is a suggestion.
"""

import re
import unicodedata

LATIN_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya",
}  # fmt: skip
# Letters of Russian and Ukrainian names, which the Act does not know.
LATIN_LETTERS |= {"ы": "y", "э": "e", "ё": "yo", "і": "i", "ї": "yi", "є": "ye", "ґ": "g"}
# Longest first: “shch” must be seen before “sh”.
_TO_CYRILLIC = (
    ("shch", "щ"), ("iya", "ия"), ("iia", "ия"), ("sht", "щ"), ("sch", "ш"), ("tch", "ч"), ("sh", "ш"),
    ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"), ("yu", "ю"), ("ya", "я"), ("yo", "йо"),
    ("ye", "е"), ("yi", "й"), ("ph", "ф"), ("th", "т"), ("gh", "г"), ("ck", "к"), ("qu", "кв"), ("oo", "у"),
    ("ou", "у"), ("ee", "и"), ("ş", "ш"), ("š", "ш"), ("ç", "ч"), ("č", "ч"), ("ž", "ж"), ("ğ", "г"),
    ("ı", "ъ"), ("ö", "ьо"), ("ü", "ю"), ("ce", "се"), ("ci", "си"), ("cy", "си"),
)  # fmt: skip
_ONE_LETTER = {
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "у", "x": "кс", "z": "з",
}  # fmt: skip
_VOWELS = "aeiouyаеиоуъюя"
# Persian and Indian names are written with these; everything else that cannot be seen is noise.
_JOINERS = "\u200c\u200d"
_COUNTRY = {"българия": "bulgaria"}


def script_of(text: str) -> str:
    """The script most letters of a text are in: latin, cyrillic, or other; empty without letters."""
    counts = {"latin": 0, "cyrillic": 0, "other": 0}
    for letter in filter(str.isalpha, text):
        name = unicodedata.name(letter, "")
        counts["latin" if "LATIN" in name else "cyrillic" if "CYRILLIC" in name else "other"] += 1
    best = max(counts, key=lambda script: counts[script])
    return best if counts[best] else ""


def to_latin(text: str) -> str:
    """A Cyrillic name in Latin letters: Мария → Maria, Щерев → Shterev, Юлия → Yulia."""
    return re.sub(r"[^\W\d_]+", lambda word: _like(word[0], _word_to_latin(word[0].lower())), text)


def _word_to_latin(word: str) -> str:
    if word in _COUNTRY:
        return _COUNTRY[word]
    if word.endswith("ия"):
        return _word_to_latin(word[:-2]) + "ia"
    return "".join(LATIN_LETTERS.get(letter, letter) for letter in word)


def to_cyrillic(text: str) -> str:
    """A Latin name in Bulgarian letters, as a suggestion a person can put right: Yulia → Юлия."""
    return re.sub(r"[^\W\d_]+", lambda word: _like(word[0], _word_to_cyrillic(word[0].lower())), text)


def _word_to_cyrillic(word: str) -> str:
    if word.endswith("ia") and len(word) > 3:
        return _word_to_cyrillic(word[:-2]) + "ия"
    done, at = "", 0
    while at < len(word):
        found = next(((old, new) for old, new in _TO_CYRILLIC if word.startswith(old, at)), None)
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
    return _ONE_LETTER.get(letter) or _ONE_LETTER.get(plain, letter)


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
