"""What is counted at the edges: before the first day, at midnight, in a cohort still to come, over three cohorts."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from lms.access.viewer import SYSTEM
from lms.courses.models import Cohort, Enrolment
from lms.courses.states import EnrolmentState, LeavingReason, LessonState, Outcome
from lms.progress.frames import load
from lms.progress.outcomes import rows_of
from lms.progress.periods import Period
from lms.progress.rules import Standing
from lms.progress.statistics import total
from tests.factories import at, enrol, make_cohort, make_learner, make_lesson, save
from tests.progress.conftest import MARCH, TODAY
from tests.progress.small_course import Course, P, lessons, mark

QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30), TODAY)
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30), TODAY)


def totals(course: Course, period: Period) -> pd.Series:
    return total(load(course.coordinator.viewer, "statistics.view"), period)


def cohort_of(course: Course, first: date, last: date) -> Cohort:
    return make_cohort(course.centre, course.programme, course.teacher, starts_on=first, ends_on=last)


def standing_of(enrolment: Enrolment) -> Standing:
    return next(row.standing for row in rows_of(enrolment.cohort, SYSTEM) if row.enrolment_id == enrolment.id)


def test_hours_come_along_over_three_cohorts(course: Course) -> None:
    third = cohort_of(course, date(2026, 3, 18), date(2026, 3, 20))
    emil = course.enrolments["Emil in K2"]
    emil.state, emil.outcome = EnrolmentState.TRANSFERRED, Outcome.TRANSFERRED
    there = enrol(emil.learner, third, transferred_from_id=save(emil).id)
    mark(lessons(third, 19)[0], there, P)
    standing = standing_of(there)
    # 3 of 4 in K1, 4 of 4 in K2, 2 of 2 here.
    assert (standing.counted_hours, standing.held_hours) == (9, 10)


def test_a_cohort_still_to_come_counts_nowhere(course: Course) -> None:
    enrol(make_learner(course.centre), cohort_of(course, date(2026, 6, 1), date(2026, 6, 20)))
    found = totals(course, QUARTER)
    assert not found[["enrolled", "started", "running", "planned_hours"]].any()


def test_a_period_still_to_come_counts_nobody(course: Course) -> None:
    enrol(make_learner(course.centre), cohort_of(course, date(2026, 4, 20), date(2026, 8, 20)))
    assert totals(course, Period(date(2026, 7, 1), date(2026, 9, 30), TODAY))["enrolled"] == 0
    assert totals(course, QUARTER)["enrolled"] == 1


def test_who_left_before_the_first_day_was_never_there(course: Course) -> None:
    left = {"state": EnrolmentState.WITHDRAWN, "leaving_reason": LeavingReason.WORK}
    gone = date(2026, 3, 1)
    enrol(make_learner(course.centre), course.cohorts["K2"], starts_on=gone, ends_on=gone, **left)
    found = totals(course, MARCH)
    assert (found["enrolled"], found["started"], found["withdrawn"]) == (8, 7, 1)


def test_who_is_still_in_a_cohort_that_is_over_waits_for_an_outcome(course: Course) -> None:
    galina = course.enrolments["Galina"]
    galina.state, galina.outcome, galina.ends_on = EnrolmentState.ACTIVE, None, None
    save(galina)
    found = totals(course, MARCH)
    # Her cohort is not finished: its two people are running, and only K1's five are divided by.
    assert (found["running"], found["awaiting"], found["completed"], found["finished_people"]) == (2, 1, 1, 5)
    # The cohort ended in March, so nobody of it is enrolled in April.
    assert totals(course, APRIL)["enrolled"] == 0


@pytest.mark.parametrize(("hour", "day", "in_march"), [(23, 31, True), (0, 1, False)])
def test_a_lesson_at_midnight_belongs_to_the_day_its_clock_shows(
    course: Course, hour: int, day: int, in_march: bool
) -> None:
    cohort = cohort_of(course, date(2026, 3, 30), date(2026, 4, 10))
    person = enrol(make_learner(course.centre), cohort)
    lesson = make_lesson(
        cohort, at(date(2026, 3 if in_march else 4, day), hour, 30), 1, state=LessonState.HELD, held_at=at(TODAY, 0)
    )
    mark(lesson, person, P)
    assert totals(course, MARCH)["held_hours"] == (15 if in_march else 14)
    assert totals(course, APRIL)["attended_hours"] == (0 if in_march else 1)


def test_where_nothing_was_held_a_rate_is_empty(course: Course) -> None:
    cohort = cohort_of(course, date(2026, 4, 10), date(2026, 6, 20))
    person = enrol(make_learner(course.centre), cohort)
    found = totals(course, QUARTER)
    assert found["enrolled"] == 1
    assert found[["attendance_rate", "completion_rate"]].isna().all()
    assert found["progress"] == 0
    assert standing_of(person).share is None


def test_a_share_just_below_the_threshold_never_reads_as_the_threshold() -> None:
    rule: dict[str, Any] = {
        "state": EnrolmentState.ACTIVE,
        "threshold_percent": 70,
        "pass_mark": 60,
        "excused_counts": False,
    }
    standing = Standing(attended_hours=69.96, excused_hours=0, held_hours=100, final_score=100, **rule)
    assert (standing.enough_hours, standing.shown_share) == (False, 0.699)
    exactly = Standing(attended_hours=46 * 7 / 10, excused_hours=0, held_hours=46, final_score=60, **rule)
    assert exactly.proposed is Outcome.COMPLETED
