"""What was taught, noted on the roll: suggested by the plan, kept with the roll, never in its way."""

import pytest
from flask.testing import FlaskClient

from lms.attendance.models import MarkKind
from lms.courses.states import LessonState
from tests.attendance.conftest import Scene
from tests.attendance.test_roll_page import SignIn, follow, read
from tests.factories import make_unit


@pytest.fixture
def address(scene: Scene) -> str:
    make_unit(scene.cohort.programme, title_bg="Моето семейство")
    return f"/lessons/{scene.lesson.id}/roll"


@pytest.fixture
def teacher(scene: Scene, client_as: SignIn) -> FlaskClient:
    return client_as(scene.teacher)


def test_the_planned_unit_is_suggested_and_kept_when_the_roll_is_called(
    scene: Scene, teacher: FlaskClient, address: str
) -> None:
    sent = read(teacher, address)
    assert sent["taught"] == "Моето семейство" and scene.lesson.taught is None
    follow(teacher, address, sent | {"rest": "present"})
    assert scene.lesson.taught == "Моето семейство"


def test_the_suggestion_alone_calls_no_roll_and_is_not_kept(scene: Scene, teacher: FlaskClient, address: str) -> None:
    assert "Nothing was changed" in follow(teacher, address, read(teacher, address)).text
    assert (scene.lesson.taught, scene.lesson.state) == (None, LessonState.PLANNED)


def test_a_line_that_was_typed_is_kept_even_before_anybody_is_called(
    scene: Scene, teacher: FlaskClient, address: str
) -> None:
    answer = follow(teacher, address, read(teacher, address) | {"taught": "Преговор и диктовка"})
    assert "Saved what was taught." in answer.text
    assert (scene.lesson.taught, scene.lesson.state) == ("Преговор и диктовка", LessonState.PLANNED)


def test_the_line_can_be_corrected_and_taken_back(scene: Scene, teacher: FlaskClient, address: str) -> None:
    follow(teacher, address, read(teacher, address) | {"rest": "present", "taught": "Диктовка"})
    follow(teacher, address, read(teacher, address) | {"taught": "Диктовка и песен"})
    assert scene.lesson.taught == "Диктовка и песен"
    follow(teacher, address, read(teacher, address) | {"taught": ""})
    assert scene.lesson.taught is None
    assert read(teacher, address)["taught"] == "", "what was taken back is not suggested again"


def test_an_old_page_does_not_write_over_what_somebody_else_noted(
    scene: Scene, teacher: FlaskClient, address: str, client_as: SignIn
) -> None:
    old = read(teacher, address)
    coordinator = client_as(scene.coordinator)
    follow(coordinator, address, read(coordinator, address) | {"taught": "Заместване: игри"})
    follow(teacher, address, old | {"rows-0-kind": "absent"})
    assert scene.lesson.taught == "Заместване: игри" and scene.mark(0).kind is MarkKind.ABSENT
    follow(teacher, address, old | {"taught": "Диктовка"})
    assert scene.lesson.taught == "Диктовка", "what was typed counts"


def test_a_line_that_is_too_long_is_refused_and_stays_on_the_page(
    scene: Scene, teacher: FlaskClient, address: str
) -> None:
    answer = teacher.post(address, data=read(teacher, address) | {"taught": "я" * 301, "rest": "present"})
    assert answer.status_code == 422
    assert "at most 300 characters" in answer.text and "я" * 301 in answer.text
    assert scene.lesson.state is LessonState.PLANNED


def test_who_sends_a_roll_without_the_line_erases_nothing(scene: Scene, teacher: FlaskClient, address: str) -> None:
    follow(teacher, address, read(teacher, address) | {"rest": "present"})
    sent = {name: value for name, value in read(teacher, address).items() if not name.startswith("taught")}
    follow(teacher, address, sent | {"rows-0-kind": "absent"})
    assert scene.lesson.taught == "Моето семейство"


def test_nothing_is_noted_before_the_roll_is_open(
    scene: Scene, teacher: FlaskClient, address: str, set_clock: object
) -> None:
    sent = read(teacher, address)
    set_clock(scene.lesson.starts_at.replace(hour=6))  # type: ignore[operator]
    teacher.post(address, data=sent | {"taught": "Диктовка"})
    assert scene.lesson.taught is None
