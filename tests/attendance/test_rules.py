"""What marks count for, and when a roll may be called."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.access.viewer import Role
from lms.attendance.models import MarkKind
from lms.attendance.rules import (
    Refusal,
    Value,
    Window,
    enrolled_on,
    length_of,
    minutes_attended,
    value_of,
    wrong_minutes,
)
from lms.courses.states import LessonState

START = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
END = START + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("kind", "minutes", "attended"),
    [
        (MarkKind.PRESENT, None, 90),
        (MarkKind.LATE, 10, 80),
        (MarkKind.LEFT_EARLY, 30, 60),
        (MarkKind.LATE, 120, 0),
        (MarkKind.ABSENT, None, 0),
        (MarkKind.EXCUSED, None, 0),
    ],
)
def test_minutes_attended_follow_from_the_kind(kind: MarkKind, minutes: int | None, attended: int) -> None:
    assert minutes_attended(Value(kind, minutes), 90) == attended


@given(st.sampled_from(MarkKind), st.integers(0, 10_000) | st.none(), st.integers(1, 600))
def test_minutes_attended_lie_between_nothing_and_the_lesson(kind: MarkKind, minutes: int | None, length: int) -> None:
    assert 0 <= minutes_attended(value_of(kind, minutes), length) <= length


def test_a_value_drops_what_its_kind_has_no_use_for() -> None:
    assert value_of(MarkKind.PRESENT, 10) == Value(MarkKind.PRESENT)
    assert value_of(MarkKind.LATE, 10, " by bus ") == Value(MarkKind.LATE, 10, "by bus")
    assert value_of(MarkKind.EXCUSED, 10, " ill ") == Value(MarkKind.EXCUSED, None, "ill")
    assert value_of(MarkKind.EXCUSED, None, "  ") == Value(MarkKind.EXCUSED)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (Value(MarkKind.PRESENT), None),
        (Value(MarkKind.LATE), Refusal.MINUTES_MISSING),
        (Value(MarkKind.LATE, 0), Refusal.MINUTES_WRONG),
        (Value(MarkKind.LATE, 1), None),
        (Value(MarkKind.LATE, 89), None),
        (Value(MarkKind.LATE, 90), Refusal.MINUTES_WRONG),
        (Value(MarkKind.LEFT_EARLY, -5), Refusal.MINUTES_WRONG),
        (Value(MarkKind.LEFT_EARLY, 45), None),
    ],
)
def test_minutes_must_be_fewer_than_the_lesson_has(value: Value, wrong: Refusal | None) -> None:
    assert wrong_minutes(value, 90) is wrong


def test_a_lesson_is_as_long_as_the_clock_says() -> None:
    assert length_of(START, END) == 90


@pytest.mark.parametrize(
    ("role", "now", "state", "refused"),
    [
        (Role.TEACHER, START - timedelta(minutes=31), LessonState.PLANNED, Refusal.TOO_EARLY),
        (Role.TEACHER, START - timedelta(minutes=30), LessonState.PLANNED, None),
        (Role.TEACHER, END + timedelta(days=14), LessonState.HELD, None),
        (Role.TEACHER, END + timedelta(days=14, seconds=1), LessonState.HELD, Refusal.TOO_LATE),
        (Role.COORDINATOR, END + timedelta(days=99), LessonState.HELD, None),
        (Role.COORDINATOR, START - timedelta(days=1), LessonState.PLANNED, Refusal.TOO_EARLY),
        (Role.COORDINATOR, START, LessonState.CANCELLED, Refusal.CANCELLED),
    ],
)
def test_a_roll_is_open_from_half_an_hour_before_until_two_weeks_after(
    role: Role, now: datetime, state: LessonState, refused: Refusal | None
) -> None:
    assert Window(state, START, END, correction_days=14).closed_to(role, now) is refused


def test_only_a_correction_after_the_time_needs_a_reason() -> None:
    window = Window(LessonState.HELD, START, END, correction_days=14)
    assert not window.needs_reason(END + timedelta(days=14))
    assert window.needs_reason(END + timedelta(days=15))


@pytest.mark.parametrize(
    ("day", "enrolled"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 3, 9), True),
        (date(2026, 3, 10), False),
    ],
)
def test_the_first_and_the_last_day_of_an_enrolment_count(day: date, enrolled: bool) -> None:
    assert enrolled_on(day, date(2026, 3, 2), date(2026, 3, 9)) is enrolled
