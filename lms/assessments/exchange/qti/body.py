"""The body of a QTI item as HTML, and what can be answered in it."""

import html
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lms.assessments.exchange.qti.names import attribute, find, name_of
from lms.assessments.items.flaws import GAP

INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
"""What stands in a text as a gap."""
_SILENT = frozenset(
    {"feedbackInline", "feedbackBlock", "modalFeedback", "stylesheet", "templateBlock", "templateInline"}
)


@dataclass
class Body:
    """What is read, and what can be answered."""

    html: str = ""
    interactions: list[Element] = field(default_factory=list)
    rubrics: list[Element] = field(default_factory=list)
    """What is said to whoever marks, or to others than the learner."""
    hidden: set[str] = field(default_factory=set)
    """The names of parts that are shown on conditions."""


def read_body(element: Element) -> Body:
    """Take the body of an item apart."""
    body = Body()
    body.html = _inner(element, body)
    return body


def content(element: Element) -> str:
    """What stands in an element, as HTML."""
    return _inner(element, Body())


def _inner(element: Element, body: Body) -> str:
    pieces = [html.escape(element.text or "")]
    for child in element:
        pieces += (_outer(child, body), html.escape(child.tail or ""))
    return "".join(pieces)


def _outer(element: Element, body: Body) -> str:
    name = name_of(element)
    if name.endswith("Interaction"):
        body.interactions.append(element)
        prompt = find(element, "prompt")
        return GAP if name in INLINE else f"<div>{_inner(prompt, body)}</div>" if prompt is not None else ""
    if name == "rubricBlock":
        body.rubrics.append(element)
        return ""
    if name in _SILENT:
        body.hidden.add(name)
        return ""
    if name == "contentBody":
        return _inner(element, body)
    said = f' class="{html.escape(attribute(element, "class"))}"' if attribute(element, "class") else ""
    return f"<{name}{said}>{_inner(element, body)}</{name}>" if name != "br" else "<br/>"
