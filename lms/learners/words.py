"""The words of this room for choices: what a stored value is called on a page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from lms.learners.consent_models import Answer, Purpose
from lms.learners.contact_models import Answer as Reached
from lms.learners.contact_models import Reason, Way
from lms.learners.duplicate_rules import Sure, Why
from lms.learners.models import BirthPrecision, Document, Learner, Meets, PartOfWeek, ResidenceStatus, Sex
from lms.learners.rules import Facts
from lms.learners.safeguarding_models import Relation
from lms.learners.timeline import Kind

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
DOCUMENTS = {
    Document.PASSPORT: _l("passport"),
    Document.IDENTITY_CARD: _l("identity card"),
    Document.RESIDENCE_CARD: _l("residence card"),
    Document.PROTECTION_CARD: _l("card of a protected person"),
    Document.SEEKER_CARD: _l("registration card of an asylum seeker"),
    Document.OTHER: _l("another document"),
    Document.NONE: _l("no document"),
}
PARTS_OF_WEEK = {
    PartOfWeek.MORNING: _l("Mornings"),
    PartOfWeek.AFTERNOON: _l("Afternoons"),
    PartOfWeek.EVENING: _l("Evenings"),
    PartOfWeek.WEEKEND_MORNING: _l("Weekend mornings"),
    PartOfWeek.WEEKEND_AFTERNOON: _l("Weekend afternoons"),
    PartOfWeek.WEEKEND_EVENING: _l("Weekend evenings"),
}
MEETS = {
    Meets.IN_PERSON: _l("in person"),
    Meets.ONLINE: _l("online"),
    Meets.EITHER: _l("in person or online"),
}
RELATIONS = {
    Relation.PARENT: _l("parent"),
    Relation.RELATIVE: _l("relative"),
    Relation.GUARDIAN: _l("guardian"),
    Relation.REPRESENTATIVE: _l("representative"),
}
PURPOSES = {
    Purpose.PROCESSING: _l("Keeping the record"),
    Purpose.PHOTOGRAPHS: _l("Photographs"),
    Purpose.FUNDER: _l("Sharing with the funder"),
}
ANSWERS = {
    Answer.GIVEN: _l("agreed"),
    Answer.REFUSED: _l("did not agree"),
    Answer.WITHDRAWN: _l("withdrew it"),
}
ANSWER_TONES = {Answer.GIVEN: "good", Answer.REFUSED: "neutral", Answer.WITHDRAWN: "bad"}
EVENTS = {
    Kind.RECORD: _l("The record"),
    Kind.PLACEMENT: _l("Placement"),
    Kind.WAITING: _l("Waiting"),
    Kind.COURSE: _l("Courses"),
    Kind.ATTENDANCE: _l("Attendance"),
    Kind.RESULT: _l("Results"),
    Kind.MESSAGE: _l("Messages"),
    Kind.DOCUMENT: _l("Documents"),
    Kind.CONSENT: _l("Consent"),
}
YES_OR_NO = {True: _l("yes"), False: _l("no")}
WAYS = {
    Way.CALL: _l("Call"),
    Way.MESSAGE: _l("Message"),
    Way.VISIT: _l("In person"),
}
CONTACT_ANSWERS = {
    Reached.SPOKE: _l("We spoke"),
    Reached.COMING: _l("Will come"),
    Reached.CALL_AGAIN: _l("Asks to be called again"),
    Reached.NO_ANSWER: _l("No answer"),
    Reached.WRONG_NUMBER: _l("Wrong number"),
    Reached.WANTS_TO_LEAVE: _l("Wants to leave the course"),
}
ABSENCE_REASONS = {
    Reason.ILL: _l("Ill"),
    Reason.WORK: _l("At work"),
    Reason.CHILD_CARE: _l("With a child"),
}
CONTACT_TONES = {
    Reached.SPOKE: "good",
    Reached.COMING: "good",
    Reached.CALL_AGAIN: "info",
    Reached.NO_ANSWER: "neutral",
    Reached.WRONG_NUMBER: "bad",
    Reached.WANTS_TO_LEAVE: "warn",
}
WHY = {
    Why.PERSONAL_NUMBER: _l("the same personal number"),
    Why.SAME_NAME: _l("the same name"),
    Why.SWAPPED: _l("the same names in another order"),
    Why.OTHER_SPELLING: _l("the same name in another script or spelling"),
    Why.GIVEN_NAME: _l("the same given name"),
    Why.BIRTH_DATE: _l("the same date of birth"),
    Why.BIRTH_YEAR: _l("the same year of birth"),
    Why.PHONE: _l("the same telephone"),
}
SURE = {
    Sure.POSSIBLE: (_l("possible"), "neutral"),
    Sure.LIKELY: (_l("likely"), "warn"),
    Sure.CERTAIN: (_l("almost certain"), "bad"),
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


def own_language(code: str) -> str:
    """A language by the name its speakers call it."""
    return (Locale.parse(code).get_language_name() or code).capitalize()


def languages_of(codes: Iterable[str]) -> str:
    """The names of languages, in the order of the codes."""
    return ", ".join(language(code) for code in codes)


def available(person: Learner | Facts) -> str:
    """When a person can come, in the order of the week."""
    return ", ".join(str(PARTS_OF_WEEK[part]) for part in PartOfWeek if part in (person.available or ()))


def reads(person: Learner | Facts) -> str:
    """Which scripts a person reads, as far as it is known."""
    scripts = {
        _l("Cyrillic"): person.reads_cyrillic,
        _l("Latin letters"): person.reads_latin,
        _l("another script"): person.reads_other,
    }
    if all(known is False for known in scripts.values()):
        return str(_l("does not read"))
    told = [str(script) for script, known in scripts.items() if known]
    told += [str(_l("not %(script)s", script=script)) for script, known in scripts.items() if known is False]
    return ", ".join(told)


def offered_countries() -> list[tuple[str, str]]:
    """Names of countries with what else somebody may type for them: the name in the other language, the code."""
    return _offered(countries(), "territories")


def offered_languages() -> list[tuple[str, str]]:
    """Names of languages with what else somebody may type for them."""
    return _offered(languages(), "languages")


def _offered(named: list[tuple[str, str]], kind: str) -> list[tuple[str, str]]:
    other = getattr(Locale("en" if _locale().language == "bg" else "bg"), kind)
    return [(name, f"{other.get(code, '')} · {code}".strip(" ·")) for code, name in named]


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


@dataclass(frozen=True)
class Shown:
    """A line of a record: what it is called and how it reads."""

    label: Any
    read: Callable[[Learner], str]


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else str(_l("yes") if value else _l("no"))


def _said(words: Mapping[Any, Any], value: Any) -> str:
    return "" if value is None else str(words[value])


def _joined(*parts: str | None) -> str:
    return " · ".join(filter(None, parts))


FIELDS = {
    "given_latin": Shown(_l("Name, as in the document"), lambda one: one.name),
    "given_cyrillic": Shown(_l("Name in Cyrillic"), lambda one: one.name_bg),
    "name_native": Shown(_l("Name as the person writes it"), lambda one: one.name_native or ""),
    "preferred_name": Shown(_l("What the person is called"), lambda one: one.preferred_name or ""),
    "pronunciation": Shown(_l("How the name is said"), lambda one: one.pronunciation or ""),
    "phone": Shown(_l("Phone"), lambda one: one.phone or ""),
    "email": Shown(_l("E-mail"), lambda one: one.email or ""),
    "town": Shown(_l("Town"), lambda one: one.town or ""),
    "language": Shown(_l("Language of pages and messages"), lambda one: language(one.language)),
    "sex": Shown(_l("Sex"), lambda one: "" if one.sex is Sex.UNKNOWN else str(SEX[one.sex])),
    "born_on": Shown(_l("Date of birth"), born),
    "document": Shown(
        _l("Document and personal number"), lambda one: _joined(_said(DOCUMENTS, one.document), one.personal_number)
    ),
    "nationalities": Shown(_l("Nationality"), lambda one: nationalities(one.nationalities)),
    "mother_tongue": Shown(_l("Mother tongue"), lambda one: language(one.mother_tongue)),
    "other_languages": Shown(_l("Other languages"), lambda one: ", ".join(map(language, one.other_languages))),
    "reads_cyrillic": Shown(_l("Reads"), reads),
    "schooling_years": Shown(
        _l("Years at school"), lambda one: "" if one.schooling_years is None else str(one.schooling_years)
    ),
    "status": Shown(_l("Status"), lambda one: _said(STATUS, one.status)),
    "available": Shown(_l("When the person can come"), lambda one: _joined(available(one), _said(MEETS, one.meets))),
    "child_care": Shown(_l("Child care"), lambda one: _yes_or_no(one.child_care)),
    "access_needs": Shown(_l("What the person needs to take part"), lambda one: one.access_needs or ""),
    "mediator_id": Shown(_l("Cultural mediator"), lambda one: one.mediator.name if one.mediator else ""),
}
"""The lines between which one chooses when two records become one, by the first field of each."""


def times(available: frozenset[PartOfWeek] | None) -> str:
    """When a person can come, in words."""
    if available is None:
        return str(_l("not asked when"))
    if available == frozenset(PartOfWeek):
        return str(_l("any time"))
    return ", ".join(str(name).lower() for part, name in PARTS_OF_WEEK.items() if part in available) or str(
        _l("at no time")
    )
