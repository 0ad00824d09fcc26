"""The statistics equal the course that was computed by hand in hand_computed.md."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lms import clock
from lms.accounts.models import Account
from lms.progress import frames, outcomes, statistics
from lms.progress.statistics import Period
from tests.factories import save
from tests.progress.small_course import Course, build_small_course

BY_HAND = Path(__file__).with_name("hand_computed.md").read_text()
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), date(2026, 5, 1))
SignIn = Callable[[Account], FlaskClient]


def table(first_column: str) -> list[dict[str, str]]:
    """The table of the document whose first column has this title."""
    lines = BY_HAND[BY_HAND.index(f"| {first_column} |") :].splitlines()
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


@pytest.fixture
def course(app: object, monkeypatch: pytest.MonkeyPatch) -> Course:
    made = build_small_course()
    monkeypatch.setattr(clock, "today", lambda zone="Europe/Sofia": date(2026, 5, 1))
    return made


@pytest.mark.parametrize("row", table("group"), ids=lambda row: row["group"])
def test_the_counts_are_those_computed_by_hand(course: Course, row: dict[str, str]) -> None:
    loaded = frames.load(course.coordinator.viewer, "statistics.view")
    if row["group"] == "Total":
        found = statistics.total(loaded, MARCH)
    else:
        groups = statistics.summary(loaded, MARCH, "cohort").set_index("name")
        found = groups.loc[row["group"]]
    assert {name: found[name] for name in statistics.COUNTS} == {name: float(row[name]) for name in statistics.COUNTS}


def test_the_rates_follow_from_the_counts(course: Course) -> None:
    loaded = frames.load(course.coordinator.viewer, "statistics.view")
    found = statistics.summary(loaded, MARCH, "cohort").set_index("name")
    assert found.loc["K1", "attendance_rate"] == pytest.approx(26 / 36)
    assert found.loc["K2", "attendance_rate"] == pytest.approx(8 / 10)
    assert found.loc["K1", "progress"] == pytest.approx(8 / 10)
    assert found.loc["K1", "completion_rate"] == pytest.approx(1 / 5)
    assert found.loc["K2", "completion_rate"] == pytest.approx(1 / 2)
    assert statistics.total(loaded, MARCH)["completion_rate"] == pytest.approx(2 / 7)


@pytest.mark.parametrize("row", table("enrolment"), ids=lambda row: row["enrolment"])
def test_the_proposed_outcomes_are_those_computed_by_hand(course: Course, row: dict[str, str]) -> None:
    enrolment = course.enrolments[row["enrolment"]]
    rows = outcomes.rows_of(course.coordinator.viewer, enrolment.cohort)
    standing = next(one.standing for one in rows if one.enrolment_id == enrolment.id)
    hours, held = row["hours"].split(" of ")
    assert (standing.counted_hours, standing.held_hours) == (float(hours), float(held))
    assert f"{standing.share:.1%}" == row["share"].replace(" %", "%")
    assert standing.enough_hours is (row["enough (70 %)"] == "yes")
    assert standing.proposed.value == row["proposed"]


def test_excused_hours_count_only_where_the_programme_says_so(course: Course) -> None:
    course.programme.excused_counts = True
    save(course.programme)
    carla = course.enrolments["Carla"]
    rows = outcomes.rows_of(course.coordinator.viewer, carla.cohort)
    standing = next(one.standing for one in rows if one.enrolment_id == carla.id)
    assert (standing.counted_hours, standing.proposed.value) == (8.0, "completed")
    loaded = frames.load(course.coordinator.viewer, "statistics.view")
    assert statistics.total(loaded, MARCH)["attended_hours"] == 34


def test_a_period_in_which_nothing_was_held_has_no_rates(course: Course) -> None:
    loaded = frames.load(course.coordinator.viewer, "statistics.view")
    july = Period(date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1))
    assert statistics.summary(loaded, july, "cohort")["attendance_rate"].isna().all()
    assert statistics.total(loaded, july)["completion_rate"] != 0


def test_people_of_a_cohort_that_still_runs_are_no_failures(course: Course) -> None:
    from lms.courses.states import EnrolmentState

    galina = course.enrolments["Galina"]
    galina.state, galina.outcome, galina.ends_on = EnrolmentState.ACTIVE, None, None
    save(galina)
    loaded = frames.load(course.coordinator.viewer, "statistics.view")
    k2 = statistics.summary(loaded, MARCH, "cohort").set_index("name").loc["K2"]
    assert (k2["started"], k2["running"], k2["completed"]) == (2, 2, 0)
    assert k2["completion_rate"] != k2["completion_rate"]
