"""The lexicon of stress: each entry is a word with one mark, and reading it tells what is wrong."""

from pathlib import Path

import pytest

from lms import speech
from lms.assessments.items import content
from lms.speech.lexicon import FILE, LexiconError, lexicon
from lms.speech.stress import MARK

VOWELS = "аеиоуъюя"


def test_every_entry_is_a_word_with_one_mark_on_a_vowel() -> None:
    for word, said in lexicon().items():
        before, mark, _ = said.partition(MARK)
        assert word.isalpha()
        assert word.islower()
        assert (mark, said.count(MARK)) == (MARK, 1)
        assert before[-1] in VOWELS
        assert sum(letter in VOWELS for letter in word) > 1


def test_words_stand_in_the_order_of_the_alphabet_so_that_none_stands_twice() -> None:
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    words = [line.partition(":")[0] for line in lines]
    assert words == sorted(set(words))


def test_the_stress_of_whatever_is_heard_was_decided_by_somebody() -> None:
    heard = [one.body["audio"]["lines"] for file in content.read_all() for one in file.items if "audio" in one.body]
    guessed = {word.lower() for lines in heard for line in lines for word in speech.guessed(line["say"])}
    assert not guessed, f"Put into content/speech/stress.yaml: {sorted(guessed)}"


@pytest.mark.parametrize(
    "entry",
    [
        "врата: врата",
        "врата: вра̀та̀",
        "врата: вр̀ата",
        "врата: вода̀",
        "Врата: врата̀",
        "врата: [врата̀]",
        "door: врата̀",
        "врата: врата̀ [[kaz]]",
        "часа: чъ̀са",
        "врата",
    ],
)
def test_what_is_no_entry_is_refused(tmp_path: Path, entry: str) -> None:
    (tmp_path / "stress.yaml").write_text(entry, encoding="utf-8")
    with pytest.raises(LexiconError):
        lexicon(tmp_path / "stress.yaml")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("врата: врата̀", "врата̀"),
        ("взема: взѐма", f"взе{MARK}ма"),
        ("чета: четъ̀", "четъ̀"),
        ("стоят: стойъ̀т", "стойъ̀т"),
        ("платя: платьъ̀", "платьъ̀"),
    ],
)
def test_an_entry_is_read_in_one_form(tmp_path: Path, entry: str, said: str) -> None:
    (tmp_path / "stress.yaml").write_text(entry, encoding="utf-8")
    assert lexicon(tmp_path / "stress.yaml") == {entry.partition(":")[0]: said}
