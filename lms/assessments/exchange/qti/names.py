"""The names of QTI: 2.1 writes assessmentItem and maxChoices, 3.0 qti-assessment-item and max-choices for the same.

Here they have the names of 2.1.
"""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from lms.assessments.exchange.safe_xml import local

HTML = frozenset({"p", "b", "br", "div", "li", "object", "audio", "span", "ul"})
"""Elements of HTML that items are written with; they have the same name in both."""
_CAPITAL = re.compile(r"([A-Z])")
_DASH = re.compile(r"-([a-z0-9])")


def name_of(element: Element) -> str:
    """The name of an element, of QTI or of HTML."""
    return _camel(local(element))


# There are few names, and each is asked for thousands of times.
@lru_cache(maxsize=1000)
def _camel(name: str) -> str:
    return _DASH.sub(lambda found: found[1].upper(), name.removeprefix("qti-")) if name.startswith("qti-") else name


def attribute(element: Element, name: str) -> str:
    """An attribute by its name in 2.1; empty when there is none."""
    return element.get(name) or element.get(_kebab(name)) or ""


def find(element: Element, name: str) -> Element | None:
    """The first element of this name beneath an element."""
    return next((one for one in element if name_of(one) == name), None)


def find_all(element: Element, name: str) -> list[Element]:
    """Every element of this name beneath an element, however deep."""
    return [one for one in element.iter() if name_of(one) == name]


def in_version_3(element: Element) -> None:
    """Give an element and all beneath it the names of 3.0."""
    for one in element.iter():
        if one.tag not in HTML:
            one.tag = f"qti-{_kebab(one.tag)}"
            one.attrib = {_kebab(name): value for name, value in one.attrib.items()}


@lru_cache(maxsize=1000)
def _kebab(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found[1].lower()}", name)
