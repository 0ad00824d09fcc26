"""What a browser sends for a form of an item."""

from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.assessments.authoring.forms import ItemForm
from lms.assessments.authoring.kinds import FORMS
from lms.assessments.authoring.sayings import said_of
from lms.assessments.states import ItemKind

HEAD = {"level": "A1", "skill": "use_of_language", "topic": "home", "grammar": "проба"}


def sent(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The fields of data as a browser names them."""
    if isinstance(data, dict):
        for field, value in data.items():
            yield from sent(value, f"{name}-{field}" if name else field)
    elif isinstance(data, list) and data and isinstance(data[0], str):
        yield from ((name, value) for value in data)
    elif isinstance(data, list):
        for number, row in enumerate(data):
            yield from sent(row, f"{name}-{number}")
    elif data is True:
        yield name, "y"
    elif data not in (None, False):
        yield name, str(data)


def fields_of(form: ItemForm) -> list[tuple[str, str]]:
    """Everything a form that is shown sends when it is sent as it is."""
    return list(sent({name: value for name, value in form.data.items() if name != "file"}))


def form_of(kind: ItemKind, body: dict[str, Any], **head: str) -> ItemForm:
    """The form as it is shown for an item."""
    return FORMS[kind](data=said_of(kind, body) | HEAD | head)


def returned(form: ItemForm) -> ItemForm:
    """The same form as it comes back."""
    return FORMS[form.kind](MultiDict(fields_of(form)))
