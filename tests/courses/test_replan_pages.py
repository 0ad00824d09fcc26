"""Changing a timetable that runs, through its pages: what would change is shown, then made, and kept in the history."""

import re
from collections.abc import Callable
from datetime import date, time
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.centres.models import NonWorkingDay
from lms.clock import to_local
from lms.courses.history_models import LessonChange, TimetableChange
from lms.courses.models import Cohort, Lesson
from lms.courses.states import LessonState, Wish
from lms.database import db
from tests.access.forms import forms_of
from tests.courses.conftest import Scene, SetClock, SignIn
from tests.courses.test_planning_pages import hidden
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_room,
    make_slot,
    make_staff,
    save,
)

MONDAYS = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 30)]


@pytest.fixture
def cohort(scene: Scene) -> Cohort:
    """Ten academic hours in five lessons, on Mondays at 18:00, of which the first is held."""
    made = make_cohort(
        scene.centre, scene.programme, scene.teacher, room=scene.room, starts_on=MONDAYS[0], ends_on=MONDAYS[-1]
    )
    make_slot(made, weekday=0, starts_at=time(18), hours=2)
    for day in MONDAYS:
        make_lesson(made, at(day, 18))
    made.lessons[0].state = LessonState.HELD
    return made


@pytest.fixture
def change(coordinator: FlaskClient) -> Callable[..., str]:
    """Fill in a form, look at what would change, and make the change; the page that was looked at."""

    def walk(address: str, **fields: object) -> str:
        shown = coordinator.post(address, data=fields)
        assert shown.status_code == 200, re.findall(r'field-error"[^>]*>([^<]+)', shown.text)
        made = coordinator.post(address, data=hidden(shown.text) | {"step": "make"})
        assert made.status_code == 303
        return unescape(shown.text)

    return walk


def days_of(cohort: Cohort) -> list[date]:
    return [to_local(one.starts_at).date() for one in cohort.lessons if one.state is not LessonState.CANCELLED]


def test_a_lesson_moves_and_stays_the_same_lesson(cohort: Cohort, change: Callable[..., str], scene: Scene) -> None:
    other, lesson = make_room(scene.centre, name="Стая 2"), cohort.lessons[1]
    was = lesson.id, lesson.number
    fields = {"day": "2026-03-12", "starts_at": "09:30", "place": other.id, "reason": "Изборен ден"}
    shown = change(f"/lessons/{lesson.id}/move", **fields)
    assert "Monday, 9 March 2026" in shown and "Thursday, 12 March 2026" in shown and "Стая 2" in shown
    assert ((lesson.id, lesson.number), lesson.starts_at) == (was, at(date(2026, 3, 12), 9, 30))
    assert (lesson.ends_at, lesson.room) == (at(date(2026, 3, 12), 11), other)
    line = db.session.scalars(select(LessonChange)).one()
    assert (line.was_starts_at, line.starts_at) == (at(MONDAYS[1], 18), lesson.starts_at)
    assert (line.was_room, line.room) == (scene.room, other)
    kept = db.session.scalars(select(TimetableChange)).one()
    assert (kept.wish, kept.reason, kept.by) == (Wish.MOVE, "Изборен ден", scene.coordinator)


def test_nothing_is_written_by_looking(cohort: Cohort, coordinator: FlaskClient) -> None:
    fields = {"day": "2026-03-12", "starts_at": "09:30", "place": cohort.room_id}
    assert coordinator.post(f"/lessons/{cohort.lessons[1].id}/move", data=fields).status_code == 200
    assert days_of(cohort) == MONDAYS
    assert db.session.scalars(select(TimetableChange)).all() == []


def test_what_changed_since_one_looked_is_shown_again(cohort: Cohort, coordinator: FlaskClient) -> None:
    address = f"/lessons/{cohort.lessons[1].id}/move"
    shown = coordinator.post(address, data={"day": "2026-03-12", "starts_at": "09:30", "place": cohort.room_id})
    cohort.lessons[3].state = LessonState.HELD
    again = coordinator.post(address, data=hidden(shown.text) | {"step": "make"})
    assert again.status_code == 200
    assert "Something changed since you looked" in again.text
    assert days_of(cohort) == MONDAYS
    assert coordinator.post(address, data=hidden(again.text) | {"step": "make"}).status_code == 303


