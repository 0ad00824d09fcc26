"""A question as an item: the way back from `asking`, and the way in for questions that were never items.

Pure. What is made can still lack something, or be no item at all: `checking` says so.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange import guessing
from lms.assessments.exchange.asking import PARTS
from lms.assessments.exchange.filling import fill
from lms.assessments.exchange.question import Question
from lms.assessments.exchange.shapes import fields_of
from lms.assessments.states import ItemKind, ItemLevel, Skill

Item = dict[str, Any]


@dataclass(frozen=True)
class Defaults:
    """What is taken for items of a file that does not say it."""

    level: ItemLevel = ItemLevel.A1
    skill: Skill = Skill.READING
    topic: str = "people"
    grammar: str = ""


DEFAULTS = Defaults()


def item_of(question: Question, defaults: Defaults = DEFAULTS) -> Item:
    """A question as an item, as far as it goes; what is left out on the way is noted in the question."""
    question = guessing.settled(question)
    kind = guessing.kind_of(question)
    item: Item = {"kind": kind.value, **_said(question, kind), **_prompt(question)}
    if question.code:
        item["code"] = question.code
    fill(item, question)
    return completed(item, defaults)


def _said(question: Question, kind: ItemKind) -> Item:
    known = fields_of(kind).keys() - PARTS - {"kind"}
    for name in sorted(question.said.keys() - known - {"kind", "pictures", "tempts"}):
        question.lost.append(_l("“%(name)s” is not known here.", name=name[:40]))
    return {name: value for name, value in question.said.items() if name in known}


def _prompt(question: Question) -> Item:
    prompt = question.prompt
    said = {"picture": prompt.picture, "text": prompt.text, "stem": prompt.stem}
    item: Item = {name: value for name, value in said.items() if value}
    if prompt.lines:
        item["lines"] = [{"who": line.who, "say": line.say} for line in prompt.lines]
    return item


def completed(item: Item, defaults: Defaults) -> Item:
    """An item with what its file does not say of it, as far as that can be taken for granted."""
    kind = ItemKind(item["kind"])
    item.setdefault("level", defaults.level.value)
    item.setdefault("skill", guessing.skill_of(item, kind, defaults.skill).value)
    item.setdefault("topic", defaults.topic)
    if defaults.grammar:
        item.setdefault("grammar", defaults.grammar)
    item.setdefault("instruction", guessing.instruction_of(item, kind))
    if kind in guessing.MARKED:
        for name, value in guessing.marking_of(item, kind).items():
            item.setdefault(name, value)
    return item
