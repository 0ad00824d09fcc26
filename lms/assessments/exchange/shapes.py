"""The shape of an item of each kind, as content/schemas/items.json says it, made quick to ask.

Thousands of items are asked at a time. The schema is put together once for each kind, so that no part of it has to be
looked up while an item is checked.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from lms.assessments.exchange.fitting import fits
from lms.assessments.items.content import SCHEMA
from lms.assessments.states import ItemKind

Schema = dict[str, Any]


@cache
def validator(kind: ItemKind) -> Draft202012Validator:
    """What an item of a kind is held against."""
    return Draft202012Validator(schema_of(kind))


@cache
def fits_kind(kind: ItemKind) -> Callable[[Any], bool]:
    """The quick question whether an item has the shape of its kind; what it lacks `validator` tells."""
    return fits(schema_of(kind))


@cache
def schema_of(kind: ItemKind) -> Schema:
    """What holds for one item of a kind."""
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    item, own = definitions["item"], definitions[kind]
    schema = {
        "type": "object",
        "required": [*item["required"], *own["required"]],
        "properties": {**item["properties"], **own["properties"], "author": definitions["line"]},
        "additionalProperties": False,
    }
    if "anyOf" in own:
        schema["anyOf"] = own["anyOf"]
    whole: Schema = _whole(schema, definitions)
    return whole


def fields_of(kind: ItemKind) -> Mapping[str, Any]:
    """What an item of a kind may say, by the name of the field."""
    fields: Mapping[str, Any] = schema_of(kind)["properties"]
    return fields


def values_of(field: str) -> tuple[str, ...]:
    """The code words that a field of every item can have (`level`, `skill`, `topic`, `within`)."""
    return tuple(fields_of(ItemKind.SINGLE_CHOICE)[field]["enum"])


def _whole(part: Any, definitions: Schema) -> Any:
    """A part of a schema with every reference replaced by what it stands for."""
    if isinstance(part, list):
        return [_whole(one, definitions) for one in part]
    if not isinstance(part, dict):
        return part
    referred = definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else {}
    return {name: _whole(value, definitions) for name, value in {**referred, **part}.items() if name != "$ref"}
