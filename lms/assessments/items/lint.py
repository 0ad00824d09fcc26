"""What a second reader would object to in a set of items: doubles, keys in one place, a key that its length gives away.

Pure. An item can be whole (see flaws) and a bank of such items still be a poor one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.items.flaws import CHOICE_KINDS
from lms.assessments.states import ItemKind

Body = Mapping[str, Any]
LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
LONGER_BY, LONGER_SHARE = 4, 0.5
"""A key may differ in length from the mean of the others by so many letters, or by this share of it."""
LONGEST_SHARE = 0.4
"""At most this share of the keys may be the longest of their choices."""
PLACE_SHARE = 0.4
"""At most this share of the keys may stand in one place."""
FEW = 10
"""Shares are asked of so many items at least."""


def complaints(items: Mapping[str, Body]) -> Iterator[str]:
    """Each complaint about items by code, naming the items it is about."""
    yield from _doubles(items)
    for code, item in items.items():
        yield from (f"{code}: {said}" for said in remarks(item))
    yield from _telling_places(items)
    yield from _telling_lengths(items)


def remarks(item: Body) -> Iterator[Any]:
    """What there is to say against one item by itself, in sentences; it may lack anything."""
    yield from _latin(item)
    yield from _telling_length(item)


def bulgarian(item: Body) -> Iterator[str]:
    """Every text of an item that a learner reads or hears in Bulgarian."""
    yield from (item[name] for name in ("text", "stem", "model") if name in item)
    yield from (line.get("say", "") for line in item.get("lines", ()))
    yield from (line.get("say", "") for line in item.get("audio", {}).get("lines", ()))
    for offered in (item, *item.get("gaps", ())):
        yield from (choice["text"] for choice in offered.get("choices", ()) if "text" in choice)
        yield from offered.get("accept", ())
    yield from item.get("parts", ())
    sides = [pair[side] for pair in item.get("pairs", ()) for side in ("left", "right") if side in pair]
    yield from (
        side["text"]
        for side in (*sides, *(one["side"] for one in item.get("extra", ()) if "side" in one))
        if "text" in side
    )


def _doubles(items: Mapping[str, Body]) -> Iterator[str]:
    asked = defaultdict(list)
    for code, item in items.items():
        asked[what_is_asked(item)].append(code)
    for codes in asked.values():
        if len(codes) > 1:
            yield f"{' and '.join(codes)} ask the same."


def asked_texts(item: Body) -> Iterator[str]:
    """The texts by which an item asks, each by itself."""
    yield from (item[name] for name in ("text", "stem", "picture") if name in item)
    yield from (
        line["say"] for line in (*item.get("audio", {}).get("lines", ()), *item.get("lines", ())) if "say" in line
    )
    yield from item.get("parts", ())
    yield from (text for pair in item.get("pairs", ()) for text in pair.get("left", {}).values())


def what_is_asked(item: Body) -> tuple[str, ...]:
    """What is the same in two items that ask the same; nothing but empty texts where nothing is asked yet."""
    heard = " ".join(line.get("say", "") for line in item.get("audio", {}).get("lines", ()))
    said = " ".join(line.get("say", "") for line in item.get("lines", ()))
    parts = " ".join(item.get("parts", ()))
    pairs = " ".join(str(pair.get("left", "")) for pair in item.get("pairs", ()))
    # A heard word with other choices, or a text with another question, is another item.
    return (*(item.get(name, "") for name in ("text", "stem", "picture")), heard, said, parts, pairs)


def _latin(item: Body) -> Iterator[Any]:
    # An address on the web is Latin everywhere.
    words = [word for text in bulgarian(item) for word in text.split() if LATIN & set(word)]
    mixed = [word for word in words if "@" not in word and ".bg" not in word]
    if mixed:
        yield _l("Latin letters in “%(word)s”.", word=mixed[0])


def _lists(item: Body) -> list[tuple[str, list[str]]]:
    """The key's text and the others' of each list of choices with one key, as far as they are written."""
    kind = ItemKind(item["kind"])
    offered = [item] if kind in CHOICE_KINDS - {ItemKind.PICTURE_CHOICE} else []
    offered += item.get("gaps", ()) if kind is ItemKind.GAP_LIST else []
    found = []
    for one in offered:
        texts = {choice["id"]: choice["text"] for choice in one.get("choices", ()) if "text" in choice}
        key = texts.pop(one.get("key"), None)
        if key is not None and texts:
            found.append((key, list(texts.values())))
    return found


def _telling_length(item: Body) -> Iterator[Any]:
    for key, others in _lists(item):
        rest = mean(len(text) for text in others)
        if abs(len(key) - rest) > max(LONGER_BY, LONGER_SHARE * rest):
            yield _l("The length of “%(key)s” gives it away.", key=key)


def _telling_lengths(items: Mapping[str, Body]) -> Iterator[str]:
    lists = [one for item in items.values() for one in _lists(item)]
    longest = sum(len(key) > max(map(len, others)) for key, others in lists)
    if len(lists) >= FEW and longest > LONGEST_SHARE * len(lists):
        yield f"In {longest} of {len(lists)} lists the key is the longest."


def _telling_places(items: Mapping[str, Body]) -> Iterator[str]:
    offered = [one for item in items.values() for one in _with_key(item)]
    for key, times in Counter(str(one["key"]) for one in offered).items():
        if len(offered) >= FEW and times > PLACE_SHARE * len(offered):
            yield f"{times} of {len(offered)} keys are {key}."


def _with_key(item: Body) -> Sequence[Body]:
    kind = ItemKind(item["kind"])
    return [item] if kind in CHOICE_KINDS else item["gaps"] if kind is ItemKind.GAP_LIST else []
