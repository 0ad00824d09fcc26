"""What a file does not say of an item: its kind, what to do, the skill it asks for, how it is marked.

Pure. What the file does say is never guessed over.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.question import SHAPES, VERDICTS, Question, Shape
from lms.assessments.items.flaws import GAP, MARKED_BY_TEACHER
from lms.assessments.states import ItemKind, ItemLevel, Skill

Body = Mapping[str, Any]
MARKED = MARKED_BY_TEACHER
_VERDICTS = {text.casefold(): verdict for verdict, text in VERDICTS.items()} | {"true": "true", "false": "false"}
_KINDS = {
    Shape.CHOICE: ItemKind.SINGLE_CHOICE,
    Shape.SEVERAL: ItemKind.SEVERAL_CHOICES,
    Shape.TYPED: ItemKind.GAP_TYPED,
    Shape.LISTED: ItemKind.GAP_LIST,
    Shape.ORDER: ItemKind.ORDERING,
    Shape.MATCH: ItemKind.MATCHING,
    Shape.ESSAY: ItemKind.WRITTEN,
}
_RUBRICS = {ItemLevel.PRE_A1.value: "a1", ItemLevel.A1.value: "a1", ItemLevel.A2.value: "a2", ItemLevel.B1.value: "b1"}


def settled(question: Question) -> Question:
    """A question in which several may be chosen and one is right as the choice that it is."""
    if question.shape is Shape.SEVERAL and sum(option.right for option in question.options) == 1:
        question.lost.append(_l("Several could be chosen; since one is right, one is chosen."))
        return replace(question, shape=Shape.CHOICE)
    return question


def kind_of(question: Question) -> ItemKind:
    """The kind a file names if the question has its shape; otherwise the plainest kind that has."""
    named = question.said.get("kind")
    if named in list(ItemKind) and _fits(ItemKind(named), question):
        return ItemKind(named)
    if question.shape is Shape.CHOICE and _are_verdicts(question):
        return ItemKind.TRUE_FALSE
    if question.shape is Shape.CHOICE and question.prompt.lines:
        return ItemKind.DIALOGUE
    return _KINDS[question.shape]


def _fits(kind: ItemKind, question: Question) -> bool:
    if kind is ItemKind.TRUE_FALSE:
        return question.shape is Shape.CHOICE and _are_verdicts(question)
    # A format without lists for gaps asks for the one gap as for a choice.
    asked_as_choice = kind is ItemKind.GAP_LIST and question.shape is Shape.CHOICE
    return SHAPES[kind] is question.shape or asked_as_choice


def verdict_of(text: str) -> str | None:
    """What a choice says about a statement; None when it is no verdict."""
    return _VERDICTS.get(text.casefold())


def _are_verdicts(question: Question) -> bool:
    found = [verdict_of(option.text) for option in question.options]
    return {"true", "false"} <= set(found) and None not in found


def skill_of(item: Body, kind: ItemKind, default: Skill) -> Skill:
    """What a teacher marks asks for one skill; what is heard, for listening."""
    return MARKED_BY_TEACHER.get(kind) or (Skill.LISTENING if "audio" in item else default)


def instruction_of(item: Body, kind: ItemKind) -> str:
    """What to do in an item that does not say it."""
    heard, read = "audio" in item, "text" in item
    if kind is ItemKind.SINGLE_CHOICE:
        if item.get("stem", "").count(GAP) == 1:
            return "fill_gap"
        in_picture = "picture" in item and not read and "stem" not in item
        return "listen_answer" if heard else "word_for_picture" if in_picture else "read_answer"
    if kind is ItemKind.SEVERAL_CHOICES:
        return "listen_several" if heard else "read_several" if read else "choose_several"
    if kind is ItemKind.PICTURE_CHOICE:
        return "listen_picture" if heard else "read_picture" if read else "picture_for_word"
    if kind is ItemKind.MATCHING:
        pictured = any("picture" in side for pair in item["pairs"] for side in pair.values())
        return "match_pictures" if pictured else "match_pairs"
    said, listened = _INSTRUCTIONS[kind]
    return listened if heard else said


_INSTRUCTIONS = {
    ItemKind.TRUE_FALSE: ("read_true_false", "listen_true_false"),
    ItemKind.DIALOGUE: ("choose_reply", "listen_reply"),
    ItemKind.GAP_TYPED: ("type_gap", "type_heard"),
    ItemKind.GAP_LIST: ("choose_for_gaps", "choose_for_gaps"),
    ItemKind.ORDERING: ("order_words", "order_words"),
    ItemKind.SPOKEN: ("say_short", "say_short"),
    ItemKind.WRITTEN: ("write_short", "write_short"),
}


def marking_of(item: Body, kind: ItemKind) -> dict[str, Any]:
    """The rubric of the level, and a length that is usual for it."""
    rubric = {"rubric": f"{kind}-{_RUBRICS.get(str(item['level']), 'a1')}"}
    return rubric | ({"seconds": 60} if kind is ItemKind.SPOKEN else {"words": {"least": 10, "most": 60}})
