"""The forms of a page, as a browser would send them untouched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient


@dataclass
class Form:
    """Where a form goes, how, and what it would carry."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.found = address, list[Form]()
        self.select, self.several = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append(Form(given.get("action") or self.address, (given.get("method") or "get").upper()))
        name = given.get("name")
        if tag == "option" and self.select:
            self.choose(given.get("value") or "", "selected" in given)
        if not name or not self.found:
            return
        if tag == "select":
            self.select, self.several = name, "multiple" in given
            self.found[-1].fields.setdefault(name, [])
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            self.found[-1].fields.setdefault(name, [])
            if "checked" in given:
                self.put(name, given.get("value", "on") or "")
        elif tag == "button":
            # One button is pressed: the first.
            self.found[-1].fields.setdefault(name, [given.get("value") or ""])
        elif tag in ("input", "textarea"):
            self.put(name, given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""

    def choose(self, value: str, selected: bool) -> None:
        """Take a choice that is selected; where none is, the first stands unless several can be chosen."""
        chosen = self.found[-1].fields[self.select]
        if self.several:
            chosen.extend([value] if selected else [])
        elif selected or not chosen:
            chosen[:] = [value]

    def put(self, name: str, value: str) -> None:
        self.found[-1].fields.setdefault(name, []).append(value)


def forms_of(html: str, address: str) -> list[Form]:
    """Every form of a page that stands at an address."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.found


def opened(page: FlaskClient, address: str) -> dict[str, Any]:
    """What the form that changes the record at this address would carry, untouched."""
    return next(form.fields for form in forms_of(page.get(address).text, address) if form.action == address)
