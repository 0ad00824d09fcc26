"""Guests through the pages: two taps on the roll, the coordinator's list, and the way through the intake."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote_plus
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.accounts.models import Account
from lms.attendance.guest_models import Guest, GuestState
from lms.attendance.models import Mark
from lms.courses.models import WaitingEntry
from lms.database import db
from lms.learners.models import Learner
from tests.access.forms import Form, forms_of
from tests.attendance.conftest import DAY, Scene
from tests.factories import at, make_guest, make_learner, make_lesson, make_waiting

SignIn = Callable[[Account], FlaskClient]
Later = Callable[[timedelta], None]


@pytest.fixture
def teacher(scene: Scene, client_as: SignIn) -> FlaskClient:
    return client_as(scene.teacher)


@pytest.fixture
def coordinator(scene: Scene, client_as: SignIn) -> FlaskClient:
    return client_as(scene.coordinator)


@pytest.fixture
def waits(scene: Scene) -> Learner:
    learner = make_learner(
        scene.centre, given_latin="Rana", family_latin="Haddad", given_cyrillic="Рана", family_cyrillic="Хадад",
        phone="+359888000111",
    )  # fmt: skip
    make_waiting(learner)
    return learner


def roll(scene: Scene) -> str:
    return f"/lessons/{scene.lesson.id}/roll"


def adding(scene: Scene) -> str:
    return f"/lessons/{scene.lesson.id}/guests"


def form_to(client: FlaskClient, page: str, action: str) -> Form:
    return next(form for form in forms_of(client.get(page).text, page) if form.action.startswith(action))


def guest() -> Guest:
    return db.session.scalars(select(Guest).execution_options(populate_existing=True)).one()


def test_a_name_is_added_from_the_roll_and_stands_below_it(scene: Scene, teacher: FlaskClient) -> None:
    form = form_to(teacher, roll(scene), adding(scene))
    sent = form.fields | {"name": ["Рана Хадад"], "minutes": ["10"]}
    sent.pop("look")
    for _ in range(2):
        answer = teacher.post(adding(scene), data=sent)
        assert (answer.status_code, answer.location) == (303, f"{roll(scene)}#guests")
    page = teacher.get(roll(scene)).text
    assert page.count("Рана Хадад</strong> · late, 10 minutes") == 1
    assert "waits for the coordinator" in page
    assert guest().state is GuestState.OPEN


def test_somebody_who_waits_is_two_taps(scene: Scene, teacher: FlaskClient, waits: Learner) -> None:
    form = form_to(teacher, roll(scene), adding(scene))
    looked = teacher.post(adding(scene), data=form.fields | {"name": "рана"})
    assert f'name="learner" value="{waits.id}"' in looked.text
    (line,) = db.session.scalars(select(AuditLine).where(AuditLine.act == "guest.look"))
    assert (line.subject_id, line.detail) == (scene.lesson.id, {"found": 1})
    chosen = next(one for one in forms_of(looked.text, adding(scene)) if one.action == adding(scene)).fields
    chosen.pop("look")
    assert teacher.post(adding(scene), data=chosen | {"learner": [str(waits.id)]}).status_code == 303
    assert (guest().picked, guest().name) == (waits, None)


def test_a_teacher_reads_nothing_of_who_waits_but_the_name(scene: Scene, teacher: FlaskClient, waits: Learner) -> None:
    page = teacher.post(adding(scene), data={"guest": str(uuid4()), "name": "рана", "look": "yes"}).text
    assert "Rana Haddad" in page
    assert waits.number not in page
    assert "888000111" not in page
    assert f"/learners/{waits.id}" not in page


def test_of_many_namesakes_a_few_are_shown(scene: Scene, teacher: FlaskClient) -> None:
    for _ in range(7):
        make_waiting(make_learner(scene.centre, given_latin="Rana"))
    page = teacher.post(adding(scene), data={"guest": str(uuid4()), "name": "Rana", "look": "yes"}).text
    assert len(re.findall('name="learner"', page)) == 5
    assert "There are others." in page


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(scene: Scene, teacher: FlaskClient) -> None:
    send = {"guest": str(uuid4()), "name": "Рана", "minutes": "95"}
    answer = teacher.post(adding(scene), data=send)
    assert answer.status_code == 422
    assert "Enter at least 1 minute" in answer.text and 'value="Рана"' in answer.text
    assert teacher.post(adding(scene), data=send | {"minutes": "скоро"}).status_code == 422
    empty = teacher.post(adding(scene), data=send | {"minutes": "", "name": " "})
    assert empty.status_code == 422 and "Write the name" in empty.text
    assert teacher.post(adding(scene), data=send | {"guest": "no uuid"}).status_code == 400
    assert db.session.scalars(select(Guest)).all() == []


def test_a_mistake_is_taken_back_from_the_roll(scene: Scene, teacher: FlaskClient, coordinator: FlaskClient) -> None:
    teacher.post(adding(scene), data={"guest": str(uuid4()), "name": "Рана"})
    action = f"/guests/{guest().id}/take-back"
    assert action not in coordinator.get(roll(scene)).text
    assert coordinator.post(action).status_code == 404
    assert teacher.post(action).location == f"{roll(scene)}#guests"
    assert "Рана" not in teacher.get(roll(scene)).text
    assert guest().state is GuestState.TAKEN_BACK


def test_outside_its_window_a_roll_shows_its_guests_and_takes_no_more(
    scene: Scene, teacher: FlaskClient, later: Later
) -> None:
    make_guest(scene.lesson, name="Рана Хадад")
    later(timedelta(days=20))
    page = teacher.get(roll(scene)).text
    assert "Рана Хадад" in page and "Somebody else is here" not in page
    answer = teacher.post(adding(scene), data={"guest": str(uuid4()), "name": "Амина"})
    assert answer.status_code == 422 and "The time for corrections is over" in answer.text


def test_the_count_stands_in_the_menu_until_it_is_decided(
    scene: Scene, coordinator: FlaskClient, waits: Learner
) -> None:
    one = make_guest(scene.lesson, picked=waits)
    menu = re.compile(r'href="/guests"[^>]*>Guests <span class="badge badge-warn">.*?</span> 1</span>')
    assert menu.search(coordinator.get("/guests").text)
    form = form_to(coordinator, "/guests", f"/guests/{one.id}")
    assert form.fields["learner"] == [str(waits.id)], "whom the teacher found is chosen already"
    done = coordinator.post(f"/guests/{one.id}", data=form.fields | {"act": "enrol"}, follow_redirects=True)
    assert "Rana Haddad is enrolled. 1 lesson counts." in done.text
    assert "No guest waits" in done.text
    assert db.session.scalars(select(Mark)).one().enrolment.learner == waits
    assert "enrolled" in coordinator.get(roll(scene)).text


def test_a_guest_who_came_twice_is_decided_on_once(scene: Scene, coordinator: FlaskClient, waits: Learner) -> None:
    first = make_guest(make_lesson(scene.cohort, at(DAY, 16)), name="рана")
    again = make_guest(scene.lesson, name="Рана")
    page = coordinator.get("/guests").text
    assert "came 2 times" in page and page.count('class="panel guest"') == 1
    form = form_to(coordinator, "/guests", f"/guests/{first.id}")
    assert form.fields["guests"] == [str(first.id), str(again.id)]
    sent = form.fields | {"act": "enrol", "learner": [str(waits.id)]}
    assert "2 lessons count." in coordinator.post(f"/guests/{first.id}", data=sent, follow_redirects=True).text


def test_who_it_could_be_is_proposed_and_anybody_else_is_searched_for(
    scene: Scene, coordinator: FlaskClient, waits: Learner
) -> None:
    one, other = make_guest(scene.lesson, name="Рана"), make_learner(scene.centre, given_latin="Zulfiya")
    assert "waits for A1 since 12 Jan 2026" in coordinator.get("/guests").text
    found = coordinator.post(f"/guests/{one.id}", data={"guests": one.id, "act": "find", "q": "Zulfiya"})
    assert found.status_code == 200 and f'value="{other.id}"' in found.text
    kept = coordinator.post(f"/guests/{one.id}", data={"guests": one.id, "learner": other.id, "act": "wait"})
    assert kept.status_code == 303
    assert db.session.scalars(select(WaitingEntry).where(WaitingEntry.learner_id == other.id)).one().since == DAY


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"act": "enrol"}, "Choose who it is."),
        ({"act": "wait"}, "Choose who it is."),
        ({"act": "away"}, "Say why"),
        ({"act": "intake", "guests": []}, "Choose at least one visit."),
        ({"act": "away", "reason": "x" * 201}, "at most 200"),
    ],
)
def test_what_is_missing_is_said_in_place(
    scene: Scene, coordinator: FlaskClient, sent: dict[str, object], why: str
) -> None:
    one = make_guest(scene.lesson)
    answer = coordinator.post(f"/guests/{one.id}", data={"guests": [one.id]} | sent)
    assert answer.status_code == 422 and why in answer.text
    assert guest().state is GuestState.OPEN


def test_a_full_cohort_says_so_and_offers_the_reason(scene: Scene, coordinator: FlaskClient, waits: Learner) -> None:
    scene.cohort.capacity = 3
    one = make_guest(scene.lesson, picked=waits)
    sent = {"guests": [one.id], "learner": [waits.id], "act": "enrol"}
    answer = coordinator.post(f"/guests/{one.id}", data=sent)
    assert answer.status_code == 422 and "The cohort is full." in answer.text
    assert coordinator.post(f"/guests/{one.id}", data=sent | {"beyond": "със сестра си"}).status_code == 303


def test_decided_meanwhile_by_somebody_else_is_said(scene: Scene, coordinator: FlaskClient) -> None:
    one = make_guest(scene.lesson)
    sent = {"guests": [one.id], "act": "away", "reason": "друго ниво"}
    assert coordinator.post(f"/guests/{one.id}", data=sent).status_code == 303
    answer = coordinator.post(f"/guests/{one.id}", data=sent)
    assert answer.status_code == 422 and "Somebody has already decided" in answer.text
    assert "turned away: друго ниво" in coordinator.get(roll(scene)).text


def test_what_no_page_sends_is_refused(scene: Scene, coordinator: FlaskClient) -> None:
    one = make_guest(scene.lesson)
    assert coordinator.post(f"/guests/{one.id}", data={"guests": [one.id]}).status_code == 400
    assert coordinator.post(f"/guests/{one.id}", data={"guests": [one.id, 999], "act": "intake"}).status_code == 404


def test_the_intake_begins_with_the_name_and_leads_back(scene: Scene, coordinator: FlaskClient) -> None:
    one = make_guest(scene.lesson, name="Рана Хадад")
    answer = coordinator.post(f"/guests/{one.id}", data={"guests": [one.id], "act": "intake"})
    assert unquote_plus(answer.location) == f"/learners/new?name=Рана Хадад&centre={scene.centre.id}"
    form = form_to(coordinator, answer.location, answer.location)
    assert form.fields["given_cyrillic"] == ["Рана"] and form.fields["family_cyrillic"] == ["Хадад"]
    taken = coordinator.post(answer.location, data=form.fields)
    learner = db.session.scalars(select(Learner).where(Learner.given_cyrillic == "Рана")).one()
    steps = coordinator.get(taken.location).text
    back = f"/guests?guest={one.id}&amp;q={learner.number}#guest-{one.id}"
    assert back in steps
    page = coordinator.get(f"/guests?guest={one.id}&q={learner.number}").text
    assert "sent through the intake" in page and f'name="learner" id="person-{one.id}-{learner.id}"' in page
    sent = {"guests": [one.id], "learner": [learner.id], "act": "enrol"}
    assert coordinator.post(f"/guests/{one.id}", data=sent).status_code == 303
    assert db.session.scalars(select(Mark)).one().enrolment.learner == learner


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Olena Koval", {"given_latin": "Olena", "family_latin": "Koval"}),
        ("Олена", {"given_cyrillic": "Олена", "family_cyrillic": ""}),
        ("أمينة حداد", {"name_native": "أمينة حداد"}),
        ("", {"given_latin": "", "name_native": ""}),
    ],
)
def test_an_intake_puts_the_name_where_its_letters_belong(
    scene: Scene, coordinator: FlaskClient, name: str, fields: dict[str, str]
) -> None:
    page = coordinator.get("/learners/new", query_string={"name": name, "centre": "²"}).text
    found = next(form for form in forms_of(page, "/learners/new") if "given_latin" in form.fields).fields
    assert {field: found[field] for field in fields} == {field: [value] for field, value in fields.items()}
