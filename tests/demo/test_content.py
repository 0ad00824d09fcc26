"""The files of the demonstration fit their schemas and each other, and invent nobody real."""

import re
from pathlib import Path

import pytest

from lms.courses.syllabus_content import outlines
from lms.demo import content
from lms.demo.people import PHONE

NAMES = ("centres", "staff", "programmes", "cohorts", "words", "people", "names", "requests")
BULGARIAN = re.compile(r"[абвгдежзийклмнопрстуфхцчшщъьюя ]+", re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_fits_its_schema(name: str) -> None:
    assert content.read(name)


def test_a_file_that_is_not_whole_is_refused_with_where_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (content.FILES / "staff.yaml").read_text().replace("role: mediator", "role: magician", 1)
    (tmp_path / "staff.yaml").write_text(broken)
    monkeypatch.setattr(content, "FILES", tmp_path)
    with pytest.raises(content.DemoContentError, match=r"staff.yaml: \$\.staff\[7\]\.role: 'magician'"):
        content.read.__wrapped__("staff")


def test_cohorts_name_only_what_there_is() -> None:
    centres = {centre["code"]: centre for centre in content.read("centres")["centres"]}
    teachers = {(one["email"], code) for one in content.read("staff")["staff"] for code in one["centres"]}
    programmes = {one["code"] for one in content.read("programmes")["programmes"]}
    earlier: dict[str, int] = {}
    for plan in content.read("cohorts")["cohorts"]:
        rooms = {room["name"] for room in centres[plan["centre"]]["rooms"]} | {None}
        assert (plan["teacher"], plan["centre"]) in teachers, plan["key"]
        assert plan["programme"] in programmes and plan.get("room") in rooms, plan["key"]
        assert plan.get("after", {}).get("cohort") in {None, *earlier}, plan["key"]
        assert plan["week"] >= max(earlier.values(), default=plan["week"]), "in the order of their beginning"
        earlier[plan["key"]] = plan["week"]


def test_nationalities_name_only_pools_there_are() -> None:
    pools = content.read("names")["pools"]
    nations = content.read("people")["nationalities"]
    assert {nation["names"] for nation in nations} == set(pools)
    assert len({nation["code"] for nation in nations}) == len(nations)


def test_names_in_cyrillic_use_only_bulgarian_letters() -> None:
    lists = ("female", "male", "family", "family_female", "family_male")
    for pool in content.read("names")["pools"].values():
        for name in (one for which in lists for one in pool.get(which, ())):
            assert BULGARIAN.fullmatch(name[1]), name


@pytest.mark.parametrize("name", NAMES)
def test_a_level_is_written_with_latin_letters(name: str) -> None:
    """Whoever searches for A1 finds nothing that was written with the Cyrillic А, which looks the same."""
    assert re.findall(r"\b[АВС]\d", (content.FILES / f"{name}.yaml").read_text(encoding="utf-8")) == []


def test_there_are_eight_programmes_and_two_centres_with_their_staff() -> None:
    staff = [(one["role"], code) for one in content.read("staff")["staff"] for code in one["centres"]]
    assert len(content.read("programmes")["programmes"]) == 8
    for centre in ("SOF", "BUR"):
        assert staff.count(("teacher", centre)) in (3, 4)
        for role in ("administrator", "coordinator", "mediator", "observer"):
            assert staff.count((role, centre)) == 1


def test_programmes_take_their_units_from_outlines_of_their_level_and_length() -> None:
    for programme in content.read("programmes")["programmes"]:
        chosen = [outlines()[code] for code in programme.get("outlines", ())]
        assert {outline.level for outline in chosen} <= {programme["level"]}
        assert not chosen or sum(outline.hours for outline in chosen) == programme["hours"]


def test_telephones_begin_where_no_bulgarian_number_does() -> None:
    assert PHONE.startswith("+3591")
