"""Accepting an answer and correcting a key: every answer is marked anew, and what rested on it is counted anew."""

from typing import Any

import pytest
from sqlalchemy import select

from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.accounts.models import Account
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.judging.rules import judge
from lms.assessments.placement import actions as placing
from lms.assessments.placement.words import notes
from lms.assessments.quizzes.models import Attempt, Quiz, Response
from lms.assessments.rulings import actions, queries
from lms.assessments.rulings.models import AcceptedAnswer
from lms.assessments.rulings.recounting import recounted
from lms.assessments.rulings.remarking import Remarked
from lms.assessments.states import AttemptState, ItemKind, ItemLevel, ItemState, QuizKind, Skill
from lms.centres.models import Centre
from lms.clock import now
from lms.courses.states import Level
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.conftest import Sit
from tests.factories import make_learner, make_learner_account, save

TYPED = {"instruction": "type_gap", "stem": "Аз ___ тук.", "gaps": [{"accept": ["живея"]}], "why": "Така е."}


def make_version(kind: ItemKind = ItemKind.GAP_TYPED, **body: Any) -> ItemVersion:
    return save(
        ItemVersion(
            item=Item(code=f"A1-U-{len(body) + 900}"),
            state=ItemState.LIVE,
            level=ItemLevel.A1,
            skill=Skill.USE_OF_LANGUAGE,
            kind=kind,
            topic="home",
            grammar="глаголи",
            body=body or TYPED,
        )
    )


def make_sitting(learner: Learner, version: ItemVersion, answer: Any, finished: bool = True) -> Response:
    """A sitting of a unit test with one answer."""
    quiz = db.session.scalar(select(Quiz).where(Quiz.code == "unit")) or save(
        Quiz(code="unit", kind=QuizKind.UNIT, title="Тема")
    )
    judged = judge(version.kind, version.body, answer)
    response = Response(
        position=1,
        item_version=version,
        answer=answer,
        correct=judged.right,
        share=judged.share,
        parts=judged.kept(),
    )
    attempt = Attempt(quiz=quiz, learner=learner, locale="bg", responses=[response])
    if finished:
        attempt.state, attempt.finished_at, attempt.score = AttemptState.FINISHED, now(), int(judged.right)
    save(attempt)
    return response


def typed(centre: Centre, version: ItemVersion, *texts: str) -> list[Response]:
    return [make_sitting(make_learner(centre), version, {"gaps": [text]}) for text in texts]


def lines(act: str) -> list[dict[str, Any]]:
    return [line.detail for line in db.session.scalars(select(AuditLine).where(AuditLine.act == act))]


def test_an_accepted_answer_is_right_for_everybody_who_gave_it(centre: Centre, coordinator: Account) -> None:
    version = make_version()
    responses = typed(centre, version, "живея", "обитавам", "Обитавам.", "ям")
    assert actions.accept(coordinator.viewer, version, 0, "обитавам") == Remarked(answers=2, people=2)
    db.session.expire_all()
    assert [one.correct for one in responses] == [True, True, True, False]
    assert list(db.session.scalars(select(Attempt.score).order_by(Attempt.id))) == [1, 1, 1, 0]
    assert responses[1].parts == [{"right": True, "forgiven": [], "by_teacher": True}]
    (line,) = lines("item.accept")
    assert (line["answers"], line["people"], line["version"]) == (2, 2, 1)
    assert "text" not in line


def test_taking_it_back_marks_as_before(centre: Centre, coordinator: Account) -> None:
    version = make_version()
    responses = typed(centre, version, "обитавам", "живея")
    before = [(one.correct, one.share, one.parts) for one in responses]
    actions.accept(coordinator.viewer, version, 0, "обитавам")
    (accepted,) = queries.accepted_answers(version.id)
    assert actions.withdraw_accepted(coordinator.viewer, version, accepted) == Remarked(answers=1, people=1)
    assert actions.withdraw_accepted(coordinator.viewer, version, accepted) == Remarked()
    db.session.expire_all()
    assert [(one.correct, one.share, one.parts) for one in responses] == before
    assert accepted.withdrawn_by_id == coordinator.id
    # It can be accepted once more, and the first time stays on record.
    actions.accept(coordinator.viewer, version, 0, "обитавам")
    assert len(db.session.scalars(select(AcceptedAnswer)).all()) == 2


