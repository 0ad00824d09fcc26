"""What a person says in a quiz: taken from any phone, replaced until it is handed in, heard by few, deleted in time."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import SYSTEM, Role
from lms.accounts.models import Account
from lms.assessments.marking.models import Recording
from lms.assessments.marking.recording_actions import forget_recordings
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import ItemKind, QuizKind
from lms.centres.models import Centre
from lms.database import db
from lms.media import encode
from tests.assessments.marking.conftest import KEYED, SPOKEN, WRITTEN, begin, response_at, say
from tests.assessments.marking.sounds import mp4, silent_film, wav, webm
from tests.assessments.taking.conftest import Give
from tests.factories import make_centre, make_learner, make_learner_account, make_staff

Client = Callable[[Account], FlaskClient]


def told(answer: Any) -> tuple[str, str]:
    (one,) = answer.json["answers"]
    return one["kind"], one["said"]


def kept() -> Recording | None:
    return db.session.scalar(select(Recording))


@pytest.mark.parametrize("made", [webm, mp4, wav])
def test_what_any_phone_records_is_kept_in_one_format(
    phone: FlaskClient, given: Assignment, made: Callable[[float], bytes]
) -> None:
    attempt = begin(phone, given)
    assert told(say(phone, attempt, made(2))) == ("kept", "")
    recording, response = kept(), response_at(attempt, SPOKEN)
    assert recording and response
    assert recording.seconds == pytest.approx(2, abs=0.1)
    assert (response.answer, response.share) == ({"recording": recording.id}, None)
    again = encode(recording.data, 5)
    assert again.seconds == pytest.approx(2, abs=0.15)


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (b"", "There is no sound in it."),
        (b"%PDF-1.7 " * 99, "There is no sound in it."),
        (silent_film(), "There is no sound in it."),
        (webm(37), "Speak for at most 30 seconds"),
        (webm(0.2), "It is too short."),
    ],
    ids=["nothing", "a document", "a film without sound", "too long", "too short"],
)
def test_what_is_of_no_use_is_refused_in_words_and_changes_nothing(
    phone: FlaskClient, given: Assignment, sound: bytes, said: str
) -> None:
    attempt = begin(phone, given)
    say(phone, attempt, webm(2))
    kind, words = told(say(phone, attempt, sound))
    assert kind == "refused" and said in words
    recording = kept()
    assert recording and recording.seconds == pytest.approx(2, abs=0.1)


def test_a_phone_that_stops_a_little_late_is_forgiven(phone: FlaskClient, given: Assignment) -> None:
    assert told(say(phone, begin(phone, given), webm(32)))[0] == "kept"


def test_what_is_said_again_takes_the_place_of_what_was_said_before(phone: FlaskClient, given: Assignment) -> None:
    attempt = begin(phone, given)
    ago = [(clock.now() - timedelta(minutes=one)).isoformat() for one in (1, 2, 3)]
    assert told(say(phone, attempt, webm(2), made_at=ago[1]))[0] == "kept"
    assert told(say(phone, attempt, webm(3), made_at=ago[0]))[0] == "kept"
    # Sent twice, and an older one that was on its way for longer.
    assert told(say(phone, attempt, webm(3), made_at=ago[0]))[0] == "known"
    assert told(say(phone, attempt, webm(4), made_at=ago[2]))[0] == "known"
    (recording,) = db.session.scalars(select(Recording))
    assert recording.seconds == pytest.approx(3, abs=0.1)


def test_nothing_is_taken_after_the_end(phone: FlaskClient, given: Assignment) -> None:
    attempt = begin(phone, given)
    say(phone, attempt, webm(2))
    phone.post(f"/quizzes/attempts/{attempt.id}", data={"hand_in": "1"})
    assert told(say(phone, attempt, webm(3))) == ("over", "The time is over. This answer does not count.")
    recording = kept()
    assert recording and recording.seconds == pytest.approx(2, abs=0.1)


def test_a_first_recording_after_the_end_leaves_nothing(phone: FlaskClient, given: Assignment) -> None:
    attempt = begin(phone, given)
    phone.post(f"/quizzes/attempts/{attempt.id}", data={"hand_in": "1"})
    assert told(say(phone, attempt, webm(3)))[0] == "over"
    assert kept() is None and response_at(attempt, SPOKEN) is None


def test_what_was_said_in_time_counts_when_the_network_comes_back_later(phone: FlaskClient, give: Give) -> None:
    attempt = begin(phone, give(ItemKind.SPOKEN, minutes=30))
    attempt.started_at, attempt.due_at = clock.now() - timedelta(hours=2), clock.now() - timedelta(hours=1)
    db.session.commit()
    made_at = (clock.now() - timedelta(hours=1.5)).isoformat()
    assert told(say(phone, attempt, webm(2), made_at=made_at))[0] == "late"


def test_in_a_practice_one_may_say_it_again_and_better(phone: FlaskClient, give: Give) -> None:
    attempt = begin(phone, give(ItemKind.SPOKEN, kind=QuizKind.PRACTICE))
    assert told(say(phone, attempt, webm(2)))[0] == "kept"
    assert told(say(phone, attempt, webm(3)))[0] == "kept"
    assert "Your teacher will look at this answer." in phone.get(f"/quizzes/attempts/{attempt.id}").text


@pytest.mark.parametrize("position", [WRITTEN, KEYED, 7, 2**31, 10**20])
def test_only_a_spoken_item_takes_a_recording(phone: FlaskClient, given: Assignment, position: int) -> None:
    assert say(phone, begin(phone, given), webm(2), position).status_code == 404
    assert kept() is None


def test_a_request_without_a_recording_or_from_elsewhere_is_refused(phone: FlaskClient, given: Assignment) -> None:
    address = f"/quizzes/attempts/{begin(phone, given).id}/recordings/{SPOKEN}"
    assert phone.post(address, data={"recording": (BytesIO(webm(1)), "a")}).status_code == 400
    with phone.session_transaction() as session:
        headers = {"X-Azbuka-Account": session["_user_id"].split(".")[0]}
    assert phone.post(address, data={"recording": "text"}, headers=headers).status_code == 400
    assert phone.post(address, headers={"X-Azbuka-Account": "999"}).status_code == 409


def test_without_a_script_a_file_comes_with_the_page(phone: FlaskClient, given: Assignment) -> None:
    attempt = begin(phone, given)
    address = f"/quizzes/attempts/{attempt.id}"
    data = {"q1-recording": (BytesIO(webm(2)), "answer.webm"), "q2-text": "Здравейте!", "save": "1"}
    assert phone.post(address, data=data).status_code == 303
    recording = kept()
    assert recording and f'src="/quizzes/recordings/{recording.id}"' in phone.get(address).text
    # The page is saved once more, with no new file: what was said stays.
    phone.post(address, data={"q1-recording": (BytesIO(), ""), "q2-text": "Здравейте!", "hand_in": "1"})
    response = response_at(attempt, SPOKEN)
    assert response and response.answer == {"recording": recording.id}
    db.session.refresh(attempt)
    assert attempt.share is None


def test_a_file_without_sound_is_told_beside_its_item_and_keeps_nothing_else_back(
    phone: FlaskClient, given: Assignment
) -> None:
    attempt = begin(phone, given)
    data = {"q1-recording": (BytesIO(b"MZ" * 99), "answer.exe"), "q2-text": "Здравейте!", "hand_in": "1"}
    answer = phone.post(f"/quizzes/attempts/{attempt.id}", data=data)
    assert answer.status_code == 422 and "There is no sound in it." in answer.text
    db.session.refresh(attempt)
    assert attempt.finished_at is None and response_at(attempt, WRITTEN)


def test_whoever_has_no_microphone_says_it_to_the_teacher(phone: FlaskClient, given: Assignment) -> None:
    attempt = begin(phone, given)
    address = f"/quizzes/attempts/{attempt.id}"
    phone.post(address, data={"q1-live": "1", "save": "1"})
    response = response_at(attempt, SPOKEN)
    assert response and (response.answer, response.share) == ({"live": True}, None)
    assert 'value="1" checked' in phone.get(address).text
    phone.post(address, data={"save": "1"})
    db.session.refresh(response)
    assert (response.answer, response.share) == (None, 0)
    say(phone, attempt, webm(2))
    db.session.refresh(response)
    assert response.answer and "recording" in response.answer


def test_saying_it_to_the_teacher_is_sent_by_a_script_too_and_takes_no_recording_away_by_leaving_it_out(
    phone: FlaskClient, given: Assignment
) -> None:
    attempt = begin(phone, given)
    with phone.session_transaction() as session:
        headers = {"X-Azbuka-Account": session["_user_id"].split(".")[0]}

    def send(fields: dict[str, list[str]]) -> Any:
        body = {"answers": [{"position": SPOKEN, "fields": fields, "made_at": clock.now().isoformat()}]}
        return phone.post(f"/quizzes/attempts/{attempt.id}/answers", json=body, headers=headers)

    assert told(send({"live": ["1"]}))[0] == "kept"
    assert told(send({"live": ["2"]}))[0] == "refused"
    say(phone, attempt, webm(2))
    assert send({}).json["answers"] == []
    response = response_at(attempt, SPOKEN)
    assert response and response.answer and "recording" in response.answer


def test_a_recording_is_heard_by_whoever_said_it_and_whoever_may_mark_it(
    client_as: Client, phone: FlaskClient, given: Assignment, centre: Centre, teacher: Account, coordinator: Account
) -> None:
    say(phone, begin(phone, given), webm(2))
    recording = kept()
    assert recording
    address = f"/quizzes/recordings/{recording.id}"
    elsewhere = make_centre()
    other = make_learner(centre, account=make_learner_account(centre))
    for account, status in [
        (teacher, 200),
        (coordinator, 200),
        (make_staff(Role.TEACHER, centre), 404),
        (make_staff(Role.COORDINATOR, elsewhere), 404),
        (make_staff(Role.ADMINISTRATOR), 404),
        (make_staff(Role.MEDIATOR, centre), 404),
        (other.account, 404),
    ]:
        assert client_as(account).get(address).status_code == status, account.role
    heard = phone.get(address)
    assert heard.data == recording.data and heard.mimetype == "audio/mpeg"
    assert heard.headers["Cache-Control"] == "private, no-cache"
    assert phone.get(address, headers={"If-None-Match": heard.headers["ETag"]}).status_code == 304
    assert phone.get(address, headers={"Range": "bytes=0-9"}).status_code == 206


def test_only_the_page_of_a_quiz_may_use_the_microphone(phone: FlaskClient, given: Assignment) -> None:
    attempt = begin(phone, given)
    page = phone.get(f"/quizzes/attempts/{attempt.id}").headers
    assert "microphone=(self)" in page["Permissions-Policy"] and "blob:" in page["Content-Security-Policy"]
    other = phone.get("/learn").headers
    assert "microphone=()" in other["Permissions-Policy"] and "blob:" not in other["Content-Security-Policy"]


DAYS = 180


@pytest.mark.parametrize(
    ("kind", "made", "finished", "released", "withdrawn", "deleted"),
    [
        (QuizKind.UNIT, 190, 189, 181, None, True),
        (QuizKind.UNIT, 190, 189, 179, None, False),
        # Shown at once: released long before, and handed in lately.
        (QuizKind.UNIT, 20, 19, 400, None, False),
        (QuizKind.UNIT, 190, 189, 400, None, True),
        # A teacher who has not shown the results yet may still be asked about them.
        (QuizKind.FINAL, 400, 399, None, None, False),
        (QuizKind.FINAL, 400, 399, None, 181, True),
        (QuizKind.FINAL, 400, 399, None, 179, False),
        (QuizKind.PRACTICE, 182, 181, None, None, True),
        (QuizKind.PRACTICE, 180, 179, None, None, False),
        # Never handed in.
        (QuizKind.UNIT, 181, None, None, None, True),
        (QuizKind.UNIT, 179, None, None, None, False),
    ],
)
def test_a_recording_is_deleted_so_many_days_after_its_results_were_shown(
    phone: FlaskClient,
    give: Give,
    kind: QuizKind,
    made: int,
    finished: int | None,
    released: int | None,
    withdrawn: int | None,
    deleted: bool,
) -> None:
    def ago(days: int | None) -> Any:
        return None if days is None else clock.now() - timedelta(days=days)

    assignment = give(ItemKind.SPOKEN, kind=kind)
    attempt = begin(phone, assignment)
    say(phone, attempt, webm(1))
    if finished is not None:
        phone.post(f"/quizzes/attempts/{attempt.id}", data={"hand_in": "1"})
    recording = kept()
    assert recording
    db.session.refresh(attempt)
    recording.made_at, attempt.started_at, attempt.finished_at = ago(made), ago(made), ago(finished)
    assignment.released_at, assignment.withdrawn_at = ago(released), ago(withdrawn)
    db.session.commit()
    assert forget_recordings(SYSTEM, DAYS) == int(deleted)
    assert (kept() is None) is deleted
    lines = db.session.scalar(select(func.count(AuditLine.id)).where(AuditLine.act == "recordings.forget"))
    assert lines == int(deleted)
    # The answer and what was given for it stay.
    assert response_at(attempt, SPOKEN)


def test_the_command_deletes_by_the_setting(app: Flask, phone: FlaskClient, give: Give) -> None:
    attempt = begin(phone, give(ItemKind.SPOKEN))
    say(phone, attempt, webm(1))
    recording = kept()
    assert recording
    recording.made_at = clock.now() - timedelta(days=app.config["SETTINGS"].recording_days + 1)
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["lms", "forget-recordings"])
    assert result.output == "1 recordings were deleted.\n"
    assert db.session.scalar(select(func.count(Attempt.id))) == 1 and kept() is None
