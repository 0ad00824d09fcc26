"""Whole items of every kind, drawn by hypothesis: with every sign that any of the formats takes for its own."""

from typing import Any

from hypothesis import strategies as st

from lms.assessments.exchange.question import VERDICTS
from lms.assessments.exchange.shapes import fields_of, values_of
from lms.assessments.states import ItemKind, Skill

SIGNS = "абвгАБВѝщ жzq09 .,:;!?-–„“«»'\"\\/|<>&#%=~{}[]()*+@$^`_…"
PICTURES = ("☕", "🚌", "📱", "🍌", "🏠", "🚕")
Item = dict[str, Any]


def texts(longest: int = 30, lines: int = 1) -> st.SearchStrategy[str]:
    """Texts without spaces at their ends, as forms give them, of so many lines; a gap is added where it belongs."""
    line = st.text(SIGNS, min_size=1, max_size=longest).map(str.strip).filter(lambda text: text and "___" not in text)
    return line if lines == 1 else st.lists(line, min_size=1, max_size=lines).map("\n".join)


def several(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Different texts."""
    return st.lists(texts(), min_size=least, max_size=most, unique_by=str.casefold)


pictures = st.sampled_from(PICTURES)


@st.composite
def items(draw: st.DrawFn, kind: ItemKind) -> Item:
    """A whole item of a kind."""
    skill = {ItemKind.SPOKEN: Skill.SPEAKING, ItemKind.WRITTEN: Skill.WRITING}.get(kind)
    item: Item = {
        "kind": kind.value,
        "level": draw(st.sampled_from(values_of("level"))),
        "skill": skill or draw(st.sampled_from(list(Skill)[:3])),
        "topic": draw(st.sampled_from(values_of("topic"))),
        "grammar": draw(texts()),
        "instruction": draw(st.sampled_from(sorted(set(fields_of(kind)["instruction"]["enum"]) - GAPPED))),
        "code": draw(st.from_regex(r"(PRE|A1|A2|B1)-[LRUSW]-[0-9]{2,4}", fullmatch=True)),
    }
    item |= draw(_optional({"within": st.sampled_from(values_of("within")), "author": texts(), "picture": pictures}))
    if item["skill"] == Skill.LISTENING or draw(st.booleans()):
        item["audio"] = {"lines": draw(st.lists(_heard, min_size=1, max_size=3))}
    item |= draw(_own[kind])
    return item


GAPPED = {"fill_gap", "missing_letter"}
_heard = st.fixed_dictionaries({"who": st.sampled_from(["woman", "man", "woman2", "man2"]), "say": texts()})


def _optional(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Item]:
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def _asked(draw: st.DrawFn, gaps: int = 0) -> Item:
    stem = draw(texts(lines=2))
    for _ in range(gaps):
        stem = f"{stem} ___ {draw(texts())}"
    return {"stem": stem} | draw(_optional({"text": texts(lines=3)}))


@st.composite
def _offered(
    draw: st.DrawFn, least: int, most: int, right: int = 1, name: str = "text"
) -> tuple[list[Item], list[str]]:
    found = draw(
        st.lists(pictures, min_size=least, max_size=most, unique=True) if name == "picture" else several(least, most)
    )
    ids = "abcdef"[: len(found)]
    keys = sorted(draw(st.permutations(ids))[:right])
    choices = [
        {"id": one, name: text} | ({} if one in keys else {"tempts": draw(texts())})
        for one, text in zip(ids, found, strict=True)
    ]
    return choices, keys


@st.composite
def _single(draw: st.DrawFn, name: str = "text") -> Item:
    choices, (key,) = draw(_offered(3, 4, name=name))
    return {"choices": choices, "key": key, "why": draw(texts(lines=2))}


@st.composite
def _choice(draw: st.DrawFn, name: str = "text") -> Item:
    return draw(_asked()) | draw(_single(name))


@st.composite
def _dialogue(draw: st.DrawFn) -> Item:
    lines = draw(st.lists(st.fixed_dictionaries({"who": texts(), "say": texts()}), max_size=3))
    lines.insert(draw(st.integers(0, len(lines))), {"who": draw(texts()), "say": "___"})
    return {"lines": lines} | draw(_single())


@st.composite
def _several(draw: st.DrawFn) -> Item:
    choices, keys = draw(_offered(4, 6, right=2))
    return draw(_asked()) | {"choices": choices, "keys": keys, "why": draw(texts())}


@st.composite
def _verdict(draw: st.DrawFn) -> Item:
    key = draw(st.sampled_from(sorted(VERDICTS)))
    tempts = {verdict: draw(texts()) for verdict in VERDICTS if verdict != key}
    return {"stem": draw(texts()), "text": draw(texts(lines=3)), "key": key, "tempts": tempts, "why": draw(texts())}


@st.composite
def _typed(draw: st.DrawFn) -> Item:
    gaps = []
    for _ in range(draw(st.integers(1, 3))):
        found = draw(several(1, 4))
        right = draw(st.integers(1, len(found)))
        gap: Item = {"accept": found[:right]}
        if found[right:]:
            gap["tempts"] = [{"text": text, "why": draw(texts())} for text in found[right:]]
        gaps.append(gap)
    forgiven = st.lists(st.sampled_from(["case", "spaces", "short_i", "transliteration"]), unique=True, min_size=1)
    return draw(_asked(len(gaps))) | {"gaps": gaps, "why": draw(texts())} | draw(_optional({"forgive": forgiven}))


@st.composite
def _listed(draw: st.DrawFn) -> Item:
    gaps = []
    for _ in range(draw(st.integers(1, 3))):
        choices, (key,) = draw(_offered(3, 4))
        gaps.append({"choices": choices, "key": key})
    return draw(_asked(len(gaps))) | {"gaps": gaps, "why": draw(texts())}


@st.composite
def _ordering(draw: st.DrawFn) -> Item:
    parts = draw(st.lists(texts(), min_size=3, max_size=5))
    numbers = list(range(1, len(parts) + 1))
    orders = draw(st.lists(st.permutations(numbers).filter(lambda one: one != numbers), max_size=4, unique_by=tuple))
    also, tempting = orders[:2], orders[2:]
    item: Item = {"parts": parts, "why": draw(texts())} | draw(
        _optional({"end": st.sampled_from(".?!"), "stem": texts()})
    )
    if also:
        item["also"] = also
    if tempting:
        item["tempts"] = [{"order": order, "why": draw(texts())} for order in tempting]
    return item


@st.composite
def _matching(draw: st.DrawFn) -> Item:
    count, more = draw(st.integers(3, 5)), draw(st.integers(0, 2))
    lefts, rights = draw(_sides(count)), draw(_sides(count + more))
    item: Item = {"pairs": [{"left": left, "right": right} for left, right in zip(lefts, rights, strict=False)]}
    if more:
        item["extra"] = [{"side": side, "tempts": draw(texts())} for side in rights[count:]]
    return item | {"why": draw(texts())} | draw(_optional({"stem": texts()}))


@st.composite
def _sides(draw: st.DrawFn, count: int) -> list[Item]:
    found = draw(st.lists(texts() | pictures, min_size=count, max_size=count, unique_by=str.casefold))
    return [{"picture" if one in PICTURES else "text": one} for one in found]


@st.composite
def _marked(draw: st.DrawFn, kind: ItemKind) -> Item:
    item: Item = {"stem": draw(texts(lines=2)), "model": draw(texts(lines=2)), "rubric": f"{kind}-a1"}
    if kind is ItemKind.SPOKEN:
        return item | {"seconds": draw(st.integers(15, 120))}
    return item | {"words": {"least": draw(st.integers(1, 20)), "most": draw(st.integers(20, 200))}}


_own: dict[ItemKind, st.SearchStrategy[Item]] = {
    ItemKind.SINGLE_CHOICE: _choice(),
    ItemKind.SEVERAL_CHOICES: _several(),
    ItemKind.TRUE_FALSE: _verdict(),
    ItemKind.DIALOGUE: _dialogue(),
    ItemKind.PICTURE_CHOICE: _choice("picture"),
    ItemKind.GAP_TYPED: _typed(),
    ItemKind.GAP_LIST: _listed(),
    ItemKind.ORDERING: _ordering(),
    ItemKind.MATCHING: _matching(),
    ItemKind.SPOKEN: _marked(ItemKind.SPOKEN),
    ItemKind.WRITTEN: _marked(ItemKind.WRITTEN),
}
