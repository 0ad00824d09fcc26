"""A recording belongs to the words it was made from, and a machine's also to the stress it was told."""

import json
from pathlib import Path
from typing import Any

import pytest

from lms.assessments.items.content import ItemFile, Wording
from lms.assessments.items.recordings import LIST, words_digest
from lms.assessments.states import ItemKind, ItemLevel, Skill
from tools import speech as tool


def lines(*texts: str) -> list[dict[str, str]]:
    return [{"who": "woman", "say": text} for text in texts]


def know(monkeypatch: pytest.MonkeyPatch, **lexicon: str) -> None:
    monkeypatch.setattr("lms.speech.lexicon.lexicon", lambda: lexicon)


@pytest.mark.parametrize(("synthetic", "anew"), [(True, True), (False, False)])
def test_a_corrected_stress_is_for_the_machine_to_say_anew(
    synthetic: bool, anew: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("Една врата.", "Едно око.")
    know(monkeypatch, врата="вра̀та")
    before = [words_digest(lines(text), synthetic) for text in texts]
    know(monkeypatch, врата="врата̀")
    after = [words_digest(lines(text), synthetic) for text in texts]
    assert (before[0] != after[0], before[1] != after[1]) == (anew, False)


@pytest.mark.parametrize(("synthetic", "anew"), [(True, True), (False, False)])
def test_a_mark_in_the_line_is_for_the_machine_too(synthetic: bool, anew: bool) -> None:
    plain, marked = (words_digest(lines(text), synthetic) for text in ("два часа", "два ча̀са"))
    assert (plain != marked) is anew


@pytest.mark.parametrize("synthetic", [True, False])
def test_other_words_order_or_voices_are_another_recording(synthetic: bool) -> None:
    one, other = lines("да", "не"), lines("не", "да")
    voice = [one[0] | {"who": "man"}, one[1]]
    assert len({words_digest(said, synthetic) for said in (one, other, voice, one[:1])}) == 4


def item(code: str, text: str) -> Wording:
    body: dict[str, Any] = {"audio": {"lines": lines(text)}}
    return Wording(code, ItemLevel.A1, Skill.LISTENING, ItemKind.SINGLE_CHOICE, body)


def test_the_tool_speaks_anew_what_is_said_otherwise_and_names_what_it_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    items = (item("A1-L-01", "Една врата."), item("A1-L-02", "Едно око."), item("A1-L-03", "Тази врата."))
    spoken: list[str] = []

    def record(wording: Wording) -> dict[str, object]:
        spoken.append(wording.code)
        return {"words": words_digest(wording.body["audio"]["lines"], synthetic=True), "synthetic": True}

    monkeypatch.setattr(tool, "AUDIO", tmp_path)
    monkeypatch.setattr(tool, "record", record)
    monkeypatch.setattr(tool.speech, "can_speak", lambda: True)
    monkeypatch.setattr(tool.content, "read_all", lambda: [ItemFile(items, None)])
    know(monkeypatch, една="една̀", врата="вра̀та")
    tool.main()
    assert spoken == ["A1-L-01", "A1-L-02", "A1-L-03"]
    assert "едно, око, тази\n" in capsys.readouterr().out
    by_a_person = {"words": words_digest(lines("Тази врата."), synthetic=False), "synthetic": False}
    listed = json.loads((tmp_path / LIST).read_text(encoding="utf-8")) | {"A1-L-03": by_a_person}
    (tmp_path / LIST).write_text(json.dumps(listed), encoding="utf-8")
    spoken.clear()
    know(monkeypatch, една="една̀", врата="врата̀")
    tool.main()
    assert spoken == ["A1-L-01"]
    assert json.loads((tmp_path / LIST).read_text(encoding="utf-8"))["A1-L-03"] == by_a_person
