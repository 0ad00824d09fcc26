"""A key is corrected while people answer: whoever comes first, every answer is worth what the new key says."""

from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement import actions as placing
from lms.assessments.quizzes.models import Attempt, Quiz, Response
from lms.assessments.rulings import actions
from lms.centres.models import Centre
from lms.database import db
from tests.assessments.placement.test_at_once import at_once
from tests.factories import make_learner, make_learner_account

PEOPLE = 6


def test_no_answer_slips_past_a_correction(app: Flask, quiz: Quiz, centre: Centre, coordinator: Account) -> None:
    by, version = coordinator.viewer, quiz.items[0].item_version
    version_id, key = version.id, version.body["key"]
    other = next(one["id"] for one in version.body["choices"] if one["id"] != key)
    people = [make_learner(centre, account=make_learner_account(centre)) for _ in range(PEOPLE)]
    sittings = [(one.account.viewer, placing.start(one.account.viewer, one, "en").id) for one in people]

    def answer(place: int) -> None:
        viewer, attempt_id = sittings[place]
        placing.answer(viewer, db.session.get_one(Attempt, attempt_id), version_id, {"choice": other})

    def correct() -> None:
        actions.correct(by, db.session.get_one(ItemVersion, version_id), {"key": other}, "Сбъркан ключ")

    at_once(app, correct, *(lambda place=place: answer(place) for place in range(PEOPLE)))
    assert [one.correct for one in db.session.scalars(select(Response))] == [True] * PEOPLE