def test_what_is_right_already_needs_no_acceptance(centre: Centre, coordinator: Account) -> None:
    version = make_version()
    actions.accept(coordinator.viewer, version, 0, "обитавам")
    assert actions.accept(coordinator.viewer, version, 0, " ОБИТАВАМ ") == Remarked()
    assert actions.accept(coordinator.viewer, version, 0, "живея") == Remarked()
    assert len(queries.accepted_answers(version.id)) == 1


@pytest.mark.parametrize(("gap", "text"), [(1, "дума"), (-1, "дума"), (0, " "), (0, "а" * 201)])
def test_nothing_else_can_be_accepted(coordinator: Account, gap: int, text: str) -> None:
    with pytest.raises(DomainError):
        actions.accept(coordinator.viewer, make_version(), gap, text)


def test_one_of_two_gaps_counts_for_half(centre: Centre, coordinator: Account) -> None:
    version = make_version(stem="___ ___", gaps=[{"accept": ["а"]}, {"accept": ["б"]}])
    response = make_sitting(make_learner(centre), version, {"gaps": ["в", "г"]})
    actions.accept(coordinator.viewer, version, 1, "г")
    db.session.refresh(response)
    assert (response.share, response.correct) == (0.5, False)


def test_a_sitting_under_way_is_marked_too_but_not_counted_yet(centre: Centre, coordinator: Account) -> None:
    version = make_version()
    response = make_sitting(make_learner(centre), version, {"gaps": ["обитавам"]}, finished=False)
    assert actions.accept(coordinator.viewer, version, 0, "обитавам").answers == 1
    db.session.refresh(response)
    assert response.correct
    assert db.session.get_one(Attempt, response.attempt_id).score is None


def test_another_version_of_the_item_keeps_its_marks(centre: Centre, coordinator: Account) -> None:
    version = make_version()
    other = save(
        ItemVersion(
            item=version.item,
            version=2,
            **{name: getattr(version, name) for name in ("level", "skill", "kind", "topic", "grammar", "body")},
        )
    )
    response = make_sitting(make_learner(centre), other, {"gaps": ["обитавам"]})
    actions.accept(coordinator.viewer, version, 0, "обитавам")
    db.session.refresh(response)
    assert not response.correct


def test_a_corrected_key_makes_right_wrong_and_wrong_right(centre: Centre, coordinator: Account) -> None:
    version = make_version(ItemKind.SINGLE_CHOICE, choices=[{"id": one, "text": one} for one in "abc"], key="a", why="")
    said = [make_sitting(make_learner(centre), version, {"choice": one}) for one in "abbc"]
    done = actions.correct(coordinator.viewer, version, {"key": "b"}, "Сбъркан ключ")
    assert done == Remarked(answers=3, people=3)
    db.session.expire_all()
    assert [one.correct for one in said] == [False, True, True, False]
    standing = queries.standing_correction(version.id)
    assert standing is not None
    actions.withdraw_correction(coordinator.viewer, version, standing)
    db.session.expire_all()
    assert [one.correct for one in said] == [True, False, False, False]
    assert queries.standing_correction(version.id) is None


def test_a_later_correction_replaces_the_earlier_one(coordinator: Account) -> None:
    version = make_version(ItemKind.TRUE_FALSE, text="т", stem="т", key="true", why="")
    for key in ("false", "not_said"):
        actions.correct(coordinator.viewer, version, {"key": key}, "Защото")
    standing = queries.standing_correction(version.id)
    assert standing is not None
    assert standing.key == {"key": "not_said"}


