r"""Several things in one cell: one a line, its parts divided by upright strokes, pictures in square brackets.

Where a text itself has such a sign, a backslash stands before it: \| \~ \[ \\, and \n is a line of the text.
"""

import re
from collections.abc import Iterable, Sequence

_PART = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ESCAPED = re.compile(r"\\([|~\[\\n])")
WRONG = "~"
"""Stands before an answer that is not right."""


def pack(lines: Iterable[Sequence[str]]) -> str:
    """Lines with their parts, as a cell holds them."""
    return "\n".join(" | ".join(parts) for parts in lines)


def unpack(cell: str) -> list[list[str]]:
    """The lines of a cell with their parts, not yet read letter by letter (see `plain`)."""
    return [_parts(line) for line in cell.split("\n") if line.strip()]


def _parts(line: str) -> list[str]:
    parts, at = [], 0
    for found in _PART.finditer(line):
        parts.append(line[at : found.end() - 1].strip())
        at = found.end()
    return [*parts, line[at:].strip()]


def escaped(text: str) -> str:
    """A text as a part of a cell."""
    one = text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")
    return f"\\{one}" if one.startswith((WRONG, "[")) else one


def plain(part: str) -> str:
    """The text of a part of a cell."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], part)


def pictured(part: str) -> str | None:
    """The picture of a part of a cell; None when it is a text."""
    return part[1:-1].strip() if part.startswith("[") and part.endswith("]") else None
