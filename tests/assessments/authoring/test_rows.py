"""Rows come and go, and nothing else of the form does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.authoring.rows import Fields, as_many_gaps, pressed, without_row

FIELDS = [
    ("stem", "Аз ___."),
    ("key", "1"),
    ("choices-0-text", "а"),
    ("choices-0-tempts", "А"),
    ("choices-1-text", "б"),
    ("choices-2-text", "в"),
    ("choices-10-text", "последен"),
]


def choices(fields: Fields) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields if name.startswith("choices")]


@pytest.mark.parametrize(("marked", "gone", "after"), [("1", 0, "0"), ("1", 1, None), ("1", 2, "1"), ("", 0, "")])
def test_the_mark_of_the_right_one_moves_with_its_row(marked: str, gone: int, after: str | None) -> None:
    fields = [(name, marked if name == "key" else value) for name, value in FIELDS]
    assert dict(pressed(fields, f"remove:choices:{gone}")).get("key") == after


def test_rows_after_the_removed_one_move_up() -> None:
    assert choices(pressed(FIELDS, "remove:choices:1")) == [
        ("choices-0-text", "а"),
        ("choices-0-tempts", "А"),
        ("choices-1-text", "в"),
        ("choices-9-text", "последен"),
    ]


def test_a_row_is_added_after_the_last() -> None:
    assert choices(pressed(FIELDS, "add:choices"))[-1] == ("choices-11-new", "")
    assert pressed([], "add:gaps-2-tempts") == [("gaps-2-tempts-0-new", "")]


def test_a_list_in_a_gap_has_a_mark_of_its_own() -> None:
    fields = [("key", "2"), ("gaps-0-key", "2"), ("gaps-1-key", "2"), ("gaps-1-choices-2-text", "в")]
    after = dict(pressed(fields, "remove:gaps-1-choices:0"))
    assert after == {"key": "2", "gaps-0-key": "2", "gaps-1-key": "1", "gaps-1-choices-1-text": "в"}


rows = st.lists(st.text("абв", max_size=2), max_size=6)


@given(rows, st.integers(0, 7))
def test_removing_leaves_the_others_as_they_were(texts: list[str], gone: int) -> None:
    fields = [(f"pairs-{number}-left", text) for number, text in enumerate(texts)]
    left = [value for _, value in without_row([("stem", "с"), *fields], "pairs", gone)]
    assert left == ["с", *texts[:gone], *texts[gone + 1 :]]


@given(rows)
def test_an_added_row_that_is_removed_leaves_no_trace(texts: list[str]) -> None:
    fields = [(f"pairs-{number}-left", text) for number, text in enumerate(texts)]
    more = pressed(fields, "add:pairs")
    assert list(without_row(more, "pairs", len(texts))) == fields


@pytest.mark.parametrize(
    ("stem", "there", "wanted"),
    [("___ и ___", 1, 2), ("___", 3, 1), ("няма", 2, 1), ("___" * 9, 1, 1), ("___ " * 9, 1, 4)],
)
def test_as_many_parts_as_gaps(stem: str, there: int, wanted: int) -> None:
    fields = [("stem", stem), *((f"gaps-{number}-accept", " ") for number in range(there))]
    found = {name.split("-")[1] for name, _ in as_many_gaps(fields) if name.startswith("gaps")}
    assert len(found) == wanted


def test_a_part_in_which_something_stands_stays() -> None:
    fields = [("stem", "___"), ("gaps-0-accept", "а"), ("gaps-1-accept", "б")]
    assert as_many_gaps(fields) == fields
