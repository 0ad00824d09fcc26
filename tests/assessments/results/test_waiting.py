"""The teacher's first page says which results wait to be shown, and which quizzes close soon."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.results.waiting import closing, to_show
from lms.assessments.states import ItemKind, QuizKind
from lms.centres.models import Centre
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.results.conftest import Join, Sit, overdue
from tests.assessments.results.test_pages import words_of
from tests.assessments.taking.conftest import Give
from tests.factories import make_staff

SignIn = Callable[[Account], FlaskClient]
DAY = timedelta(days=1)


def waits(teacher: Account) -> int:
    db.session.commit()
    return len(to_show(teacher.viewer, clock.now()))


def test_results_wait_once_nobody_is_left_who_could_answer(
    teacher: Account, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given, other = give(ItemKind.SINGLE_CHOICE), join()
    assert waits(teacher) == 0
    sit(learner, given, "+")
    assert waits(teacher) == 0
    sit(other, given, "+")
    assert waits(teacher) == 1
    given.released_at = clock.now()
    assert waits(teacher) == 0


@pytest.mark.parametrize("closed", [{"closes_at": -DAY / 24}, {"withdrawn_at": -DAY / 24}])
def test_results_of_what_is_closed_wait_whoever_is_missing(
    teacher: Account, learner: Learner, join: Join, give: Give, sit: Sit, closed: dict[str, timedelta]
) -> None:
    given, _missing = give(ItemKind.SINGLE_CHOICE, opens_at=clock.now() - DAY), join()
    sit(learner, given, "+")
    for name, ago in closed.items():
        setattr(given, name, clock.now() + ago)
    assert waits(teacher) == 1


def test_what_was_left_and_never_handed_in_waits_too(teacher: Account, learner: Learner, give: Give, sit: Sit) -> None:
    given = give(ItemKind.SINGLE_CHOICE, minutes=30, opens_at=clock.now() - DAY)
    overdue(sit(learner, given, "+", handed_in=False))
    assert waits(teacher) == 0
    given.closes_at = clock.now() - DAY / 24
    assert waits(teacher) == 1


@pytest.mark.parametrize(("kind", "expected"), [(QuizKind.PRACTICE, 0), (QuizKind.FINAL, 1)])
def test_a_practice_has_no_results_to_show(
    teacher: Account, learner: Learner, give: Give, sit: Sit, kind: QuizKind, expected: int
) -> None:
    sit(learner, give(ItemKind.SINGLE_CHOICE, kind=kind, cohort_id=None, learner_id=learner.id), "+")
    assert waits(teacher) == expected


def test_what_closes_soon_says_who_is_missing(
    desk: FlaskClient, teacher: Account, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    soon = give(ItemKind.SINGLE_CHOICE, closes_at=clock.now() + DAY)
    give(ItemKind.ORDERING, closes_at=clock.now() + 5 * DAY)
    own = give(ItemKind.ORDERING, cohort_id=None, learner_id=learner.id, closes_at=clock.now() + DAY / 2)
    join(), join()
    left = give(ItemKind.ORDERING, closes_at=clock.now() + DAY / 3)
    gone = join()
    for enrolment in left.cohort.enrolments if left.cohort else ():
        enrolment.state = EnrolmentState.WITHDRAWN if enrolment.learner_id == gone.id else enrolment.state
    sit(learner, soon, "+")
    found = closing(teacher.viewer, clock.now())
    assert [(one.id, people) for one, people in found] == [(left.id, 3), (own.id, 1), (soon.id, 2)]
    page = desk.get("/today").text
    assert f'href="/assignments/{soon.id}"' in page
    assert "2 people have not handed in." in words_of(page) and "1 person has not handed in." in words_of(page)


def test_nothing_closes_for_whoever_has_handed_in(teacher: Account, learner: Learner, give: Give, sit: Sit) -> None:
    given = give(ItemKind.SINGLE_CHOICE, closes_at=clock.now() + DAY)
    sit(learner, given, "+")
    assert closing(teacher.viewer, clock.now()) == []


def test_nobody_is_told_of_quizzes_of_others(
    client_as: SignIn, centre: Centre, learner: Learner, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, opens_at=clock.now() - DAY, closes_at=clock.now() + DAY)
    sit(learner, give(ItemKind.ORDERING), "+")
    other = client_as(make_staff(Role.TEACHER, centre))
    assert "Besides lessons" not in other.get("/today").text
    coordinator = client_as(make_staff(Role.COORDINATOR, centre))
    assert f"/assignments/{given.id}" in coordinator.get("/today").text
