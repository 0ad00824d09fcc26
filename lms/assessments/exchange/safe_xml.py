"""XML that came from outside: no document types, no entities of its own, no depth without a bottom.

Elements are known by their local names: which prefix a file gives a namespace is its own affair.
"""

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError

DEEPEST = 100
"""How many elements may stand within each other."""
_DECLARED = re.compile(rb"^[^>]{0,200}encoding\s*=", re.IGNORECASE)


def parse(data: bytes) -> Element:
    """The root of a document. Raises DomainError when it is no XML, or XML that is not read."""
    root = None
    for event, element in _events(_readable(data)):
        root = element if root is None and event == "start" else root
    if root is None:
        raise DomainError(_l("This file is empty."))
    return root


def each(data: bytes, tag: str) -> Iterator[Element]:
    """The elements of this name beneath the root, one at a time; none is kept. Raises DomainError as `parse`."""
    depth, root = 0, None
    for event, element in _events(_readable(data)):
        if event == "start":
            root, depth = element if root is None else root, depth + 1
            continue
        depth -= 1
        if depth == 1:
            if local(element) == tag:
                yield element
            if root is not None:
                root.clear()


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _events(data: bytes) -> Iterator[tuple[str, Element]]:
    depth = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise DomainError(_l("The elements of this file stand too deep within each other."))
            yield event, element
    except DefusedXmlException as error:
        raise DomainError(_l("This file declares types or entities of its own; such files are not read.")) from error
    except ParseError as error:
        line, column = error.position
        raise DomainError(
            _l("This file is no well-formed XML: line %(line)s, column %(column)s.", line=line, column=column + 1)
        ) from error
    except (LookupError, ValueError) as error:
        raise DomainError(_l("The encoding of this file is not known.")) from error


def _readable(data: bytes) -> bytes:
    """The data, in UTF-8 where it says no encoding and is in cp1251."""
    if _DECLARED.match(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace").encode()
    return data


def text_of(element: Element | None, path: str = "") -> str:
    """The text of an element, or of one beneath it; empty when there is none."""
    found: Any = element.find(path) if element is not None and path else element
    return (found.text or "") if found is not None else ""
