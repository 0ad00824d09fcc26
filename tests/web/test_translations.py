"""The catalogues: nothing on a page of staff without Bulgarian, nothing a learner meets without their language."""

import ast
import os
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from lms.settings import ROOT
from lms.web import catalogues
from tools.translations import LEARNER_LOCALES, LOCALES, for_learners, load, path_of, sentences

MARKERS = {"_", "_l", "gettext", "ngettext"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
FOREIGN_SIGNS = {
    "ar": r"[,;?]",
    "fa": r"[,;?]",
    "fr": r" [:;?!»]|« ",
    "zh": r"[\u4e00-\u9fff][,;:?!.(]|[,;:?!)][\u4e00-\u9fff]",
}
"""Signs that the language writes another way. French binds them to the word with a space that does not break."""


@pytest.fixture(scope="module")
def written() -> Catalog:
    return sentences()


def texts(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def translated(catalogue: Catalog, message: Message) -> list[str]:
    """What a catalogue has for a sentence, one text for each plural form; empty texts where it has none."""
    found = catalogue.get(texts(message.id)[0], message.context)
    return texts(found.string) if found else [""]


def messages(locale: str) -> list[Message]:
    """What a catalogue holds, without its header."""
    return [message for message in load(locale) if message.id]


def test_every_sentence_has_its_bulgarian(written: Catalog) -> None:
    bulgarian = load("bg")
    missing = [message.id for message in written if message.id and not all(translated(bulgarian, message))]
    assert missing == []


@pytest.mark.parametrize("path", sorted((ROOT / "lms").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_hides_in_a_formatted_string(path: Path) -> None:
    """The extraction does not look into f-strings, so that nobody would learn that such a sentence has no Bulgarian."""
    strings = [part for part in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(part, ast.JoinedStr)]
    calls = [call for text in strings for call in ast.walk(text) if isinstance(call, ast.Call)]
    hidden = [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKERS]
    assert hidden == []


@pytest.mark.parametrize("locale", LEARNER_LOCALES)
def test_what_learners_meet_is_in_their_language(locale: str, written: Catalog) -> None:
    catalogue = load(locale)
    met = [message for message in written if message.id and for_learners(message)]
    assert [message.id for message in met if not all(translated(catalogue, message))] == []


@pytest.mark.parametrize("locale", LEARNER_LOCALES)
def test_learners_of_every_language_are_told_the_same(locale: str) -> None:
    """What the code says to learners stands in no list: a sentence in one of their languages is in all of them."""
    assert {str(message.id) for message in messages(locale)} == {str(message.id) for message in messages("ar")}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_has_nothing_the_code_no_longer_says(locale: str, written: Catalog) -> None:
    gone = [m.id for m in messages(locale) if written.get(texts(m.id)[0], m.context) is None]
    assert gone == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_keeps_the_placeholders(locale: str) -> None:
    for message in messages(locale):
        *singular, last = texts(message.id)
        wanted = set(PLACEHOLDER.findall(last))
        for text in filter(None, texts(message.string)):
            found = set(PLACEHOLDER.findall(text))
            assert found == wanted or (singular and found < wanted), (message.id, text)
            assert text.count("%") == sum(map(len, re.findall(r"%%|%(?=\()", text))), text


def test_bulgarian_quotes_as_bulgarian_does() -> None:
    for message in messages("bg"):
        for text in texts(message.string):
            assert not set(text) & set("\"'”"), text
            assert text.count("„") == text.count("“"), text


@pytest.mark.parametrize(("locale", "signs"), FOREIGN_SIGNS.items())
def test_a_translation_has_the_signs_of_its_language(locale: str, signs: str) -> None:
    every = [PLACEHOLDER.sub("", text) for message in messages(locale) for text in texts(message.string)]
    assert [text for text in every if re.search(signs, text)] == []


def test_bulgarian_fits_where_there_is_little_room() -> None:
    bulgarian = load("bg")
    for word in ("Present", "Late", "Absent", "Excused"):
        assert len(translated(bulgarian, Message(word))[0]) <= 9


def test_a_catalogue_is_compiled_when_it_has_changed(tmp_path: Path) -> None:
    source = tmp_path / "bg" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_bytes(path_of("bg").read_bytes())
    compiled = source.with_suffix(".mo")
    assert catalogues.compile_all(tmp_path) == [compiled]
    assert catalogues.compile_all(tmp_path) == []
    before = compiled.read_bytes()
    source.write_text(source.read_text(encoding="utf-8").replace("„", "«"), encoding="utf-8")
    later = compiled.stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert catalogues.compile_all(tmp_path) == [compiled]
    assert compiled.read_bytes() != before
