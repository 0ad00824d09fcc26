"""Calendar feeds: who has one, what is in it, and that 18:00 stays 18:00 wherever it is read."""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from sqlalchemy import func, select, update

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.courses.feed_actions import make_feed
from lms.courses.feed_document import document
from lms.courses.feed_models import CalendarFeed
from lms.courses.feed_queries import KEPT
from lms.courses.models import Cohort, Lesson, Programme
from lms.courses.replan_actions import cancel_lesson
from lms.courses.states import LessonState
from lms.courses.timetable import Slot, lay_out
from lms.database import db
from tests.courses.conftest import TODAY, Scene, SetClock, SignIn
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_learner_account,
    make_lesson,
    make_staff,
)

SOFIA = ZoneInfo("Europe/Sofia")


@pytest.fixture
def cohort(scene: Scene) -> Cohort:
    return make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-1", room=scene.room)


def address_on(page: str) -> str:
    found = re.search(r'value="http://[^/]+(/feeds/[0-9a-f]{64}\.ics)"', page)
    assert found, "the page shows no address"
    return found[1]


def own_address(client: FlaskClient) -> str:
    """Make one's own address through the page, and read it there."""
    assert client.post("/calendar/subscription").location == "/calendar/subscription"
    return address_on(client.get("/calendar/subscription").text)


def events(client: FlaskClient, address: str) -> dict[str, Event]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    found = Calendar.from_ical(answer.data).walk("VEVENT")
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def test_a_teacher_makes_an_address_and_reads_their_lessons_without_signing_in(
    scene: Scene, cohort: Cohort, client: FlaskClient, client_as: SignIn
) -> None:
    make_lesson(cohort, at(date(2026, 3, 2), 18))
    make_lesson(cohort, at(date(2026, 3, 4), 18), teacher=make_staff(Role.TEACHER, scene.centre))
    [event] = events(client, own_address(client_as(scene.teacher))).values()
    assert event["SUMMARY"] == "A1-1"
    assert event["DTSTART"].dt == datetime(2026, 3, 2, 18, tzinfo=SOFIA)
    assert event["DTSTART"].params["TZID"] == "Europe/Sofia"
    assert event["DTEND"].dt.time() == time(19, 30)
    assert event["LOCATION"].startswith("Стая 1, ")
    assert "Мария Учителска" in event["DESCRIPTION"]
    assert event["STATUS"] == "CONFIRMED"


def test_the_answer_is_a_calendar_that_only_its_reader_keeps(
    scene: Scene, cohort: Cohort, client: FlaskClient, client_as: SignIn
) -> None:
    make_lesson(cohort, at(date(2026, 3, 2), 18))
    address = own_address(client_as(scene.teacher))
    first = client.get(address)
    assert first.content_type == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in first.text
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    cohort.lessons[0].room = None
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("token", ["forged", "0" * 64, "a" * 5000, "%00", "%D1%84", "..", "' OR 1=1"])
def test_a_wrong_address_is_not_found(scene: Scene, client: FlaskClient, client_as: SignIn, token: str) -> None:
    own_address(client_as(scene.teacher))
    assert client.get(f"/feeds/{token}.ics").status_code in (400, 404)


def test_a_new_address_ends_the_old_one_and_switching_off_ends_both(
    scene: Scene, client: FlaskClient, client_as: SignIn
) -> None:
    teacher = client_as(scene.teacher)
    first = own_address(teacher)
    second = own_address(teacher)
    assert client.get(first).status_code == 404 and client.get(second).status_code == 200
    teacher.post("/calendar/subscription", data={"off": "yes"})
    assert client.get(second).status_code == 404
    assert "Make the address" in teacher.get("/calendar/subscription").text
    assert db.session.scalar(select(func.count()).select_from(CalendarFeed)) == 0


def test_the_database_alone_does_not_give_the_address_away(scene: Scene, client_as: SignIn) -> None:
    address = own_address(client_as(scene.teacher))
    feed = db.session.scalars(select(CalendarFeed)).one()
    token = address.removeprefix("/feeds/").removesuffix(".ics")
    assert token not in {feed.seed, feed.token_fingerprint}


