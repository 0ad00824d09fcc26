"""Why each fact about a person is asked, and who sees it: for the page, and for docs/data-protection.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Reason:
    """A few fields that are asked for one reason."""

    fields: tuple[str, ...]
    what: Any
    why: Any
    seen_by: Any


_NAMED = _l("coordinators of the centre, the teachers of their cohorts, the mediator who accompanies them")
_REACHING = _l("coordinators, the mediator who accompanies them")
_COURSE = _l("coordinators, the teachers of their cohorts, the mediator who accompanies them")
_OFFICE = _l("coordinators")
_MINORS = _l(
    "coordinators, the mediator who accompanies them; for an unaccompanied minor only the staff named for them"
)

REASONS = (
    Reason(
        (
            "given_latin",
            "family_latin",
            "given_cyrillic",
            "family_cyrillic",
            "name_native",
            "preferred_name",
            "pronunciation",
        ),
        _l("names in Latin, in Cyrillic, as the person writes them; what they are called and how it is said"),
        _l("to call people by their name, to print documents, to find a person by any spelling"),
        _NAMED,
    ),
    Reason(
        ("phone", "email", "town"),
        _l("phone, e-mail, town"),
        _l(
            "to reach the person: when there is a place, when a lesson is cancelled, when they miss lessons; "
            "who lives far learns online"
        ),
        _l(
            "coordinators, the mediator who accompanies them; the phone also the teachers of their cohorts, "
            "on the call list and only while absences put the person on it"
        ),
    ),
    Reason(
        ("language",),
        _l("language of pages and messages"),
        _l("the person's pages, card and messages come in it"),
        _NAMED,
    ),
    Reason(
        ("born", "sex"),
        _l("date of birth (or only the year), sex"),
        _l("the funder's report counts by age group and sex; who is under 18 is protected more"),
        _OFFICE,
    ),
    Reason(
        ("nationalities",),
        _l("nationality, several if there are, or stateless"),
        _l("to plan groups and mediators; the report counts people from outside the European Union"),
        _REACHING,
    ),
    Reason(
        ("mother_tongue", "other_languages"),
        _l("mother tongue, other languages"),
        _l("to find a mediator; a teacher expects other difficulties of each language"),
        _COURSE,
    ),
    Reason(
        ("reads_cyrillic", "reads_latin", "reads_other", "schooling_years"),
        _l("scripts the person reads, years of schooling"),
        _l("whoever does not read yet begins with reading, and by another way than whoever has a diploma"),
        _COURSE,
    ),
    Reason(
        ("document", "status"),
        _l("kind of document, status; never a copy"),
        _l("whether a project may pay for the course depends on them"),
        _OFFICE,
    ),
    Reason(
        ("personal_number",),
        _l("personal number (ЛНЧ or ЕГН)"),
        _l("some certificates and projects ask for it, and it tells two people of one name apart"),
        _l("coordinators; looking at it leaves a line"),
    ),
    Reason(
        ("available", "meets", "child_care", "access_needs"),
        _l("when the person can come, in person or online, child care, what they need to take part"),
        _l("to form groups to which everybody in them can come"),
        _REACHING,
    ),
    Reason(
        ("unaccompanied", "guardian_name", "guardian_relation", "guardian_phone", "guardian_language",
         "contact_name", "contact_role", "contact_phone"),
        _l("for people under 18: guardian or representative, safeguarding contact, whether they are here alone"),
        _l("an adult agrees for a minor and is called when something happens"),
        _MINORS,
    ),
    Reason(
        ("consent_processing", "consent_photographs", "consent_funder"),
        _l("consent: to keeping the record, to photographs, to sharing with the funder; its withdrawal"),
        _l("nothing of this is done against the person's will, and it can be shown what they agreed to and when"),
        _REACHING,
    ),
)  # fmt: skip


def reasons_for(fields: Iterable[str]) -> list[Reason]:
    """The reasons of some fields, each once."""
    asked = set(fields)
    return [reason for reason in REASONS if asked & set(reason.fields)]
