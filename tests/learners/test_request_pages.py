"""What coordinators do with requests for a course: accept, add to a record, decline, try again, move, forget."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.learners.models import Learner, Meets, PartOfWeek
from lms.learners.request_actions import AlreadyDecided, accept_request, forget_requests
from lms.learners.request_models import CourseRequest, DeclineReason, RequestState
from tests.factories import make_centre, make_learner, make_request, make_staff

SignIn = Callable[[Account], FlaskClient]


def test_a_request_becomes_a_record_with_everything_that_was_said(client_as: SignIn) -> None:
    centre = make_centre()
    available = frozenset({PartOfWeek.EVENING})
    asked = make_request(centre, name="Хаддад Рана", available=available, meets=Meets.ONLINE, nationality="SY")
    page = client_as(make_staff(Role.COORDINATOR, centre))
    form = {"given_latin": "Rana", "family_latin": "Haddad"}
    answer = page.post(f"/requests/{asked.id}/accept", data=form)
    learner = db.session.scalars(select(Learner)).one()
    assert answer.headers["Location"] == f"/learners/{learner.id}"
    assert (learner.name, learner.phone, learner.name_native) == ("Rana Haddad", asked.phone, "Хаддад Рана")
    assert (learner.available, learner.meets, learner.nationalities) == (available, Meets.ONLINE, ("SY",))
    assert (asked.state, asked.learner_id) == (RequestState.ACCEPTED, learner.id)
    acts = db.session.scalars(select(AuditLine.act).order_by(AuditLine.id)).all()
    assert acts == ["learner.create", "request.accepted"]


def test_without_a_name_in_letters_of_the_document_nothing_is_made(client_as: SignIn) -> None:
    centre = make_centre()
    asked = make_request(centre, name="رنا")
    answer = client_as(make_staff(Role.COORDINATOR, centre)).post(f"/requests/{asked.id}/accept", data={})
    assert "Write the name in Latin or Cyrillic letters too" in answer.text
    assert asked.state is RequestState.NEW


def test_the_oldest_stands_first_with_whom_it_may_be_from_and_why(client_as: SignIn) -> None:
    centre = make_centre()
    name = "رنا حداد"
    known = make_learner(centre, given_latin="Rana", family_latin="Haddad", name_native=name, phone="+359888000123")
    make_request(centre, name="Newer", created_at=clock.now() - timedelta(days=1))
    asked = make_request(centre, name=name, phone="+359888000123", created_at=clock.now() - timedelta(days=9))
    page = client_as(make_staff(Role.COORDINATOR, centre)).get("/requests").text
    assert page.index(name) < page.index("Newer")
    assert "9 days" in page
    assert f"/requests/{asked.id}/merge/{known.id}" in page
    assert "the same name, the same telephone" in page
    assert "waiting:</span> 2" in page


def test_adding_to_a_record_fills_what_is_empty_and_overwrites_only_what_is_chosen(client_as: SignIn) -> None:
    centre = make_centre()
    learner = make_learner(centre, phone="+359888000999", mother_tongue="ku", language="bg")
    asked = make_request(centre, mother_tongue="ar", nationality="SY", language="ar")
    page = client_as(make_staff(Role.COORDINATOR, centre))
    shown = page.get(f"/requests/{asked.id}/merge/{learner.id}").text
    assert "Arabic instead of Kurdish" in shown
    assert page.post(f"/requests/{asked.id}/merge/{learner.id}", data={"take": ["language", "name"]}).status_code == 303
    assert (learner.phone, learner.mother_tongue, learner.language) == ("+359888000999", "ku", "ar")
    assert (learner.nationalities, learner.born_on) == (("SY",), date(1990, 1, 1))
    assert learner.given_latin.startswith("Olena")
    assert (asked.state, asked.learner_id) == (RequestState.MERGED, learner.id)


def test_a_request_is_declined_with_a_reason(client_as: SignIn) -> None:
    centre = make_centre()
    asked, page = make_request(centre), client_as(make_staff(Role.COORDINATOR, centre))
    assert "Choose why." in page.post(f"/requests/{asked.id}/decline", data={}).text
    page.post(f"/requests/{asked.id}/decline", data={"reason": "withdrew", "decline_note": "замина"})
    assert (asked.state, asked.decline_reason) == (RequestState.DECLINED, DeclineReason.WITHDREW)
    assert "does not want the course any more" in page.get("/requests?show=decided").text


def test_a_try_is_noted_and_a_day_that_has_passed_refused(client_as: SignIn) -> None:
    centre = make_centre()
    asked, page = make_request(centre), client_as(make_staff(Role.COORDINATOR, centre))
    refused = page.post(f"/requests/{asked.id}/try", data={"again_on": "2020-01-01"})
    assert "This day has passed." in refused.text
    again = clock.today() + timedelta(days=3)
    page.post(f"/requests/{asked.id}/try", data={"again_on": again.isoformat(), "try_note": "не вдига"})
    assert (asked.tries, asked.ask_again_on, asked.staff_note) == (1, again, "не вдига")
    assert "tried 1 time" in page.get("/requests").text


def test_a_request_moves_to_the_other_centre_and_out_of_sight(client_as: SignIn) -> None:
    centre, other = make_centre(), make_centre()
    asked = make_request(centre)
    here, there = (client_as(make_staff(Role.COORDINATOR, one)) for one in (centre, other))
    assert there.get(f"/requests/{asked.id}").status_code == 404
    assert here.post(f"/requests/{asked.id}/move", data={"to": other.id}).status_code == 303
    assert here.get(f"/requests/{asked.id}").status_code == 404
    assert asked.name in there.get("/requests").text


def test_the_second_of_two_coordinators_is_told(app: Flask, client_as: SignIn) -> None:
    centre = make_centre()
    coordinator = make_staff(Role.COORDINATOR, centre, name="Мария")
    viewer, request_id, together = coordinator.viewer, make_request(centre).id, Barrier(2)

    def accept(_place: int) -> bool:
        with app.app_context():
            asked = db.session.get_one(CourseRequest, request_id)
            db.session.commit()
            together.wait()
            try:
                accept_request(viewer, asked, "Rana", "Haddad")
            except AlreadyDecided:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    db.session.commit()
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(accept, range(2))) == [False, True]
    assert db.session.scalar(select(func.count(Learner.id))) == 1
    late = client_as(coordinator).post(
        f"/requests/{request_id}/decline", data={"reason": "twice"}, follow_redirects=True
    )
    assert "Мария has already decided on this request." in late.text


def test_what_is_personal_is_forgotten_in_time_and_the_rest_stays(app: Flask) -> None:
    centre = make_centre()
    long_ago = clock.now() - timedelta(days=91)
    closed = {"state": RequestState.DECLINED, "decline_reason": DeclineReason.OTHER, "message": "тайна"}
    old = make_request(centre, decided_at=long_ago, **closed)
    recent = make_request(centre, decided_at=clock.now(), **closed)
    waiting = make_request(centre, created_at=long_ago)
    reference = old.reference
    result = app.test_cli_runner().invoke(args=["lms", "forget-requests"])
    assert "from 1 requests" in result.output
    db.session.expire_all()
    assert (old.name, old.phone, old.message, old.born_on, old.sameness) == (None,) * 5
    assert (old.reference, old.state) == (reference, RequestState.DECLINED)
    assert recent.phone and waiting.phone
    assert forget_requests(90) == 0


def test_looking_at_a_request_leaves_a_line(client_as: SignIn) -> None:
    centre = make_centre()
    asked = make_request(centre)
    client_as(make_staff(Role.COORDINATOR, centre)).get(f"/requests/{asked.id}")
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "request.view")).one()
    assert line.subject_id == asked.id


def test_the_poster_carries_the_code_and_every_language(client_as: SignIn) -> None:
    centre = make_centre()
    page = client_as(make_staff(Role.COORDINATOR, centre)).get(f"/requests/poster/{centre.id}").text
    assert "<svg" in page
    assert page.count("<li lang=") == 9
    assert "/join</bdi>" in page
