"""The outcomes of a cohort: arithmetic to read, scores to write down, outcomes to confirm or decide otherwise."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.courses.models import Enrolment
from lms.courses.outcomes import confirm_outcome, record_final_score
from lms.courses.states import EnrolmentState, Outcome
from lms.database import db
from tests.factories import make_centre, make_staff, save
from tests.progress.small_course import Course

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def emil(course: Course) -> Enrolment:
    """Emil in K2: 7 of 8 hours, no score and no outcome yet."""
    return unconfirmed(course, "Emil in K2")


def unconfirmed(course: Course, name: str) -> Enrolment:
    enrolment = course.enrolments[name]
    enrolment.state, enrolment.outcome, enrolment.ends_on, enrolment.final_score = (
        EnrolmentState.ACTIVE,
        None,
        None,
        None,
    )
    return save(enrolment)


def page_of(course: Course) -> str:
    return f"/cohorts/{course.cohorts['K2'].id}/outcomes"


def sent(enrolment: Enrolment, **given: str) -> dict[str, str]:
    return {f"{name}-{enrolment.id}": value for name, value in given.items()}


SCORED = {"score": "64", "day": "2026-03-17"}


def test_the_page_shows_the_arithmetic(client_as: SignIn, course: Course) -> None:
    for viewer in (course.coordinator, course.teacher):
        page = " ".join(client_as(viewer).get(page_of(course)).text.split())
        assert "Attended 7 of 8 held hours = 87.5%, 70 % needed." in page
        assert "with the hours of K1" in page
        assert "Attended 4 of 6 held hours = 66.6%, 70 % needed." in page
        assert "Final exam 60 of 100, 60 needed." in page


def test_a_teacher_of_one_cohort_sees_the_hours_brought_from_another(client_as: SignIn, course: Course) -> None:
    other, second = make_staff(Role.TEACHER, course.centre), course.cohorts["K2"]
    second.teachers = [other]
    for lesson in second.lessons:
        lesson.teacher = other
    save(second)
    client = client_as(other)
    assert "Attended 7 of 8 held hours" in client.get(page_of(course)).text
    assert client.get(f"/cohorts/{course.cohorts['K1'].id}/outcomes").status_code == 404


def test_excused_hours_stand_in_the_arithmetic_where_they_count(client_as: SignIn, course: Course) -> None:
    course.programme.excused_counts = True
    save(course.programme)
    page = client_as(course.coordinator).get(f"/cohorts/{course.cohorts['K1'].id}/outcomes").text
    assert "Attended 4 and excused 4 of 8 held hours = 100.0%, 70 % needed." in page


def test_a_teacher_reads_and_changes_nothing(client_as: SignIn, course: Course, emil: Enrolment) -> None:
    client = client_as(course.teacher)
    page = client.get(page_of(course)).text
    assert 'name="score-' not in page
    assert "Confirm the chosen" not in page
    assert client.post(page_of(course), data=sent(emil, **SCORED)).status_code == 404
    assert db.session.get(Enrolment, emil.id).final_score is None


def test_others_find_nothing(client_as: SignIn, course: Course) -> None:
    strangers = [make_staff(Role.COORDINATOR, make_centre()), make_staff(Role.TEACHER, course.centre)]
    strangers += [make_staff(Role.OBSERVER, course.centre)]
    for stranger in strangers:
        client = client_as(stranger)
        assert (client.get(page_of(course)).status_code, client.post(page_of(course)).status_code) == (404, 404)


def test_a_score_changes_the_proposal_which_is_then_confirmed(
    client_as: SignIn, course: Course, emil: Enrolment
) -> None:
    client = client_as(course.coordinator)
    assert client.post(page_of(course), data=sent(emil, **SCORED) | {"act": "score"}).status_code == 303
    assert (emil.final_score, emil.final_on, emil.outcome) == (64, date(2026, 3, 17), None)
    chosen = sent(emil, **SCORED, confirm="on", seen="completed", outcome="", reason="")
    assert client.post(page_of(course), data=chosen | {"act": "confirm"}).status_code == 303
    assert (emil.state, emil.outcome, emil.ends_on) == (EnrolmentState.COMPLETED, Outcome.COMPLETED, date(2026, 3, 17))
    assert (emil.outcome_on, emil.outcome_by_id) == (date(2026, 5, 1), course.coordinator.id)
    assert [change.reason for change in emil.changes] == ["final exam: 64 of 100, 2026-03-17", "completed"]
    acts = db.session.scalars(select(AuditLine.act).where(AuditLine.subject_type == "enrolment")).all()
    assert acts == ["enrolment.score", "enrolment.outcome"]


def test_an_outcome_nobody_saw_proposed_is_not_confirmed(client_as: SignIn, course: Course, emil: Enrolment) -> None:
    client = client_as(course.coordinator)
    chosen = sent(emil, **SCORED, confirm="on", seen="attended", outcome="", reason="") | {"act": "confirm"}
    page = client.post(page_of(course), data=chosen)
    assert page.status_code == 422
    assert "The rule now proposes another outcome than before." in page.text
    assert 'value="64"' in page.text
    assert f'name="seen-{emil.id}" value="completed"' in page.text
    assert (emil.final_score, emil.outcome) == (None, None)


def test_all_are_confirmed_at_once_or_none(client_as: SignIn, course: Course, emil: Enrolment) -> None:
    galina = unconfirmed(course, "Galina")
    client = client_as(course.coordinator)
    both = sent(emil, **SCORED, confirm="on", seen="completed") | sent(galina, confirm="on", seen="attended")
    wrong = both | sent(galina, outcome="completed") | {"act": "confirm"}
    page = client.post(page_of(course), data=wrong)
    assert page.status_code == 422
    assert "Say why you decide differently." in page.text
    assert (emil.outcome, galina.outcome, emil.final_score) == (None, None, None)
    right = wrong | sent(galina, reason="беше болна, догонила материала")
    assert client.post(page_of(course), data=right).status_code == 303
    assert (emil.outcome, galina.outcome) == (Outcome.COMPLETED, Outcome.COMPLETED)
    assert galina.changes[-1].reason == "беше болна, догонила материала"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"score": "101", "day": "2026-03-17"}, "from 0 to 100"),
        ({"score": "много", "day": "2026-03-17"}, "from 0 to 100"),
        ({"score": "64", "day": ""}, "both the score and the day"),
        ({"score": "64", "day": "вчера"}, "as a date"),
        ({"score": "64", "day": "2026-05-02"}, "in the future"),
        ({"score": "64", "day": "2026-03-01"}, "before the enrolment"),
    ],
)
def test_a_wrong_score_is_answered_at_its_row(
    client_as: SignIn, course: Course, emil: Enrolment, typed: dict[str, str], answer: str
) -> None:
    page = client_as(course.coordinator).post(page_of(course), data=sent(emil, **typed) | {"act": "score"})
    assert page.status_code == 422
    assert answer in page.text
    assert f'value="{typed["score"]}"' in page.text
    assert emil.final_score is None


def test_saving_the_page_as_it_came_changes_nothing(client_as: SignIn, course: Course, emil: Enrolment) -> None:
    # The page offers the last day of the course for an exam that has no score yet.
    untouched = sent(emil, score="", day="2026-03-17", seen="attended") | {"act": "score"}
    assert client_as(course.coordinator).post(page_of(course), data=untouched).status_code == 303
    assert (emil.final_on, emil.changes) == (None, [])


def test_a_running_course_has_no_outcomes_yet(course: Course, emil: Enrolment) -> None:
    for last_day in (date(2026, 5, 2), None):
        emil.cohort.ends_on = last_day
        with pytest.raises(DomainError, match="still running"):
            confirm_outcome(course.coordinator.viewer, emil, Outcome.ATTENDED, Outcome.ATTENDED)
    emil.cohort.ends_on = date(2026, 5, 1)
    confirm_outcome(course.coordinator.viewer, emil, Outcome.ATTENDED, Outcome.ATTENDED)
    assert emil.outcome is Outcome.ATTENDED


@pytest.mark.parametrize(
    ("name", "outcome"), [("Darya", Outcome.COMPLETED), ("Emil in K1", Outcome.COMPLETED), ("Anna", Outcome.WITHDREW)]
)
def test_leaving_and_moving_are_acts_of_their_own(course: Course, name: str, outcome: Outcome) -> None:
    with pytest.raises(DomainError, match="leaves or moves"):
        confirm_outcome(course.coordinator.viewer, course.enrolments[name], outcome, outcome, "защото")


def test_who_left_has_no_final_exam(course: Course) -> None:
    with pytest.raises(DomainError, match="to its end"):
        record_final_score(course.coordinator.viewer, course.enrolments["Darya"], 80, date(2026, 3, 4))
