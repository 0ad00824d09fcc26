"""What the pages of assessments share: their blueprint, and items and answers in words."""

from flask import Blueprint
from werkzeug.wrappers import Response as Answer

from lms.assessments.items import answers, keys, words
from lms.assessments.items.keys import KeyLine
from lms.assessments.items.models import ItemVersion
from lms.assessments.items.unfinished import filled
from lms.assessments.quizzes.models import Response
from lms.assessments.rulings.queries import Rulings

blueprint = Blueprint("assessments", __name__)
Page = str | Answer | tuple[str, int]


@blueprint.app_template_filter("in_short")
def in_short(version: ItemVersion) -> str:
    """What tells an item apart from others in a list."""
    return words.in_short(version)


@blueprint.app_template_filter("key_lines")
def key_lines(version: ItemVersion) -> list[KeyLine]:
    """Every foreseen answer of an item, whether it is right, and why."""
    return keys.key_lines(version.kind, filled(version.kind, version.body))


@blueprint.app_template_filter("right_answer")
def right_answer(version: ItemVersion, rulings: Rulings) -> str:
    """What is right by now, in one line, for whoever has answered; empty where no answer is."""
    ruling = rulings[version.id]
    return "" if ruling.void else keys.right_answer(version.kind, {**version.body, **ruling.key})


@blueprint.app_template_filter("answered")
def answered(response: Response) -> str:
    """What was answered, in the words of the item; empty for “I don’t know”."""
    version = response.item_version
    return answers.in_words(version.kind, version.body, response.answer) if response.answer else ""
