"""Understanding the cells of an uploaded list: dates, sex, countries, languages, telephones.

Every function returns the value as it is stored or raises ValueError with a message for the person.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from babel import Locale
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from lms.learners import import_words
from lms.learners.models import BirthPrecision, ResidenceStatus, Sex
from lms.learners.names import fold
from lms.spreadsheets import Cell

OLDEST = 110
DATE_LIMIT = 40
_SEX = {
    Sex.FEMALE: "ж жена женски f female woman",
    Sex.MALE: "м мъж мъжки m male man",
    Sex.OTHER: "друг друго other x",
    Sex.UNKNOWN: "неизвестен неизвестно unknown",
}
# The beginnings of words that tell a status; the first line that fits decides: the family of a refugee is a family.
_STATUS = (
    (ResidenceStatus.OTHER, ("друг", "other")),
    (ResidenceStatus.FAMILY_MEMBER, ("семейств", "family")),
    (ResidenceStatus.ASYLUM_SEEKER, ("търс", "asylum", "seeker")),
    (ResidenceStatus.TEMPORARY_PROTECTION, ("временн", "temporary")),
    (ResidenceStatus.HUMANITARIAN, ("хуманитар", "субсидиар", "humanitarian", "subsidiary")),
    (ResidenceStatus.REFUGEE, ("бежан", "убежищ", "refugee")),
    (ResidenceStatus.RESIDENT, ("пребива", "resident", "residence")),
)
# What people write besides the names of the Unicode locale data.
_COUNTRIES = {
    "XX": ("без гражданство", "лице без гражданство", "stateless"),
    "TR": ("turkey", "турция"),
    "US": ("usa", "us", "сащ", "америка"),
    "GB": ("uk", "великобритания", "англия"),
    "RU": ("russia", "русия", "руска федерация"),
    "KR": ("южна корея", "south korea", "korea"),
    "VN": ("виетнам", "vietnam"),
    "MD": ("молдова", "moldova"),
    "SY": ("сирия", "syria"),
    "IR": ("иран", "iran"),
    "BY": ("беларус", "belarus"),
    "PS": ("палестина", "palestine"),
}
_LANGUAGES = {"fa": ("дари", "dari", "фарси", "farsi", "персийски"), "ku": ("кюрдски", "kurdish")}
_NO_COUNTRY = _l("This country is not known. Write its name in Bulgarian or English.")
_NO_LANGUAGE = _l("This language is not known. Write its name in Bulgarian or English.")
MOST_CODES = 8
"""As many nationalities or languages one person can have here."""
SHORTEST_BEGINNING = 3
"""Letters after which the beginning of a name may stand for it."""
_NO_DATE = _l("Write the date as 31.12.1990, or only the year.")
_TRUE, _FALSE = "да yes y true 1 д", "не no n false 0 н"


def text(cell: Cell) -> str:
    """A cell as text; a number without the “.0” that spreadsheets give telephones."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def born(cell: Cell, today: date) -> tuple[date, BirthPrecision]:
    """A date of birth, or the year of one (kept as its 1 January with the precision of a year)."""
    if isinstance(cell, datetime):
        return _plausible(cell.date(), today), BirthPrecision.DAY
    if isinstance(cell, date):
        return _plausible(cell, today), BirthPrecision.DAY
    written = re.sub(r"(г\.?|год\.?|година)$", "", text(cell)[: DATE_LIMIT + 1]).strip()
    if len(written) > DATE_LIMIT:
        raise ValueError(_NO_DATE)
    if re.fullmatch(r"\d{4}", written):
        return _plausible(_date(int(written), 1, 1), today), BirthPrecision.YEAR
    if parts := re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]00:00(?::00)?)?", written):
        year, month, day = map(int, parts.groups())
        return _plausible(_date(year, month, day), today), BirthPrecision.DAY
    if parts := re.fullmatch(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})", written):
        day, month, year = map(int, parts.groups())
        return _plausible(_date(year, month, day), today), BirthPrecision.DAY
    raise ValueError(_NO_DATE)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_l("There is no such day. The order is day, month, year.")) from None


def _plausible(day: date, today: date) -> date:
    if not today.year - OLDEST <= day.year or day > today:
        raise ValueError(_l("A date of birth cannot be in the future or more than %(n)s years ago.", n=OLDEST))
    return day


def sex(cell: Cell) -> Sex:
    """Sex, by a word or letter in Bulgarian or English."""
    for value, words in _SEX.items():
        if fold(text(cell)) in words.split():
            return value
    raise ValueError(_l("Write “ж” or “м”."))


def status(cell: Cell) -> ResidenceStatus:
    """The legal ground of stay, by its name in Bulgarian or English."""
    words = fold(text(cell)).replace("_", " ").split()
    for value, beginnings in _STATUS:
        if any(word.startswith(fold(beginning)) for word in words for beginning in beginnings):
            return value
    raise ValueError(
        _l(
            "This status is not known. Write one of: temporary protection, refugee, humanitarian status, "
            "asylum seeker, long-term resident, family member, other."
        )
    )


