"""Tables of items, .xlsx and .csv: there and back, and rows that people filled in."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lms.access.errors import DomainError
from lms.assessments.exchange.found import Written
from lms.assessments.exchange.tables.cells import escaped, pack, plain, unpack
from lms.assessments.exchange.tables.reading import read
from lms.assessments.exchange.tables.writing import template, write_text, write_workbook
from lms.assessments.states import ItemKind
from tests.assessments.exchange.items import items, texts
from tests.soak import tries

Item = dict[str, Any]
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "'x", "''", "_x0041_")


@pytest.mark.parametrize(("write", "name"), [(write_workbook, "items.xlsx"), (write_text, "items.csv")])
@pytest.mark.parametrize("kind", ItemKind)
def test_items_of_every_kind_come_back_the_same(
    kind: ItemKind, write: Callable[[list[Item]], Written], name: str
) -> None:
    @tries(15)
    @given(st.lists(items(kind), min_size=1, max_size=3), st.sampled_from(FORMULAS))
    def there_and_back(some: list[Item], formula: str) -> None:
        some[0]["grammar"] = formula
        found = read(write(some).data, name).items
        assert [one.item for one in found] == some
        assert {(one.lost, one.faults, one.unfinished) for one in found} == {((), (), ())}

    there_and_back()


@given(st.lists(st.lists(texts(), min_size=1, max_size=3), min_size=1, max_size=3))
def test_what_is_packed_into_a_cell_is_unpacked(lines: list[list[str]]) -> None:
    cell = pack([escaped(part) for part in parts] for parts in lines)
    assert [[plain(part) for part in parts] for parts in unpack(cell)] == lines


def test_no_cell_of_a_text_file_is_a_formula(one: Item) -> None:
    for formula in FORMULAS[:4]:
        written = write_text([one | {"stem": formula, "why": formula}]).data.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.fixture
def one() -> Item:
    choices = [{"id": one, "text": text, "tempts": "Прилича."} for one, text in (("a", "аз"), ("b", "ти"), ("c", "тя"))]
    del choices[0]["tempts"]
    head = {"kind": "single_choice", "level": "A1", "skill": "reading", "topic": "people", "instruction": "read_answer"}
    asked = {"code": "A1-R-11", "grammar": "проба", "stem": "Кой?", "choices": choices, "key": "a", "why": "Така е."}
    return head | asked


def table(header: str, *rows: str) -> bytes:
    return "\r\n".join((header, *rows)).encode("utf-8-sig")


def only(header: str, row: str) -> Any:
    (found,) = read(table(header, row), "задачи.csv").items
    return found


CHOICES = "Въпрос;Отговор A;Отговор B;Отговор C;Верен отговор"


def test_a_short_table_is_enough() -> None:
    found = only(CHOICES, "Кой е тук?;аз;ти;тя;b")
    assert found.item == {
        "kind": "single_choice",
        "level": "A1",
        "skill": "reading",
        "topic": "people",
        "instruction": "read_answer",
        "stem": "Кой е тук?",
        "choices": [{"id": "a", "text": "аз"}, {"id": "b", "text": "ти"}, {"id": "c", "text": "тя"}],
        "key": "b",
    }
    assert (found.faults, found.unfinished) == ((), ("grammar", "why", "tempts"))


def test_the_key_can_be_the_text_of_the_answer() -> None:
    assert only(CHOICES, "Кой е тук?;аз;ти;тя;Ти").item["key"] == "b"


def test_several_keys_are_several_choices() -> None:
    found = only("Question;Choice A;Choice B;Choice C;Choice D;Key", 'Кои?;а1;б1;в1;г1;"a, c"')
    assert (found.item["kind"], found.item["keys"]) == ("several_choices", ["a", "c"])


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        ("Въпрос;Верен отговор", "Днес е петък.;вярно", "true_false"),
        ("Question;Key", "Днес е петък.;not_said", "true_false"),
        ("Въпрос;Части по ред", "Наредете.;искам | да | спя", "ordering"),
        ("Въпрос;Двойки", '"?";"котка | мяу\nкуче | бау\nкрава | му"', "matching"),
        ("Въпрос;Празно място 1", 'Аз ___.;"съм\n~си | За „ти“."', "gap_typed"),
        ("Въпрос;Вид;Празно място 1", 'Аз ___.;gap_list;"съм\n~си | За „ти“.\n~е"', "gap_list"),
        ("Въпрос;Вид", "Напишете.;short written answer", "written"),
        ("Разговор;Отговор A;Отговор B;Отговор C;Key", "А | ___;да;не;може;a", "dialogue"),
        ("Question;Kind;Choice A;Choice B;Choice C;Key", "чай;picture_choice;☕;🚌;📱;a", "picture_choice"),
    ],
)
def test_what_stands_in_a_row_says_its_kind(header: str, row: str, kind: str) -> None:
    found = only(header, row)
    assert (found.item["kind"], found.faults) == (kind, ())


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("Въпрос;Отговор A", "Кой?;", "Kind: nothing stands there."),
        ("Въпрос;Вид", "Кой?;нещо", "Kind: “нещо” is not known."),
        ("Въпрос;Отговор A;Отговор B;Key", "Кой?;аз;ти;a", "Choices: at least 3 are needed, and there are 2."),
        (CHOICES, "Кой?;аз;ти;тя;в", "Key: “в” is not known."),
        (CHOICES, "Кой?;аз;ти;аз;a", "“аз” stands there twice."),
        (f"{CHOICES};Ниво", "Кой?;аз;ти;тя;a;C1", "Level: “C1” is not known."),
        ("Question;Pairs", "Кой?;котка", "Pairs: “котка” has not two sides: write them as “left | right”."),
        ("Talk;Choice A;Choice B;Choice C;Key", "___;да;не;може;a", "Talk: “___” does not say who speaks: "
         "write it as “who | words”."),
        ("Parts in order;Other right orders", "а|б|в;първо", "Other right orders: “първо” is no order: "
         "write the numbers of the parts, as “2 1 3”."),
        ("Question;Kind;Seconds;Skill", "Кажете.;spoken;много;speaking", "Seconds: “много” cannot stand there."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_said_with_the_row(header: str, row: str, said: str) -> None:
    found = only(header, row)
    assert said in found.faults
    assert str(found.place) == "row 2"


def test_columns_that_say_nothing_are_named() -> None:
    found = read(table(f"{CHOICES};Учител;Секунди", "Кой?;аз;ти;тя;a;Иван;30"), "x.csv")
    assert list(map(str, found.remarks)) == ["These columns were not understood and are left out: Учител."]
    assert found.items[0].lost == ("Seconds: an item of this kind has no such thing.",)


def test_a_code_of_others_is_named() -> None:
    found = only(f"Код;{CHOICES}", "17;Кой?;аз;ти;тя;a")
    assert (found.lost, "code" in found.item) == (("“17” is no code of ours; the item gets one.",), False)


def test_what_a_spreadsheet_made_of_a_text_is_named_or_undone() -> None:
    book = Workbook()
    book.active.append(["Въпрос", "Отговор A", "Отговор B", "Отговор C", "Key"])
    book.active.append(["Кога?", 5, 6.0, True, "a"])
    book.active.append(["Кога?", date(2026, 5, 3), "а", "б", "a"])
    data = io.BytesIO()
    book.save(data)
    good, bad = read(data.getvalue(), "x.xlsx").items
    assert [one["text"] for one in good.item["choices"]] == ["5", "6", "true"]
    assert bad.faults == ("Choice A: the spreadsheet made a date of it. Format the column as text.",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (table("Име;Фамилия", "Ана;Иванова"), "No column for the question"),
        (table("Въпрос;Question", "а;б"), "Two columns mean the same: Question"),
        (table(CHOICES), "no questions"),
        (b"", "no rows"),
    ],
)
def test_a_table_of_something_else_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        read(data, "x.csv")


def test_the_template_can_be_read_and_its_examples_are_whole() -> None:
    book = load_workbook(io.BytesIO(template()))
    assert book.worksheets[0].max_row == 1
    book.remove(book.worksheets[0])
    data = io.BytesIO()
    book.save(data)
    found = read(data.getvalue(), "x.xlsx")
    assert found.remarks == []
    assert {(one.lost, one.faults, one.unfinished) for one in found.items} == {((), (), ())}
    with pytest.raises(DomainError, match="no questions"):
        read(template(), "x.xlsx")