def test_one_can_choose_something_else_and_keeps_what_was_written(cohort: Cohort, coordinator: FlaskClient) -> None:
    address = f"/lessons/{cohort.lessons[1].id}/move"
    shown = coordinator.post(address, data={"day": "2026-03-12", "starts_at": "09:30", "place": cohort.room_id})
    back = coordinator.post(address, data=hidden(shown.text) | {"step": "change"})
    assert back.status_code == 200 and 'value="09:30"' in back.text


@pytest.mark.parametrize(
    ("begins", "refused"), [("16:30", False), ("16:31", True), ("18:00", True), ("19:29", True), ("19:30", False)]
)
def test_a_taken_room_is_refused_to_the_minute_with_what_is_free(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient, begins: str, refused: bool
) -> None:
    make_room(scene.centre, name="Стая 2")
    make_room(scene.centre, name="Стая 3", seats=4)
    other = make_cohort(scene.centre, scene.programme, make_staff(Role.TEACHER, scene.centre), room=scene.room)
    make_lesson(other, at(date(2026, 3, 11), 18))
    fields = {"day": "2026-03-11", "starts_at": begins, "place": scene.room.id}
    answer = coordinator.post(f"/lessons/{cohort.lessons[1].id}/move", data=fields)
    assert answer.status_code == (422 if refused else 200)
    said = f"Стая 1 is taken on Wednesday, 11 March 2026, 18:00–19:30, by {other.code}. Free then: Стая 2."
    assert (said in unescape(answer.text)) is refused
    assert ("Free instead" in answer.text) is refused


def test_the_times_that_are_proposed_instead_can_be_taken(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    other = make_cohort(scene.centre, scene.programme, make_staff(Role.TEACHER, scene.centre), room=scene.room)
    for hour in (17, 18):
        make_lesson(other, at(date(2026, 3, 11), hour, 30), hours=1)
    fields = {"day": "2026-03-11", "starts_at": "18:00", "place": scene.room.id}
    cohort.lessons[1].room = make_room(scene.centre)
    address = f"/lessons/{cohort.lessons[1].id}/move"
    page = unescape(coordinator.post(address, data=fields).text)
    proposed = re.findall(r'href="(/lessons/\d+/move\?[^"]+)"', page)
    assert len(proposed) == 6
    for link in proposed:
        form = forms_of(coordinator.get(link).text, address)[-1]
        assert form.fields["place"] == [str(scene.room.id)]
        assert coordinator.post(address, data=form.fields).status_code == 200, link


def test_whoever_learns_elsewhere_at_the_time_is_named(scene: Scene, cohort: Cohort, coordinator: FlaskClient) -> None:
    other = make_cohort(scene.centre, scene.programme, make_staff(Role.TEACHER, scene.centre), room=None, online=True)
    lesson = make_lesson(other, at(date(2026, 3, 11), 18))
    learner = make_learner(scene.centre, given_latin="Amina", family_latin="Haddad")
    enrol(learner, cohort)
    enrol(learner, other, starts_on=date(2026, 3, 11))
    fields = {"day": "2026-03-11", "starts_at": "18:00", "place": scene.room.id}
    address = f"/lessons/{cohort.lessons[1].id}/move"
    answer = coordinator.post(address, data=fields)
    assert answer.status_code == 422
    assert f"Amina Haddad is taken on Wednesday, 11 March 2026, 18:00–19:30, by {other.code}." in answer.text
    lesson.state, lesson.cancel_reason = LessonState.CANCELLED, "Сняг"
    assert coordinator.post(address, data=fields).status_code == 200


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"day": "2026-03-09"}, "The lesson is there already."),
        ({"day": "2026-02-27"}, "before the first day of the cohort"),
        ({"day": "2026-03-03"}, "The centre is closed on this day: Liberation Day."),
        ({"day": "2026-03-11", "starts_at": "03:30"}, "06:00 at the earliest"),
        ({"day": "2026-03-11", "starts_at": "23:00"}, "would end after midnight"),
        ({"day": "2026-03-16"}, "is taken on Monday, 16 March 2026"),
        ({"day": "2099-01-01"}, "within the next two years"),
        ({"day": "2026-02-29"}, "Not a valid date value"),
        ({"day": ""}, "Choose the day."),
        ({"starts_at": ""}, "Choose the time."),
        ({"place": "999999"}, "Not a valid choice"),
        ({"reason": "x" * 201}, "Field cannot be longer than 200 characters"),
    ],
)
def test_an_impossible_move_is_refused_at_its_field_and_kept(
    cohort: Cohort, coordinator: FlaskClient, fields: dict[str, str], message: str
) -> None:
    given = {"day": "2026-03-11", "starts_at": "18:00", "place": cohort.room_id} | fields
    answer = coordinator.post(f"/lessons/{cohort.lessons[1].id}/move", data=given)
    assert answer.status_code == 422
    assert message in unescape(answer.text)
    assert days_of(cohort) == MONDAYS


