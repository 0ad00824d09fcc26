"""A usual weekly pattern fills the lines of a form, also where no JavaScript does it."""

import re
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.courses.forming_plan import BUILT_IN, Pattern
from lms.courses.forming_terms import parts_of
from lms.courses.models import Cohort
from lms.courses.timetable import Slot, check_pattern
from lms.database import db
from lms.learners.models import PartOfWeek
from tests.courses.conftest import Scene
from tests.courses.test_planning_pages import hidden
from tests.factories import make_cohort, make_slot

EVERY_MORNING: Pattern = tuple(Slot(day, time(9), 4) for day in range(5))
CHOSEN = str(BUILT_IN.index(EVERY_MORNING))


def written(page: str) -> list[tuple[str, str]]:
    """Day and time of the lines in use, as the form shows them."""
    days = re.findall(r'name="slots-\d-weekday">(.*?)</select>', page, re.DOTALL)
    times = re.findall(r'name="slots-\d-starts_at"[^>]*value="([^"]*)"', page)
    chosen = [re.findall(r'<option selected value="(\d*)"', day) for day in days]
    return [(day[0], at) for day, at in zip(chosen, times, strict=True) if day and day[0]]


@pytest.mark.parametrize(
    "weekdays",
    [PartOfWeek.MORNING, PartOfWeek.AFTERNOON, PartOfWeek.EVENING],
)
def test_an_intensive_course_at_every_part_of_the_day_is_usual_and_so_is_the_weekend(weekdays: PartOfWeek) -> None:
    assert any(parts_of(one) == {weekdays} and len(one) == 5 for one in BUILT_IN)
    assert any(len(one) == 2 and {slot.weekday for slot in one} == {5, 6} for one in BUILT_IN)


@pytest.mark.parametrize("pattern", BUILT_IN)
def test_every_usual_pattern_can_be_chosen_and_fits(pattern: Pattern, scene: Scene, coordinator: FlaskClient) -> None:
    check_pattern(pattern, 45)
    page = coordinator.get("/cohorts/new").text
    assert len(re.findall(rf'<option [^>]*value="{BUILT_IN.index(pattern)}">\w', page.split('name="slots-0')[0])) >= 1


def test_the_pattern_that_was_chosen_takes_the_place_of_the_lines(scene: Scene, coordinator: FlaskClient) -> None:
    shown = coordinator.post("/cohorts/new", data=scene.fields(usual=CHOSEN))
    assert shown.status_code == 200 and "9:00–12:00" in shown.text
    back = coordinator.post("/cohorts/new", data=hidden(shown.text) | {"step": "change"}).text
    assert written(back) == [(str(day), "09:00") for day in range(5)]
    assert '<option selected value="">as it is written below' in back
    coordinator.post("/cohorts/new", data=hidden(shown.text) | {"step": "create"})
    cohort = db.session.scalars(select(Cohort)).one()
    assert [(one.weekday, one.starts_at, one.hours) for one in cohort.slots] == [(n, time(9), 4) for n in range(5)]


def test_the_lines_are_filled_also_where_something_else_is_wrong(scene: Scene, coordinator: FlaskClient) -> None:
    page = coordinator.post("/cohorts/new", data=scene.fields(usual=CHOSEN, teacher=""))
    assert page.status_code == 422
    assert written(page.text) == [(str(day), "09:00") for day in range(5)]


def test_a_cohort_changes_to_a_usual_pattern(scene: Scene, coordinator: FlaskClient) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, room=scene.room, starts_on=date(2026, 3, 2))
    make_slot(cohort, weekday=0, starts_at=time(18), hours=2)
    address = f"/cohorts/{cohort.id}/pattern"
    said = {"day": cohort.starts_on + timedelta(days=7), "place": "online", "reason": "Само сутрин", "usual": CHOSEN}
    shown = coordinator.post(address, data=said | {"slots-0-weekday": 0, "slots-0-starts_at": "18:00"})
    assert coordinator.post(address, data=hidden(shown.text) | {"step": "make"}).status_code == 303
    assert [slot.weekday for slot in cohort.slots] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("strange", ["99", "x", "-1"])
def test_a_pattern_that_does_not_exist_is_no_choice(strange: str, scene: Scene, coordinator: FlaskClient) -> None:
    assert coordinator.post("/cohorts/new", data=scene.fields(usual=strange)).status_code == 422
