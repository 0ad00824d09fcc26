"""A quiz as a learner takes it on a phone: page by page, with and without a script, with and without luck."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.assignment_models import Accommodation, Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import AttemptState, ItemKind, QuizKind
from lms.assessments.taking.arriving import prefix_of
from lms.assessments.taking.queries import asked_in
from lms.centres.models import Centre
from lms.database import db
from lms.demo.answers import right
from lms.learners.models import Learner
from tests.assessments.judging.sending import sent
from tests.assessments.taking.conftest import Give
from tests.factories import make_learner, make_learner_account, save

ALL = [kind for kind in ItemKind if kind is not ItemKind.SPOKEN]


def begin(phone: FlaskClient, assignment: Assignment) -> Attempt:
    phone.post(f"/quizzes/given/{assignment.id}")
    return db.session.scalars(select(Attempt).order_by(Attempt.id.desc()).limit(1)).one()


def answer_of(version: ItemVersion) -> dict[str, Any]:
    return {"text": "Здравейте!"} if version.kind is ItemKind.WRITTEN else right(version.kind, version.body)


def fields(attempt: Attempt, *positions: int) -> dict[str, list[str]]:
    """What the page sends when these items are answered rightly; all of them without a list."""
    filled = {}
    for one in asked_in(attempt):
        if not positions or one.position in positions:
            for name, values in sent(one.shown, answer_of(one.version)).items():
                filled[prefix_of(one.position) + name] = values
    return filled


def parcel(attempt: Attempt, position: int, made: timedelta = timedelta(), **more: object) -> dict[str, object]:
    """What the script sends when an item was answered rightly so long ago."""
    found = next(one for one in asked_in(attempt) if one.position == position)
    answer = {"position": position, "fields": sent(found.shown, answer_of(found.version))}
    return {"answers": [answer | {"made_at": (clock.now() - made).isoformat()}], **more}


def post(phone: FlaskClient, learner: Learner, attempt: Attempt, body: object) -> Any:
    headers = {"X-Azbuka-Account": str(learner.account.id)}
    return phone.post(f"/quizzes/attempts/{attempt.id}/answers", json=body, headers=headers)


def test_the_first_page_shows_what_one_was_given(phone: FlaskClient, give: Give) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    page = phone.get("/learn").text
    assert f"/quizzes/given/{given.id}" in page and "You can begin." in page


def test_every_kind_of_item_is_answered_without_a_script_and_handed_in(phone: FlaskClient, give: Give) -> None:
    attempt = begin(phone, give(*ALL))
    page = phone.get(f"/quizzes/attempts/{attempt.id}").text
    assert page.count("data-position=") == len(ALL)
    answer = phone.post(f"/quizzes/attempts/{attempt.id}", data=fields(attempt) | {"hand_in": "1"})
    assert answer.status_code == 303
    db.session.refresh(attempt)
    assert attempt.state is AttemptState.FINISHED
    # The written answer waits for a teacher; everything else is right.
    assert [one.share for one in attempt.responses if one.share != 1] == [None]
    assert attempt.share is None


def test_whoever_comes_back_finds_every_answer_in_its_field(phone: FlaskClient, give: Give) -> None:
    attempt = begin(phone, give(*ALL))
    wanted = fields(attempt)
    phone.post(f"/quizzes/attempts/{attempt.id}", data=wanted | {"save": "1"})
    phone.post(f"/quizzes/attempts/{attempt.id}", data=wanted | {"save": "1"})
    page = phone.get(f"/quizzes/attempts/{attempt.id}").text
    for name, values in wanted.items():
        for value in values:
            chosen = re.search(rf'name="{name}"[^>]*value="{value}"[^>]*checked', page)
            typed = re.search(rf'name="{name}" value="{value}"', page)
            listed = re.search(rf'name="{name}".*?<option value="{value}" selected', page, re.DOTALL)
            written = re.search(rf'name="{name}"[^>]*>{value}</textarea>', page)
            assert chosen or typed or listed or written, (name, value)
    assert db.session.scalar(select(func.count(Response.id))) == len(ALL)


def test_a_gap_may_be_left_open_and_parts_in_no_order_are_told(phone: FlaskClient, give: Give) -> None:
    attempt = begin(phone, give(ItemKind.GAP_TYPED, ItemKind.ORDERING))
    data = {"q1-gap-1": "чета", "q1-gap-2": "", "q2-place-1": "1"}
    answer = phone.post(f"/quizzes/attempts/{attempt.id}", data=data)
    assert answer.status_code == 422 and "Put all the parts in order." in answer.text
    # What was entered is still on the page.
    assert re.search(r'name="q2-place-1".*?<option value="1" selected', answer.text, re.DOTALL)
    (kept,) = db.session.scalars(select(Response))
    assert (kept.answer, kept.share) == ({"gaps": ["чета", None]}, 0.5)


def test_an_answer_sent_twice_is_one_and_an_older_one_changes_nothing(
    phone: FlaskClient, learner: Learner, give: Give
) -> None:
    attempt = begin(phone, give(ItemKind.SINGLE_CHOICE))
    body = parcel(attempt, 1, timedelta(minutes=5))
    assert post(phone, learner, attempt, body).json["answers"][0]["kind"] == "kept"
    assert post(phone, learner, attempt, body).json["answers"][0]["kind"] == "known"
    wrong = {"position": 1, "fields": {"choice": ["1"]}, "made_at": (clock.now() - timedelta(minutes=9)).isoformat()}
    assert post(phone, learner, attempt, {"answers": [wrong]}).json["answers"][0]["kind"] == "known"
    (kept,) = db.session.scalars(select(Response))
    assert kept.correct


def test_handing_in_ends_it_once(phone: FlaskClient, learner: Learner, give: Give) -> None:
    attempt = begin(phone, give(ItemKind.SINGLE_CHOICE, ItemKind.TRUE_FALSE))
    said = post(phone, learner, attempt, parcel(attempt, 1, hand_in=True)).json
    assert said["handed_in"] is True
    assert post(phone, learner, attempt, parcel(attempt, 2)).json["answers"][0]["kind"] == "over"
    db.session.refresh(attempt)
    assert (attempt.share, attempt.score) == (0.5, 1)


def test_what_was_answered_in_time_counts_when_the_network_comes_back_later(
    phone: FlaskClient, learner: Learner, give: Give
) -> None:
    attempt = begin(phone, give(ItemKind.SINGLE_CHOICE, ItemKind.TRUE_FALSE, minutes=30))
    attempt.started_at = clock.now() - timedelta(hours=2)
    attempt.due_at = clock.now() - timedelta(hours=1)
    db.session.commit()
    assert post(phone, learner, attempt, parcel(attempt, 1, timedelta(hours=1.5))).json["answers"][0]["kind"] == "late"
    over = post(phone, learner, attempt, parcel(attempt, 2, timedelta(minutes=1))).json["answers"][0]
    assert (over["kind"], over["said"]) == ("over", "The time is over. This answer does not count.")
    (kept,) = db.session.scalars(select(Response))
    assert kept.late


def test_whoever_needs_more_time_has_it(phone: FlaskClient, learner: Learner, teacher: Any, give: Give) -> None:
    save(Accommodation(learner_id=learner.id, extra_percent=50, noted_by_id=teacher.id))
    given = give(ItemKind.SINGLE_CHOICE, minutes=30)
    assert "You have 45 minutes." in phone.get(f"/quizzes/given/{given.id}").text
    attempt = begin(phone, given)
    assert attempt.due_at is not None
    assert attempt.due_at - attempt.started_at == timedelta(minutes=45)


def test_a_practice_says_at_once_what_is_right_and_why_and_not_before(
    phone: FlaskClient, learner: Learner, give: Give
) -> None:
    attempt = begin(phone, give(ItemKind.GAP_TYPED, ItemKind.SINGLE_CHOICE, kind=QuizKind.PRACTICE))
    assert "Така е." not in phone.get(f"/quizzes/attempts/{attempt.id}").text
    wrong = {"position": 1, "fields": {"gap-1": ["чете"], "gap-2": ["чете"]}}
    (said,) = post(phone, learner, attempt, {"answers": [wrong]}).json["answers"]
    assert "Partly right." in said["feedback"] and "чета · чете" in said["feedback"] and "Така е." in said["feedback"]
    # Now that it is known, it is no longer asked.
    assert post(phone, learner, attempt, parcel(attempt, 1)).json["answers"][0]["kind"] == "known"
    assert phone.get(f"/quizzes/attempts/{attempt.id}").text.count("Така е.") == 1


@pytest.mark.parametrize("kind", [QuizKind.UNIT, QuizKind.FINAL])
def test_no_key_leaves_before_the_teacher_shows_the_results(
    phone: FlaskClient, learner: Learner, give: Give, kind: QuizKind
) -> None:
    given = give(ItemKind.GAP_TYPED, kind=kind)
    attempt = begin(phone, given)
    wrong = {"position": 1, "fields": {"gap-1": ["а"], "gap-2": ["б"]}}
    said = post(phone, learner, attempt, {"answers": [wrong], "hand_in": True})
    result = f"/quizzes/attempts/{attempt.id}/result"
    for text in (said.text, phone.get(f"/quizzes/attempts/{attempt.id}").text, phone.get(result).text):
        assert "чета" not in text and "Така е." not in text
    given.released_at = clock.now()
    db.session.commit()
    assert "чета" in phone.get(result).text and "Така е." in phone.get(result).text


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"answers": 3},
        {"answers": [3]},
        {"answers": [{"position": "1", "fields": {}}]},
        {"answers": [{"position": 1, "fields": {"choice": "1"}}]},
        {"answers": [{"position": 1, "fields": {"a": ["\0"]}}]},
    ],
)
def test_what_is_no_parcel_of_answers_is_refused(
    phone: FlaskClient, learner: Learner, give: Give, body: object
) -> None:
    attempt = begin(phone, give(ItemKind.SINGLE_CHOICE))
    assert post(phone, learner, attempt, body).status_code == 400


@pytest.mark.parametrize(
    ("position", "sent_fields"), [(1, {"choice": ["9"]}), (1, {"choice": ["a"]}), (7, {"choice": ["1"]}), (-1, None)]
)
def test_what_the_quiz_does_not_have_is_told_and_kept_nowhere(
    phone: FlaskClient, learner: Learner, give: Give, position: int, sent_fields: dict[str, list[str]] | None
) -> None:
    attempt = begin(phone, give(ItemKind.SINGLE_CHOICE))
    answer = post(phone, learner, attempt, {"answers": [{"position": position, "fields": sent_fields}]})
    assert answer.status_code == 400 if sent_fields is None else answer.json["answers"][0]["kind"] == "refused"
    assert db.session.scalar(select(func.count(Response.id))) == 0


def test_nobody_takes_what_others_were_given(client_as: Any, centre: Centre, phone: FlaskClient, give: Give) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    attempt = begin(phone, given)
    other = make_learner(centre, account=make_learner_account(centre))
    theirs = client_as(other.account)
    assert theirs.get(f"/quizzes/given/{given.id}").status_code == 404
    assert theirs.post(f"/quizzes/given/{given.id}").status_code == 404
    for path in ("", "/result"):
        assert theirs.get(f"/quizzes/attempts/{attempt.id}{path}").status_code == 404
    assert theirs.post(f"/quizzes/attempts/{attempt.id}", data={"hand_in": "1"}).status_code == 404
    assert post(theirs, other, attempt, {"answers": []}).status_code == 404


def test_what_is_not_open_cannot_be_begun(phone: FlaskClient, give: Give) -> None:
    given = give(ItemKind.SINGLE_CHOICE, opens_at=clock.now() + timedelta(days=1))
    phone.post(f"/quizzes/given/{given.id}")
    assert "This test is not open yet." in phone.get(f"/quizzes/given/{given.id}").text
    assert db.session.scalar(select(func.count(Attempt.id))) == 0


def test_two_tabs_share_one_sitting(phone: FlaskClient, give: Give) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    assert begin(phone, given).id == begin(phone, given).id
