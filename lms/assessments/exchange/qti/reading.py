"""Reading one item of QTI 2.1 or 3.0."""

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.found import NotCarried
from lms.assessments.exchange.markup import Markup
from lms.assessments.exchange.qti.body import INLINE, Body, content, read_body
from lms.assessments.exchange.qti.declarations import Declared, declared
from lms.assessments.exchange.qti.feedback import Feedback
from lms.assessments.exchange.qti.names import attribute, find, find_all, name_of
from lms.assessments.exchange.question import Option, Question, Shape
from lms.assessments.judging.typed import USUAL, Leniency


def read_item(item: Element, exact: bool) -> Question:
    """An item as a question; `exact` where it is known that Azbuka wrote it.

    Raises NotCarried when what it asks has no place here.
    """
    element = find(item, "itemBody")
    if element is None:
        raise NotCarried(_l("There is nothing to answer."))
    if attribute(item, "adaptive") == "true" or find_all(item, "templateDeclaration"):
        raise NotCarried(_l("The question changes by itself; an item stays as it is."))
    reader = _Reader(item, read_body(element), Markup(exact))
    return reader.question()


class _Reader:
    def __init__(self, item: Element, body: Body, markup: Markup) -> None:
        self.item, self.body, self.markup = item, body, markup
        self.declared = declared(item)
        self.feedback = Feedback(item, markup)
        self.lost: list[Any] = []

    def question(self) -> Question:
        asked = self.body.interactions
        kinds = {name_of(one) for one in asked}
        if not asked:
            raise NotCarried(_l("There is nothing to answer."))
        if kinds <= set(INLINE):
            question = self._gaps(kinds)
        elif len(asked) > 1:
            raise NotCarried(_l("Several things are asked in one; an item asks one."))
        else:
            question = self._block(asked[0])
        question.prompt = self.markup.prompt(self.body.html, "html")
        question.why = self.feedback.why
        question.lost += [*self.lost, *self._lost(), *self.markup.lost()]
        return question

    def _block(self, asked: Element) -> Question:
        kind = name_of(asked)
        if kind not in _BLOCKS:
            raise NotCarried(_l("Questions of the type “%(type)s” are not known here.", type=kind[:40]))
        return _BLOCKS[kind](self, asked, self._declared(asked))

    def _declared(self, asked: Element) -> Declared:
        return self.declared.get(attribute(asked, "responseIdentifier"), Declared())

    def _gaps(self, kinds: set[str]) -> Question:
        if len(kinds) > 1:
            raise NotCarried(_l("Some gaps are typed in and others chosen for; an item has gaps of one kind."))
        found = [(one, self._declared(one)) for one in self.body.interactions]
        if kinds == {"inlineChoiceInteraction"}:
            return Question(Shape.LISTED, gaps=tuple(self._options(*one, "inlineChoice") for one in found))
        question = Question(Shape.TYPED, gaps=tuple(self._typed(*one) for one in found))
        if any(entry.case_counts for _, one in found for entry in one.entries):
            question.said["forgive"] = [one.value for one in Leniency if one in USUAL and one is not Leniency.CASE]
        return question

    def _options(self, asked: Element, answer: Declared, name: str) -> tuple[Option, ...]:
        identifier = attribute(asked, "responseIdentifier")
        options = []
        for one in find_all(asked, name):
            own, text = attribute(one, "identifier"), self._text(one)
            why = self.feedback.inside(one) or self.feedback.to(identifier, own)
            options.append(Option(text, answer.is_right(own), why))
            if own in answer.partly():
                self.lost.append(_l("“%(text)s” earns a part of the mark; here it is wrong.", text=text))
        return tuple(options)

    def _text(self, element: Element) -> str:
        return self.markup.text(content(element), "html")

    def _typed(self, asked: Element, answer: Declared) -> tuple[Option, ...]:
        identifier = attribute(asked, "responseIdentifier")
        most = max((entry.share for entry in answer.entries), default=0)
        right = dict.fromkeys((*answer.correct, *(one.key for one in answer.entries if 0 < one.share >= most)))
        wrong = [one for one in answer.entries if one.key not in right]
        for one in wrong:
            if one.share > 0:
                self.lost.append(_l("“%(text)s” earns a part of the mark; here it is wrong.", text=one.key))
        return (
            *(Option(text, True) for text in right),
            *(Option(one.key, False, self.feedback.to(identifier, f"W{n}")) for n, one in enumerate(wrong, 1)),
        )

    def choice(self, asked: Element, answer: Declared) -> Question:
        options = self._options(asked, answer, "simpleChoice")
        return Question(Shape.SEVERAL if answer.several else Shape.CHOICE, options=options)

    def order(self, asked: Element, answer: Declared) -> Question:
        parts = {attribute(one, "identifier"): self._text(one) for one in find_all(asked, "simpleChoice")}
        if sorted(answer.correct) != sorted(parts):
            raise NotCarried(_l("The right order does not name every part once."))
        return Question(Shape.ORDER, parts=tuple(parts[one] for one in answer.correct))

    def match(self, asked: Element, answer: Declared) -> Question:
        sets = find_all(asked, "simpleMatchSet")
        if len(sets) != 2:
            raise NotCarried(_l("Pairs have two sides."))
        lefts, rights = ({attribute(one, "identifier"): self._text(one) for one in side} for side in sets)
        pairs = [pair for pair in (one.split() for one in answer.correct) if len(pair) == 2]
        pairs = [pair if pair[0] in lefts else pair[::-1] for pair in pairs]
        if not all(left in lefts and right in rights for left, right in pairs):
            raise NotCarried(_l("A right pair names a side that is not there."))
        pairs.sort(key=lambda pair: list(lefts).index(pair[0]))
        self.lost.extend(
            _l("“%(text)s” belongs to nothing and is left out.", text=text)
            for one, text in lefts.items()
            if one not in {left for left, _ in pairs}
        )
        used = {right for _, right in pairs}
        return Question(
            Shape.MATCH,
            pairs=tuple((lefts[left], rights[right]) for left, right in pairs),
            extra=tuple(text for one, text in rights.items() if one not in used),
        )

    def essay(self, _asked: Element, _answer: Declared) -> Question:
        told = "\n".join(self._text(one) for one in self.body.rubrics if "scorer" in attribute(one, "view"))
        return Question(Shape.ESSAY, model=told)

    def _lost(self) -> Iterator[Any]:
        if self.body.hidden or self.feedback.others():
            yield _l("What is shown on conditions is not kept.")
        if any("candidate" in attribute(one, "view") for one in self.body.rubrics):
            yield _l("What is said beside the question is not kept.")


_BLOCKS: dict[str, Callable[[_Reader, Element, Declared], Question]] = {
    "choiceInteraction": _Reader.choice,
    "orderInteraction": _Reader.order,
    "matchInteraction": _Reader.match,
    "extendedTextInteraction": _Reader.essay,
}