def yes_or_no(cell: Cell) -> bool:
    """Yes or no, in Bulgarian or English."""
    if isinstance(cell, bool):
        return cell
    if fold(text(cell)) in _TRUE.split():
        return True
    if fold(text(cell)) in _FALSE.split():
        return False
    raise ValueError(_l("Write “да” or “не”."))


@cache
def _named(kind: str) -> dict[str, str]:
    """Names in Bulgarian and English, folded, and the code each means."""
    found: dict[str, str] = {}
    for locale in (Locale("en"), Locale("bg")):
        codes = locale.territories if kind == "countries" else locale.languages
        length = 2 if kind == "countries" else 3
        plain = {code: name for code, name in codes.items() if code.isalpha() and len(code) <= length}
        found |= {fold(name): code for code, name in plain.items()}
        found |= {code.lower(): code for code in plain}
    extra = _COUNTRIES if kind == "countries" else _LANGUAGES
    return found | {fold(word): code for code, words in extra.items() for word in words}


def nationalities(cell: Cell) -> tuple[str, ...]:
    """Two-letter codes (ISO 3166) of countries named in Bulgarian or English, by commas; XX for stateless."""
    written = text(cell)
    names = [written] if fold(written) in _named("countries") else re.split(r"[,;/+]", written)
    found = [_code("countries", name, _NO_COUNTRY) for name in names if name.strip()]
    if not found:
        raise ValueError(_NO_COUNTRY)
    if len(set(found)) > MOST_CODES:
        raise ValueError(_l("At most %(count)s can be written.", count=MOST_CODES))
    return tuple(dict.fromkeys(found))


def language(cell: Cell) -> str:
    """A language's code (ISO 639), by its name in Bulgarian or English."""
    return _code("languages", fold(text(cell)).removesuffix(" език").removesuffix(" language"), _NO_LANGUAGE)


def languages(cell: Cell) -> tuple[str, ...]:
    """The codes (ISO 639) of languages named in Bulgarian or English, by commas."""
    found = [language(name) for name in re.split(r"[,;/+]", text(cell)) if name.strip()]
    if not found:
        raise ValueError(_NO_LANGUAGE)
    if len(set(found)) > MOST_CODES:
        raise ValueError(_l("At most %(count)s can be written.", count=MOST_CODES))
    return tuple(dict.fromkeys(found))


def _code(kind: str, written: str, unknown: Any) -> str:
    """The code of a name, or of the one name that begins so. Raises ValueError where none or several do."""
    names, folded = _named(kind), fold(written)
    if folded in names:
        return names[folded]
    if len(folded) < SHORTEST_BEGINNING:
        raise ValueError(unknown)
    begun = {code: name for name, code in names.items() if name.startswith(folded)}
    if len(begun) == 1:
        return next(iter(begun))
    if 1 < len(begun) <= MOST_CODES:
        raise ValueError(_l("Which one: %(names)s?", names=", ".join(sorted(begun.values()))))
    raise ValueError(unknown)


def phone(cell: Cell) -> str:
    """A telephone number as +359 888 …: digits with an international prefix; a leading 0 means Bulgaria."""
    written = text(cell)
    digits = re.sub(r"\D", "", written)
    if re.search(r"[^\d\s()+/.\-]", written) or not 6 <= len(digits) <= 15:
        raise ValueError(_l("This is not a telephone number. Write one number, with digits only."))
    if written.lstrip().startswith("+"):
        return "+" + digits
    if digits.startswith("00"):
        return "+" + digits[2:]
    if digits.startswith("0"):
        return "+359" + digits[1:]
    # A spreadsheet drops the first zero of 0888…; nine digits that begin with 8 or 9 are a Bulgarian mobile.
    return "+359" + digits if len(digits) == 9 and digits[0] in "89" else "+" + digits


def email(cell: Cell) -> str:
    """An e-mail address, in lower case."""
    try:
        # example.org is where invented people live, so reserved names are let through.
        checked = validate_email(text(cell), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError(_l("This is not an e-mail address.")) from None
    return str(checked.normalized).lower()


READERS: dict[str, Callable[[Cell], Any]] = {
    "sex": sex,
    "document": import_words.document,
    "personal_number": import_words.personal_number,
    "nationalities": nationalities,
    "mother_tongue": language,
    "other_languages": languages,
    "language": language,
    "phone": phone,
    "email": email,
    "status": status,
    "reads_cyrillic": yes_or_no,
    "reads_latin": yes_or_no,
    "reads_other": yes_or_no,
    "schooling_years": import_words.schooling_years,
    "available": import_words.available,
    "meets": import_words.meets,
    "child_care": yes_or_no,
}
"""How a field with one value is read; names and dates of birth have ways of their own."""
