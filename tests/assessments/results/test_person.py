"""A person's page: their quizzes with what came out, what they need, and a placement made ready."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.quizzes.assignment_models import Accommodation
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState, ItemKind, QuizKind
from lms.centres.models import Centre
from lms.courses.models import Cohort
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.results.conftest import Join, Sit
from tests.assessments.results.test_pages import words_of
from tests.assessments.taking.conftest import Give
from tests.factories import enrol, make_centre, make_cohort, make_learner, make_programme, make_staff

SignIn = Callable[[Account], FlaskClient]


def test_a_person_s_page_shows_their_quizzes_and_leads_on(
    desk: FlaskClient, learner: Learner, give: Give, sit: Sit
) -> None:
    attempt = sit(learner, give(ItemKind.SINGLE_CHOICE, ItemKind.ORDERING), "+-")
    own = give(ItemKind.ORDERING, kind=QuizKind.PRACTICE, cohort_id=None, learner_id=learner.id)
    page = desk.get(f"/learners/{learner.id}").text
    assert "handed in 50.0%" in words_of(page) and "not begun" in words_of(page)
    for address in (
        f"/assignments/{attempt.assignment_id}/people/{attempt.id}",
        f"/assignments/{own.id}",
        f"/learners/{learner.id}/quizzes/give",
        f"/learners/{learner.id}/needs",
    ):
        assert f'href="{address}"' in page


def test_a_person_s_page_shows_nothing_of_cohorts_of_others(
    client_as: SignIn, centre: Centre, learner: Learner, give: Give, sit: Sit
) -> None:
    attempt = sit(learner, give(ItemKind.SINGLE_CHOICE), "+")
    other = make_staff(Role.TEACHER, centre)
    cohort = make_cohort(centre, make_programme(), other)
    enrol(learner, cohort)
    assert f"/people/{attempt.id}" not in client_as(other).get(f"/learners/{learner.id}").text
    learner.mediator = make_staff(Role.MEDIATOR, centre)
    db.session.commit()
    assert "/assignments/" not in client_as(learner.mediator).get(f"/learners/{learner.id}").text


def test_what_a_person_needs_is_noted_changed_and_taken_off(
    desk: FlaskClient, phone: FlaskClient, teacher: Account, learner: Learner, give: Give
) -> None:
    given, address = give(ItemKind.SINGLE_CHOICE, minutes=40), f"/learners/{learner.id}/needs"
    desk.post(address, data={"extra_percent": "25", "simple_layout": "y", "note": " чете на глас "})
    kept = db.session.get_one(Accommodation, learner.id)
    assert (kept.extra_percent, kept.simple_layout, kept.note) == (25, True, "чете на глас")
    assert kept.noted_by_id == teacher.id
    page = words_of(desk.get(f"/learners/{learner.id}").text)
    assert "25 % more time, the simple page. чете на глас" in page
    assert 'value="25"' in desk.get(address).text
    assert "You have 50 minutes." in phone.get(f"/quizzes/given/{given.id}").text
    desk.post(address, data={"extra_percent": "", "note": ""})
    assert db.session.get(Accommodation, learner.id) is None
    acts = db.session.scalars(select(AuditLine.subject_id).where(AuditLine.act == "learner.needs")).all()
    assert acts == [learner.id, learner.id]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"extra_percent": "301"}, "From 0 to 300."),
        ({"extra_percent": "-1"}, "From 0 to 300."),
        ({"extra_percent": "much"}, "Not a valid integer value."),
        ({"extra_percent": "25", "note": "x" * 401}, "At most 400 letters."),
        ({"note": "чете на глас"}, "a note alone changes no quiz"),
    ],
)
def test_what_is_wrong_with_a_need_is_said_at_its_field(
    desk: FlaskClient, learner: Learner, cohort: Cohort, wrong: dict[str, str], said: str
) -> None:
    answer = desk.post(f"/learners/{learner.id}/needs", data=wrong)
    assert answer.status_code == 422 and said in answer.text
    assert db.session.get(Accommodation, learner.id) is None


@pytest.mark.parametrize("role", [Role.TEACHER, Role.MEDIATOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_nobody_notes_what_a_person_of_others_needs(
    client_as: SignIn, centre: Centre, learner: Learner, cohort: Cohort, role: Role
) -> None:
    for account in (make_staff(role, centre), make_staff(Role.COORDINATOR, make_centre()), learner.account):
        page = client_as(account)
        assert page.get(f"/learners/{learner.id}/needs").status_code == 404
        assert page.post(f"/learners/{learner.id}/needs", data={"extra_percent": "25"}).status_code == 404
    assert db.session.get(Accommodation, learner.id) is None


def test_a_teacher_notes_nothing_of_whom_they_do_not_teach(desk: FlaskClient, centre: Centre, join: Join) -> None:
    assert desk.get(f"/learners/{join().id}/needs").status_code == 200
    assert desk.get(f"/learners/{make_learner(centre).id}/needs").status_code == 404


def test_a_coordinator_makes_a_placement_ready_on_the_person_s_page(
    client_as: SignIn, coordinator: Account, quiz: Quiz, centre: Centre
) -> None:
    learner = make_learner(centre)
    page = client_as(coordinator)
    prepare = f'action="/learners/{learner.id}/placement"'
    assert prepare in page.get(f"/learners/{learner.id}").text
    page.post(f"/learners/{learner.id}/placement")
    attempt = db.session.scalars(select(Attempt)).one()
    assert attempt.supervised_by_id == coordinator.id
    attempt.state, attempt.finished_at, attempt.detail = AttemptState.FINISHED, attempt.started_at, {}
    db.session.commit()
    assert prepare not in page.get(f"/learners/{learner.id}").text
