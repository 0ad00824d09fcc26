"""Who may join a cohort, and on which days somebody may leave one."""

from dataclasses import replace
from datetime import date

import pytest

from lms.courses.enrolment_rules import Place, Refusal, Stay, Why, leaving_span, refusal
from lms.courses.states import EnrolmentState

MARCH, APRIL, MAY = date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 29)
TODAY = date(2026, 3, 10)
PLACE = Place(1, 7, MARCH, MAY, capacity=15, taken=14)


def stay(cohort_id: int, state: EnrolmentState, first: date, last: date | None) -> Stay:
    return Stay(cohort_id, f"A1-{cohort_id}", state, first, last)


def why(place: Place = PLACE, *stays: Stay, centre: int = 7, on: date = TODAY) -> Refusal | None:
    return refusal(place, centre, stays, on, TODAY)


def test_a_person_who_is_nowhere_takes_the_last_place() -> None:
    assert why() is None


@pytest.mark.parametrize("taken", [15, 16])
def test_a_full_cohort_takes_nobody(taken: int) -> None:
    assert why(replace(PLACE, taken=taken)) == Refusal(Why.FULL)


def test_a_person_of_another_centre_is_refused() -> None:
    assert why(centre=8) == Refusal(Why.OTHER_CENTRE)


def test_a_finished_cohort_takes_nobody() -> None:
    over = date(2026, 3, 9)
    assert why(replace(PLACE, ends_on=over)) == Refusal(Why.FINISHED, until=over)
    assert why(replace(PLACE, ends_on=TODAY)) is None


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 5, 30)])
def test_nobody_begins_outside_the_dates_of_the_cohort(day: date) -> None:
    assert why(on=day) == Refusal(Why.OUTSIDE, until=MAY)


@pytest.mark.parametrize("state", [EnrolmentState.ACTIVE, EnrolmentState.OFFERED, EnrolmentState.COMPLETED])
def test_nobody_is_in_a_cohort_twice(state: EnrolmentState) -> None:
    assert why(PLACE, stay(1, state, MARCH, MAY)) == Refusal(Why.ALREADY_IN, "A1-1")


def test_somebody_who_left_may_come_back_from_the_next_day() -> None:
    left = stay(1, EnrolmentState.WITHDRAWN, MARCH, date(2026, 3, 9))
    assert why(PLACE, left) is None
    assert why(PLACE, replace(left, ends_on=TODAY)) == Refusal(Why.ALREADY_IN, "A1-1")


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (date(2026, 1, 5), date(2026, 3, 9), False),
        (date(2026, 1, 5), TODAY, True),
        (APRIL, APRIL, True),
        (MAY, date(2026, 8, 1), True),
        (date(2026, 5, 30), date(2026, 8, 1), False),
        (date(2026, 1, 5), None, True),
        (date(2026, 6, 1), None, False),
    ],
)
def test_an_overlapping_cohort_stands_in_the_way_and_is_named(first: date, last: date | None, refused: bool) -> None:
    found = why(PLACE, stay(2, EnrolmentState.ACTIVE, first, last))
    assert found == (Refusal(Why.OVERLAPPING, "A1-2", last) if refused else None)


def test_a_place_that_is_only_offered_is_not_called_an_enrolment() -> None:
    assert why(PLACE, stay(2, EnrolmentState.OFFERED, APRIL, APRIL)) == Refusal(Why.OFFERED, "A1-2", APRIL)


@pytest.mark.parametrize("state", [EnrolmentState.WITHDRAWN, EnrolmentState.TRANSFERRED, EnrolmentState.COMPLETED])
def test_an_enrolment_that_is_over_stands_in_nobodys_way(state: EnrolmentState) -> None:
    assert why(PLACE, stay(2, state, MARCH, MAY)) is None


def test_a_cohort_without_a_last_day_overlaps_with_all_that_follows() -> None:
    later = stay(2, EnrolmentState.ACTIVE, date(2027, 1, 4), date(2027, 3, 1))
    assert why(replace(PLACE, ends_on=None), later) == Refusal(Why.OVERLAPPING, "A1-2", date(2027, 3, 1))


@pytest.mark.parametrize(
    ("starts_on", "last_day", "span"),
    [
        (MARCH, TODAY, (MARCH, TODAY)),
        (MARCH, MARCH, (MARCH, MARCH)),
        (MARCH, date(2026, 3, 1), None),
        (MARCH, date(2026, 3, 11), None),
        (APRIL, TODAY, (TODAY, TODAY)),
        (APRIL, date(2026, 3, 11), None),
    ],
)
def test_a_person_leaves_on_a_day_they_were_there_or_was_never_there(
    starts_on: date, last_day: date, span: tuple[date, date] | None
) -> None:
    assert leaving_span(starts_on, last_day, TODAY) == span