@pytest.mark.parametrize("act", ["move", "cancel"])
def test_a_lesson_that_was_held_stays(cohort: Cohort, coordinator: FlaskClient, act: str) -> None:
    fields = {"day": "2026-03-11", "starts_at": "18:00", "place": cohort.room_id, "reason": "Болест"}
    answer = coordinator.post(f"/lessons/{cohort.lessons[0].id}/{act}", data=fields)
    assert answer.status_code == 422 and "held and stays as it is" in answer.text
    page = coordinator.get(f"/lessons/{cohort.lessons[0].id}").text
    assert "Call off" not in page and "so it stays as it is" in page


def test_a_teacher_is_replaced_for_one_lesson(
    scene: Scene, cohort: Cohort, change: Callable[..., str], client_as: SignIn
) -> None:
    stand_in = make_staff(Role.TEACHER, scene.centre, name="Петър Заместник")
    change(f"/lessons/{cohort.lessons[1].id}/teacher", teacher=stand_in.id, span="one", reason="болнични")
    assert [one.teacher for one in cohort.lessons].count(stand_in) == 1
    assert cohort.teachers == [scene.teacher]
    assert cohort.lessons[1].stands_in_for_id == scene.teacher.id
    assert client_as(stand_in).get(f"/lessons/{cohort.lessons[1].id}/roll").status_code == 200
    assert client_as(stand_in).get(f"/lessons/{cohort.lessons[2].id}/roll").status_code == 404
    change(f"/lessons/{cohort.lessons[1].id}/teacher", teacher=scene.teacher.id, span="one")
    assert cohort.lessons[1].stands_in_for_id is None


def test_a_teacher_is_replaced_from_a_lesson_on(scene: Scene, cohort: Cohort, change: Callable[..., str]) -> None:
    new = make_staff(Role.TEACHER, scene.centre, name="Петър Нов")
    change(f"/lessons/{cohort.lessons[2].id}/teacher", teacher=new.id, span="on")
    assert [one.teacher for one in cohort.lessons] == [scene.teacher] * 2 + [new] * 3
    assert set(cohort.teachers) == {scene.teacher, new}
    assert {one.stands_in_for_id for one in cohort.lessons} == {None}
    change(f"/lessons/{cohort.lessons[1].id}/teacher", teacher=new.id, span="on")
    assert cohort.lessons[0].teacher == scene.teacher, "a held lesson was taught by whoever taught it"
    assert cohort.teachers == [new]


def test_a_busy_teacher_is_refused_with_who_is_free(scene: Scene, cohort: Cohort, coordinator: FlaskClient) -> None:
    busy = make_staff(Role.TEACHER, scene.centre, name="Заета")
    make_staff(Role.TEACHER, scene.centre, name="Свободна")
    other = make_cohort(scene.centre, scene.programme, busy, room=None)
    make_lesson(other, at(MONDAYS[1], 17, 30))
    answer = coordinator.post(f"/lessons/{cohort.lessons[1].id}/teacher", data={"teacher": busy.id, "span": "one"})
    assert answer.status_code == 422
    assert "Заета is taken" in answer.text and "Свободна" in answer.text.split("Free then: ")[1].split(".")[0]


