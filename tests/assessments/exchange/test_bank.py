"""The items of content/items in every format, there and back; and what holds for every format."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.access.errors import DomainError
from lms.assessments.exchange import taking_in
from lms.assessments.exchange.formats import FORMATS, Format, read_any
from lms.assessments.exchange.making import DEFAULTS
from lms.assessments.items import content
from lms.assessments.states import ItemKind
from tests.soak import tries

Item = dict[str, Any]


@pytest.fixture(scope="module")
def bank() -> list[Item]:
    wordings = [one for file in content.read_all() for one in file.items]
    return [{name: getattr(one, name) for name in content.HEAD} | one.body for one in wordings]


@pytest.mark.parametrize("format_", Format)
def test_every_item_of_the_files_comes_back_the_same_or_is_named(format_: Format, bank: list[Item]) -> None:
    about = FORMATS[format_]
    written = about.write(bank)
    left_out = {loss.code for loss in written.losses if loss.left_out}
    kept = [item for item in bank if item["code"] not in left_out]
    found = about.read(written.data, f"items.{about.ending}", DEFAULTS)
    assert [one.item for one in found.items] == kept
    assert {(one.lost, one.faults, one.unfinished) for one in found.items} == {((), (), ())}
    assert written.count == len(kept)
    if format_ is not Format.GIFT:
        assert left_out == set()
    else:
        assert all(one["kind"] == ItemKind.ORDERING or len(one.get("gaps", "")) > 1 for one in bank if one not in kept)


@pytest.mark.parametrize("format_", Format)
def test_the_format_of_a_file_is_known_by_what_stands_in_it(format_: Format, bank: list[Item]) -> None:
    about = FORMATS[format_]
    data = about.write(bank[:3]).data
    names = ["файл.dat", f"items.{about.ending}"] if format_ is not Format.CSV else ["items.CSV"]
    for name in names:
        assert [one.item for one in read_any(data, name, DEFAULTS).items] == bank[:3]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x00\x01\x02", "x.bin", "no file of questions"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls", "old .xls format"),
        (b"<html></html>", "x.xml", "neither Moodle XML nor"),
        (b"PK\x05\x06" + b"\x00" * 18, "x.zip", "no QTI package"),
        (b"", "x.txt", "no questions"),
        (b"", "x.csv", "no rows"),
        (b"<quiz>", "x.xml", "no well-formed XML"),
    ],
)
def test_a_file_of_nothing_we_know_is_refused_in_words(data: bytes, name: str, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        read_any(data, name, DEFAULTS)


@pytest.mark.parametrize("format_", Format)
def test_too_many_questions_are_refused(format_: Format, bank: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "MOST_ITEMS", 2)
    data = FORMATS[format_].write(bank[:3]).data
    with pytest.raises(DomainError, match="more than 2 questions"):
        FORMATS[format_].read(data, "x.csv", DEFAULTS)


def test_signs_that_no_file_can_hold_are_taken_out_and_named(bank: list[Item]) -> None:
    item = next(one for one in bank if one["kind"] == ItemKind.SINGLE_CHOICE and "audio" not in one)
    for about in FORMATS.values():
        written = about.write([item | {"grammar": "а\x0bб\ufffe"}])
        assert [(loss.code, str(loss.message)) for loss in written.losses] == [
            (item["code"], "Signs that no file can hold were taken out.")
        ]
        (found,) = about.read(written.data, "x.csv", DEFAULTS).items
        assert found.item == item | {"grammar": "аб"}


HEADS = ("", "<quiz>", '<?xml version="1.0"?><quiz><question type="cloze">', "PK\x03\x04", "Въпрос;Key\n", "А? {", "::")


@tries(200)
@given(
    st.sampled_from(HEADS),
    st.text() | st.text("{}~=#%:\\[]<>&;|\n\"' abc1"),
    st.sampled_from(["x.txt", "x.csv", "x.xml"]),
)
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_words(head: str, text: str, name: str) -> None:
    try:
        found = read_any((head + text).encode(errors="replace"), name, DEFAULTS)
    except DomainError as refusal:
        assert str(refusal)
    else:
        assert all(one.item or one.faults for one in found.items)


@pytest.mark.parametrize(
    "noise", [" ", "\n ", "\\", "&#", "<p>", "[[1", "{1:SA:", "\\|", "[tag:", "a=~#", "</p>", "&amp;", "%5"]
)
def test_long_noise_is_read_in_a_moment(noise: str) -> None:
    long = noise * (400_000 // len(noise))
    part = noise * (19_000 // len(noise))
    question = (
        '<question type="cloze"><questiontext format="html"><text><![CDATA[{}]]></text></questiontext></question>'
    )
    for data in (
        f"А? {{=а ~б ~в}} {long}",
        f"// azbuka: {{}}\n[html]{part}{{=а ~б}}",
        f"<quiz>{question.format(part)}</quiz>",
    ):
        read_any(data.encode(), "x.txt", DEFAULTS)
    read_any(f"Question;Pairs\nА?;{part.replace(';', '')}".encode(), "x.csv", DEFAULTS)
