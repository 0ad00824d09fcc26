"""A calibration is made from finished placements, is used at once, and can be undone."""

import numpy as np
import pytest
from sqlalchemy import func, null, select, update

from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import SYSTEM
from lms.accounts.models import Account
from lms.assessments.calibration import actions, queries
from lms.assessments.calibration.fitting import Model
from lms.assessments.calibration.models import CalibratedItem, Calibration
from lms.assessments.calibration.reading import answers_so_far, read
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement import choosing, shelf
from lms.assessments.placement.actions import answer, say_can_do, start
from lms.assessments.quizzes.models import Attempt, Quiz, Response
from lms.assessments.states import AttemptState
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.calibration.conftest import Answered
from tests.assessments.calibration.placements import EACH


def calibrate(model: Model = Model.TWO_PARAMETERS) -> Calibration:
    made = actions.calibrate(SYSTEM, model)
    db.session.commit()
    return made


def items_of(made: Calibration) -> dict[int, CalibratedItem]:
    asked = select(CalibratedItem).where(CalibratedItem.calibration_id == made.id)
    return {item.item_version_id: item for item in db.session.scalars(asked)}


def test_a_calibration_learns_which_items_are_harder(answered: Answered, versions: list[ItemVersion]) -> None:
    answered(200)
    made = calibrate()
    assert (made.people, made.answers, made.made_by_id) == (200, 200 * EACH, None)
    known = items_of(made)
    assert known.keys() == {version.id for version in versions}
    harder = np.mean([known[version.id].moved for version in versions[::2]])
    easier = np.mean([known[version.id].moved for version in versions[1::2]])
    assert harder > 0.4
    assert easier < -0.4
    assert harder + easier == pytest.approx(0, abs=0.01)
    assert sum(item.answers for item in known.values()) == made.answers
    assert all(item.drift is None and not item.drifts for item in known.values())


def test_it_leaves_an_audit_line(answered: Answered) -> None:
    answered(60)
    made = calibrate(Model.RASCH)
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "calibration.make")).one()
    assert (line.subject_id, line.account_id) == (made.id, None)
    assert line.detail == {"model": "rasch", "people": 60, "answers": 60 * EACH}


def test_with_few_people_nothing_is_learned(answered: Answered) -> None:
    answered(49)
    with pytest.raises(DomainError, match="There are 49 finished placements; a calibration needs 50"):
        calibrate()
    assert queries.in_use() is None