def test_a_void_question_is_right_for_everybody_also_for_who_did_not_know(centre: Centre, coordinator: Account) -> None:
    version = make_version()
    said = [make_sitting(make_learner(centre), version, answer) for answer in ({"gaps": ["ям"]}, None)]
    assert actions.correct(coordinator.viewer, version, None, "Няма верен отговор").answers == 2
    db.session.expire_all()
    assert all(one.correct and one.void and one.share == 1 for one in said)


def test_a_correction_needs_a_reason_and_a_key(coordinator: Account) -> None:
    with pytest.raises(DomainError):
        actions.correct(coordinator.viewer, make_version(), None, "  ")
    spoken = make_version(ItemKind.SPOKEN, stem="Кажете", rubric="spoken-a1", seconds=30)
    with pytest.raises(DomainError):
        actions.correct(coordinator.viewer, spoken, None, "Защото")


def all_wrong(attempt: Attempt) -> list[ItemVersion]:
    return [one.item_version for one in attempt.responses if one.scale is not None and not one.correct]


def test_a_placement_suggests_anew_and_a_decision_stays(
    quiz: Quiz, learner: Learner, centre: Centre, coordinator: Account, sit: Sit
) -> None:
    decided = make_learner(centre, account=make_learner_account(centre))
    open_, closed = sit(learner, Level.A1), sit(decided, Level.A1)
    closed.decided_level, closed.decided_at = Level.A1, now()
    score = open_.score
    done = Remarked()
    for version in {one.id: one for one in all_wrong(open_) + all_wrong(closed)}.values():
        one = actions.correct(coordinator.viewer, version, None, "Проба")
        done.suggestions += one.suggestions
        done.decided += one.decided
    db.session.expire_all()
    assert open_.score is not None
    assert score is not None
    assert open_.score > score
    # What has no right answer says nothing: only what was right is left.
    assert open_.suggested_level is not Level.A1
    assert recounted(open_)
    assert done.suggestions >= 2
    assert done.decided >= 1
    assert closed.decided_level is Level.A1
    assert "The level was decided before that, and stays as decided." in notes(closed)
    assert "stays as decided" not in " ".join(notes(open_))
    assert lines("placement.recount")


def test_taking_everything_back_suggests_what_was_suggested(
    quiz: Quiz, learner: Learner, coordinator: Account, sit: Sit
) -> None:
    attempt = sit(learner, Level.A1)
    before = attempt.suggested_level, attempt.score, attempt.detail
    versions = all_wrong(attempt)
    for version in versions:
        actions.correct(coordinator.viewer, version, None, "Проба")
    for version in versions:
        standing = queries.standing_correction(version.id)
        assert standing is not None
        actions.withdraw_correction(coordinator.viewer, version, standing)
    db.session.expire_all()
    without = {name: value for name, value in attempt.detail.items() if name != "remarked"}
    assert (attempt.suggested_level, attempt.score, without) == before


def test_a_placement_in_the_old_form_keeps_its_suggestion(quiz: Quiz, learner: Learner, coordinator: Account) -> None:
    version = make_version()
    response = make_sitting(learner, version, {"gaps": ["обитавам"]})
    attempt = db.session.get_one(Attempt, response.attempt_id)
    attempt.quiz, attempt.suggested_level, attempt.detail = quiz, Level.A2, {"A1": {"reading": [1, 2]}}
    db.session.commit()
    actions.accept(coordinator.viewer, version, 0, "обитавам")
    db.session.refresh(attempt)
    assert (attempt.suggested_level, attempt.score, attempt.detail) == (Level.A2, 1, {"A1": {"reading": [1, 2]}})


def test_whoever_answers_afterwards_is_judged_by_the_decision(
    quiz: Quiz, learner: Learner, coordinator: Account
) -> None:
    by = learner.account.viewer
    attempt = placing.start(by, learner, "en")
    version = attempt.asked
    assert version is not None
    other = next(one["id"] for one in version.body["choices"] if one["id"] != version.body["key"])
    actions.correct(coordinator.viewer, version, {"key": other}, "Сбъркан ключ")
    placing.answer(by, attempt, version.id, {"choice": other})
    (response,) = db.session.scalars(select(Response))
    assert response.correct
