"""Noting calls: in two taps while the telephone is still in the hand, and only by whoever accompanies the person."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.learners.contact_models import Answer, Contact
from lms.learners.contact_rules import next_day
from tests.factories import make_centre, make_learner, make_staff

SignIn = Callable[[Account], FlaskClient]
TODAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("answer", "day", "kept"),
    [
        (Answer.COMING, TODAY, TODAY),
        (Answer.CALL_AGAIN, TODAY + timedelta(days=366), TODAY + timedelta(days=366)),
        (Answer.COMING, None, None),
        (Answer.NO_ANSWER, TODAY, None),
        (Answer.SPOKE, TODAY - timedelta(days=9), None),
    ],
)
def test_only_an_answer_that_looks_forward_has_a_day(answer: Answer, day: date | None, kept: date | None) -> None:
    assert next_day(answer, day, TODAY) == kept


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_is_past_or_far_off_is_refused(days: int) -> None:
    with pytest.raises(DomainError, match="within the next year"):
        next_day(Answer.COMING, TODAY + timedelta(days=days), TODAY)


def test_a_mediator_notes_that_a_person_will_come_on_tuesday(client_as: SignIn) -> None:
    centre = make_centre()
    mediator = make_staff(Role.MEDIATOR, centre, name="Лейла Хасан")
    learner = make_learner(centre, mediator=mediator)
    page, tuesday = client_as(mediator), clock.today() + timedelta(days=2)
    data = {"way": "call", "answer": "coming", "next_on": tuesday.isoformat(), "note": "идва с дъщеря си"}
    assert page.post(f"/learners/{learner.id}/contact", data=data).status_code == 303
    shown = page.get(f"/learners/{learner.id}").text
    assert all(words in shown for words in ("Will come", "идва с дъщеря си", "Лейла Хасан"))
    contact = db.session.scalars(select(Contact)).one()
    assert (contact.next_on, contact.by_id) == (tuesday, mediator.id)
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "learner.contact")).one()
    assert line.detail == {"way": "call", "answer": "coming"}


def test_a_note_without_an_answer_or_for_a_past_day_is_not_kept(client_as: SignIn) -> None:
    centre = make_centre()
    learner = make_learner(centre)
    page = client_as(make_staff(Role.COORDINATOR, centre))
    nothing = page.post(f"/learners/{learner.id}/contact", data={"way": "call", "note": "звънях"})
    assert nothing.status_code == 422
    assert "Choose what came of it." in nothing.text and "звънях" in nothing.text
    past = {"way": "call", "answer": "coming", "next_on": "2020-01-01"}
    assert "within the next year" in page.post(f"/learners/{learner.id}/contact", data=past).text
    assert db.session.scalars(select(Contact)).all() == []


def test_what_was_noted_is_read_by_nobody_else(client_as: SignIn) -> None:
    centre = make_centre()
    mine, other = make_staff(Role.MEDIATOR, centre), make_staff(Role.MEDIATOR, centre)
    learner = make_learner(centre, mediator=mine)
    assert client_as(other).get(f"/learners/{learner.id}/contact").status_code == 404
    assert (
        client_as(make_staff(Role.COORDINATOR, make_centre())).post(f"/learners/{learner.id}/contact").status_code
        == 404
    )
