"""Reading Moodle XML: question after question, so that a long file takes little memory."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.assessments.exchange.carrying import said_in
from lms.assessments.exchange.found import NotCarried, Read
from lms.assessments.exchange.making import DEFAULTS, Defaults
from lms.assessments.exchange.moodle.kinds import READERS
from lms.assessments.exchange.moodle.texts import MoodleTexts
from lms.assessments.exchange.question import Question
from lms.assessments.exchange.safe_xml import each, text_of
from lms.assessments.exchange.taking_in import Asked, asked, code_in, take_in
from lms.assessments.exchange.texts import tidy


def read(data: bytes, defaults: Defaults = DEFAULTS) -> Read:
    """The questions of a Moodle XML file. Raises DomainError when it is none, or has no questions or too many."""
    remarks = _Remarks()
    read = take_in(_questions(data, remarks), [], defaults)
    read.remarks[:0] = remarks.told()
    return read


class _Remarks:
    """What is said once, whatever the number of questions it is true of."""

    def __init__(self) -> None:
        self.categories: list[str] = []
        self.marks = self.feedback = False

    def note(self, element: Element) -> None:
        """Look at one question."""
        self.marks = self.marks or text_of(element, "defaultgrade").strip().rstrip("0") not in ("", "1", "1.")
        said = (text_of(element, f"{which}feedback/text") for which in ("correct", "partiallycorrect", "incorrect"))
        self.feedback = self.feedback or any(text.strip() for text in said)

    def told(self) -> Iterator[Any]:
        """What there is to say."""
        if self.categories:
            yield _l("Categories are not kept: %(names)s.", names=", ".join(self.categories[:5]))
        if self.marks:
            yield _l("How many marks a question earns is not kept.")
        if self.feedback:
            yield _l("What is said to every right or wrong answer is not kept, only what is said to each.")


def _questions(data: bytes, remarks: _Remarks) -> Iterator[Asked]:
    number = 0
    for element in each(data, "question"):
        kind = element.get("type", "")
        if kind == "category":
            remarks.categories.append(tidy(text_of(element, "category/text")))
            continue
        number += 1
        remarks.note(element)
        yield _asked(element, kind, number)


def _asked(element: Element, kind: str, number: int) -> Asked:
    place, name = _l("question %(number)s", number=number), tidy(text_of(element, "name/text"))
    tags = [tidy(text_of(tag)) for tag in element.iterfind("tags/tag/text")]
    texts = MoodleTexts(exact=bool(said_in(tags)))
    return asked(place, name, lambda: _question(element, kind, texts, tags, name))


def _question(element: Element, kind: str, texts: MoodleTexts, tags: list[str], name: str) -> Question:
    if kind not in READERS:
        raise NotCarried(_l("Questions of the type “%(type)s” are not known here.", type=kind[:40]))
    question = READERS[kind](element, texts)
    question.code = code_in(tidy(text_of(element, "idnumber")), name)
    question.why, notes = texts.noted(element.find("generalfeedback"))
    # What Azbuka noted says it more exactly than what Moodle has a field for.
    question.said |= said_in(tags) | notes
    question.lost += texts.markup.lost()
    if others := [tag for tag in tags if not said_in([tag])]:
        question.lost.append(_l("Tags are not kept: %(names)s.", names=", ".join(others[:5])))
    if element.find("hint") is not None:
        question.lost.append(_l("Hints are not kept."))
    return question


def looks_like(data: bytes) -> bool:
    """Whether a file is Moodle XML, as far as its beginning says."""
    try:
        return next(each(data, "question"), None) is not None
    except DomainError:
        return False
