"""Whether something fits a schema, asked ten thousand times a file: the schema is made into plain questions once.

Only what schemas of items say is understood; a schema that says more is refused. Where something does not fit,
jsonschema tells what is wrong.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Question = Callable[[Any], bool]
_TYPES: Mapping[str, type] = {"string": str, "object": dict, "array": list, "integer": int}
_SAYS_NOTHING = frozenset({"description", "title"})


def fits(schema: Mapping[str, Any]) -> Question:
    """The question whether something fits a schema. Raises KeyError when the schema says what is not known here."""
    asked = [_QUESTIONS[word](said) for word, said in schema.items() if word not in _SAYS_NOTHING]
    return lambda found: all(one(found) for one in asked)


def _type(said: str) -> Question:
    wanted = _TYPES[said]
    return lambda found: isinstance(found, wanted) and not isinstance(found, bool)


def _enum(said: list[str]) -> Question:
    return lambda found: isinstance(found, str) and found in said


def _of(kind: type, holds: Callable[[Any, Any], bool]) -> Callable[[Any], Question]:
    """A question that is asked of one type only."""
    return lambda said: lambda found: not isinstance(found, kind) or holds(found, said)


def _pattern(said: str) -> Question:
    search = re.compile(said).search
    return lambda found: not isinstance(found, str) or search(found) is not None


def _items(said: Mapping[str, Any]) -> Question:
    each = fits(said)
    return lambda found: not isinstance(found, list) or all(map(each, found))


def _properties(said: Mapping[str, Any]) -> Question:
    known = {name: fits(schema) for name, schema in said.items()}

    def fit(found: Any) -> bool:
        # Whatever else stands there is asked about by the schema itself: none of ours allows it.
        return not isinstance(found, dict) or all(name in known and known[name](inner) for name, inner in found.items())

    return fit


def _any_of(said: list[Mapping[str, Any]]) -> Question:
    ways = [fits(one) for one in said]
    return lambda found: any(way(found) for way in ways)


def _different(found: list[Any], said: bool) -> bool:
    return all(one not in found[:place] for place, one in enumerate(found)) or not said


_QUESTIONS: Mapping[str, Callable[[Any], Question]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda said: lambda found: bool(found == said),
    "pattern": _pattern,
    "minLength": _of(str, lambda found, said: len(found) >= said),
    "maxLength": _of(str, lambda found, said: len(found) <= said),
    "minimum": _of(int, lambda found, said: found >= said),
    "maximum": _of(int, lambda found, said: found <= said),
    "items": _items,
    "minItems": _of(list, lambda found, said: len(found) >= said),
    "maxItems": _of(list, lambda found, said: len(found) <= said),
    "uniqueItems": _of(list, _different),
    "properties": _properties,
    "required": _of(dict, lambda found, said: all(name in found for name in said)),
    "additionalProperties": lambda _said: lambda _found: True,
    "minProperties": _of(dict, lambda found, said: len(found) >= said),
    "maxProperties": _of(dict, lambda found, said: len(found) <= said),
    "anyOf": _any_of,
}
