"""The roll through the page, as a plain form sends it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.models import Entry, Mark, MarkKind
from lms.courses.states import EnrolmentState, LessonState
from lms.database import db
from tests.attendance.conftest import Scene
from tests.factories import make_centre, make_learner_account, make_staff

SignIn = Callable[[Account], FlaskClient]
Later = Callable[[timedelta], None]
Fields = dict[str, str]


@pytest.fixture
def address(scene: Scene) -> str:
    return f"/lessons/{scene.lesson.id}/roll"


@pytest.fixture
def teacher(scene: Scene, client_as: SignIn) -> FlaskClient:
    return client_as(scene.teacher)


def fields(page: str) -> Fields:
    """What a browser would send from the form of the page, without having touched anything."""
    form = page[page.index("data-roll") :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if facts.get("type") != "radio" or " checked" in tag:
            found[facts["name"]] = unescape(facts.get("value", ""))
    return found


def read(client: FlaskClient, address: str) -> Fields:
    return fields(client.get(address).text)


def follow(client: FlaskClient, address: str, sent: Fields) -> TestResponse:
    """Send the form and go where the answer leads."""
    answer = client.post(address, data=sent)
    assert (answer.status_code, answer.location) == (303, address)
    return client.get(answer.location)


def marks() -> dict[str, MarkKind]:
    rows = db.session.scalars(select(Mark).execution_options(populate_existing=True))
    return {mark.enrolment.learner.given_cyrillic: mark.kind for mark in rows}


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(Entry)) or 0


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_before_the_roll_is_called_nobody_is_anything(teacher: FlaskClient, address: str) -> None:
    page = teacher.get(address).text
    assert page.count("checked") == 0
    assert "Not yet called 3" in words_of(page)
    assert [name for name in ("Амир", "Лейла", "Оксана") if name in page] == ["Амир", "Лейла", "Оксана"]


def test_done_marks_the_untouched_as_present_and_the_count_adds_up(teacher: FlaskClient, address: str) -> None:
    sent = read(teacher, address) | {"rows-1-kind": "absent", "rest": "present"}
    answer = follow(teacher, address, sent)
    assert marks() == {"Амир": MarkKind.PRESENT, "Лейла": MarkKind.ABSENT, "Оксана": MarkKind.PRESENT}
    text = words_of(answer.text)
    assert "Saved: everybody is called." in text
    assert "Present 2 Late 0 Left early 0 Absent 1 Excused 0" in text
    assert "In all 3" in text


def test_save_marks_only_who_was_touched(teacher: FlaskClient, scene: Scene, address: str) -> None:
    sent = read(teacher, address) | {"rows-0-kind": "late", "rows-0-minutes": " 10 ", "only": "touched"}
    answer = follow(teacher, address, sent)
    assert marks() == {"Амир": MarkKind.LATE}
    assert "2 people are not yet called" in answer.text
    assert db.session.get_one(type(scene.lesson), scene.lesson.id).state is LessonState.HELD


def test_sending_the_same_page_twice_changes_nothing(teacher: FlaskClient, address: str) -> None:
    sent = read(teacher, address) | {"rows-1-kind": "absent", "rest": "present"}
    first = teacher.post(address, data=sent)
    second = teacher.post(address, data=sent)
    assert (first.status_code, second.status_code, entries()) == (303, 303, 3)


def test_going_back_and_choosing_otherwise_asks_once_more_and_then_saves(teacher: FlaskClient, address: str) -> None:
    sent = read(teacher, address) | {"rows-1-kind": "absent", "only": "touched"}
    teacher.post(address, data=sent)
    again = teacher.post(address, data=sent | {"rows-1-kind": "present"})
    assert again.status_code == 422
    assert "save once more" in again.text
    teacher.post(address, data=fields(again.text))
    assert marks() == {"Лейла": MarkKind.PRESENT}
    assert not db.session.scalars(select(Mark)).one().in_conflict


def test_a_saved_roll_can_be_corrected_at_once_and_says_how_it_came_to_be(teacher: FlaskClient, address: str) -> None:
    teacher.post(address, data=read(teacher, address) | {"rest": "present"})
    sent = read(teacher, address) | {"rows-2-kind": "excused", "rows-2-reason": "лекар"}
    page = words_of(follow(teacher, address, sent).text)
    assert entries() == 4
    assert "Мария Учителска: present → excused: лекар" in page
    assert "Мария Учителска: not yet called → present" in page


def test_saving_without_a_change_writes_nothing(teacher: FlaskClient, address: str) -> None:
    teacher.post(address, data=read(teacher, address) | {"rest": "present"})
    page = follow(teacher, address, read(teacher, address)).text
    assert "Nothing was changed" in page
    assert entries() == 3


@pytest.mark.parametrize("minutes", ["", "ten", "0", "90", "999999999", "-3", "1.5", "²"])
@pytest.mark.parametrize("kind", ["late", "left_early"])
def test_minutes_that_cannot_be_are_named_at_the_row_and_everything_chosen_is_kept(
    teacher: FlaskClient, address: str, minutes: str, kind: str
) -> None:
    wrong = {"rows-0-kind": kind, "rows-0-minutes": minutes, "rows-1-kind": "absent", "rest": "present"}
    answer = teacher.post(address, data=read(teacher, address) | wrong)
    assert answer.status_code == 422
    assert entries() == 0
    kept = fields(answer.text)
    assert (kept["rows-0-kind"], kept["rows-0-minutes"], kept["rows-1-kind"]) == (kind, minutes, "absent")
    assert "rows-2-kind" not in kept
    assert 'id="rows-0-kind-error"' in answer.text


def test_what_is_wrong_is_said_with_a_way_to_the_row_also_when_rows_before_it_are_missing(
    teacher: FlaskClient, address: str
) -> None:
    sent = {name: value for name, value in read(teacher, address).items() if not name.startswith("rows-0-")}
    page = teacher.post(address, data=sent | {"rows-2-kind": "late", "rows-2-minutes": "ten"}).text
    assert '<a href="#rows-2-kind">Оксана:' in page and 'id="rows-2-kind"' in page


def test_minutes_that_nobody_needs_are_not_looked_at(teacher: FlaskClient, address: str) -> None:
    sent = read(teacher, address) | {"rows-0-kind": "absent", "rows-0-minutes": "ten"}
    assert teacher.post(address, data=sent).status_code == 303


@pytest.mark.parametrize(
    "tampered",
    [
        {"rows-0-kind": "asleep"},
        {"rows-0-entry": "1"},
        {"rows-0-entry": ""},
        {"rows-0-enrolment": "x"},
        {"rows-0-based_on": "-1"},
        {"rows-0-follows": "me"},
    ],
)
def test_a_tampered_form_is_not_taken(teacher: FlaskClient, address: str, tampered: Fields) -> None:
    sent = read(teacher, address) | {"rest": "present"} | tampered
    assert teacher.post(address, data=sent).status_code == 400
    assert entries() == 0


def test_a_person_of_another_cohort_slipped_into_the_form_is_not_marked(teacher: FlaskClient, address: str) -> None:
    sent = read(teacher, address) | {"rows-0-enrolment": "999999", "rows-0-kind": "absent"}
    assert teacher.post(address, data=sent).status_code == 422
    assert marks() == {}


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-03-16T18:01:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_the_device_cannot_name_is_the_moment_of_arrival(
    teacher: FlaskClient, address: str, moment: str
) -> None:
    sent = read(teacher, address) | {"rows-0-kind": "absent", "rows-0-made_at": moment}
    assert teacher.post(address, data=sent).status_code == 303


def test_two_who_mark_differently_are_shown_both_and_a_choice_settles_it(
    teacher: FlaskClient, client_as: SignIn, scene: Scene, later: Later, address: str
) -> None:
    coordinator = client_as(scene.coordinator)
    one, other = read(teacher, address), read(coordinator, address)
    teacher.post(address, data=one | {"rows-0-kind": "absent"})
    later(timedelta(minutes=5))
    coordinator.post(address, data=other | {"rows-0-kind": "late", "rows-0-minutes": "5"})
    text = words_of(teacher.get(address).text)
    assert "Marked differently. Choose what is right:" in text
    assert "Мария Учителска, 16/03/2026, 18:02" in text
    assert "late, 5 minutes" in text
    assert "To settle 1" in text
    untouched = read(teacher, address)
    assert "rows-0-kind" not in untouched
    assert untouched["rows-0-minutes"] == "5"
    teacher.post(address, data=untouched | {"rest": "present"})
    assert db.session.scalars(select(Mark).where(Mark.in_conflict)).one().kind is MarkKind.LATE
    teacher.post(address, data=read(teacher, address) | {"rows-0-kind": "absent"})
    assert db.session.scalars(select(Mark).where(Mark.in_conflict)).all() == []
    assert marks()["Амир"] is MarkKind.ABSENT


def test_a_page_that_has_grown_old_does_not_undo_what_others_changed(
    teacher: FlaskClient, client_as: SignIn, scene: Scene, address: str
) -> None:
    teacher.post(address, data=read(teacher, address) | {"rest": "present"})
    old = read(teacher, address)
    coordinator = client_as(scene.coordinator)
    coordinator.post(address, data=read(coordinator, address) | {"rows-0-kind": "absent"})
    teacher.post(address, data=old | {"rows-1-kind": "absent"})
    assert marks() == {"Амир": MarkKind.ABSENT, "Лейла": MarkKind.ABSENT, "Оксана": MarkKind.PRESENT}
    assert db.session.scalars(select(Mark).where(Mark.in_conflict)).all() == []


def test_a_coordinator_of_the_centre_calls_the_roll_too(client_as: SignIn, scene: Scene, address: str) -> None:
    coordinator = client_as(scene.coordinator)
    assert coordinator.post(address, data=read(coordinator, address) | {"rest": "present"}).status_code == 303
    assert len(marks()) == 3


def test_the_roll_does_not_exist_for_anybody_else(client_as: SignIn, scene: Scene, address: str) -> None:
    elsewhere = make_centre()
    strangers = [
        make_staff(Role.TEACHER, scene.centre),
        make_staff(Role.COORDINATOR, elsewhere),
        make_staff(Role.MEDIATOR, scene.centre),
        make_staff(Role.OBSERVER, scene.centre),
        make_learner_account(scene.centre),
    ]
    for stranger in strangers:
        client = client_as(stranger)
        assert client.get(address).status_code == 404
        assert client.post(address, data={"rest": "present"}).status_code == 404
        assert client.get(f"/cohorts/{scene.cohort.id}/attendance").status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(client: FlaskClient, address: str, scene: Scene) -> None:
    db.session.commit()
    assert "/sign-in" in client.get(address).headers["Location"]


def test_a_cancelled_lesson_says_so_takes_nothing_and_keeps_what_was_sent(
    teacher: FlaskClient, scene: Scene, address: str
) -> None:
    sent = read(teacher, address) | {"rest": "present"}
    scene.lesson.state, scene.lesson.cancel_reason = LessonState.CANCELLED, "Учителят е болен"
    answer = follow(teacher, address, sent)
    text = words_of(answer.text)
    assert "3 marks could not be entered. The lesson was cancelled. They are kept and wait" in text
    assert "Saved" not in text and "Nothing was changed" not in text
    assert "3 marks wait to be settled" in text
    assert "Учителят е болен" in text
    assert "data-roll" not in answer.text
    assert entries() == 0


def test_a_lesson_that_is_far_away_says_when_its_roll_opens(teacher: FlaskClient, later: Later, address: str) -> None:
    later(-timedelta(days=1))
    page = words_of(teacher.get(address).text)
    assert "half an hour before the lesson" in page
    assert "17:30" in page


def test_when_the_time_is_over_the_coordinator_needs_a_reason_and_the_teacher_a_coordinator(
    teacher: FlaskClient, client_as: SignIn, scene: Scene, later: Later, address: str
) -> None:
    teacher.post(address, data=read(teacher, address) | {"rest": "present"})
    later(timedelta(days=20))
    assert "A coordinator of the centre can still correct." in teacher.get(address).text
    coordinator = client_as(scene.coordinator)
    sent = read(coordinator, address) | {"rows-0-kind": "absent"}
    refused = coordinator.post(address, data=sent)
    assert refused.status_code == 422
    assert "say why you correct it now" in refused.text
    page = follow(coordinator, address, sent | {"why": "хартиен списък"}).text
    assert "Reason for the correction: хартиен списък" in page
    assert marks()["Амир"] is MarkKind.ABSENT


def test_who_is_only_waiting_or_has_left_is_not_on_the_page(teacher: FlaskClient, scene: Scene, address: str) -> None:
    scene.people[0].state = EnrolmentState.WAITING
    scene.people[1].ends_on = date(2026, 3, 15)
    page = teacher.get(address).text
    assert [name in page for name in ("Амир", "Лейла", "Оксана")] == [False, False, True]


def test_a_lesson_without_people_says_what_to_do(teacher: FlaskClient, scene: Scene, address: str) -> None:
    for person in scene.people:
        person.state = EnrolmentState.REQUESTED
    assert "A coordinator enrols people" in teacher.get(address).text


def test_somebody_who_left_while_the_page_was_open_is_named_kept_aside_and_the_rest_is_saved(
    teacher: FlaskClient, scene: Scene, address: str
) -> None:
    sent = read(teacher, address) | {"rest": "present"}
    scene.people[0].ends_on = date(2026, 3, 15)
    text = words_of(follow(teacher, address, sent).text)
    assert "1 mark could not be entered. The person was not in the cohort on the day of the lesson." in text
    assert "Saved: everybody is called." in text
    assert "1 mark waits to be settled" in text and "Амир" in text
    assert set(marks()) == {"Лейла", "Оксана"}
    assert teacher.post(address, data=sent).status_code == 303
    assert "1 mark waits to be settled" in words_of(teacher.get(address).text), "the same page once more adds nothing"


def test_a_mark_of_somebody_who_left_is_not_lost_when_something_else_is_wrong(
    teacher: FlaskClient, scene: Scene, address: str
) -> None:
    sent = read(teacher, address) | {"rows-0-kind": "absent", "rows-1-kind": "late", "rows-1-minutes": "ten"}
    scene.people[0].ends_on = date(2026, 3, 15)
    refused = teacher.post(address, data=sent)
    assert refused.status_code == 422 and "Амир" not in refused.text
    text = words_of(follow(teacher, address, fields(refused.text) | {"rows-1-minutes": "10"}).text)
    assert "1 mark waits to be settled" in text and "Амир" in text
    assert marks() == {"Лейла": MarkKind.LATE}
    again = teacher.post(address, data=sent | {"rows-1-kind": "absent", "rows-1-minutes": ""})
    assert again.status_code == 422
    assert sent["rows-0-entry"] not in again.text, "what has arrived is not sent once more"
