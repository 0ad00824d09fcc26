"""Taking a placement and deciding on it, on the database."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.accounts.models import Account
from lms.assessments.placement import actions, decisions, queries, shelf
from lms.assessments.placement.models import Exposure
from lms.assessments.placement.stages import Stage
from lms.assessments.placement.statements import CAN_DO
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.queries import answers
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState
from lms.courses.models import WaitingEntry
from lms.courses.states import Level
from lms.database import db
from lms.demo.answers import right
from lms.learners.models import Learner
from tests.assessments.conftest import Sit


def begin(learner: Learner) -> Attempt:
    return actions.start(learner.account.viewer, learner, "en")


def answer(attempt: Attempt, given: dict[str, Any] | None = None) -> None:
    assert attempt.asked_id is not None
    actions.answer(attempt.learner.account.viewer, attempt, attempt.asked_id, given)


def read_letters(attempt: Attempt) -> None:
    """Do the letters check without a mistake."""
    while version := attempt.asked:
        answer(attempt, right(version.kind, version.body))


def at_items(learner: Learner, said: int = 0) -> Attempt:
    """Somebody who reads, says so much of themselves, and meets the first item."""
    attempt = begin(learner)
    read_letters(attempt)
    actions.say_can_do(learner.account.viewer, attempt, list(CAN_DO)[:said])
    return attempt


def answered(attempt: Attempt) -> int:
    return db.session.scalar(select(func.count(Response.id)).where(Response.attempt_id == attempt.id)) or 0


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditLine.act).order_by(AuditLine.id)))


def test_beginning_twice_is_beginning_once(quiz: Quiz, learner: Learner) -> None:
    assert begin(learner) is begin(learner)
    assert acts().count("placement.start") == 1


def test_without_a_placement_nobody_begins(learner: Learner) -> None:
    with pytest.raises(DomainError, match="no questions"):
        begin(learner)


def test_the_way_leads_from_letters_over_statements_to_items(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    assert actions.stage_of(attempt) is Stage.LETTERS
    assert attempt.asked_id == quiz.items[0].item_version_id
    read_letters(attempt)
    assert (actions.stage_of(attempt), answered(attempt)) == (Stage.CAN_DO, 8)
    actions.say_can_do(learner.account.viewer, attempt, ["shop", "nonsense", "name"])
    assert attempt.can_do == ["name", "shop"]
    assert actions.stage_of(attempt) is Stage.ITEMS
    assert attempt.asked_id not in {line.item_version_id for line in quiz.items}


def test_each_answer_is_kept_when_given(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    answer(attempt, {"choice": quiz.items[0].item_version.body["key"]})
    answer(attempt, None)
    first, second = answers(attempt)
    assert (first.position, first.correct, first.share) == (1, True, 1)
    assert (second.position, second.answer, second.correct, second.share) == (2, None, False, 0)
    assert first.asked_at is not None
    assert first.asked_at <= first.answered_at


def test_the_same_answer_twice_is_one_answer(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    version = quiz.items[0].item_version_id
    for choice in ("a", "b"):
        actions.answer(learner.account.viewer, attempt, version, {"choice": choice})
    assert answered(attempt) == 1
    assert answers(attempt)[0].answer == {"choice": "a"}


def test_an_answer_that_another_tab_gave_first_leads_to_what_is_asked_by_now(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    shown = attempt.asked
    assert shown
    # As another process leaves it: the objects of this one do not know of it.
    moved_on = update(Attempt).values(asked_id=quiz.items[1].item_version_id)
    db.session.execute(moved_on, execution_options={"synchronize_session": False})
    assert attempt.asked is shown
    actions.answer(learner.account.viewer, attempt, shown.id, right(shown.kind, shown.body))
    assert answered(attempt) == 0
    assert attempt.asked is quiz.items[1].item_version


def test_an_answer_ahead_of_its_turn_changes_nothing(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    actions.answer(learner.account.viewer, attempt, quiz.items[7].item_version_id, {"choice": "a"})
    assert answered(attempt) == 0


def test_statements_are_kept_once_and_at_their_time_only(quiz: Quiz, learner: Learner) -> None:
    attempt = begin(learner)
    actions.say_can_do(learner.account.viewer, attempt, ["name"])
    assert attempt.can_do is None
    read_letters(attempt)
    for said in (["name"], ["name", "shop"]):
        actions.say_can_do(learner.account.viewer, attempt, said)
    assert attempt.can_do == ["name"]


def test_an_item_keeps_the_numbers_it_had_when_it_was_asked(quiz: Quiz, learner: Learner) -> None:
    attempt = at_items(learner)
    version = attempt.asked
    assert version is not None
    answer(attempt, right(version.kind, version.body))
    assert answers(attempt)[-1].scale == shelf.scale_of(version)
    assert {response.scale for response in answers(attempt)[:8]} == {None}


def test_nobody_is_asked_an_item_twice_within_a_year(
    quiz: Quiz, learner: Learner, coordinator: Account, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sit(learner, Level.A2)
    met = {response.item_version.item_id for response in answers(first) if response.scale}
    decisions.allow_retake(coordinator.viewer, first)
    second = sit(learner, Level.A2)
    assert met.isdisjoint(response.item_version.item_id for response in answers(second) if response.scale)
    decisions.allow_retake(coordinator.viewer, second)
    later = clock.now() + timedelta(days=366)
    monkeypatch.setattr(clock, "now", lambda: later)
    third = at_items(learner)
    assert third.asked is not None


def test_what_was_shown_is_counted(quiz: Quiz, learner: Learner) -> None:
    attempt = at_items(learner)
    assert [(one.item_version_id, one.shown) for one in db.session.scalars(select(Exposure))] == [(attempt.asked_id, 1)]


def test_the_last_answer_finishes_with_a_suggestion_and_what_it_rests_on(learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, Level.A2)
    assert attempt.state is AttemptState.FINISHED
    assert attempt.finished_at is not None
    assert attempt.suggested_level is Level.A2
    detail = attempt.detail or {}
    assert sum(detail["courses"].values()) == pytest.approx(1)
    assert detail["reading"] == "reads"
    assert sum(count["asked"] for count in detail["skills"].values()) == answered(attempt) - 8
    assert acts()[-2:] == ["placement.start", "placement.finish"]


def test_whoever_does_not_read_is_asked_four_letters_and_no_more(learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, Level.LITERACY)
    assert attempt.suggested_level is Level.LITERACY
    assert (answered(attempt), (attempt.detail or {})["reading"]) == (4, "not_yet")


def test_after_three_days_a_person_begins_anew(quiz: Quiz, learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    first = begin(learner)
    answer(first, None)
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(days=3) - timedelta(minutes=1))
    assert begin(learner) is first
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(days=3, minutes=1))
    second = begin(learner)
    assert second is not first
    assert (first.state, first.asked_id, answered(first)) == (AttemptState.LAPSED, None, 1)
    assert "placement.lapse" in acts()


def test_what_is_prepared_waits_for_the_person_and_says_who_was_there(
    quiz: Quiz, learner: Learner, coordinator: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = actions.prepare(coordinator.viewer, learner)
    assert actions.stage_of(prepared) is Stage.READY
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert begin(learner) is prepared
    assert (prepared.supervised_by_id, prepared.started_at) == (coordinator.id, later)
    with pytest.raises(DomainError, match="in the middle"):
        actions.prepare(coordinator.viewer, learner)


def test_a_finished_attempt_takes_no_more_answers(quiz: Quiz, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, Level.LITERACY)
    actions.answer(learner.account.viewer, attempt, quiz.items[5].item_version_id, {"choice": "a"})
    assert answered(attempt) == 4


def test_a_second_attempt_needs_the_coordinator(learner: Learner, coordinator: Account, sit: Sit) -> None:
    first = sit(learner, Level.B1)
    with pytest.raises(DomainError, match="ask at the centre"):
        begin(learner)
    decisions.allow_retake(coordinator.viewer, first)
    second = begin(learner)
    assert second is not first
    with pytest.raises(DomainError, match="latest"):
        decisions.allow_retake(coordinator.viewer, first)


def test_allowing_twice_is_one_act(learner: Learner, coordinator: Account, sit: Sit) -> None:
    attempt = sit(learner, Level.LITERACY)
    decisions.allow_retake(coordinator.viewer, attempt)
    decisions.allow_retake(coordinator.viewer, attempt)
    db.session.flush()
    assert acts().count("placement.allow_retake") == 1


def test_the_suggestion_is_confirmed_without_a_reason(learner: Learner, coordinator: Account, sit: Sit) -> None:
    attempt = sit(learner, Level.A1)
    decisions.decide(coordinator.viewer, attempt, Level.A1, "")
    assert attempt.decided_level is Level.A1
    assert attempt.decided_by_id == coordinator.id
    assert attempt.decided_at is not None
    db.session.flush()
    assert acts()[-1] == "placement.decide"


def test_another_level_needs_a_reason(learner: Learner, coordinator: Account, sit: Sit) -> None:
    attempt = sit(learner, Level.A1)
    with pytest.raises(DomainError, match="Say why"):
        decisions.decide(coordinator.viewer, attempt, Level.A2, "  ")
    decisions.decide(coordinator.viewer, attempt, Level.A2, " Говори свободно. ")
    assert attempt.decided_level is Level.A2
    assert attempt.decision_reason == "Говори свободно."


def test_a_decision_is_changed_only_with_a_reason(learner: Learner, coordinator: Account, sit: Sit) -> None:
    attempt = sit(learner, Level.A1)
    decisions.decide(coordinator.viewer, attempt, Level.A2, "Говори свободно.")
    with pytest.raises(DomainError, match="Say why"):
        decisions.decide(coordinator.viewer, attempt, Level.A1, "")
    decisions.decide(coordinator.viewer, attempt, Level.A1, "Иска да започне отначало.")
    assert attempt.decided_level is Level.A1


def test_what_is_not_finished_is_not_decided(quiz: Quiz, learner: Learner, coordinator: Account) -> None:
    attempt = begin(learner)
    with pytest.raises(DomainError, match="not finished"):
        decisions.decide(coordinator.viewer, attempt, Level.A1, "")
    with pytest.raises(DomainError, match="finished"):
        decisions.allow_retake(coordinator.viewer, attempt)


def waiting() -> list[tuple[int, Level]]:
    return [(entry.learner_id, entry.level) for entry in db.session.scalars(select(WaitingEntry))]


def test_a_decision_can_put_the_person_on_the_waiting_list_once(
    learner: Learner, coordinator: Account, sit: Sit
) -> None:
    attempt = sit(learner, Level.A1)
    assert queries.needs_course(learner)
    for _ in range(2):
        decisions.decide(coordinator.viewer, attempt, Level.A1, "", waits=True)
    assert waiting() == [(learner.id, Level.A1)]
    assert not queries.needs_course(learner)


def test_nobody_waits_for_a_course_above_ours(learner: Learner, coordinator: Account, sit: Sit) -> None:
    decisions.decide(coordinator.viewer, sit(learner, Level.B1), Level.B1, "", waits=True)
    assert waiting() == []


def test_the_audit_trail_holds_no_reasons(learner: Learner, coordinator: Account, sit: Sit) -> None:
    decisions.decide(coordinator.viewer, sit(learner, Level.A1), Level.A2, "Съпругът ѝ помага.")
    db.session.flush()
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "placement.decide")).one()
    assert line.detail == {"suggested": "A1", "decided": "A2"}