def test_among_equals_nothing_is_learned(answered: Answered, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(60)
    monkeypatch.setattr(actions, "LEAST_SPREAD", 5.0)
    with pytest.raises(DomainError, match="hardly differ in what they know"):
        calibrate()
    assert queries.in_use() is None


def test_who_says_that_they_do_not_know_is_read_as_such(answered: Answered) -> None:
    answered(60)
    attempts = list(db.session.scalars(select(Attempt.id).order_by(Attempt.id)))
    silent = Response.attempt_id.in_(attempts[:20]) & ~Response.correct
    db.session.execute(update(Response).where(silent).values(answer=null()))
    db.session.commit()
    guess = read().task.answers.guess
    wrong = (read().task.answers.table == 0).sum(axis=1)
    assert (guess[:20][wrong[:20] > 2] <= 1).all()
    assert (guess[20:][wrong[20:] > 3] >= 2).all()


def test_only_finished_placements_and_chosen_items_count(
    answered: Answered, versions: list[ItemVersion], quiz: Quiz
) -> None:
    answered(3)
    assert answers_so_far() == 3 * EACH
    attempts = list(db.session.scalars(select(Attempt).order_by(Attempt.id)))
    attempts[0].state, attempts[0].finished_at = AttemptState.LAPSED, None
    db.session.execute(update(Response).where(Response.attempt_id == attempts[1].id).values(scale=None))
    db.session.commit()
    assert answers_so_far() == EACH
    assert len(read().task.answers.table) == 1


def test_the_engine_uses_what_is_known_and_how_well(answered: Answered, versions: list[ItemVersion]) -> None:
    answered(80)
    before = shelf.read_shelf().bank
    known = items_of(calibrate())
    bank = shelf.read_shelf().bank
    for version in versions:
        place, item = bank.place(version.id), known[version.id]
        assert (bank.a[place], bank.b[place], bank.spread[place]) == (item.a, item.b, item.b_error)
        assert bank.c[place] == before.c[place] == 0.25
    others = [place for place, one in enumerate(bank.ids) if one not in known]
    assert others
    assert (bank.b[others] == before.b[others]).all()
    assert (bank.spread[others] == 0.7).all()


def test_an_answer_keeps_the_numbers_that_were_in_use(
    answered: Answered, versions: list[ItemVersion], quiz: Quiz, learner: Learner
) -> None:
    answered(80)
    known = items_of(calibrate())
    db.session.execute(update(Attempt).values(retake_allowed_at=func.now()))
    by = learner.account.viewer
    attempt = start(by, learner, "en")
    for line in quiz.items:
        answer(by, attempt, line.item_version_id, {"choice": line.item_version.body["key"]})
    say_can_do(by, attempt, ["name"])
    attempt.asked_id = versions[0].id
    db.session.flush()
    answer(by, attempt, versions[0].id, None)
    item = known[versions[0].id]
    kept = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
    assert kept.scale == {"a": item.a, "b": item.b, "c": 0.25, "spread": item.b_error}
    assert choosing.given_of(kept).b == item.b


def test_undoing_goes_back_one_by_one(answered: Answered, coordinator: Account) -> None:
    answered(60)
    first, second = calibrate(), calibrate(Model.RASCH)
    assert queries.in_use() is second
    actions.undo(coordinator.viewer, second)
    assert queries.in_use() is first
    assert (second.undone_by_id, second.undone_at is None) == (coordinator.id, False)
    actions.undo(coordinator.viewer, first)
    assert queries.in_use() is None
    assert queries.numbers_in_use() == {}
    lines = db.session.scalars(select(AuditLine.subject_id).where(AuditLine.act == "calibration.undo"))
    assert list(lines) == [second.id, first.id]


def test_only_the_one_in_use_can_be_undone(answered: Answered, coordinator: Account) -> None:
    answered(60)
    first, second = calibrate(), calibrate()
    with pytest.raises(DomainError, match="Only the calibration in use"):
        actions.undo(coordinator.viewer, first)
    actions.undo(coordinator.viewer, second)
    with pytest.raises(DomainError, match="Only the calibration in use"):
        actions.undo(coordinator.viewer, second)


def test_the_next_one_keeps_the_scale_and_says_what_moved(answered: Answered, versions: list[ItemVersion]) -> None:
    answered(200)
    first = items_of(calibrate())
    answered(60, since=1)
    second = calibrate()
    items = items_of(second)
    anchors = [version_id for version_id, item in first.items() if item.answers >= 50]
    drifted = [version_id for version_id in anchors if items[version_id].drifts]
    assert second.anchors == len(anchors) - len(drifted)
    steady = [items[version_id].moved for version_id in anchors if version_id not in drifted]
    assert np.mean(steady) == pytest.approx(0, abs=1e-3)
    assert all(items[one].b_before == first[one].b for one in first)
    assert all(item.drift is not None for item in items.values())


def test_it_is_due_after_enough_new_answers(answered: Answered, coordinator: Account) -> None:
    assert not actions.is_due()
    answered(60)
    assert actions.is_due()
    made = calibrate()
    assert not actions.is_due()
    actions.undo(coordinator.viewer, made)
    # What a person undid does not come back the same night.
    assert not actions.is_due()
    answered(16, since=1)
    assert not actions.is_due()
    answered(1, since=2)
    assert actions.is_due()


def test_what_changed_meanwhile_is_not_overwritten(
    answered: Answered, coordinator: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(60)
    first, renew = calibrate(), actions.renew

    def slow(*given: object) -> object:
        actions.undo(coordinator.viewer, db.session.get_one(Calibration, first.id))
        db.session.commit()
        return renew(*given)

    monkeypatch.setattr(actions, "renew", slow)
    with pytest.raises(DomainError, match="made or undone in the meantime"):
        calibrate()
    db.session.rollback()
    assert db.session.scalar(select(func.count(Calibration.id))) == 1


def test_another_wording_begins_at_what_its_writer_expects(answered: Answered, versions: list[ItemVersion]) -> None:
    answered(60)
    calibrate()
    old = versions[0]
    new = ItemVersion(level=old.level, kind=old.kind, body=old.body)
    assert shelf.scale_of(new, queries.numbers_of(new)) == shelf.scale_of(old)
    assert shelf.scale_of(old, queries.numbers_of(old)) != shelf.scale_of(old)
