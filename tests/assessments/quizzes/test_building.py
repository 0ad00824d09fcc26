"""A teacher puts a quiz together at the desk, and gives it to a cohort and a person."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.building_queries import contents
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState, ItemKind, ItemState, QuizKind
from lms.centres.models import Centre
from lms.courses.models import Cohort
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.taking.conftest import cohort, live, phone, teacher
from tests.factories import make_centre, make_cohort, make_learner, make_programme, make_staff, save

__all__ = ["cohort", "phone", "teacher"]

NEW = {"title": " Тест 1 ", "kind": "unit", "layout": "one", "shuffled": "y", "minutes": "", "pass_percent": "60"}
GIVE = {"opens_at": "2026-03-02T09:00", "closes_at": "2026-03-02T18:00", "attempts": "1"}


@pytest.fixture
def desk(client_as: Callable[[Account], FlaskClient], teacher: Account) -> FlaskClient:
    return client_as(teacher)


@pytest.fixture
def bank(centre: Centre) -> list[ItemVersion]:
    kinds = [ItemKind.SINGLE_CHOICE, ItemKind.GAP_TYPED, ItemKind.ORDERING, ItemKind.MATCHING]
    return [save(live(number, kind)) for number, kind in enumerate(kinds)]


@pytest.fixture
def made(desk: FlaskClient, bank: list[ItemVersion]) -> Quiz:
    desk.post("/quizzes/new", data=NEW)
    return db.session.scalars(select(Quiz)).one()


def order(quiz: Quiz) -> list[tuple[str | None, list[int]]]:
    db.session.expire_all()
    return [
        (section.title if section else None, [line.item_version_id for line in lines])
        for section, lines in contents(quiz)
    ]


def test_a_quiz_is_made_of_sections_and_items_in_the_order_that_was_wanted(
    desk: FlaskClient, made: Quiz, bank: list[ItemVersion]
) -> None:
    assert (made.title, made.kind, made.pass_percent, made.minutes) == ("Тест 1", QuizKind.UNIT, 60, None)
    a, b, c, d = (one.id for one in bank)
    desk.post(f"/quizzes/{made.id}/items", data={"item": [a, b], "section": "0"})
    desk.post(f"/quizzes/{made.id}/sections", data={"title": "Четене"})
    section = db.session.scalars(select(Quiz)).one().sections[0].id
    desk.post(f"/quizzes/{made.id}/items", data={"item": [c, d, a], "section": section})
    assert order(made) == [(None, [a, b]), ("Четене", [c, d])]
    desk.post(f"/quizzes/{made.id}/items/2", data={"up": "1"})
    desk.post(f"/quizzes/{made.id}/items/4", data={"down": "1"})
    assert order(made) == [(None, [b, a]), ("Четене", [c, d])]
    desk.post(f"/quizzes/{made.id}/items/1", data={"remove": "1"})
    assert order(made) == [(None, [a]), ("Четене", [c, d])]
    assert "Четене" in desk.get(f"/quizzes/{made.id}").text


def test_items_are_drawn_and_what_the_bank_lacks_is_said(desk: FlaskClient, made: Quiz) -> None:
    data = {"lines-0-level": "A1", "lines-0-skill": "reading", "lines-0-topic": "signs", "lines-0-number": "3"}
    data |= {"lines-1-level": "B1", "lines-1-skill": "listening", "lines-1-topic": "", "lines-1-number": "2"}
    data |= {
        f"lines-{n}-{name}": value
        for n in range(2, 6)
        for name, value in (("level", "A1"), ("skill", "reading"), ("topic", ""))
    }
    answer = desk.post(f"/quizzes/{made.id}/draw", data=data | {"section": "0"}, follow_redirects=True)
    assert "3 items were drawn." in answer.text and "The bank is short of 2: B1 · Listening." in answer.text
    ((_, drawn),) = order(made)
    assert len(set(drawn)) == 3


def test_what_is_not_live_is_not_put_in(desk: FlaskClient, made: Quiz, bank: list[ItemVersion]) -> None:
    bank[0].state = ItemState.RETIRED
    db.session.commit()
    answer = desk.post(f"/quizzes/{made.id}/items", data={"item": [bank[0].id], "section": "0"}, follow_redirects=True)
    assert "no longer live" in answer.text and order(made) == []


def test_a_quiz_somebody_began_is_copied_and_not_changed(
    desk: FlaskClient, made: Quiz, bank: list[ItemVersion], learner: Learner
) -> None:
    desk.post(f"/quizzes/{made.id}/items", data={"item": [bank[0].id], "section": "0"})
    save(Attempt(quiz_id=made.id, learner=learner, locale="en", state=AttemptState.STARTED))
    answer = desk.post(f"/quizzes/{made.id}/items", data={"item": [bank[1].id], "section": "0"}, follow_redirects=True)
    assert "Make a copy." in answer.text and order(made) == [(None, [bank[0].id])]
    desk.post(f"/quizzes/{made.id}/settings", data=NEW | {"title": "Друг"})
    assert db.session.get_one(Quiz, made.id).title == "Тест 1"
    desk.post(f"/quizzes/{made.id}/copy")
    copy = db.session.scalars(select(Quiz).where(Quiz.id != made.id)).one()
    assert (copy.title, copy.pass_percent, order(copy)) == ("Copy of Тест 1", 60, [(None, [bank[0].id])])


def test_a_quiz_is_given_by_the_clock_of_the_centre(
    desk: FlaskClient, made: Quiz, bank: list[ItemVersion], cohort: Cohort, learner: Learner
) -> None:
    desk.post(f"/quizzes/{made.id}/items", data={"item": [bank[0].id], "section": "0"})
    desk.post(f"/quizzes/{made.id}/assign", data=GIVE | {"cohort": cohort.id})
    desk.post(f"/learners/{learner.id}/quizzes/give", data=GIVE | {"quiz": made.id, "attempts": ""})
    to_cohort, to_person = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert (to_cohort.opens_at.hour, to_cohort.closes_at and to_cohort.closes_at.hour) == (7, 16)
    assert (to_cohort.cohort_id, to_cohort.attempts) == (cohort.id, 1)
    assert (to_person.learner_id, to_person.attempts) == (learner.id, None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_at": "2026-03-02T08:00"}, "It closes before it opens."),
        ({"opens_at": "soon"}, "Not a valid datetime value."),
        ({"attempts": "0"}, "From 1 to 20."),
        ({"cohort": "999999"}, "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    desk: FlaskClient, made: Quiz, bank: list[ItemVersion], cohort: Cohort, wrong: dict[str, str], said: str
) -> None:
    desk.post(f"/quizzes/{made.id}/items", data={"item": [bank[0].id], "section": "0"})
    answer = desk.post(f"/quizzes/{made.id}/assign", data=GIVE | {"cohort": str(cohort.id)} | wrong)
    assert answer.status_code == 422 and said in answer.text
    assert db.session.scalars(select(Assignment)).all() == []


def test_a_quiz_without_items_is_given_to_nobody(desk: FlaskClient, made: Quiz, cohort: Cohort) -> None:
    answer = desk.post(f"/quizzes/{made.id}/assign", data=GIVE | {"cohort": cohort.id}, follow_redirects=True)
    assert "cannot be given" in answer.text and db.session.scalars(select(Assignment)).all() == []


def test_nobody_gives_a_quiz_to_cohorts_or_people_of_others(
    desk: FlaskClient, made: Quiz, bank: list[ItemVersion], cohort: Cohort
) -> None:
    desk.post(f"/quizzes/{made.id}/items", data={"item": [bank[0].id], "section": "0"})
    elsewhere = make_centre()
    theirs = make_cohort(elsewhere, make_programme(), make_staff(Role.TEACHER, elsewhere))
    assert desk.post(f"/quizzes/{made.id}/assign", data=GIVE | {"cohort": theirs.id}).status_code == 422
    stranger = make_learner(elsewhere)
    assert desk.get(f"/learners/{stranger.id}/quizzes/give").status_code == 404
