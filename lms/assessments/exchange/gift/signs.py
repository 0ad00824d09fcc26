r"""The signs with which GIFT parts a question, and how a text says that it means the letter: \~ \= \# \{ \} \: \\ \n.

While a question is taken apart, letters that are meant stand there as signs that no text has.
"""

import re

_MEANT = {":": "\x01", "#": "\x02", "=": "\x03", "{": "\x04", "}": "\x05", "~": "\x06", "n": "\x0e", "\\": "\x0f"}
_LETTERS = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _MEANT.items()})
_ESCAPED = re.compile(r"\\([:#={}~n\\])")
_SIGN = re.compile(r"[\\:#={}~]")


def hide(text: str) -> str:
    """A text in which only signs that part the question are left as they are."""
    return _ESCAPED.sub(lambda found: _MEANT[found[1]], text)


def show(text: str) -> str:
    """The letters of a piece that was taken out of a hidden text."""
    return text.translate(_LETTERS)


def escape(text: str) -> str:
    """A text in which every sign means the letter; it takes one line."""
    return _SIGN.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")
