"""What is decided about an item later reaches quizzes: answers, shares, what pages say is right."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.models import AuditLine
from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import QuizItem
from lms.assessments.rulings import actions, queries
from lms.assessments.rulings.recounting import recounted
from lms.assessments.rulings.remarking import Remarked
from lms.assessments.states import ItemKind, QuizKind
from lms.assessments.taking.actions import GivenAnswer, keep_answers, start
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.results.conftest import Join, Sit
from tests.assessments.taking.conftest import Give

CHOICE = ItemKind.SINGLE_CHOICE


def asked(assignment: Assignment, position: int = 1) -> ItemVersion:
    lines = select(QuizItem).where(QuizItem.quiz_id == assignment.quiz_id, QuizItem.position == position)
    return db.session.scalars(lines).one().item_version


def shares(*attempts: Attempt) -> list[float | None]:
    db.session.expire_all()
    return [one.share for one in attempts]


@pytest.fixture
def given(give: Give) -> Assignment:
    return give(CHOICE, CHOICE)


def test_a_corrected_key_changes_what_everybody_has(given: Assignment, join: Join, sit: Sit, teacher: Account) -> None:
    was_right, was_wrong = sit(join(), given, "++"), sit(join(), given, "-+")
    (before,) = [one.answer["choice"] for one in was_wrong.responses if one.position == 1]
    assert shares(was_right, was_wrong) == [1.0, 0.5]
    done = actions.correct(teacher.viewer, asked(given), {"key": before}, "Сбъркан ключ")
    assert shares(was_right, was_wrong) == [0.5, 1.0]
    assert (done.answers, done.people) == (2, 2)
    found = recounted(was_right)
    assert found and found.before == 1.0
    lines = db.session.scalars(select(AuditLine).where(AuditLine.act == "quiz.recount")).all()
    assert [(line.detail["before"], line.detail["now"]) for line in lines] == [(1.0, 0.5), (0.5, 1.0)]


def test_who_is_in_the_middle_is_judged_by_what_is_decided(
    given: Assignment, learner: Learner, teacher: Account
) -> None:
    by, version = learner.account.viewer, asked(given)
    other = next(one["id"] for one in version.body["choices"] if one["id"] != version.body["key"])
    attempt = start(by, learner, given, "en")
    actions.correct(teacher.viewer, version, {"key": other}, "Сбъркан ключ")
    keep_answers(attempt, [GivenAnswer(1, version, {"choice": other})])
    assert [one.share for one in attempt.responses] == [1.0]


def test_an_item_without_a_right_answer_is_worth_its_mark_to_everybody_and_loses_it_again(
    given: Assignment, join: Join, sit: Sit, teacher: Account
) -> None:
    answered, left_out = sit(join(), given, "-+"), sit(join(), given, ".+")
    assert shares(answered, left_out) == [0.5, 0.5]
    actions.correct(teacher.viewer, asked(given), None, "Няма верен отговор")
    assert shares(answered, left_out) == [1.0, 1.0]
    late = sit(join(), given, ".-")
    assert shares(late) == [0.5]
    standing = queries.standing_correction(asked(given).id)
    assert standing
    actions.withdraw_correction(teacher.viewer, asked(given), standing)
    assert shares(answered, left_out, late) == [0.5, 0.5, 0.0]


def test_a_sitting_that_is_not_handed_in_is_counted_when_it_is(
    given: Assignment, join: Join, sit: Sit, teacher: Account
) -> None:
    open_ = sit(join(), given, "-", handed_in=False)
    assert actions.correct(teacher.viewer, asked(given), None, "Няма верен отговор") == Remarked(answers=1, people=1)
    assert shares(open_) == [None]
    assert recounted(open_) is None


def test_the_pages_say_what_is_right_now_and_that_it_was_marked_anew(
    give: Give, learner: Learner, sit: Sit, teacher: Account, phone: FlaskClient, desk: FlaskClient
) -> None:
    given = give(CHOICE, CHOICE, released_at=clock.now())
    attempt, version = sit(learner, given, "-+"), asked(given)
    texts = {one["id"]: one["text"] for one in version.body["choices"]}
    third = next(one for one in texts if one not in (version.body["key"], _answer(attempt)["choice"]))
    actions.correct(teacher.viewer, version, {"key": third}, "Сбъркан ключ")
    db.session.commit()
    page = phone.get(f"/quizzes/attempts/{attempt.id}/result").text
    assert f'Right: <span class="taught" lang="bg" dir="ltr">{texts[third]}</span>' in page
    # Wrong before and wrong now: nothing came out otherwise, so nothing is said.
    assert "marked anew" not in page
    actions.correct(teacher.viewer, version, {"key": _answer(attempt)["choice"]}, "Пак сбъркан ключ")
    db.session.commit()
    assert "Answers were marked anew on" in phone.get(f"/quizzes/attempts/{attempt.id}/result").text
    seen = desk.get(f"/assignments/{given.id}/people/{attempt.id}").text
    assert "Before that it was 50.0" in seen


def test_a_practice_says_what_is_right_now(give: Give, learner: Learner, phone: FlaskClient, teacher: Account) -> None:
    given = give(CHOICE, kind=QuizKind.PRACTICE)
    version = asked(given)
    actions.correct(teacher.viewer, version, None, "Няма верен отговор")
    attempt = start(learner.account.viewer, learner, given, "en")
    keep_answers(attempt, [GivenAnswer(1, version, {"choice": version.body["key"]})])
    db.session.commit()
    assert "No answer to this question is right" in phone.get(f"/quizzes/attempts/{attempt.id}").text


def _answer(attempt: Attempt) -> dict[str, Any]:
    (found,) = [one.answer for one in attempt.responses if one.position == 1]
    return found or {}