def test_under_a_new_secret_key_an_address_still_answers_but_is_not_shown(
    app: Flask, scene: Scene, client: FlaskClient, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = own_address(client_as(scene.teacher))
    monkeypatch.setattr(app, "secret_key", "another")
    assert client.get(address).status_code == 200
    assert "cannot be shown any more" in client_as(scene.teacher).get("/calendar/subscription").text


def test_whoever_is_deactivated_or_leaves_the_centre_reads_nothing_any_more(
    scene: Scene, cohort: Cohort, client: FlaskClient
) -> None:
    make_lesson(cohort, at(date(2026, 3, 2), 18))
    feeds = [make_feed(scene.teacher.viewer, None), make_feed(scene.teacher.viewer, cohort)]
    own, of_cohort = (f"/feeds/{feed.token}.ics" for feed in feeds)
    scene.teacher.active = False
    assert {client.get(own).status_code, client.get(of_cohort).status_code} == {404}
    scene.teacher.active, scene.teacher.centres = True, [make_centre()]
    assert events(client, own) == {}
    assert client.get(of_cohort).status_code == 404
    scene.teacher.centres = []
    assert client.get(own).status_code == 404
    scene.teacher.role, scene.teacher.centres = Role.OBSERVER, [scene.centre]
    assert client.get(own).status_code == 404


def test_the_feed_of_a_cohort_holds_its_lessons_whoever_teaches_them(
    scene: Scene, cohort: Cohort, client: FlaskClient, coordinator: FlaskClient
) -> None:
    for day, teacher in ((2, scene.teacher), (4, make_staff(Role.TEACHER, scene.centre))):
        make_lesson(cohort, at(date(2026, 3, day), 18), teacher=teacher)
    make_lesson(make_cohort(scene.centre, scene.programme, scene.teacher), at(date(2026, 3, 3), 18))
    page = f"/cohorts/{cohort.id}/subscription"
    assert coordinator.post(page).location == page
    assert len(events(client, address_on(coordinator.get(page).text))) == 2


def test_nothing_that_was_typed_and_nobody_who_learns_is_in_a_feed(
    scene: Scene, cohort: Cohort, client: FlaskClient
) -> None:
    learner = make_learner(scene.centre, account=make_learner_account(scene.centre), given_cyrillic="Оксана")
    enrol(learner, cohort)
    reason = "Оксана е болна"
    make_lesson(cohort, at(date(2026, 3, 2), 18), state=LessonState.CANCELLED, cancel_reason=reason, taught=reason)
    text = client.get(f"/feeds/{make_feed(scene.teacher.viewer, None).token}.ics").text
    assert "STATUS:CANCELLED" in text and "Оксана" not in text and "Olena" not in text and learner.number not in text


def test_a_moved_lesson_moves_and_a_cancelled_one_is_called_off(
    scene: Scene, cohort: Cohort, client: FlaskClient, set_clock: SetClock
) -> None:
    lesson = make_lesson(cohort, at(date(2026, 3, 2), 18))
    address = f"/feeds/{make_feed(scene.teacher.viewer, None).token}.ics"
    seen = [events(client, address)]
    steps = (
        lambda: setattr(lesson, "starts_at", lesson.starts_at - timedelta(minutes=30)),
        # However it is changed: past the session's objects, too.
        lambda: db.session.execute(update(Lesson).values(room_id=None)),
        lambda: cancel_lesson(scene.coordinator.viewer, lesson, "ремонт", make_up=False),
    )
    for number, step in enumerate(steps, start=1):
        set_clock(at(TODAY, 9, number))
        step()
        db.session.commit()
        seen.append(events(client, address))
    assert len({tuple(one) for one in seen}) == 1, "the identifier stays the same"
    history = [next(iter(one.values())) for one in seen]
    for before, after in pairwise(history):
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert [event["DTSTART"].dt.time() for event in history] == [time(18), time(17, 30), time(17, 30), time(17, 30)]
    assert [str(event["STATUS"]) for event in history] == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_a_feed_speaks_the_language_of_its_owner(scene: Scene, cohort: Cohort, client: FlaskClient) -> None:
    make_lesson(cohort, at(date(2026, 3, 2), 18), room=None)
    cohort.online, scene.teacher.locale = True, "bg"
    address = f"/feeds/{make_feed(scene.teacher.viewer, None).token}.ics"
    assert "Онлайн" in client.get(address).text
    scene.teacher.locale = "en"
    assert "Online" in client.get(address).text


def test_lessons_of_long_ago_have_left_the_feed(
    scene: Scene, cohort: Cohort, client: FlaskClient, set_clock: SetClock
) -> None:
    make_lesson(cohort, at(date(2026, 3, 2), 18))
    address = f"/feeds/{make_feed(scene.teacher.viewer, None).token}.ics"
    set_clock(at(date(2026, 3, 2), 19) + KEPT)
    assert len(events(client, address)) == 1
    set_clock(at(date(2026, 3, 2), 20) + KEPT)
    assert events(client, address) == {}


def test_a_teacher_sees_no_address_of_anybody_else(scene: Scene, cohort: Cohort, client_as: SignIn) -> None:
    make_feed(scene.coordinator.viewer, cohort)
    assert "Make the address" in client_as(scene.teacher).get(f"/cohorts/{cohort.id}/subscription").text


@pytest.mark.parametrize(
    ("first", "change"), [(date(2026, 10, 19), date(2026, 10, 25)), (date(2027, 3, 22), date(2027, 3, 28))]
)
def test_18_00_stays_18_00_across_a_clock_change(
    scene: Scene, cohort: Cohort, client: FlaskClient, set_clock: SetClock, first: date, change: date
) -> None:
    set_clock(at(first, 9))
    days = [first + timedelta(days=n) for n in range(14)]
    for day in days:
        make_lesson(cohort, at(day, 18))
    found = events(client, f"/feeds/{make_feed(scene.teacher.viewer, None).token}.ics").values()
    assert [event["DTSTART"].dt.replace(tzinfo=None) for event in found] == [
        datetime.combine(day, time(18)) for day in days
    ]
    by_day = {event["DTSTART"].dt.date(): event["DTSTART"].dt.astimezone(UTC).hour for event in found}
    assert by_day[change - timedelta(days=1)] != by_day[change]


def planned(first: date, slots: list[Slot]) -> list[Lesson]:
    """The lessons of a cohort that is in no database: hypothesis lays out many of them."""
    centre = Centre(time_zone="Europe/Sofia", name_bg="С", name_en="S", address="")
    programme, teacher = Programme(title_bg="А1", title_en="A1"), Account(name="Мария")
    cohort = Cohort(code="A1-1", centre=centre, programme=programme, online=True)
    laid = lay_out(slots, first, 40, 45, "Europe/Sofia", {})
    return [
        Lesson(
            id=one.number,
            number=one.number,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            hours=one.hours,
            state=LessonState.PLANNED,
            revision=0,
            changed_at=clock.now(),
            cohort=cohort,
            teacher=teacher,
        )
        for one in laid.lessons
    ]


slot_lists = st.lists(
    st.builds(
        Slot,
        st.integers(0, 6),
        st.times(time(6), time(20)).map(lambda t: t.replace(second=0, microsecond=0)),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda slot: slot.weekday,
)


@given(first=st.dates(date(2026, 9, 1), date(2027, 4, 30)), slots=slot_lists)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_lesson_is_in_the_document_once_at_its_wall_clock_time(
    app: Flask, first: date, slots: list[Slot]
) -> None:
    lessons = planned(first, slots)
    by_weekday = {slot.weekday: slot.starts_at for slot in slots}
    with app.test_request_context():
        calendar = Calendar.from_ical(document("A1", lessons, "azbuka.example.org"))
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(calendar.walk("VEVENT")) == len(lessons)
    assert set(found) == {f"lesson-{lesson.id}@azbuka.example.org" for lesson in lessons}
    for lesson in lessons:
        event = found[f"lesson-{lesson.id}@azbuka.example.org"]
        start = event["DTSTART"].dt
        assert start.time() == by_weekday[start.weekday()]
        assert start.astimezone(UTC) == lesson.starts_at
        assert event["DTEND"].dt.astimezone(UTC) == lesson.ends_at
