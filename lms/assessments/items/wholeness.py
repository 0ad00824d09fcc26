"""Whether an item may be asked: the schema in content/schemas, and what a schema cannot say."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from jsonschema import Draft202012Validator

from lms.assessments.items.content import Wording, schema
from lms.assessments.items.flaws import flaws_of
from lms.assessments.states import ItemKind


def lacks(wording: Wording) -> list[Any]:
    """What is wrong with an item or still to be written, in sentences; nothing for one that is whole."""
    head = {"code": wording.code, "level": wording.level, "skill": wording.skill, "kind": wording.kind}
    item = {name: value for name, value in wording.body.items() if name != "author"} | head
    return [*_misshapen(item)] or [*flaws_of(item)]


@cache
def instructions_of(kind: ItemKind) -> tuple[str, ...]:
    """What an item of a kind can tell a learner to do."""
    return tuple(schema()["$defs"][kind]["properties"]["instruction"]["enum"])


@cache
def _validator() -> Draft202012Validator:
    definitions = schema()["$defs"]
    return Draft202012Validator({"$defs": definitions, "$ref": "#/$defs/item"})


def _misshapen(item: Mapping[str, Any]) -> Iterator[Any]:
    for error in _validator().iter_errors(item):
        where = error.json_path.removeprefix("$.") or error.json_path
        yield _l("This cannot stand so (%(place)s): %(what)s", place=where, what=error.message)
