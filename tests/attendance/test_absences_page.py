"""The call list: who is on it for whom, one tap for what came of a call, and what it costs the database."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.attendance import absence_reading, absence_views
from lms.attendance.absence_queries import absences_count, call_list
from lms.attendance.absence_rules import Limits, Signal
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.contact_actions import note_contact
from lms.learners.contact_models import Answer, Contact, Reason, Way
from lms.settings import from_environment
from tests.attendance.absences import MONDAY, TUESDAY, Slipping, planned, taught
from tests.attendance.conftest import SetClock
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_programme,
    make_room,
    make_staff,
    name_for,
)

SignIn = Callable[[Account], FlaskClient]


def names(by: Account, due: bool = True) -> list[str]:
    return [line.learner.called for line in call_list(by.viewer) if line.due is due]


def contacts() -> list[Contact]:
    return list(db.session.scalars(select(Contact).order_by(Contact.id)))


@pytest.mark.parametrize("who", ["teacher", "coordinator", "mediator"])
def test_each_sees_whom_to_call_the_longest_row_first(slipping: Slipping, client_as: SignIn, who: str) -> None:
    account = getattr(slipping, who)
    assert names(account) == ["Амир", "Оксана"]
    page = client_as(account).get("/absences").text
    for said in (
        "<strong>2 lessons missed in a row</strong>, last there on Saturday, 14 March",
        "<strong>4 lessons missed in 14 days</strong>, last there on Sunday, 15 March",
        "66.6% so far; 23 more academic hours may be missed",
        'href="tel:+359888000100"',
        "A1-SOF-1 · Ukrainian",
        "Will come: Tuesday, 17 March",
        "Nobody has noted a call yet.",
    ):
        assert said in page, said
    assert page.index("Амир") < page.index("Оксана") and "Лейла" not in page
    assert '<span class="visually-hidden">waiting:</span> 2</span>' in page


def test_whoever_accompanies_nobody_here_sees_nobody(slipping: Slipping, client_as: SignIn) -> None:
    centre = slipping.cohort.centre
    for other in (
        make_staff(Role.MEDIATOR, centre),
        make_staff(Role.TEACHER, centre),
        make_staff(Role.COORDINATOR, make_centre()),
    ):
        assert names(other) == [] and absences_count(other.viewer) == 0
        page = client_as(other)
        assert "Nobody to call now" in page.get("/absences").text
        assert page.post(slipping.call("Амир"), data={"result": "ill", "seen": 0}).status_code == 404
    for role in (Role.OBSERVER, Role.ADMINISTRATOR):
        assert client_as(make_staff(role, centre)).get("/absences").status_code == 404
    assert contacts() == []


def test_an_unaccompanied_minor_is_there_only_for_who_is_named(slipping: Slipping, client_as: SignIn) -> None:
    amir = slipping.people["Амир"].learner
    amir.unaccompanied = True
    db.session.commit()
    for account in (slipping.teacher, slipping.coordinator, slipping.mediator):
        assert "Амир" not in names(account)
        assert client_as(account).get(f"/absences/{slipping.people['Амир'].id}/message").status_code == 404
    name_for(amir, slipping.coordinator)
    assert "Амир" in names(slipping.coordinator) and "Амир" not in names(slipping.teacher)


def test_a_person_of_another_centre_is_called_by_nobody_here(slipping: Slipping) -> None:
    slipping.people["Амир"].learner.centre = make_centre()
    db.session.commit()
    assert names(slipping.coordinator) == ["Оксана"]


def test_what_the_database_leaves_out_beforehand_has_no_signal(
    slipping: Slipping, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, centre = Random(3), slipping.cohort.centre  # noqa: S311
    strict = make_programme(excused_counts=True, threshold_percent=85)
    cohort = make_cohort(centre, strict, slipping.teacher, starts_on=date(2026, 2, 1))
    records = ["+" * 18 + "AA", "+" * 15 + "A+A+A", "+" * 17 + "AXA", "A" + "+" * 19, "+" * 19 + "A", "X" * 20]
    records += ["".join(chance.choices("+AX?", (12, 3, 1, 1), k=20)) for _person in range(30)]
    people = [enrol(make_learner(centre), cohort) for _record in records]
    taught(cohort, MONDAY, dict(zip(people, records, strict=True)), hour=9)
    note_contact(slipping.mediator.viewer, people[4].learner, Way.CALL, Answer.COMING, MONDAY)
    for contact in contacts():
        contact.at -= timedelta(days=5)
    db.session.commit()
    by = slipping.coordinator.viewer
    narrow = [(line.enrolment.id, line.why) for line in call_list(by)]
    monkeypatch.setattr(absence_reading, "narrowed", lambda enrolments, _limits: enrolments)
    assert [(line.enrolment.id, line.why) for line in call_list(by)] == narrow
    why = dict(narrow)
    assert [why.get(person.id) for person in people[:6]] == [
        {Signal.IN_A_ROW},
        {Signal.OFTEN},
        {Signal.IN_A_ROW},
        None,
        {Signal.NOT_COME},
        None,
    ]


def test_nobody_is_called_who_left_or_whose_cohort_is_over(slipping: Slipping, set_clock: SetClock) -> None:
    slipping.people["Амир"].state = EnrolmentState.WITHDRAWN
    assert names(slipping.teacher) == ["Оксана"]
    set_clock(at(date(2026, 7, 1), 9))
    assert names(slipping.teacher) == []


def test_one_tap_notes_the_call_and_takes_the_person_off_the_list(slipping: Slipping, client_as: SignIn) -> None:
    page = client_as(slipping.mediator)
    answer = page.post(slipping.call("Амир"), data={"next_on": TUESDAY.isoformat(), "seen": 0, "next": "/absences"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/absences")
    (contact,) = contacts()
    assert (contact.answer, contact.next_on, contact.way, contact.by) == (
        Answer.COMING,
        TUESDAY,
        Way.CALL,
        slipping.mediator,
    )
    shown = page.get("/absences").text
    assert "is on the list again if they do not come on Tuesday, 17 March" in shown
    assert names(slipping.teacher) == ["Оксана"] and names(slipping.teacher, due=False) == ["Амир"]
    assert "1 person was called" in shown and "today, 20:00, Самира Халил" in shown
    record = page.get(f"/learners/{slipping.people['Амир'].learner_id}").text
    assert "Will come" in record and "Самира Халил" in record


@pytest.mark.parametrize(
    ("result", "answer", "reason", "leads"),
    [
        ("ill", Answer.SPOKE, Reason.ILL, "/absences/{}/excuse?reason=ill"),
        ("work", Answer.SPOKE, Reason.WORK, "/absences/{}/excuse?reason=work"),
        ("child", Answer.SPOKE, Reason.CHILD_CARE, "/absences/{}/excuse?reason=child_care"),
        ("reached", Answer.SPOKE, None, "/absences"),
        ("leaves", Answer.WANTS_TO_LEAVE, None, "/absences"),
        ("unanswered", Answer.NO_ANSWER, None, "/absences/{}/message"),
        ("wrong", Answer.WRONG_NUMBER, None, "/absences"),
    ],
)
def test_every_result_is_one_tap_and_leads_on(
    slipping: Slipping, client_as: SignIn, result: str, answer: Answer, reason: Reason | None, leads: str
) -> None:
    page, data = client_as(slipping.mediator), {"result": result, "seen": 0, "next": "/absences"}
    led = page.post(slipping.call("Амир"), data=data).headers["Location"]
    assert led == leads.format(slipping.people["Амир"].id)
    page.post(slipping.call("Амир"), data=data)  # the thumb was too quick
    assert [(one.answer, one.reason) for one in contacts()] == [(answer, reason)]
    assert names(slipping.mediator) == ["Оксана"]
    assert "Noted." in page.get("/absences").text


def test_what_else_was_said_is_a_line_and_an_empty_one_is_not_kept(slipping: Slipping, client_as: SignIn) -> None:
    page = client_as(slipping.teacher)
    empty = page.post(
        slipping.call("Амир"), data={"result": "other", "seen": 0, "next": "/absences"}, follow_redirects=True
    )
    assert "Write what they said." in empty.text and contacts() == []
    past = {"next_on": "2026-03-01", "seen": 0, "next": "/absences"}
    assert "within the next year" in page.post(slipping.call("Амир"), data=past, follow_redirects=True).text
    page.post(slipping.call("Амир"), data={"result": "other", "note": "мести се в Пловдив", "seen": 0})
    assert contacts()[0].note == "мести се в Пловдив" and "мести се в Пловдив" in page.get("/absences").text


@pytest.mark.parametrize(
    "data", [{}, {"result": "pigeon", "seen": 0}, {"result": "ill"}, {"result": "ill", "seen": -1}]
)
def test_what_no_page_of_ours_sends_is_refused(slipping: Slipping, client_as: SignIn, data: dict[str, object]) -> None:
    assert client_as(slipping.teacher).post(slipping.call("Амир"), data=data).status_code == 400
    assert contacts() == []


def test_whoever_does_not_come_on_the_day_they_named_returns(slipping: Slipping, set_clock: SetClock) -> None:
    amir = slipping.people["Амир"]
    note_contact(slipping.mediator.viewer, amir.learner, Way.CALL, Answer.COMING, TUESDAY + timedelta(days=1))
    taught(slipping.cohort, TUESDAY, {amir: "A"}, hour=9)
    set_clock(at(TUESDAY, 20))
    assert names(slipping.mediator) == ["Оксана"]
    taught(slipping.cohort, TUESDAY + timedelta(days=1), {amir: "A"}, hour=9)
    set_clock(at(TUESDAY + timedelta(days=1), 20))
    assert names(slipping.mediator) == ["Амир", "Оксана"]


def test_from_when_absences_matter_is_a_setting(
    app: Flask, slipping: Slipping, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = {"AZBUKA_ABSENT_IN_A_ROW": "3", "AZBUKA_ABSENT_OFTEN": "5", "AZBUKA_ABSENT_DAYS": "9"}
    monkeypatch.setitem(app.config, "SETTINGS", from_environment(chosen | {"AZBUKA_ABSENT_PERCENT": "90"}))
    assert absence_reading.limits() == Limits(3, 5, 9, 90)
    assert names(slipping.teacher) == []


def test_the_list_can_be_limited_to_a_cohort(slipping: Slipping, client_as: SignIn) -> None:
    centre = slipping.cohort.centre
    other = make_cohort(centre, slipping.cohort.programme, slipping.teacher, code="A2-SOF-9")
    taught(other, MONDAY, {enrol(make_learner(centre, given_cyrillic="Мина"), other): "AA"}, hour=9)
    page = client_as(slipping.coordinator)
    assert "Мина" in page.get("/absences").text
    one = page.get(f"/absences?cohort={other.id}&centre=").text
    assert "Мина" in one and "Амир" not in one
    for odd in ("?cohort=999999", "?cohort=x", "?centre=-1", f"?centre={centre.id}"):
        assert page.get(f"/absences{odd}").status_code == 200


def test_a_long_list_shows_the_worst_and_says_how_many_more(
    slipping: Slipping, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(absence_views, "SHOWN", 1)
    page = client_as(slipping.teacher).get("/absences").text
    assert "1 more person: choose a cohort" in page and "Амир" in page and "Оксана" not in page


def test_who_does_not_read_is_called(slipping: Slipping, client_as: SignIn) -> None:
    learner = slipping.people["Амир"].learner
    learner.reads_cyrillic = learner.reads_latin = learner.reads_other = False
    page = client_as(slipping.mediator)
    assert "Does not read: please call." in page.get("/absences").text
    led = page.post(slipping.call("Амир"), data={"result": "unanswered", "seen": 0, "next": "/absences"})
    assert led.headers["Location"] == "/absences"
    shown = page.get(f"/absences/{slipping.people['Амир'].id}/message").text
    assert "This person does not read" in shown and "wa.me" not in shown


def test_a_coordinator_lets_go_who_wants_to_leave(slipping: Slipping, client_as: SignIn) -> None:
    client_as(slipping.mediator).post(slipping.call("Амир"), data={"result": "leaves", "seen": 0})
    leave = f"/enrolments/{slipping.people['Амир'].id}/withdraw"
    assert leave in client_as(slipping.coordinator).get("/absences").text
    assert leave not in client_as(slipping.mediator).get("/absences").text


def test_hours_from_the_cohort_a_person_came_from_count(slipping: Slipping) -> None:
    centre = slipping.cohort.centre
    before = make_cohort(centre, slipping.cohort.programme, slipping.teacher, starts_on=date(2026, 2, 2))
    person = make_learner(centre, given_cyrillic="Юсуф")
    first = enrol(person, before, state=EnrolmentState.TRANSFERRED, ends_on=date(2026, 3, 1))
    taught(before, date(2026, 3, 1), {first: "AAAAAAAA"})
    now = enrol(person, slipping.cohort, transferred_from_id=first.id, starts_on=slipping.lessons[0].starts_at.date())
    assert now not in [line.enrolment for line in call_list(slipping.teacher.viewer)]
    for lesson in slipping.ahead[4:]:
        db.session.delete(lesson)
    db.session.commit()
    (line,) = [line for line in call_list(slipping.teacher.viewer) if line.enrolment is now]
    assert line.watched.share.held_hours == 28 and line.watched.may_miss < 0


def statements(by: Viewer) -> int:
    sent: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert call_list(by)
        absences_count(by)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(sent)


def test_more_cohorts_and_people_cost_no_more_statements(slipping: Slipping) -> None:
    by = slipping.coordinator.viewer
    few = statements(by)
    centre, programme = slipping.cohort.centre, slipping.cohort.programme
    for number in range(5):
        cohort = make_cohort(centre, programme, make_staff(Role.TEACHER, centre), room=make_room(centre))
        people = [enrol(make_learner(centre, phone="+359888000200"), cohort) for _person in range(4)]
        taught(cohort, MONDAY, dict.fromkeys(people, "+AAA"), hour=8 + number)
        planned(cohort, TUESDAY, 3)
        note_contact(by, people[0].learner, Way.CALL, Answer.NO_ANSWER)
    db.session.commit()
    assert len(call_list(by)) == 22
    assert statements(by) == few <= 14
