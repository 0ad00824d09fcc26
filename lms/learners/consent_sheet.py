"""The sheet of consent on paper: the texts in a person's language beside the Bulgarian, and the words around them."""

from dataclasses import dataclass

from babel import Locale
from flask_babel import force_locale
from flask_babel import gettext as _

from lms.learners.consent_models import Purpose
from lms.learners.consent_texts import ConsentText, text_of


@dataclass(frozen=True)
class Words:
    """What stands around the texts, in one language."""

    language: str
    direction: str
    agree: str
    refuse: str
    name: str
    signature: str
    date: str
    who_signs: str
    """Said only where the person is a minor."""


@dataclass(frozen=True)
class Column:
    """One purpose in one language, with the words around it."""

    text: ConsentText
    words: Words


def words_in(language: str) -> Words:
    """The words of the sheet in a language."""
    with force_locale(language):
        return Words(
            language,
            Locale.parse(language).text_direction,
            agree=_("I agree"),
            refuse=_("I do not agree"),
            name=_("Name"),
            signature=_("Signature"),
            date=_("Date"),
            who_signs=_("A parent, guardian or representative signs."),
        )


def columns(language: str) -> list[list[Column]]:
    """For each purpose its text in the language and in Bulgarian, which is the one that the centre keeps."""
    sides = [words_in(code) for code in dict.fromkeys((language, "bg"))]
    return [[Column(text_of(purpose, side.language), side) for side in sides] for purpose in Purpose]
