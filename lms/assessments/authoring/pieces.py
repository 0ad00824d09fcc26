"""What forms of items are read by: a text without what typing leaves in it, lines, gaps, rows in use, a side. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lms.assessments.items.flaws import GAP

Said = Mapping[str, Any]
"""The data of a form, by the names of its fields."""
Body = dict[str, Any]
_UNDERSCORES = re.compile("_{2,}")
_SIGNS = range(0x2190, 0x110000)
"""Where pictures begin among the characters; no letter of a language that is taught here stands there."""


def clean(text: str | None) -> str:
    """What was typed, with a gap as three underscores and lines as the bank keeps them."""
    return _UNDERSCORES.sub(GAP, (text or "").replace("\r\n", "\n").strip())


def lines_of(text: str | None) -> list[str]:
    """The lines of a text in which something stands."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def texts(said: Said, *names: str) -> Body:
    """Those of these fields in which something stands."""
    return {name: text for name in names if (text := clean(said.get(name)))}


def rows_in_use(rows: Iterable[Said], *names: str) -> list[Said]:
    """The rows in which something stands."""
    return [row for row in rows if any(clean(row.get(name)) for name in names)]


def place(key: str | None) -> int | None:
    """The place of the row that is marked as right, from 0."""
    return int(key) if key and key.isascii() and key.isdigit() and len(key) < 3 else None


def gaps_in(stem: str | None) -> int:
    """How many gaps a sentence has."""
    return clean(stem).count(GAP)


def side_of(text: str) -> Body:
    """One side of a pair: a picture when it has no letter and no digit, else a text."""
    drawn = not any(sign.isalnum() for sign in text) and any(ord(sign) in _SIGNS for sign in text)
    return {"picture" if drawn else "text": text}
