"""What is wrong with the shape of an item, in words for whoever wrote the file."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.titles import TITLES

_OWN_NAME = frozenset({"tempts", "why", "accept"})
"""Parts of a field that are worth naming; a text is what one thinks of anyway."""
_SHORT = 60
"""Letters of what stands there that a message repeats."""


def no_rubric(code: str) -> Any:
    """A rubric is named that nobody wrote."""
    return _l("There is no rubric “%(code)s”.", code=code)


def in_words(error: Any) -> Any:
    """An error that jsonschema found as a sentence."""
    tell = _WORDS.get(str(error.validator), _wrong)
    return tell(_where(error), error)


def _where(error: Any) -> str:
    """The field in which something is wrong, which of several it is in, and what of that."""
    path = list(error.absolute_path)
    if not path:
        return str(_l("The item"))
    title = str(TITLES.get(path[0], path[0]))
    places = [name + 1 for name in path if isinstance(name, int)]
    where = f"{title} {places[0]}" if places else title
    inner = path[-1] if len(path) > 1 and path[-1] in _OWN_NAME else None
    return f"{where}, {TITLES[inner]}" if inner else where


def _missing(_where: str, error: Any) -> Any:
    lacking = [name for name in error.validator_value if name not in error.instance]
    names = ", ".join(str(TITLES.get(name, name)) for name in lacking)
    return _l("%(fields)s: nothing stands there.", fields=names)


def _nothing_asked(_where: str, _error: Any) -> Any:
    return _l("There is nothing to read, see or hear.")


def _too_long(where: str, error: Any) -> Any:
    return _l("%(field)s: at most %(count)s letters.", field=where, count=error.validator_value)


def _empty(where: str, _error: Any) -> Any:
    return _l("%(field)s: nothing stands there.", field=where)


def _too_few(where: str, error: Any) -> Any:
    told = {"field": where, "count": error.validator_value, "found": len(error.instance)}
    return _l("%(field)s: at least %(count)s are needed, and there are %(found)s.", **told)


def _too_many(where: str, error: Any) -> Any:
    told = {"field": where, "count": error.validator_value, "found": len(error.instance)}
    return _l("%(field)s: at most %(count)s are possible, and there are %(found)s.", **told)


def _unknown(where: str, error: Any) -> Any:
    if list(error.absolute_path)[-1:] == ["id"]:
        return _l("There are too many choices.")
    return _l("%(field)s: “%(value)s” is not known.", field=where, value=_shown(error.instance))


def _out_of_bounds(where: str, error: Any) -> Any:
    return _l("%(field)s: %(value)s is too little or too much.", field=where, value=_shown(error.instance))


def _not_here(_where: str, error: Any) -> Any:
    names = sorted(error.instance.keys() - error.schema.get("properties", {}).keys())
    told = ", ".join(str(TITLES.get(name, name)) for name in names)
    return _l("%(fields)s: an item of this kind has no such thing.", fields=told)


def _wrong(where: str, error: Any) -> Any:
    return _l("%(field)s: “%(value)s” cannot stand there.", field=where, value=_shown(error.instance))


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


_WORDS: dict[str, Callable[[str, Any], Any]] = {
    "required": _missing,
    "anyOf": _nothing_asked,
    "maxLength": _too_long,
    "minLength": _empty,
    "pattern": _wrong,
    "minItems": _too_few,
    "maxItems": _too_many,
    "enum": _unknown,
    "minimum": _out_of_bounds,
    "maximum": _out_of_bounds,
    "additionalProperties": _not_here,
}
