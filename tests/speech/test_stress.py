"""Marks of stress in a text, and phonemes whose stress is moved to them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.speech.stress import MARK, STRESSED, guessed_in, harmless, marked_by, moved, unmarked

LEXICON = {"врата": "врата̀", "часа": "часъ̀", "е": "е", "малка": "ма̀лка", "вземете": f"вземе{MARK}те"}


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Врата, ВРАТА и вратата.", "врата̀, врата̀ и вратата."),
        ("в девет часа", "в девет часъ̀"),
        ("два ча̀са", "два ча̀са"),
        ("в девет часа̀", "в девет часъ̀"),
        ("ако взѐмете", f"ако взе{MARK}мете"),
        ("вра́та", "вра̀та"),
        ("вра̀та̀", "врата̀"),
        ("вр̀ата", "врата̀"),
        ("Дадох ѝ го, на нея.", "Дадох ѝ го, на нея."),
        ("по-малка, Най-малка", "по̀ ма̀лка, на̀й ма̀лка"),
        ("по̀-малка", "по̀ ма̀лка"),
    ],
)
def test_a_word_is_marked_as_the_lexicon_or_the_line_itself_says(text: str, marked: str) -> None:
    assert marked_by(LEXICON, text) == marked


def test_an_accent_is_the_same_however_it_was_typed() -> None:
    texts = {unicodedata.normalize(form, f"взе{MARK}мете") for form in ("NFC", "NFD")}
    assert len(texts) == 2
    assert len({marked_by(LEXICON, text) for text in texts}) == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [("два ча̀са", "два часа"), ("взѐмете ѝ, Ѐва", "вземете ѝ, Ева"), ("дава ѝ, ѝдва", "дава ѝ, идва")],
)
def test_a_mark_is_not_part_of_what_is_written(text: str, written: str) -> None:
    assert unmarked(text) == written


def test_only_words_of_several_syllables_without_a_mark_are_guessed() -> None:
    assert guessed_in("Тя ни дава врата̀, а той – Пловдив.") == ["дава", "Пловдив"]


@pytest.mark.parametrize(
    ("phonemes", "text", "wanted"),
    [
        ("vr'ata", "врата̀", "vrat'a"),
        ("dv,anad'eset", "двана̀десет", "dvan'adeset"),
        ("jab'@Lki:", "я̀бълки", "j'ab@Lki:"),
        ("b,ezrab'ota", "без ра̀бота", "bezr'abota"),
        ("'ot rab'ota", "от ра̀бота", "ot r'abota"),
        ("tS'as@", "часъ̀", "tSas'@"),
        ("v@ v@ g@", "вгра̀д", None),
    ],
)
def test_the_stress_is_moved_and_is_the_only_one(phonemes: str, text: str, wanted: str | None) -> None:
    assert moved(phonemes, text) == wanted


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("в магазѝна", ["в магазѝна"]),
        ("Без ра̀бота и къ̀ща", ["Без ра̀бота", "къ̀ща"]),
        ("кръв вода̀", ["вода̀"]),
        ("в дом", []),
        ("в „врата̀“", ["врата̀"]),
    ],
)
def test_a_preposition_is_said_with_the_word_it_leans_on(text: str, together: list[str]) -> None:
    assert [unicodedata.normalize("NFC", found[0]) for found in STRESSED.finditer(harmless(text))] == together


@given(st.text() | st.text("[]\\\u200b\u00ad\x01\ud800 kv'a@врата\u0300\u0301"))
def test_nothing_of_a_text_is_more_than_text(text: str) -> None:
    marked = marked_by(LEXICON, text)
    assert not set(marked) & set("[]")
    assert all(unicodedata.category(one)[0] != "C" for one in marked)
    assert marked_by(LEXICON, marked) == marked
