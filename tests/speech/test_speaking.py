"""What espeak-ng says of what it is given; where it is not installed there is nothing to hear."""

import io
import re
import subprocess
import wave
from collections.abc import Sequence

import numpy as np
import pytest

from lms import speech
from lms.speech import Line, NoVoice, espeak, marked
from lms.speech.lexicon import lexicon
from lms.speech.speaking import PAUSE, SILENT, with_phonemes
from lms.speech.stress import syllable

needs_a_voice = pytest.mark.skipif(not speech.can_speak(), reason="espeak-ng is not installed")


def heard(text: str) -> list[str]:
    """The phonemes of each clause that espeak-ng says, given a text."""
    asked = [espeak.COMMAND, "-v", espeak.LANGUAGE, "--stdin", "-q", "-x"]
    done = subprocess.run(asked, input=text.encode(), capture_output=True, check=True)
    return [line.strip() for line in done.stdout.decode().splitlines() if line.strip()]


def said(line: str) -> list[str]:
    return heard(with_phonemes([marked(line)])[0])


def stressed(phonemes: str) -> list[int]:
    """Which vowels have a stress, from 0."""
    before = [phonemes[: found.start()] for found in re.finditer("[',]", phonemes)]
    return [len(re.findall("[aeiou@]", part)) for part in before]


@needs_a_voice
@pytest.mark.parametrize(
    ("word", "vowel"),
    [
        ("врата", 1),
        ("ВРАТА", 1),
        ("двана̀десет", 1),
        ("дванадесет", 1),
        ("казвате", 0),
        ("ябълки", 0),
        ("моята", 0),
        ("довиждане", 1),
        ("следващата", 0),
        ("благодаря", 3),
        ("от работа", 1),
        ("часа", 1),
        ("ча̀са", 0),
        ("взѐмете", 0),
        ("вземете", 1),
    ],
)
def test_a_word_is_stressed_once_and_where_it_belongs(word: str, vowel: int) -> None:
    (clause,) = said(word)
    assert stressed(clause) == [vowel]


@needs_a_voice
def test_every_word_of_the_lexicon_is_stressed_where_it_says() -> None:
    words = list(lexicon().values())
    clauses = espeak.phonemes(with_phonemes(words))
    assert {word: stressed(clause) for word, clause in zip(words, clauses, strict=True)} == {
        word: [syllable(word)] for word in words
    }


@needs_a_voice
@pytest.mark.parametrize(("line", "sounds"), [("чета", "tSet'@"), ("платя", "pLat;'@"), ("града", "grad'@")])
def test_a_stressed_ending_is_said_as_bulgarians_say_it(line: str, sounds: str) -> None:
    assert said(line) == [sounds]


@needs_a_voice
@pytest.mark.parametrize(
    ("line", "sounds"),
    [
        ("в магазина", "vmagaz'ina"),
        ("без работа", "bezr'abota"),
        ("в къщата", "fk'@Stata"),
        ("с деца", "zdets'a"),
        ("не искаме.", "ne 'iskame"),
    ],
)
def test_a_preposition_keeps_its_consonant_as_in_one_word(line: str, sounds: str) -> None:
    assert said(line) == [sounds]


@needs_a_voice
def test_a_small_word_leaves_the_stress_to_the_word_it_leans_on() -> None:
    assert said("Не искаме да играем.") == ["ne 'iskame da igr'aem"]


@needs_a_voice
@pytest.mark.parametrize(
    ("line", "clauses"),
    [
        ("Направо, после наляво. Тя е до парка, срещу банката.", 4),
        ("На улица „Роза“, номер петнадесет!", 2),
        ("Как се казвате? Аз (не вие) ям ябълки; утре…", 3),
    ],
)
def test_pauses_stay_where_they_are_written_and_no_word_is_lost(line: str, clauses: int) -> None:
    parts = said(line)
    assert len(parts) == clauses
    spoken = re.findall("[aeiou@]", "".join(parts))
    assert len(spoken) == len(re.findall("[аеиоуъюя]", line.lower()))


@needs_a_voice
@pytest.mark.parametrize(
    "line", ["[[vri;@zg'o]]", "[\u00ad[vri;@zg'o]]", "[\u200b[vri;@zg'o]]", "[[\\vri;@zg'o]]", "-w x [[vri;@zg'o"]
)
def test_phonemes_in_a_text_are_not_obeyed(line: str) -> None:
    assert "i;@zg" in heard("[[vri;@zg'o]]")[0]
    assert "i;@zg" not in "".join(said(line))


@needs_a_voice
def test_a_word_that_espeak_spells_keeps_its_mark() -> None:
    (text,) = with_phonemes(["вгбдпра̀т"])
    assert text == "вгбдпра̀т"


def samples(*lines: Line) -> np.ndarray:
    with wave.open(io.BytesIO(speech.speak(lines))) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2")


@needs_a_voice
def test_lines_are_spoken_one_after_the_other_and_nothing_after_them() -> None:
    first, second = Line("woman", "Къде е вратата?"), Line("man2", "Там, наляво.")
    both = samples(first, second)
    assert (both[: len(samples(first))] == samples(first)).all()
    assert (both[-len(samples(second)) :] == samples(second)).all()
    assert len(both) > len(samples(first)) + len(samples(second)) + PAUSE * 22050
    assert abs(both[-1]) > SILENT


@needs_a_voice
def test_a_line_without_a_sound_is_silence() -> None:
    assert not samples(Line("man", "„“")).any()


def test_without_a_voice_it_is_said_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "COMMAND", "no-such-voice")
    assert not speech.can_speak()
    with pytest.raises(NoVoice):
        speech.speak([Line("woman", "врата")])


def words_of_a_broken_voice(words: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(espeak, "_answer", lambda *_: b"vr'ata\n")
    return espeak.phonemes(words)


def test_an_answer_that_is_not_of_every_word_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words_of_a_broken_voice(["врата"], monkeypatch) == ["vr'ata"]
    with pytest.raises(NoVoice):
        words_of_a_broken_voice(["врата", "вода"], monkeypatch)
