"""Changing a timetable, as pure rules: whatever is wished, held lessons stay and the hours are accounted for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.access.errors import DomainError
from lms.centres.rules import closed_days
from lms.clock import to_local
from lms.courses.cohort_rules import overlap
from lms.courses.replanning import (
    Act,
    Course,
    Meeting,
    NothingChanges,
    NotPlanned,
    Replan,
    Standing,
    WrongTime,
    added,
    cancelled,
    free_times,
    meeting_at,
    moved,
    relaid,
    retaught,
)
from lms.courses.states import LessonState
from lms.courses.timetable import Slot, lay_out
from tests.courses.test_timetable import patterns
from tests.soak import tries

SOFIA = "Europe/Sofia"
FIRST = date(2026, 3, 2)
CLOSED = closed_days(FIRST, FIRST + timedelta(days=2500), {date(2026, 5, 5): "Ремонт"})
COURSE = Course(FIRST, 20, 45, SOFIA, CLOSED)
EVENINGS = [Slot(0, time(18), 2), Slot(2, time(18), 2)]
TEACHER, OTHER, ROOM = 1, 2, 7


def begun(slots: Sequence[Slot] = EVENINGS, course: Course = COURSE, held: int = 0) -> list[Standing]:
    """A course as it was laid out, of which the first lessons are held."""
    laid = lay_out(slots, course.starts_on, course.hours, course.hour_minutes, course.zone, course.closed)
    return [
        Standing(
            100 + one.number,
            one.number,
            LessonState.HELD if one.number <= held else LessonState.PLANNED,
            Meeting(one.starts_at, one.ends_at, one.hours, TEACHER, ROOM),
        )
        for one in laid.lessons
    ]


def after(standing: Sequence[Standing], replan: Replan) -> list[Standing]:
    """The lessons as they stand once a change is made."""
    found = {one.lesson_id: one for one in standing}
    for step in replan.steps:
        if step.after is None:
            assert step.lesson_id is not None
            found[step.lesson_id] = replace(found[step.lesson_id], state=LessonState.CANCELLED)
        else:
            key = step.lesson_id or 1000 + step.number
            state = LessonState.PLANNED
            found[key] = Standing(key, step.number, state, step.after)
    return sorted(found.values(), key=lambda one: one.meeting.starts_at)


def test_a_moved_lesson_keeps_its_number_and_the_rest_stays() -> None:
    standing = begun()
    to = meeting_at(COURSE, date(2026, 3, 14), time(10), 2, TEACHER, None)
    replan = moved(COURSE, standing, 102, to)
    assert [(step.act, step.number, step.lesson_id) for step in replan.steps] == [(Act.MOVED, 2, 102)]
    assert (replan.hours_before, replan.hours_after) == (20, 20)
    assert replan.touched == {102} and replan.wanted == (to,)


@pytest.mark.parametrize(("state", "words"), [(LessonState.HELD, "was held"), (LessonState.CANCELLED, "cancelled")])
def test_only_a_planned_lesson_moves_or_is_cancelled(state: LessonState, words: str) -> None:
    standing = [replace(one, state=state) if one.lesson_id == 102 else one for one in begun()]
    to = meeting_at(COURSE, date(2026, 3, 14), time(10), 2, TEACHER, None)
    for wish in (lambda: moved(COURSE, standing, 102, to), lambda: cancelled(COURSE, standing, 102, EVENINGS)):
        with pytest.raises(NotPlanned, match=words):
            wish()


@pytest.mark.parametrize(
    ("day", "begins", "hours", "words"),
    [
        (date(2026, 3, 1), time(18), 2, "before the first day"),
        (date(2026, 3, 3), time(18), 2, "closed on this day"),
        (date(2026, 5, 5), time(18), 2, "Ремонт"),
        (date(2026, 3, 29), time(3, 30), 2, "06:00"),
        (date(2026, 3, 9), time(23), 2, "after midnight"),
    ],
)
def test_an_impossible_time_is_refused_with_why(day: date, begins: time, hours: int, words: str) -> None:
    with pytest.raises(WrongTime, match=words):
        meeting_at(COURSE, day, begins, hours, TEACHER, ROOM)


def test_a_lesson_may_end_at_midnight_and_lasts_as_long_on_the_day_of_the_clock_change() -> None:
    late = meeting_at(COURSE, date(2026, 3, 9), time(22, 30), 2, TEACHER, ROOM)
    assert to_local(late.ends_at).time() == time(0)
    sunday = meeting_at(COURSE, date(2026, 3, 29), time(9), 4, TEACHER, ROOM)
    assert (to_local(sunday.starts_at).time(), to_local(sunday.ends_at).time()) == (time(9), time(12))


def test_cancelled_hours_follow_the_last_lesson_there_is() -> None:
    standing = begun(held=3)
    replan = cancelled(COURSE, standing, 105, EVENINGS)
    (gone, extra) = replan.steps
    assert (gone.act, extra.act, extra.number, extra.replaces_id) == (Act.CANCELLED, Act.ADDED, 11, 105)
    assert extra.after is not None and extra.after.starts_at > standing[-1].meeting.starts_at
    assert replan.hours_after == 20 and replan.ends_on_after == date(2026, 4, 6)
    assert cancelled(COURSE, standing, 105).hours_after == 18


def test_other_teachers_come_only_where_lessons_are_planned() -> None:
    standing = begun(held=3)
    replan = retaught(COURSE, standing, [one.lesson_id for one in standing], OTHER)
    assert [step.number for step in replan.steps] == [4, 5, 6, 7, 8, 9, 10]
    assert {step.after.teacher_id for step in replan.steps if step.after} == {OTHER}
    with pytest.raises(NothingChanges):
        retaught(COURSE, standing, [101, 102], OTHER)


def test_what_is_left_of_the_hours_follows_a_new_pattern() -> None:
    standing = begun(held=4)
    replan = relaid(COURSE, standing, [Slot(5, time(9), 5)], date(2026, 3, 16), TEACHER, None)
    done = after(standing, replan)
    assert [one.meeting for one in done[:4]] == [one.meeting for one in standing[:4]]
    assert [to_local(step.after.starts_at).date() for step in replan.steps if step.after] == [
        date(2026, 3, 21),
        date(2026, 3, 28),
        date(2026, 4, 4),
    ]
    assert [step.act for step in replan.steps] == [Act.MOVED] * 3 + [Act.CANCELLED] * 3
    assert replan.hours_after == 20


def test_free_times_fit_and_come_from_the_same_day_and_from_others() -> None:
    taken = meeting_at(COURSE, date(2026, 3, 11), time(16), 4, TEACHER, ROOM)
    wish = meeting_at(COURSE, date(2026, 3, 11), time(18), 2, TEACHER, ROOM)
    free = free_times(COURSE, wish, lambda one: not overlap(one, taken), date(2026, 3, 10))
    assert len(free) == 6 and not any(overlap(one, taken) for one in free)
    assert [to_local(one.starts_at).strftime("%d %H:%M") for one in free[:3]] == ["11 19:00", "11 19:30", "11 20:00"]
    assert {to_local(one.starts_at).date() for one in free} > {date(2026, 3, 11)}
    assert all(to_local(one.starts_at).date() >= date(2026, 3, 10) for one in free)


@st.composite
def wishes(draw: st.DrawFn) -> tuple[str, int, date, time, list[Slot]]:
    """What a coordinator may ask for, sensible or not."""
    kind = draw(st.sampled_from(["move", "add", "cancel", "make up", "teacher", "pattern", "hold"]))
    day = FIRST + timedelta(days=draw(st.integers(-3, 150)))
    at = time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 30])))
    return kind, draw(st.integers(0, 40)), day, at, draw(patterns())


def carry_out(
    course: Course, standing: list[Standing], wish: tuple[str, int, date, time, list[Slot]]
) -> tuple[list[Standing], Replan | None]:
    kind, index, day, at, slots = wish
    chosen = standing[index % len(standing)]
    if kind == "hold":
        done = [replace(one, state=LessonState.HELD) if one is chosen and one.state is LessonState.PLANNED else one
                for one in standing]  # fmt: skip
        return done, None
    if kind == "move":
        replan = moved(course, standing, chosen.lesson_id, meeting_at(course, day, at, chosen.meeting.hours, 1, 7))
    elif kind == "add":
        replan = added(course, standing, meeting_at(course, day, at, 2, 1, 7))
    elif kind in ("cancel", "make up"):
        replan = cancelled(course, standing, chosen.lesson_id, slots if kind == "make up" else ())
    elif kind == "teacher":
        replan = retaught(course, standing, [one.lesson_id for one in standing[index % len(standing) :]], OTHER)
    else:
        replan = relaid(course, standing, slots, day, TEACHER, ROOM)
    others = [one.meeting for one in standing if one.state is not LessonState.CANCELLED]
    kept = [one for one in others if one not in [s.meeting for s in standing if s.lesson_id in replan.touched]]
    # What an action refuses before it writes: the cohort is somewhere else at the time.
    if any(overlap(one, other) for one in replan.wanted for other in kept):
        return standing, None
    return after(standing, replan), replan


@tries(60)
@given(slots=patterns(), hours=st.integers(4, 60), asked=st.lists(wishes(), max_size=8))
def test_whatever_is_wished_held_lessons_stay_nothing_overlaps_and_hours_are_accounted_for(
    slots: list[Slot], hours: int, asked: list[tuple[str, int, date, time, list[Slot]]]
) -> None:
    course = replace(COURSE, hours=hours)
    standing = begun(slots, course)
    for wish in asked:
        held = {one.lesson_id: one for one in standing if one.state is LessonState.HELD}
        gone = {one.lesson_id: one for one in standing if one.state is LessonState.CANCELLED}
        try:
            done, replan = carry_out(course, standing, wish)
        except DomainError:
            continue
        by_id = {one.lesson_id: one for one in done}
        assert all(by_id[key] == one for key, one in (held | gone).items())
        counting = [one for one in done if one.state is not LessonState.CANCELLED]
        assert all(before.meeting.ends_at <= later.meeting.starts_at for before, later in pairwise(counting))
        assert len({one.number for one in done}) == len(done)
        if replan:
            total = sum(one.meeting.hours for one in counting)
            assert replan.hours_after == total
            days = [to_local(one.meeting.starts_at).date() for one in counting]
            assert replan.ends_on_after == max(days, default=None)
            if wish[0] == "pattern":
                staying = sum(one.meeting.hours for one in standing if one.lesson_id not in replan.touched
                              and one.state is not LessonState.CANCELLED)  # fmt: skip
                assert total == max(course.hours, staying)
            if wish[0] == "make up":
                assert replan.hours_after == replan.hours_before
        standing = done
