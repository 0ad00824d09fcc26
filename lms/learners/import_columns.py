"""Which column of an uploaded list says what: headers in Bulgarian or English, in any order.

A list often begins with a title, so the header is the first row in which enough columns are understood.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.learners.names import fold
from lms.spreadsheets import Cell

HEADERS: dict[str, tuple[str, ...]] = {
    "full_name": (
        "име и фамилия", "имена", "три имена", "пълно име", "курсист", "участник", "name", "full name",
        "names", "learner", "participant", "student", "name and surname",
    ),
    "given": (
        "име", "собствено име", "лично име", "малко име", "given name", "given names", "first name",
        "forename", "name latin", "given name latin", "име на латиница",
    ),
    "family": (
        "фамилия", "фамилно име", "family name", "last name", "surname", "family", "family name latin",
        "фамилия на латиница",
    ),
    "given_cyrillic": (
        "име на кирилица", "име кирилица", "собствено име на кирилица", "given name cyrillic",
        "name in cyrillic", "first name cyrillic", "given name in cyrillic",
    ),
    "family_cyrillic": (
        "фамилия на кирилица", "фамилия кирилица", "family name cyrillic", "last name cyrillic",
        "surname cyrillic", "family name in cyrillic",
    ),
    "name_native": (
        "име оригинал", "оригинално име", "име на родния език", "име на собствената писменост",
        "original name", "native name", "name in own script", "name original", "name in original script",
    ),
    "preferred_name": ("обръщение", "нарича се", "предпочитано име", "preferred name", "called", "known as"),
    "sex": ("пол", "sex", "gender"),
    "born": (
        "дата на раждане", "роден", "родена", "роден а на", "рождена дата", "година на раждане", "р д",
        "date of birth", "birth date", "birthdate", "dob", "born", "year of birth", "birthday",
    ),
    "document": ("документ", "вид документ", "документ за самоличност", "document", "kind of document"),
    "personal_number": (
        "лнч", "егн", "егн лнч", "лнч егн", "личен номер", "personal number", "lnch", "egn", "pnf",
    ),
    "nationalities": (
        "гражданство", "гражданства", "националност", "държава", "nationality", "nationalities", "citizenship",
        "country",
    ),
    "mother_tongue": ("майчин език", "роден език", "mother tongue", "native language", "first language"),
    "other_languages": (
        "други езици", "говори и", "езици", "other languages", "languages", "speaks also",
    ),
    "phone": (
        "телефон", "тел", "мобилен", "мобилен телефон", "gsm", "телефонен номер", "phone", "telephone",
        "mobile", "phone number", "mobile phone",
    ),
    "email": ("имейл", "email", "e mail", "е mail", "ел поща", "електронна поща", "мейл", "mail"),
    "town": ("град", "населено място", "град село", "town", "city", "place"),
    "status": ("статут", "статус", "вид закрила", "status", "legal status"),
    "language": (
        "език на общуване", "език за контакт", "language", "contact language", "language of contact",
    ),
    "reads_cyrillic": ("чете кирилица", "чете на кирилица", "reads cyrillic", "cyrillic"),
    "reads_latin": ("чете латиница", "чете на латиница", "reads latin", "reads latin letters", "latin"),
    "reads_other": (
        "чете друга писменост", "друга писменост", "reads another script",
        "reads other script", "чете и друга писменост",
    ),
    "schooling_years": (
        "години образование", "образование години", "години в училище", "образование",
        "years of schooling", "schooling", "years of education", "education",
    ),
    "available": (
        "кога може", "кога може да идва", "свободно време", "удобно време", "може да идва", "available", "availability",
        "when", "when they can come",
    ),
    "meets": ("присъствено или онлайн", "форма", "форма на обучение", "in person or online", "meets", "form"),
    "child_care": (
        "гледане на дете", "нужда от гледане на дете", "детски кът", "child care", "childcare",
        "child care needed",
    ),
    "access_needs": (
        "достъпност", "нужди за участие", "нужди за достъп", "особени нужди", "access needs",
        "accessibility",
    ),
}  # fmt: skip
TITLES = {
    "full_name": _l("Name and family name"),
    "given": _l("Given name"),
    "family": _l("Family name"),
    "given_cyrillic": _l("Given name in Cyrillic"),
    "family_cyrillic": _l("Family name in Cyrillic"),
    "name_native": _l("Name in own script"),
    "preferred_name": _l("Preferred name"),
    "sex": _l("Sex"),
    "born": _l("Date of birth"),
    "document": _l("Document"),
    "personal_number": _l("Personal number"),
    "nationalities": _l("Nationality"),
    "mother_tongue": _l("Mother tongue"),
    "other_languages": _l("Other languages"),
    "phone": _l("Phone"),
    "email": _l("E-mail"),
    "town": _l("Town"),
    "status": _l("Status"),
    "language": _l("Language of contact"),
    "reads_cyrillic": _l("Reads Cyrillic"),
    "reads_latin": _l("Reads Latin letters"),
    "reads_other": _l("Reads another script"),
    "schooling_years": _l("Years of schooling"),
    "available": _l("When they can come"),
    "meets": _l("In person or online"),
    "child_care": _l("Child care needed"),
    "access_needs": _l("Access needs"),
}
"""What a column is called on pages and in the template."""
SEARCHED_ROWS = 20
_MEANING = {fold(header): field for field, headers in HEADERS.items() for header in headers}


@dataclass(frozen=True)
class Columns:
    """Where the header stands (from 0), which column holds which field, and what was not understood."""

    row: int
    fields: dict[int, str]
    unknown: tuple[str, ...]


def find_columns(rows: Sequence[Sequence[Cell]]) -> Columns:
    """Find the header and what its columns mean.

    Raises DomainError when no row names a column for the name, or when two columns mean the same.
    """
    best = max(range(min(len(rows), SEARCHED_ROWS)), key=lambda index: len(_meanings(rows[index])), default=0)
    found = _meanings(rows[best]) if rows else {}
    if not {"full_name", "given"} & set(found.values()):
        raise DomainError(
            _l("No column for the name was found. Name it “Име” or “Name” in the first row of the table.")
        )
    double = [field for field in TITLES if list(found.values()).count(field) > 1]
    if double:
        raise DomainError(_l("Two columns mean the same: %(column)s. Remove or rename one.", column=TITLES[double[0]]))
    unknown = tuple(str(cell) for index, cell in enumerate(rows[best]) if cell not in (None, "") and index not in found)
    return Columns(best, _untangled(found), unknown)


def _meanings(row: Sequence[Cell]) -> dict[int, str]:
    return {
        index: _MEANING[fold(cell)]
        for index, cell in enumerate(row)
        if isinstance(cell, str) and fold(cell) in _MEANING
    }


def _untangled(found: dict[int, str]) -> dict[int, str]:
    # “Име” or “Name” alone is the whole name; beside a family name it is the given one.
    has_family = "family" in found.values()
    swap = {"full_name": "given"} if has_family else {"given": "full_name"}
    if {"full_name", "given"} <= set(found.values()):
        swap = {}
    return {index: swap.get(field, field) for index, field in found.items()}
