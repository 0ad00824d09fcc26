"""Understanding cells that hold words of a list: documents, scripts, when and how a person can come; and numbers.

Every function returns the value as it is stored or raises ValueError with a message for the person.
"""

import re

from flask_babel import lazy_gettext as _l
from stdnum.bg import egn, pnf

from lms.learners.models import Document, Meets, PartOfWeek
from lms.learners.names import fold
from lms.spreadsheets import Cell

LONGEST_SCHOOLING = 30
# The beginnings of words that tell a document; the first line that fits decides.
_DOCUMENTS = (
    (Document.NONE, ("няма", "none", "no document", "без документ")),
    (Document.SEEKER_CARD, ("регистрационна", "търсещ", "registration", "seeker", "asylum")),
    (Document.PROTECTION_CARD, ("бежан", "хуманитар", "закрила", "refugee", "protection", "humanitarian")),
    (Document.RESIDENCE_CARD, ("пребива", "разрешение", "residence", "permit")),
    (Document.IDENTITY_CARD, ("лична", "identity", "id")),
    (Document.PASSPORT, ("паспорт", "задграничен", "passport")),
    (Document.OTHER, ("друг", "other")),
)
_WORKDAYS = {
    PartOfWeek.MORNING: ("сутрин", "morning", "преди обед"),
    PartOfWeek.AFTERNOON: ("следобед", "afternoon"),
    PartOfWeek.EVENING: ("вечер", "evening"),
}
_WEEKEND = {
    PartOfWeek.MORNING: PartOfWeek.WEEKEND_MORNING,
    PartOfWeek.AFTERNOON: PartOfWeek.WEEKEND_AFTERNOON,
    PartOfWeek.EVENING: PartOfWeek.WEEKEND_EVENING,
}
_WEEKEND_WORDS = ("уикенд", "събота", "неделя", "почивни", "weekend", "saturday", "sunday")
_ALWAYS = ("винаги", "по всяко време", "always", "any", "any time")
_MEETS = {
    Meets.EITHER: ("и двете", "двете", "either", "both", "присъствено или онлайн", "in person or online"),
    Meets.IN_PERSON: ("присъствено", "на място", "in person"),
    Meets.ONLINE: ("онлайн", "дистанционно", "online"),
}


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def document(cell: Cell) -> Document:
    """The kind of document, by its name in Bulgarian or English."""
    written = fold(_text(cell).replace("_", " "))
    for value, beginnings in _DOCUMENTS:
        if any(re.search(rf"\b{re.escape(fold(beginning))}", written) for beginning in beginnings):
            return value
    raise ValueError(
        _l(
            "This document is not known. Write one of: passport, identity card, residence card, protection card, "
            "registration card, other, none."
        )
    )


def personal_number(cell: Cell) -> str:
    """ЛНЧ or ЕГН: ten digits, the last of which must fit the others (ordinances on ЕСГРАОН and on the ЕРЧ)."""
    digits = re.sub(r"[\s.\-]", "", _text(cell))
    # A spreadsheet that took the number for a quantity has dropped its first zeros.
    if isinstance(cell, (int, float)) and digits.isdigit():
        digits = digits.zfill(10)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 10):
        raise ValueError(_l("A personal number (ЛНЧ or ЕГН) has ten digits."))
    if not (pnf.is_valid(digits) or egn.is_valid(digits)):
        raise ValueError(_l("This is neither a ЛНЧ nor an ЕГН. Look at the document again, digit by digit."))
    return digits


def schooling_years(cell: Cell) -> int:
    """Years at school and university."""
    written = re.sub(r"\s*(г\.?|години|years?)$", "", _text(cell))
    if not (written.isascii() and written.isdigit() and len(written) <= 3 and int(written) <= LONGEST_SCHOOLING):
        raise ValueError(_l("Write the years as a number from 0 to %(most)s.", most=LONGEST_SCHOOLING))
    return int(written)


def available(cell: Cell) -> frozenset[PartOfWeek]:
    """When a person can come: “mornings, weekend afternoons”; a weekend without more is all of it."""
    found: set[PartOfWeek] = set()
    for part in filter(None, (fold(piece) for piece in re.split(r"[,;/+]", _text(cell)[:400]))):
        found |= _parts_of_week(part)
    if not found:
        raise ValueError(_NO_TIME)
    return frozenset(found)


_NO_TIME = _l("Write when the person can come: mornings, afternoons, evenings, weekends; by commas.")


def _parts_of_week(written: str) -> set[PartOfWeek]:
    if written in map(fold, _ALWAYS):
        return set(PartOfWeek)
    parts = {part for part, words in _WORKDAYS.items() if any(fold(word) in written for word in words)}
    if any(fold(word) in written for word in _WEEKEND_WORDS):
        return {_WEEKEND[part] for part in parts or set(_WORKDAYS)}
    if not parts:
        raise ValueError(_NO_TIME)
    return parts


def meets(cell: Cell) -> Meets:
    """How a person can take part, by words in Bulgarian or English."""
    written = fold(_text(cell).replace("_", " "))
    for value, words in _MEETS.items():
        if written in map(fold, words):
            return value
    raise ValueError(_l("Write “присъствено”, “онлайн” or “и двете”."))
