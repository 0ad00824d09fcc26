"""Brings the catalogues up to date with the sentences in the code: `make translations`."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LEARNER_LOCALES = ("ar", "fa", "fr", "ru", "tr", "uk", "zh")
"""The languages of learners' pages besides Bulgarian and English."""
LOCALES = ("bg", *LEARNER_LOCALES)
LEARNER_TEMPLATES = frozenset(
    {
        "templates/accounts/card.html",
        "lms/attendance/checkin_actions.py",
        "lms/attendance/checkin_words.py",
        "templates/attendance/check_in.html",
        "lms/assessments/items/instructions.py",
        "lms/assessments/marking/learner_words.py",
        "lms/assessments/marking/recording_actions.py",
        "lms/assessments/placement/learner_views.py",
        "lms/assessments/placement/learner_words.py",
        "lms/assessments/placement/statements.py",
        "lms/assessments/taking/actions.py",
        "lms/assessments/taking/arriving.py",
        "lms/assessments/taking/learner_views.py",
        "lms/assessments/taking/learner_words.py",
        "templates/assessments/answering.html",
        "templates/assessments/can_do.html",
        "templates/assessments/feedback.html",
        "templates/assessments/given.html",
        "templates/assessments/language.html",
        "templates/assessments/learn.html",
        "templates/assessments/marks.html",
        "templates/assessments/placement.html",
        "templates/assessments/question.html",
        "templates/assessments/quiz.html",
        "templates/assessments/quiz_result.html",
        "templates/assessments/thanks.html",
        "templates/courses/reply.html",
        "templates/errors/400.html",
        "templates/errors/404.html",
        "templates/errors/429.html",
        "templates/errors/500.html",
        "templates/errors/csrf.html",
        "templates/errors/offline.html",
        "templates/errors/unsaved.html",
        "lms/learners/consent_sheet.py",
        "lms/attendance/absence_letter.py",
        "lms/courses/offer_words.py",
        "lms/learners/request_forms.py",
        "templates/learners/request_join.html",
        "templates/learners/request_thanks.html",
        "templates/learners/request_young.html",
        "templates/learners/request_centres.html",
        "templates/layout/base.html",
        "templates/layout/learner.html",
        "templates/layout/plain.html",
        "templates/parts/chrome.html",
        "templates/parts/forms.html",
    }
)
"""What learners meet; everything in it is in every language."""


def sentences(root: Path = ROOT) -> Catalog:
    """Every sentence of the code and the templates, with the files it stands in and no translation."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    template = Catalog()
    found = extract_from_dir(root, methods, options, DEFAULT_KEYWORDS | {"_l": None})
    for file, line, message, comments, context in found:
        template.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return template


def path_of(locale: str, root: Path = ROOT) -> Path:
    """Where the readable catalogue of a locale is kept."""
    return root / "translations" / locale / "LC_MESSAGES" / "messages.po"


def load(locale: str, root: Path = ROOT) -> Catalog:
    """The catalogue of a locale as it is written; an empty one if there is none yet."""
    path = path_of(locale, root)
    if not path.exists():
        return Catalog(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(locale: str, template: Catalog) -> int:
    """Add what is new without a translation, drop what is gone; returns how many sentences are left to translate.

    A language of learners gets only what they meet, and keeps what else is translated. The catalogue has no
    header and no places in the code: both change without a sentence changing.
    """
    catalogue = load(locale)
    catalogue.update(template, no_fuzzy_matching=True)
    if locale in LEARNER_LOCALES:
        for message in [one for one in catalogue if one.id and not complete(one) and not for_learners(one)]:
            catalogue.delete(message.id, message.context)
    path_of(locale).parent.mkdir(parents=True, exist_ok=True)
    with path_of(locale).open("wb") as file:
        write_po(file, catalogue, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return sum(not complete(message) for message in catalogue if message.id)


def for_learners(message: Message) -> bool:
    """Whether a sentence of the code stands where learners meet it."""
    return bool(LEARNER_TEMPLATES & {file for file, _ in message.locations})


def complete(message: Message) -> bool:
    """Whether a sentence has its translation, in every plural form."""
    return bool(message.string) and all(message.string)


if __name__ == "__main__":
    found = sentences()
    for name in LOCALES:
        sys.stdout.write(f"{name}: {update(name, found)} to translate\n")
