"""Showing results, taking a quiz back, ending what was left, allowing it once more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.accounts.models import Account
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.results.actions import Obstacles, allow_again, end_overdue, obstacles, release
from lms.assessments.states import AttemptState, ItemKind, QuizKind
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.results.conftest import Join, Sit, overdue
from tests.assessments.taking.conftest import Give

SignIn = Callable[[Account], FlaskClient]


def lines(act: str) -> list[AuditLine]:
    return list(db.session.scalars(select(AuditLine).where(AuditLine.act == act)))


def test_results_are_shown_to_everybody_and_the_act_leaves_a_line(
    desk: FlaskClient, phone: FlaskClient, teacher: Account, learner: Learner, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    attempt = sit(learner, given, "+")
    result = f"/quizzes/attempts/{attempt.id}/result"
    assert "100%" not in phone.get(result).text
    answer = desk.post(f"/assignments/{given.id}/release", follow_redirects=True)
    assert "Everybody sees their results now." in answer.text and "results shown" in answer.text
    assert "100.0%" in phone.get(result).text
    given = db.session.get_one(Assignment, given.id)
    assert (given.released_by_id, given.released_at is not None) == (teacher.id, True)
    before = given.released_at
    desk.post(f"/assignments/{given.id}/release")
    assert given.released_at == before and len(lines("quiz.release")) == 1


def test_what_was_left_is_handed_in_before_results_are_shown(
    teacher: Account, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, ItemKind.ORDERING, minutes=30)
    left = overdue(sit(learner, given, "+.", handed_in=False))
    release(teacher.viewer, given)
    assert (left.state, left.share) == (AttemptState.FINISHED, 0.5)
    (line,) = lines("quiz.release")
    assert line.detail == {"ended": 1, "unmarked": 0, "under_way": 0}


def test_results_wait_for_marks_unless_it_is_confirmed(
    desk: FlaskClient, teacher: Account, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.WRITTEN, minutes=30)
    sit(learner, given, "+")
    left = overdue(sit(join(), given, "+", handed_in=False))
    answer = desk.post(f"/assignments/{given.id}/release", follow_redirects=True)
    assert "2 answers wait to be marked." in answer.text and "Show the results all the same" in answer.text
    # Nothing happened: what was left is still as it was.
    assert left.state is AttemptState.STARTED and lines("quiz.release") == []
    desk.post(f"/assignments/{given.id}/release", data={"confirmed": "1"})
    assert db.session.get_one(Assignment, given.id).released_at is not None


def test_results_are_not_shown_while_somebody_is_taking_it(
    teacher: Account, learner: Learner, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, minutes=30)
    under_way = sit(learner, given, "+", handed_in=False)
    assert obstacles(given) == Obstacles(unmarked=0, under_way=1)
    with pytest.raises(DomainError, match="1 person is still taking it"):
        release(teacher.viewer, given)
    release(teacher.viewer, given, confirmed=True)
    assert under_way.state is AttemptState.STARTED


def test_what_was_left_can_be_ended_by_itself(
    desk: FlaskClient, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, minutes=30, released_at=clock.now())
    left, busy = overdue(sit(learner, given, "+", handed_in=False)), sit(join(), given, "+", handed_in=False)
    assert "1 sitting was ended." in desk.post(f"/assignments/{given.id}/end", follow_redirects=True).text
    assert (left.state, busy.state) == (AttemptState.FINISHED, AttemptState.STARTED)


def test_a_sitting_without_an_end_is_never_ended_for_somebody(
    teacher: Account, learner: Learner, give: Give, sit: Sit
) -> None:
    attempt = sit(learner, give(ItemKind.SINGLE_CHOICE, kind=QuizKind.PRACTICE), "+", handed_in=False)
    assert attempt.assignment is not None
    assert end_overdue(teacher.viewer, attempt.assignment) == 0


def test_a_quiz_that_was_taken_back_is_begun_by_nobody(desk: FlaskClient, phone: FlaskClient, give: Give) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    desk.post(f"/assignments/{given.id}/withdraw")
    desk.post(f"/assignments/{given.id}/withdraw")
    assert len(lines("quiz.withdraw")) == 1
    assert "This test is closed." in phone.get(f"/quizzes/given/{given.id}").text


def test_a_person_takes_it_once_more(
    desk: FlaskClient, phone: FlaskClient, learner: Learner, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, attempts=1)
    first = sit(learner, given, "-")
    assert "You have handed in this test already." in phone.get(f"/quizzes/given/{given.id}").text
    again = f"/assignments/{given.id}/people/{first.id}/again"
    assert "once more" in desk.post(again, follow_redirects=True).text
    second = sit(learner, given, "+")
    assert second.id != first.id
    # The second is allowed anew from the page of the first as well; that is one more, not two.
    desk.post(again)
    assert (first.retake_allowed_at is not None, second.retake_allowed_at is not None) == (True, True)
    assert "can take it now" in desk.post(again, follow_redirects=True).text
    assert [line.subject_id for line in lines("quiz.again")] == [first.id, second.id]


def test_what_was_left_when_the_time_was_over_is_handed_in_and_taken_anew(
    teacher: Account, learner: Learner, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, attempts=1, minutes=30)
    left = overdue(sit(learner, given, ".", handed_in=False))
    allow_again(teacher.viewer, left)
    assert left.state is AttemptState.FINISHED
    assert sit(learner, given, "+").id != left.id


@pytest.mark.parametrize("attempts", [None, 2])
def test_whoever_can_take_it_anyhow_is_allowed_nothing_more(
    teacher: Account, learner: Learner, give: Give, sit: Sit, attempts: int | None
) -> None:
    attempt = sit(learner, give(ItemKind.SINGLE_CHOICE, attempts=attempts), "+")
    with pytest.raises(DomainError, match="can take it now"):
        allow_again(teacher.viewer, attempt)
    assert attempt.retake_allowed_at is None


def test_nobody_takes_once_more_what_is_closed(teacher: Account, learner: Learner, give: Give, sit: Sit) -> None:
    given = give(ItemKind.SINGLE_CHOICE, attempts=1)
    attempt = sit(learner, given, "+")
    given.closes_at = clock.now() - timedelta(minutes=1)
    db.session.commit()
    with pytest.raises(DomainError, match="closed"):
        allow_again(teacher.viewer, attempt)
