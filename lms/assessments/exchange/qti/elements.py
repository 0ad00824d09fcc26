"""Making the elements of a QTI item, under their names in 2.1."""

from xml.etree.ElementTree import Element, SubElement, fromstring

Attributes = dict[str, str]


def under(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A new element beneath another, with a text."""
    element = SubElement(parent, name, attributes)
    if text:
        element.text = text
    return element


def filled(element: Element, html: str) -> Element:
    """An element with HTML of our own in it, in which elements of QTI may stand."""
    # It was made here, letter by letter: nothing that came from outside is parsed.
    found = fromstring(f"<x>{html}</x>")  # noqa: S314
    element.text = (element.text or "") + (found.text or "")
    element.extend(found)
    return element


def variable(parent: Element, identifier: str) -> Element:
    """What somebody answered."""
    return under(parent, "variable", identifier=identifier)


def value(parent: Element, kind: str, text: str) -> Element:
    """A value that is given."""
    return under(parent, "baseValue", text, baseType=kind)


def outcome(parent: Element, identifier: str, kind: str, cardinality: str = "single") -> Element:
    """Declare something that is found out about an answer."""
    return under(parent, "outcomeDeclaration", identifier=identifier, cardinality=cardinality, baseType=kind)


def settle(parent: Element, identifier: str) -> Element:
    """Set an outcome to what stands in the element that is returned."""
    return under(parent, "setOutcomeValue", identifier=identifier)


def when(parent: Element) -> Element:
    """A condition: its first element asks, the others happen."""
    return under(under(parent, "responseCondition"), "responseIf")
