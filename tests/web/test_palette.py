"""The palette's contrast: what docs/visual-language.md promises is what tokens.css gives,
in light and in dark, and it is never under the limit the page names."""

import re

import pytest

from lms.settings import ROOT

TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/visual-language.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([\w-]+)` on `([\w-]+)` \|[^|]*\| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)


def _palette(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


LIGHT = _palette(TOKENS.split("@media")[0])
DARK = LIGHT | _palette(TOKENS.split("@media")[1])


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2 definition."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_page_lists_the_pairs_of_colours():
    assert len(ROW.findall(PAGE)) >= 20


@pytest.mark.parametrize(("front", "back", "light", "dark", "least"), ROW.findall(PAGE))
def test_a_pair_has_the_contrast_the_page_promises(front, back, light, dark, least):
    for palette, promised in ((LIGHT, light), (DARK, dark)):
        measured = _contrast(palette[front], palette[back])
        assert round(measured, 1) == float(promised)
        assert measured >= float(least)


def test_a_colour_is_named_in_the_tokens_only():
    """Elsewhere only paper is written out: black on white for what is printed."""
    paper = {"#000", "#333", "#999", "#fff"}
    for sheet in (ROOT / "static/css").glob("*.css"):
        if sheet.name != "tokens.css":
            assert set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text(encoding="utf-8"))) <= paper, sheet.name
