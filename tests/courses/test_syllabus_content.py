"""The outlines in content/syllabus are whole, and their hours are those of the courses."""

from pathlib import Path

import pytest

from lms.courses.states import Level
from lms.courses.syllabus_content import FILES, OutlineError, outlines, outlines_of


def test_there_are_two_outlines_of_fifty_hours_for_each_level() -> None:
    assert {code: (one.level, one.hours) for code, one in outlines().items()} == {
        "A1.1": (Level.A1, 50),
        "A1.2": (Level.A1, 50),
        "A2.1": (Level.A2, 50),
        "A2.2": (Level.A2, 50),
    }
    assert [one.code for one in outlines_of(Level.A1)] == ["A1.1", "A1.2"]


@pytest.mark.parametrize("code", ["A1.1", "A1.2", "A2.1", "A2.2"])
def test_every_unit_says_what_people_can_do_in_both_languages(code: str) -> None:
    outline = outlines()[code]
    assert sum(unit["hours"] for unit in outline.units) == outline.hours
    for unit in outline.units:
        for pair in unit["can_do"]:
            assert pair["bg"].startswith("Мога ") and pair["en"].startswith("I can "), pair
            assert pair["bg"].endswith(".") and pair["en"].endswith("."), pair
            assert pair["bg"].count("„") == pair["bg"].count("“")


def test_no_statement_stands_there_twice() -> None:
    said = [pair["bg"] for one in outlines().values() for unit in one.units for pair in unit["can_do"]]
    assert len(said) == len(set(said)) > 90


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("hours: 50", "hours: 51", "50 hours together, the outline 51"),
        ("level: A1", "level: C1", r"\$\.level"),
        ("units:", "units: [", "is not YAML"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_with_where_and_why(
    tmp_path: Path, before: str, after: str, why: str
) -> None:
    text = (FILES / "a1-1.yaml").read_text(encoding="utf-8")
    (tmp_path / "a1-1.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(OutlineError, match=why):
        outlines(tmp_path)
