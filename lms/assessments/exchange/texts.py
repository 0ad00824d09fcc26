"""Texts that came from outside: signs that no text has are taken out, line ends are one kind."""

import re

# Control signs, halves of pairs, and what XML and PostgreSQL keep in no text.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff]")


def tidy(text: str) -> str:
    """A text as it can be kept: lines end with a line feed, tabs are spaces, nothing stands around it."""
    one = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\t", " ")
    return without_strange(one).strip()


def has_strange(text: str) -> bool:
    """Whether there are signs in a text that no file and no database can hold."""
    return bool(_NO_TEXT.search(text))


def without_strange(text: str) -> str:
    """A text without such signs."""
    return _NO_TEXT.sub("", text)