def test_a_lesson_is_added(scene: Scene, cohort: Cohort, change: Callable[..., str]) -> None:
    fields = {"day": "2026-04-04", "starts_at": "10:00", "hours": 3, "place": "online", "teacher": scene.teacher.id}
    shown = change(f"/cohorts/{cohort.id}/lessons/new", **fields)
    assert "3 academic hours more than the programme has" in shown
    added = cohort.lessons[-1]
    assert (added.number, added.hours, added.room, added.state) == (6, 3, None, LessonState.PLANNED)
    assert cohort.ends_on == date(2026, 4, 4)


def test_the_pattern_changes_from_a_day_on(cohort: Cohort, change: Callable[..., str], scene: Scene) -> None:
    save(NonWorkingDay(centre_id=scene.centre.id, day=date(2026, 3, 17), reason="Ремонт"))
    before = [(one.id, one.number) for one in cohort.lessons]
    slots = {"slots-0-weekday": 1, "slots-0-starts_at": "09:00", "slots-0-hours": 3}
    slots |= {"slots-1-weekday": 4, "slots-1-starts_at": "14:00", "slots-1-hours": 2}
    fields = {"day": "2026-03-10", "place": "online", "reason": "Учителят може сутрин"} | slots
    shown = change(f"/cohorts/{cohort.id}/pattern", **fields)
    assert "10 of 10" in shown
    assert days_of(cohort) == [*MONDAYS[:2], date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 20)]
    assert [one.hours for one in cohort.lessons] == [2, 2, 3, 2, 1]
    assert [(one.id, one.number) for one in cohort.lessons] == before
    assert [(slot.weekday, slot.hours) for slot in cohort.slots] == [(1, 3), (4, 2)]
    assert cohort.ends_on == date(2026, 3, 20)


def test_lessons_that_are_no_longer_needed_are_cancelled_with_the_reason(
    cohort: Cohort, change: Callable[..., str]
) -> None:
    slots = {"slots-0-weekday": 5, "slots-0-starts_at": "09:00", "slots-0-hours": 8}
    change(f"/cohorts/{cohort.id}/pattern", day="2026-03-09", place=cohort.room_id, reason="Само събота", **slots)
    cancelled = [one for one in cohort.lessons if one.state is LessonState.CANCELLED]
    assert {one.cancel_reason for one in cancelled} == {"Само събота"} and len(cancelled) == 3
    assert days_of(cohort) == [MONDAYS[0], date(2026, 3, 14)]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"day": "2026-02-02"}, "from tomorrow on"),
        ({"reason": ""}, "Say why the pattern changes."),
        ({"slots-0-weekday": "", "slots-0-starts_at": ""}, "at least one day"),
        ({"slots-0-starts_at": "05:00"}, "06:00 at the earliest"),
        ({"slots-0-weekday": 0, "slots-0-starts_at": "18:00", "slots-0-hours": 2}, "follow this pattern already"),
    ],
)
def test_an_impossible_pattern_is_refused(
    cohort: Cohort, coordinator: FlaskClient, fields: dict[str, object], message: str
) -> None:
    given = {"day": "2026-03-09", "place": cohort.room_id, "reason": "x"}
    given |= {"slots-0-weekday": 1, "slots-0-starts_at": "09:00", "slots-0-hours": 2} | fields
    answer = coordinator.post(f"/cohorts/{cohort.id}/pattern", data=given)
    assert answer.status_code == 422
    assert message in unescape(answer.text)


def test_the_history_says_when_who_why_and_from_what_to_what(
    cohort: Cohort, change: Callable[..., str], coordinator: FlaskClient, client_as: SignIn, scene: Scene
) -> None:
    assert "Nothing was changed yet" in coordinator.get(f"/cohorts/{cohort.id}/history").text
    fields = {"day": "2026-03-11", "starts_at": "09:00", "place": "online", "reason": "Изборен ден"}
    change(f"/lessons/{cohort.lessons[1].id}/move", **fields)
    page = client_as(scene.teacher).get(f"/cohorts/{cohort.id}/history").text
    for words in (
        "A lesson moved",
        "Изборен ден",
        scene.coordinator.name,
        "Monday, 9 March 2026",
        "Wednesday, 11 March",
    ):
        assert words in page
    assert "Стая 1 → Online" in page
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "timetable.move")).one()
    assert line.detail == {"lessons": 1}


