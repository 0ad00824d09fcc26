"""The words of this room for choices: what a stored value is called on a page."""

from collections.abc import Iterable

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from lms.learners.models import BirthPrecision, Learner, Meets, PartOfWeek, ResidenceStatus, Sex
from lms.learners.rules import Facts

SEX = {
    Sex.FEMALE: _l("woman"),
    Sex.MALE: _l("man"),
    Sex.OTHER: _l("other"),
    Sex.UNKNOWN: _l("not known"),
}
STATUS = {
    ResidenceStatus.TEMPORARY_PROTECTION: _l("temporary protection"),
    ResidenceStatus.REFUGEE: _l("refugee"),
    ResidenceStatus.HUMANITARIAN: _l("humanitarian status"),
    ResidenceStatus.ASYLUM_SEEKER: _l("asylum seeker"),
    ResidenceStatus.RESIDENT: _l("long-term or prolonged resident"),
    ResidenceStatus.FAMILY_MEMBER: _l("family member"),
    ResidenceStatus.OTHER: _l("other legal ground"),
}
PARTS_OF_WEEK = {
    PartOfWeek.MORNING: _l("weekday mornings"),
    PartOfWeek.AFTERNOON: _l("weekday afternoons"),
    PartOfWeek.EVENING: _l("weekday evenings"),
    PartOfWeek.WEEKEND_MORNING: _l("weekend mornings"),
    PartOfWeek.WEEKEND_AFTERNOON: _l("weekend afternoons"),
    PartOfWeek.WEEKEND_EVENING: _l("weekend evenings"),
}
MEETS = {
    Meets.IN_PERSON: _l("in person"),
    Meets.ONLINE: _l("online"),
    Meets.EITHER: _l("in person or online"),
}
STATELESS = _l("stateless")


def _locale() -> Locale:
    return get_locale() or Locale("bg")


def country(code: str | None) -> str:
    """The name of a country in the language of the page."""
    if code == "XX":
        return str(STATELESS)
    return str(_locale().territories.get(code, code)) if code else ""


def nationalities(codes: Iterable[str]) -> str:
    """The names of countries, in the order of the codes."""
    return ", ".join(country(code) for code in codes)


def language(code: str | None) -> str:
    """The name of a language in the language of the page."""
    return str(_locale().languages.get(code, code)) if code else ""


def countries() -> list[tuple[str, str]]:
    """Codes and names of all countries, by name; stateless last."""
    names = {code: name for code, name in _locale().territories.items() if len(code) == 2 and code.isalpha()}
    unreal = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "XX"}
    listed = sorted((item for item in names.items() if item[0] not in unreal), key=lambda item: item[1])
    return [*listed, ("XX", str(STATELESS))]


def languages() -> list[tuple[str, str]]:
    """Codes and names of languages, by name."""
    names = {code: name for code, name in _locale().languages.items() if len(code) <= 3 and code.isalpha()}
    return sorted(names.items(), key=lambda item: item[1])


def born(person: Learner | Facts) -> str:
    """When a person was born, as far as it is known."""
    if person.born_on is None:
        return ""
    if person.born_precision is BirthPrecision.YEAR:
        return str(person.born_on.year)
    return f"{person.born_on:%d.%m.%Y}"


def times(available: frozenset[PartOfWeek] | None) -> str:
    """When a person can come, in words."""
    if available is None:
        return str(_l("not asked when"))
    if available == frozenset(PartOfWeek):
        return str(_l("any time"))
    return ", ".join(str(name) for part, name in PARTS_OF_WEEK.items() if part in available) or str(_l("at no time"))
