"""An order of parts as its writer writes it: the sentence written out, or the numbers of the parts. Pure."""

import re
from collections.abc import Sequence

_NUMBERS = re.compile(r"[0-9]{1,2}(?:[ ,;/-]+[0-9]{1,2})*")
_ENDS = " .?!…"


def written(parts: Sequence[str], order: Sequence[int], apart: str = " ") -> str:
    """An order written out; numbers that no part has are left out."""
    return apart.join(parts[number - 1] for number in order if 0 < number <= len(parts))


def read_order(parts: Sequence[str], text: str) -> list[int] | None:
    """The numbers of the parts (from 1) in the order that a text gives; None when it does not use each of them once."""
    if _NUMBERS.fullmatch(text.strip()):
        numbers = [int(number) for number in re.findall("[0-9]+", text)]
        return numbers if sorted(numbers) == list(range(1, len(parts) + 1)) else None
    return _taken_apart(_plain(text), [_plain(part) for part in parts], [])


def _plain(text: str) -> str:
    return " ".join(text.replace("/", " ").casefold().split()).strip(_ENDS)


def _taken_apart(rest: str, parts: Sequence[str], used: list[int]) -> list[int] | None:
    """The parts that a text is made of, tried one after the other."""
    if len(used) == len(parts):
        return None if rest else used
    for number, part in enumerate(parts, 1):
        if number in used or not part or not rest.startswith(part):
            continue
        after = rest[len(part) :]
        # A part ends where a word does; what ends a sentence may stand in the middle of parts that are lines.
        if after and after[0].isalnum():
            continue
        if found := _taken_apart(after.lstrip(_ENDS), parts, [*used, number]):
            return found
    return None