def test_a_foreign_timetable_is_not_found(cohort: Cohort, client_as: SignIn, scene: Scene) -> None:
    lesson = cohort.lessons[1].id
    for stranger in (make_staff(Role.COORDINATOR, make_centre()), scene.teacher):
        page = client_as(stranger)
        for address in (f"/lessons/{lesson}", f"/lessons/{lesson}/move", f"/cohorts/{cohort.id}/pattern"):
            assert page.get(address).status_code == 404


def test_today_leads_to_the_acts_in_one_tap(
    cohort: Cohort, coordinator: FlaskClient, set_clock: SetClock, client_as: SignIn, scene: Scene
) -> None:
    set_clock(at(MONDAYS[1], 8, 10))
    assert f'href="/lessons/{cohort.lessons[1].id}"' in coordinator.get("/today").text
    assert f'href="/lessons/{cohort.lessons[1].id}"' not in client_as(scene.teacher).get("/today").text


def cancel(page: FlaskClient, lesson: Lesson, **fields: object) -> int:
    address = f"/lessons/{lesson.id}/cancel"
    shown = page.post(address, data={"reason": "Болест"} | fields)
    return page.post(address, data=hidden(shown.text) | {"step": "make"}).status_code


def test_a_cancelled_lesson_is_made_up_for_at_the_end(cohort: Cohort, coordinator: FlaskClient) -> None:
    cohort.slots[0].hours = 1
    lesson = cohort.lessons[1]
    assert cancel(coordinator, lesson, make_up="y") == 303
    assert (lesson.state, lesson.cancel_reason) == (LessonState.CANCELLED, "Болест")
    extra = [one for one in cohort.lessons if one.replaces_id == lesson.id]
    assert [(one.number, one.hours, one.starts_at) for one in extra] == [
        (6, 1, at(date(2026, 4, 6), 18)),
        (7, 1, at(date(2026, 4, 20), 18)),  # Easter Monday is between
    ]
    assert cohort.ends_on == date(2026, 4, 20)
    assert "makes up for a cancelled one" in coordinator.get(f"/cohorts/{cohort.id}").text


def test_without_making_up_what_is_missing_is_said_before_and_after(cohort: Cohort, coordinator: FlaskClient) -> None:
    lesson = cohort.lessons[-1]
    shown = coordinator.post(f"/lessons/{lesson.id}/cancel", data={"reason": "Сняг"}).text
    assert "2 academic hours of the programme are missing then" in shown
    assert cancel(coordinator, lesson) == 303
    assert cohort.ends_on == MONDAYS[-2]
    assert "not made up for" in coordinator.get(f"/cohorts/{cohort.id}").text


def test_a_lesson_cannot_be_made_up_for_in_a_taken_room(scene: Scene, cohort: Cohort, coordinator: FlaskClient) -> None:
    other = make_cohort(scene.centre, scene.programme, make_staff(Role.TEACHER, scene.centre), room=scene.room)
    make_lesson(other, at(date(2026, 4, 6), 18))
    fields = {"reason": "Болест", "make_up": "y"}
    page = coordinator.post(f"/lessons/{cohort.lessons[1].id}/cancel", data=fields)
    assert page.status_code == 422
    assert f"by {other.code}" in page.text and 'value="Болест"' in page.text
    assert days_of(cohort) == MONDAYS


def test_a_lesson_is_cancelled_once(cohort: Cohort, coordinator: FlaskClient) -> None:
    assert cancel(coordinator, cohort.lessons[1]) == 303
    again = coordinator.post(f"/lessons/{cohort.lessons[1].id}/cancel", data={"reason": "Болест"})
    assert again.status_code == 422 and "already cancelled" in again.text


def test_a_reason_is_needed_to_cancel(cohort: Cohort, coordinator: FlaskClient) -> None:
    assert "Say why the lesson is cancelled." in coordinator.post(f"/lessons/{cohort.lessons[1].id}/cancel").text
    assert coordinator.get(f"/lessons/{cohort.lessons[1].id}/cancel").status_code == 200


def test_a_cohort_without_a_pattern_cannot_make_up_for_a_lesson(cohort: Cohort, coordinator: FlaskClient) -> None:
    cohort.slots = []
    fields = {"reason": "Болест", "make_up": "y"}
    page = coordinator.post(f"/lessons/{cohort.lessons[1].id}/cancel", data=fields)
    assert "no weekly pattern" in page.text
