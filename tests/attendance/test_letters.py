"""What a telephone kept besides marks: guests and what was taught, taken once, and never over what others wrote."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms import clock
from lms.access.declare import ACCOUNT_HEADER
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.attendance import letter_views
from lms.attendance.arrivals import AnswerKind
from lms.attendance.guest_models import Guest
from lms.attendance.models import MarkKind
from lms.attendance.taught import write_taught
from lms.courses.models import Lesson
from lms.courses.states import LessonState
from lms.database import db
from tests.attendance.conftest import Scene

SignIn = Callable[[Account], FlaskClient]
Post = Callable[[str, object], TestResponse]


@pytest.fixture
def post(scene: Scene, client_as: SignIn) -> Post:
    """Send a letter from the teacher's telephone."""
    client = client_as(scene.teacher)
    headers = {ACCOUNT_HEADER: str(scene.teacher.id), "Accept": "application/json"}
    return lambda end, body: client.post(f"/lessons/{scene.lesson.id}/{end}", json=body, headers=headers)


def a_guest(**facts: object) -> dict[str, object]:
    made_at = (clock.now() - timedelta(minutes=5)).isoformat()
    return {"guest": str(uuid4()), "name": "Дарин", "minutes": "", "learner": None, "made_at": made_at} | facts


def guests() -> list[tuple[str | None, int | None]]:
    return [(guest.name, guest.minutes) for guest in db.session.scalars(select(Guest).order_by(Guest.id))]


def test_a_guest_that_comes_twice_is_one_guest(post: Post) -> None:
    guest = a_guest(minutes="10")
    assert post("guests/kept", guest).get_json()["kind"] == "applied"
    assert post("guests/kept", guest).get_json()["kind"] == "already_known"
    assert guests() == [("Дарин", 10)]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": ""}, "Write the name, or choose somebody who waits."),
        ({"name": "х" * 201}, "Use at most 200 characters."),
        ({"minutes": "десет"}, "How many minutes? Enter a whole number."),
        ({"minutes": "999"}, "Enter at least 1 minute, and fewer than the lesson has."),
        ({"learner": "999"}, "This person is no longer on the waiting list. Write the name instead."),
    ],
)
def test_a_guest_who_cannot_be_taken_is_told_why(post: Post, facts: dict[str, object], said: str) -> None:
    answer = post("guests/kept", a_guest(**facts))
    assert (answer.status_code, answer.get_json()["kind"], answer.get_json()["said"]) == (200, "refused", said)
    assert guests() == []


@pytest.mark.parametrize(
    "sent", [None, [], "x", {"guest": {"a": 1}}, {"text": [1.5]}, {"text": "a\x00b"}, {"x": ["y"] * 51}]
)
@pytest.mark.parametrize("end", ["guests/kept", "taught"])
def test_what_no_page_of_ours_sends_is_refused_whole(post: Post, end: str, sent: object) -> None:
    assert post(end, sent).status_code == 400
    assert guests() == []


def test_half_a_sign_keeps_no_letter_from_being_taken(post: Post, scene: Scene) -> None:
    assert post("guests/kept", a_guest(name="Дарин \ud83d")).get_json()["kind"] == "applied"
    assert post("taught", {"text": "Числата \ud83d", "seen": [""]}).get_json()["kind"] == "applied"
    assert (guests(), scene.lesson.taught) == ([("Дарин", None)], "Числата \ufffd")


def test_what_was_taught_is_written_once_and_over_nothing_that_its_author_has_not_seen(
    post: Post, scene: Scene
) -> None:
    scene.call(0, MarkKind.PRESENT)
    first = {"text": " Часовете  и  дните ", "seen": [""]}
    assert post("taught", first).get_json() == {
        "kind": "applied",
        "said": "Saved what was taught.",
        "taught": "Часовете и дните",
    }
    assert post("taught", first).get_json()["kind"] == "already_known"
    scene.lesson.taught = "Цветовете"
    db.session.commit()
    stale = post("taught", {"text": "Числата", "seen": ["", "Часовете и дните"]}).get_json()
    assert (stale["kind"], stale["said"]) == ("conflict", "Somebody else has written meanwhile: Цветовете")
    assert post("taught", {"text": "Числата", "seen": ["", stale["taught"]]}).get_json()["kind"] == "applied"
    assert scene.lesson.taught == "Числата"


def test_a_letter_without_a_line_takes_nothing_back(post: Post, scene: Scene) -> None:
    scene.lesson.taught = "Числата"
    for body in ({"seen": ["Числата"]}, {"text": None, "seen": ["Числата"]}):
        assert post("taught", body).status_code == 400
    assert scene.lesson.taught == "Числата"
    assert post("taught", {"text": "", "seen": ["Числата"]}).get_json()["kind"] == "applied"
    assert scene.lesson.taught is None


def test_a_line_that_is_too_long_or_too_early_says_so(
    post: Post, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post("taught", {"text": "х" * 301, "seen": [""]}).get_json()["said"] == "Use at most 300 characters."
    before = scene.lesson.starts_at - timedelta(hours=2)
    db.session.rollback()
    monkeypatch.setattr(clock, "now", lambda: before)
    early = post("taught", {"text": "Числата", "seen": [""]}).get_json()
    assert (early["kind"], early["said"]) == (
        "refused",
        "The roll can be called from half an hour before the lesson.",
    )


def test_a_line_for_a_lesson_that_is_cancelled_in_this_moment_is_told_why(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled(by: Viewer, lesson: Lesson, line: str, seen: list[str]) -> AnswerKind:
        lesson.state, lesson.cancel_reason = LessonState.CANCELLED, "повреда"
        return write_taught(by, lesson, line, seen)

    monkeypatch.setattr(letter_views, "write_taught", cancelled)
    said = post("taught", {"text": "Числата", "seen": [""]}).get_json()
    assert (said["kind"], said["said"]) == ("refused", "This lesson is cancelled, so nothing was taught in it.")
