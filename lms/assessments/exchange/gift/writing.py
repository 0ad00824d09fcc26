"""Items as a GIFT file: parts as GIFT has them, code words as tags, the rest as a comment before the question.

Other programs read the tags and pass over the comment.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.carrying import notes_of, tags_of
from lms.assessments.exchange.found import NotCarried, Written
from lms.assessments.exchange.gift.signs import escape
from lms.assessments.exchange.giving_out import give_out
from lms.assessments.exchange.html_writing import as_json, inline, prompt_html
from lms.assessments.exchange.question import Option, Question, Shape
from lms.assessments.exchange.weights import not_wild

Item = dict[str, Any]
COMMENT = "// azbuka: "


def write(items: Iterable[Item]) -> Written:
    """A GIFT file in UTF-8 with the items it can hold."""
    blocks, losses = give_out(items, _block, _not_heard)
    return Written("\n\n".join(blocks).encode() + b"\n", len(blocks), losses)


def _not_heard(question: Question) -> Iterator[Any]:
    if "audio" in question.said:
        yield _l("The recording is not in the file; what is said stands in a comment.")


def _block(question: Question) -> str:
    answers = _ANSWERS[question.shape](question)
    notes = notes_of(question) | ({"model": question.model} if question.model else {})
    comment = [COMMENT + as_json(notes)] if notes else []
    why = [f"####{escape(inline(question.why))}"] if question.why else []
    text = f"::{escape(question.code)}::[html]{escape(prompt_html(question.prompt))}{{"
    return "\n".join((f"// {_tags(question)}", *comment, text, *(f"\t{line}" for line in (*answers, *why)), "}"))


def _tags(question: Question) -> str:
    named = [f"[id:{question.code}]"] if question.code else []
    return " ".join((*named, *(f"[tag:{tag}]" for tag in tags_of(question))))


def _choice(question: Question) -> Iterator[str]:
    for option in question.options:
        yield ("=" if option.right else "~") + _in_html(option)


def _several(question: Question) -> Iterator[str]:
    share = f"{100 / sum(option.right for option in question.options):.7g}"
    for option in question.options:
        yield f"~%{'' if option.right else '-'}{share}%" + _in_html(option)


def _in_html(option: Option) -> str:
    # A text that begins like a weight or the name of a format must not be read as one.
    text = inline(option.text).replace("%", "&#37;").replace("[", "&#91;")
    why = f"#{escape(inline(option.why).replace('[', '&#91;'))}" if option.why else ""
    return escape(text) + why


def _typed(question: Question) -> Iterator[str]:
    (gap,) = _one_gap(question)
    if any("->" in option.text for option in gap):
        raise NotCarried(_l("GIFT takes the arrow -> in an answer for a pair."))
    for option in gap:
        why = f"#{escape(inline(option.why).replace('[', '&#91;'))}" if option.why else ""
        yield f"=%{100 if option.right else 0}%[plain]{escape(not_wild(option.text))}{why}"


def _listed(question: Question) -> Iterator[str]:
    (question.options,) = _one_gap(question)
    return _choice(question)


def _one_gap(question: Question) -> tuple[tuple[Option, ...], ...]:
    if len(question.gaps) > 1:
        raise NotCarried(_l("GIFT has one gap in a question, and there are %(count)s.", count=len(question.gaps)))
    return question.gaps


def _order(_question: Question) -> Iterator[str]:
    raise NotCarried(_l("GIFT has no questions in which parts are put in order."))


def _match(question: Question) -> Iterator[str]:
    for left, right in (*question.pairs, *(("", one) for one in question.extra)):
        yield f"={escape(inline(left).replace('[', '&#91;'))} -> {escape(right)}"


def _essay(_question: Question) -> Iterator[str]:
    yield from ()


_ANSWERS: dict[Shape, Callable[[Question], Iterator[str]]] = {
    Shape.CHOICE: _choice,
    Shape.SEVERAL: _several,
    Shape.TYPED: _typed,
    Shape.LISTED: _listed,
    Shape.ORDER: _order,
    Shape.MATCH: _match,
    Shape.ESSAY: _essay,
}
