"""An item as a question: its parts where every format has them, and the rest said beside them.

Pure. `making` is the way back: `item_of(question_of(item)) == item` for every item that is whole.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lms.assessments.exchange.question import SHAPES, VERDICTS, Line, Option, Prompt, Question, Shape
from lms.assessments.items.flaws import CHOICE_KINDS
from lms.assessments.items.keys import side
from lms.assessments.states import ItemKind

Body = Mapping[str, Any]
PARTS = frozenset(
    {"code", "picture", "text", "lines", "stem", "choices", "key", "keys", "gaps", "parts", "pairs", "extra", "why",
     "model", "tempts"}
)  # fmt: skip
"""The fields of an item that become parts of a question."""


def question_of(item: Body) -> Question:
    """An item as a question."""
    kind = ItemKind(item["kind"])
    question = Question(
        SHAPES[kind],
        code=item.get("code", ""),
        prompt=_prompt(item),
        why=item.get("why", ""),
        model=item.get("model", ""),
        said={name: value for name, value in item.items() if name not in PARTS},
    )
    _FILL[question.shape](question, item, kind)
    return question


def _prompt(item: Body) -> Prompt:
    lines = tuple(Line(line["who"], line["say"]) for line in item.get("lines", ()))
    return Prompt(item.get("picture", ""), item.get("text", ""), lines, item.get("stem", ""))


def _choice(question: Question, item: Body, kind: ItemKind) -> None:
    if kind in CHOICE_KINDS:
        question.options = tuple(_options(item["choices"], {item["key"]}))
    else:
        tempts = item.get("tempts", {})
        question.options = tuple(
            Option(text, verdict == item["key"], tempts.get(verdict, "")) for verdict, text in VERDICTS.items()
        )


def _several(question: Question, item: Body, _kind: ItemKind) -> None:
    question.options = tuple(_options(item["choices"], set(item["keys"])))


def _options(choices: list[Body], keys: set[str]) -> Iterator[Option]:
    for choice in choices:
        yield Option(side(choice), choice["id"] in keys, choice.get("tempts", ""))


def _typed(question: Question, item: Body, _kind: ItemKind) -> None:
    question.gaps = tuple(
        (
            *(Option(text, right=True) for text in gap["accept"]),
            *(Option(wrong["text"], why=wrong.get("why", "")) for wrong in gap.get("tempts", ())),
        )
        for gap in item["gaps"]
    )


def _listed(question: Question, item: Body, _kind: ItemKind) -> None:
    question.gaps = tuple(tuple(_options(gap["choices"], {gap["key"]})) for gap in item["gaps"])


def _order(question: Question, item: Body, _kind: ItemKind) -> None:
    question.parts = tuple(item["parts"])
    if "tempts" in item:
        question.said["tempts"] = item["tempts"]


def _match(question: Question, item: Body, _kind: ItemKind) -> None:
    pairs, extra = item["pairs"], item.get("extra", ())
    question.pairs = tuple((side(pair["left"]), side(pair["right"])) for pair in pairs)
    question.extra = tuple(side(one["side"]) for one in extra)
    rights = [*(pair["right"] for pair in pairs), *(one["side"] for one in extra)]
    pictures = {"left": _pictures(pair["left"] for pair in pairs), "right": _pictures(iter(rights))}
    if any(pictures.values()):
        question.said["pictures"] = pictures
    if tempts := {side(one["side"]): one["tempts"] for one in extra if "tempts" in one}:
        question.said["tempts"] = tempts


def _pictures(sides: Iterator[Body]) -> list[str]:
    return [one["picture"] for one in sides if "picture" in one]


def _essay(_question: Question, _item: Body, _kind: ItemKind) -> None:
    """All of it stands in the prompt and in the model."""


_FILL = {
    Shape.CHOICE: _choice,
    Shape.SEVERAL: _several,
    Shape.TYPED: _typed,
    Shape.LISTED: _listed,
    Shape.ORDER: _order,
    Shape.MATCH: _match,
    Shape.ESSAY: _essay,
}
