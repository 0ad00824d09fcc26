"""The statistics equal the course computed by hand in hand_computed.md: from its tables, and through the database."""

import pytest

from lms.access.viewer import SYSTEM
from lms.progress.frames import Frames, load
from lms.progress.hours import with_earlier_hours
from lms.progress.outcomes import rows_of
from lms.progress.statistics import COUNTS, REASONS, summary, total
from tests.factories import save
from tests.progress.conftest import MARCH
from tests.progress.document import frames_of_the_document, table
from tests.progress.small_course import Course

DONE = {
    "K1": {"attendance_rate": 26 / 36, "progress": 8 / 10, "completion_rate": 1 / 5},
    "K2": {"attendance_rate": 8 / 10, "progress": 6 / 10, "completion_rate": 1 / 2},
    "Total": {"attendance_rate": 34 / 46, "progress": 14 / 20, "completion_rate": 2 / 7},
}


@pytest.fixture(params=["document", "database"])
def frames(request: pytest.FixtureRequest) -> Frames:
    if request.param == "document":
        return frames_of_the_document()
    made: Course = request.getfixturevalue("course")
    return load(made.coordinator.viewer, "statistics.view", MARCH)


@pytest.mark.parametrize("row", table("group"), ids=lambda row: row["group"])
def test_counts_and_rates_are_those_computed_by_hand(frames: Frames, row: dict[str, str]) -> None:
    group = row["group"]
    lines = summary(frames, MARCH, "cohort").set_index("name")
    found = total(frames, MARCH) if group == "Total" else lines.loc[group]
    by_hand = dict.fromkeys(REASONS, 0.0) | {name: float(text) for name, text in row.items() if name != "group"}
    assert {name: found[name] for name in COUNTS} == by_hand
    assert {name: found[name] for name in DONE[group]} == pytest.approx(DONE[group])


@pytest.mark.parametrize("row", table("enrolment"), ids=lambda row: row["enrolment"])
def test_the_outcomes_are_those_computed_by_hand(course: Course, row: dict[str, str]) -> None:
    enrolment = course.enrolments[row["enrolment"]]
    standing = next(one.standing for one in rows_of(enrolment.cohort, SYSTEM) if one.enrolment_id == enrolment.id)
    counted, held = (float(text) for text in row["hours"].split(" of "))
    assert (standing.counted_hours, standing.held_hours) == (counted, held)
    assert f"{standing.share:.1%}" == row["share"].replace(" %", "%")
    assert standing.enough_hours is (row["enough (70 %)"] == "yes")
    assert standing.proposed.value == row["proposed"]


def test_hours_by_hand_come_along_with_a_transfer() -> None:
    hours = with_earlier_hours(frames_of_the_document())
    found = sorted(f"{one.attended_hours:g} of {one.held_hours:g}" for one in hours.itertuples())
    assert found == sorted(row["hours"] for row in table("enrolment"))


def test_excused_hours_count_towards_the_threshold_only_where_the_programme_says_so(course: Course) -> None:
    course.programme.excused_counts = True
    save(course.programme)
    carla = course.enrolments["Carla"]
    standing = next(one.standing for one in rows_of(carla.cohort, SYSTEM) if one.enrolment_id == carla.id)
    assert (standing.counted_hours, standing.proposed.value) == (8.0, "completed")
    assert total(load(course.coordinator.viewer, "statistics.view"), MARCH)["attended_hours"] == 34
