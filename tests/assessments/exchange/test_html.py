"""HTML from outside becomes plain text with its lines; nothing in it runs, and what is left out is named."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.exchange.html_losses import losses
from lms.assessments.exchange.html_reading import marked, plain
from lms.assessments.exchange.html_writing import inline, notes_html, prompt_html
from lms.assessments.exchange.question import Line, Prompt
from tests.assessments.exchange.items import texts


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Първи ред</p><p>Втори ред</p>", "Първи ред\nВтори ред"),
        ("един<br>два<br/>три", "един\nдва\nтри"),
        ("<p>един\n   два&nbsp;три</p>\n\n<p>четири</p>", "един два три\nчетири"),
        ("<ul><li>хляб</li><li>сол</li></ul>", "хляб\nсол"),
        ("<p>a</p><br><br><br><br><p>b</p>", "a\n\nb"),
        ("<table><tr><td>понеделник</td><td>8:00</td></tr><tr><td>петък</td></tr></table>", "понеделник 8:00\nпетък"),
        ("5 &lt; 7 &amp; 7 &gt; 5", "5 < 7 & 7 > 5"),
        ("<b>дебело</b> и <i>наклонено</i>", "дебело и наклонено"),
        ("<script>alert('x')</script>чисто<style>p{}</style>", "чисто"),
        ('<img src=x onerror="alert(1)">дума<iframe src="//x">y</iframe>', "думаy"),
        ("<svg><script>alert(1)</script></svg>дума", "дума"),
        ("a <b c", "a"),
        ("2 < 3", "2 < 3"),
        ("без\x00 край\x1f", "без край"),
        ("", ""),
    ],
)
def test_html_is_read_as_a_browser_shows_it(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>дума<br>дума</p>", []),
        ("<b>а</b><em>б</em>", ["Emphasis is not kept."]),
        ('<a href="https://example.org">тук</a>', ["A link is not kept; its words are."]),
        ('<IMG src="a.png"><video></video>', ["A picture or formula is not kept.", "A recording or film is not kept."]),
        ("<script>x</script>", ["Code in the text was removed."]),
        ('<p onclick="x()">дума</p>', ["Code in the text was removed."]),
        (prompt_html(Prompt("☕", "текст", (Line("А", "___"),), "въпрос")), []),
    ],
)
def test_what_a_text_cannot_hold_is_named(html: str, said: list[str]) -> None:
    assert list(map(str, losses(html))) == said


prompts = st.builds(
    Prompt,
    st.sampled_from(["", "☕"]),
    st.just("") | texts(lines=4),
    st.lists(st.builds(Line, texts(), texts()), max_size=3).map(tuple),
    st.just("") | texts(lines=2),
)


@given(prompts)
def test_the_parts_of_a_prompt_are_known_again_letter_by_letter(prompt: Prompt) -> None:
    read = marked(prompt_html(prompt))
    assert (read.prompt, read.rest) == (prompt, "")


@given(texts(lines=3))
def test_a_text_that_azbuka_wrote_is_read_letter_by_letter(text: str) -> None:
    assert plain(inline(text), exact=True) == text


@given(st.dictionaries(st.sampled_from(["grammar", "author", "also"]), texts(lines=2) | st.lists(st.integers())))
def test_notes_are_read_back(notes: dict[str, Any]) -> None:
    read = marked("<p>Така е.</p>" + notes_html(notes))
    assert (read.notes, read.rest) == (notes, "Така е.")


@given(
    texts(60),
    st.sampled_from(["<p>{0}</p><p>{0}", '<b class="azbuka-stem">{0}</b>', "{0}<br>{0}", "&amp;{0}&#60;"]),
)
def test_what_needs_no_cleaning_is_read_as_what_does(text: str, html: str) -> None:
    quick, slow = (html.format(inline(text)) + more for more in ("", "<wbr>"))
    assert marked(quick) == marked(slow)


def test_text_beside_the_parts_that_are_known_is_kept() -> None:
    read = marked('<p>Добавено</p><p class="azbuka-stem">Кой?</p>\n<p>И още</p>')
    assert (read.prompt.stem, read.rest) == ("Кой?", "Добавено\nИ още")


@given(st.text() | texts(60).map(lambda text: f"<p>{text}<b>{text}"))
def test_no_html_fails_or_leaves_a_sign_that_cannot_be_kept(html: str) -> None:
    for text in (plain(html), plain(html, exact=True), marked(html).rest):
        assert text == text.strip()
        assert not set(text) & {"\x00", "\x1e", "\x1f", "\r", "\ufffe"}
