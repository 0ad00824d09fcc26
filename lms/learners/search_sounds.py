"""How a name sounds, whoever wrote it down: codes that Mohammed, Muhammad, Мохамед and محمد share.

A code keeps the consonants, the class of a vowel at the beginning and at the end, and the glides of ия and ей;
vowels between consonants differ from clerk to clerk and go. A letter that is read in several ways (J of Julia and
of Jamal, г of Галина and Halyna) gives several codes. The tables say which letters clerks exchange, nothing else.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

CODES = 24
"""The most readings of one word that are kept."""
# One sign for each sound: S of sh, C of ch, j of zh and of J in Jamal, h of kh too, Y a glide. Readings stand
# apart by spaces; _ is silence.
_LATIN: Mapping[str, str] = {
    "shch": "SC", "tsch": "C", "sht": "St", "sch": "S SC", "tch": "C", "dzh": "j", "sh": "S", "ch": "C h",
    "zh": "j", "kh": "h", "gh": "g", "ph": "f", "th": "t", "ts": "ts", "tz": "ts", "dj": "j", "ck": "k",
    "qu": "kv k", "cz": "C", "ng": "ng n", "ce": "se Ce je", "ci": "si Ci ji", "cy": "si Ci", "c": "k j ts",
    "j": "y j", "x": "ks S s h", "q": "k g", "w": "v", "ş": "S", "š": "S", "ç": "C", "č": "C", "ć": "C",
    "ž": "j", "ğ": "g y _", "ı": "i", "đ": "d j", "g": "g h",
}  # fmt: skip
_CYRILLIC: Mapping[str, str] = {
    "дж": "j", "дз": "j dz", "нг": "ng n", "а": "a", "б": "b", "в": "v", "г": "g h", "ґ": "g", "д": "d",
    "е": "e", "є": "ye", "ж": "j", "з": "z", "и": "i", "і": "i", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts",
    "ч": "C", "ш": "S", "щ": "St SC S", "ъ": "e", "ы": "i", "ь": "_", "э": "e", "ю": "yu", "я": "ya",
    "ә": "a e", "ұ": "u", "ү": "u", "қ": "k", "ғ": "g", "ң": "n", "һ": "h", "ҳ": "h", "ө": "o", "ҷ": "j",
    "ӣ": "i", "ӯ": "u", "ў": "u",
}  # fmt: skip
# Short vowels are not written: ا, و and ي are vowels, glides or nothing.
_ARABIC: Mapping[str, str] = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ى": "a", "ة": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s t",
    "ج": "j g", "چ": "C", "ح": "h", "خ": "h", "د": "d", "ذ": "z d", "ر": "r", "ز": "z", "ژ": "j", "س": "s",
    "ش": "S", "ص": "s", "ض": "d z", "ط": "t", "ظ": "z d", "ع": "_", "غ": "g", "ف": "f", "ق": "k g", "ك": "k",
    "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "o v", "ي": "e Y", "ی": "e Y", "ئ": "_ Y",
    "ؤ": "_", "ء": "_",
}  # fmt: skip
_FIRST: Mapping[str, str] = {"ا": "a i o", "ع": "a i o", "و": "v", "ي": "Y", "ی": "Y", "أ": "a o"}
_LAST: Mapping[str, str] = {"ا": "a", "ه": "a h", "و": "o", "ي": "i", "ی": "i a", "ء": "_ a"}
# The letters alone cannot tell these from a name that other vowels make: Hussein is not Hasan.
_KNOWN: Mapping[str, str] = {
    "حسين": "husayn", "حسین": "husayn", "عبدالله": "abdulla", "عبداللہ": "abdulla", "محمود": "mahmud",
}  # fmt: skip
# Mahmoud has the consonants of Mohammed, and both are too common to stand together.
_APART = re.compile("mahm(?:u|o|ou)d")
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]")
_ARABIC_LETTERS = re.compile("[\u0620-\u06ff]")
_ENDINGS = {"a": "A", "e": "A", "i": "I", "y": "I", "o": "O", "u": "O"}
_BEGINNINGS = {"a": "a", "e": "e", "i": "e", "y": "e", "o": "o", "u": "o"}
_LONGEST = 40


@lru_cache(maxsize=20_000)
def sounds(word: str) -> frozenset[str]:
    """The codes of one word in lower case with its letters as written; empty where it has none."""
    codes: set[str] = set()
    for text in _spoken(word[:_LONGEST]):
        codes |= {code for code in _skeletons(text) if code}
    return frozenset(sorted(codes)[:CODES])


def _spoken(word: str) -> Iterable[str]:
    """The readings of a word, each a text of sounds."""
    if _ARABIC_LETTERS.search(word):
        word = _MARKS.sub("", word)
        if word in _KNOWN:
            return [_KNOWN[word]]
        whole = _readings(_arabic(word))
        return [*whole, *_readings(_arabic(word[2:]))] if word.startswith("ال") and len(word) > 4 else whole
    cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in word)
    plain = word if cyrillic else _plain(word)
    return _readings(_units(plain, _CYRILLIC if cyrillic else _LATIN))


def _plain(word: str) -> str:
    """Latin letters as they are, those of every other script as they are commonly read."""
    known = set("".join(_LATIN))
    return "".join(letter if letter in known else anyascii(letter).lower() for letter in word)


def _units(word: str, table: Mapping[str, str]) -> list[str]:
    units, at, longest = [], 0, max(map(len, table))
    while at < len(word):
        sizes = range(min(longest, len(word) - at), 0, -1)
        part = next((word[at : at + size] for size in sizes if word[at : at + size] in table), word[at])
        # Half-vowels and hard marks of alphabets this table does not know are no sound.
        units.append(table.get(part) or (part if part.isascii() and part.isalnum() else "_"))
        at += len(part)
    return units


def _arabic(word: str) -> list[str]:
    units = [_ARABIC.get(letter, "_") for letter in word]
    if units:
        units[-1] = _LAST.get(word[-1], units[-1])
        units[0] = _FIRST.get(word[0], units[0])
    return units


def _readings(units: Iterable[str]) -> list[str]:
    found = islice(product(*(unit.split() for unit in units)), CODES)
    return list(dict.fromkeys("".join(parts).replace("_", "") for parts in found))


def _skeletons(text: str) -> set[str]:
    """The codes of one reading: its consonants, glides, and the classes of its first and last vowel."""
    texts = [re.sub(r"(.)\1+", r"\1", text)]
    if _APART.fullmatch(texts[0]):
        return {"mhmUd"}
    if re.search("[aeo]h$", texts[0]):
        texts.append(texts[0][:-1])
    found = set()
    for one in texts:
        parts = re.findall("[aeiouy]+|[^aeiouy]+", one)
        told = [_told(part, at == 0, at == len(parts) - 1) for at, part in enumerate(parts)]
        found |= {"".join(said).replace("YY", "Y") for said in islice(product(*told), CODES)}
    return found


def _told(part: str, first: bool, last: bool) -> tuple[str, ...]:
    """What a run of vowels leaves in the code; a run of consonants stays."""
    if part[0] not in "aeiouy":
        return (part,)
    if first and (begun := re.match("[iy]+(?=[aou])|u(?=[aei])", part)):
        glide, rest = ("Y",) if begun[0] != "u" else ("v", "o"), part[begun.end() :]
        return tuple(one + _ENDINGS[rest[-1]] for one in glide) if last else glide
    beginning = _BEGINNINGS[re.sub("^y+(?=[ei])", "", part)[0]] if first else ""
    if last:
        glides = ("Y",) if re.search("[iy]a$", part) else ("", "v") if re.search("u[ae]$", part) else ("",)
        ending = "" if first and len(part) == 1 else _ENDINGS[part[-1]]
        return tuple(beginning + glide + ending for glide in glides)
    return tuple(beginning + glide for glide in _glides(part))


def _glides(vowels: str) -> tuple[str, ...]:
    # Lyudmila is Ludmila and Daniyel is Daniel, but Mariana is not Marina and Hussein is not Hasan.
    if re.search("y[eou]|i[ou]", vowels):
        return ("", "Y")
    if "ui" in vowels:
        return ("", "v", "Y")
    if re.search("[aeou][iy]|[iy]a|ae", vowels):
        return ("Y",)
    return ("", "v") if re.search("u[ae]", vowels) else ("",)
