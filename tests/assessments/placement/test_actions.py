"""Taking a placement and deciding on it, on the database."""

import pytest
from sqlalchemy import func, select

from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.accounts.models import Account
from lms.assessments import actions, queries
from lms.assessments.quizzes.models import Attempt, Quiz, Response
from lms.assessments.states import AttemptState
from lms.courses.models import WaitingEntry
from lms.courses.states import Level
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.conftest import Sit


def begin(learner: Learner) -> Attempt:
    return actions.start(learner.account.viewer, learner, "en")


def answer(attempt: Attempt, choice: str | None = None) -> None:
    question = queries.next_question(attempt)
    assert question is not None
    actions.answer(attempt.learner.account.viewer, attempt, question.version.id, choice)


def answered(attempt: Attempt) -> int:
    return db.session.scalar(select(func.count(Response.id)).where(Response.attempt_id == attempt.id)) or 0


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditLine.act).order_by(AuditLine.id)))


def test_beginning_twice_is_beginning_once(quiz: Quiz, learner: Learner) -> None:
    assert begin(learner) is begin(learner)


def test_without_a_placement_nobody_begins(learner: Learner) -> None:
    with pytest.raises(DomainError, match="no questions"):
        begin(learner)


def test_each_answer_is_kept_when_given(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    answer(attempt, "b")
    answer(attempt, None)
    first, second = queries.answers(attempt)
    assert (first.position, first.answer, first.correct) == (1, {"choice": "b"}, True)
    assert (second.position, second.answer, second.correct) == (2, None, False)


def test_the_same_answer_twice_is_one_answer(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    version = quiz.items[0].item_version_id
    for choice in ("a", "b"):
        actions.answer(learner.account.viewer, attempt, version, choice)
    assert answered(attempt) == 1
    assert queries.answers(attempt)[0].answer == {"choice": "a"}


def test_an_answer_ahead_of_its_turn_changes_nothing(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    actions.answer(learner.account.viewer, attempt, quiz.items[7].item_version_id, "a")
    assert answered(attempt) == 0


def test_a_choice_that_does_not_exist_is_refused(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    with pytest.raises(DomainError, match="Choose one"):
        answer(attempt, "z")
    assert answered(attempt) == 0


def test_the_last_answer_finishes_with_a_suggestion_and_what_it_rests_on(learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, 5, 4, 3, 0)
    assert attempt.state is AttemptState.FINISHED
    assert attempt.finished_at is not None
    assert attempt.suggested_level is Level.A2
    assert attempt.score == 12
    assert attempt.detail is not None
    assert attempt.detail["levels"]["A2"] == {"asked": 5, "right": 3, "unknown": 2}
    assert sum(count["asked"] for count in attempt.detail["skills"].values()) == 20
    assert acts()[-2:] == ["placement.start", "placement.finish"]


def test_whoever_does_not_read_is_asked_five_questions(learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, 0, 0, 0, 0)
    assert attempt.suggested_level is Level.LITERACY
    assert answered(attempt) == 5


def test_a_finished_attempt_takes_no_more_answers(quiz: Quiz, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, 0, 0, 0, 0)
    actions.answer(learner.account.viewer, attempt, quiz.items[5].item_version_id, "a")
    assert answered(attempt) == 5


def test_a_second_attempt_needs_the_coordinator(learner: Learner, coordinator: Account, sit: Sit) -> None:
    first = sit(learner, 5, 5, 5, 5)
    with pytest.raises(DomainError, match="ask at the centre"):
        begin(learner)
    actions.allow_retake(coordinator.viewer, first)
    second = begin(learner)
    assert second is not first
    assert answered(first) == 20
    with pytest.raises(DomainError, match="latest"):
        actions.allow_retake(coordinator.viewer, first)


def test_allowing_twice_is_one_act(learner: Learner, coordinator: Account, sit: Sit) -> None:
    attempt = sit(learner, 0, 0, 0, 0)
    actions.allow_retake(coordinator.viewer, attempt)
    actions.allow_retake(coordinator.viewer, attempt)
    db.session.flush()
    assert acts().count("placement.allow_retake") == 1


def test_the_suggestion_is_confirmed_without_a_reason(learner: Learner, coordinator: Account, sit: Sit) -> None:
    attempt = sit(learner, 5, 0, 0, 0)
    actions.decide(coordinator.viewer, attempt, Level.A1, "")
    assert attempt.decided_level is Level.A1
    assert attempt.decided_by_id == coordinator.id
    assert attempt.decided_at is not None
    db.session.flush()
    assert acts()[-1] == "placement.decide"


def test_another_level_needs_a_reason(learner: Learner, coordinator: Account, sit: Sit) -> None:
    attempt = sit(learner, 5, 0, 0, 0)
    with pytest.raises(DomainError, match="Say why"):
        actions.decide(coordinator.viewer, attempt, Level.A2, "  ")
    actions.decide(coordinator.viewer, attempt, Level.A2, " Говори свободно. ")
    assert attempt.decided_level is Level.A2
    assert attempt.decision_reason == "Говори свободно."


def test_a_decision_is_changed_only_with_a_reason(learner: Learner, coordinator: Account, sit: Sit) -> None:
    attempt = sit(learner, 5, 0, 0, 0)
    actions.decide(coordinator.viewer, attempt, Level.A2, "Говори свободно.")
    with pytest.raises(DomainError, match="Say why"):
        actions.decide(coordinator.viewer, attempt, Level.A1, "")
    actions.decide(coordinator.viewer, attempt, Level.A1, "Иска да започне отначало.")
    assert attempt.decided_level is Level.A1


def test_what_is_not_finished_is_not_decided(quiz: Quiz, learner: Learner, coordinator: Account) -> None:
    attempt = begin(learner)
    with pytest.raises(DomainError, match="not finished"):
        actions.decide(coordinator.viewer, attempt, Level.A1, "")
    with pytest.raises(DomainError, match="finished"):
        actions.allow_retake(coordinator.viewer, attempt)


def waiting() -> list[tuple[int, Level]]:
    return [(entry.learner_id, entry.level) for entry in db.session.scalars(select(WaitingEntry))]


def test_a_decision_can_put_the_person_on_the_waiting_list_once(
    learner: Learner, coordinator: Account, sit: Sit
) -> None:
    attempt = sit(learner, 5, 0, 0, 0)
    assert queries.needs_course(learner)
    for _ in range(2):
        actions.decide(coordinator.viewer, attempt, Level.A1, "", waits=True)
    assert waiting() == [(learner.id, Level.A1)]
    assert not queries.needs_course(learner)


def test_nobody_waits_for_a_course_above_ours(learner: Learner, coordinator: Account, sit: Sit) -> None:
    actions.decide(coordinator.viewer, sit(learner, 5, 5, 5, 5), Level.B1, "", waits=True)
    assert waiting() == []


def test_the_audit_trail_holds_no_reasons(learner: Learner, coordinator: Account, sit: Sit) -> None:
    actions.decide(coordinator.viewer, sit(learner, 5, 0, 0, 0), Level.A2, "Съпругът ѝ помага.")
    db.session.flush()
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "placement.decide")).one()
    assert line.detail == {"suggested": "A1", "decided": "A2"}
