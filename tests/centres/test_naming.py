"""A centre's name and address in the languages of learners."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from lms.centres.naming import shown_name
from lms.web.places import on_the_door
from tests.factories import make_centre

DOOR = "ул. „Цар Асен“ 77"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("bg", "София"),
        ("ru", "София"),
        ("uk", "София"),
        ("en", "Sofia"),
        ("ar", "Sofia · София"),
        ("fa", "Sofia · София"),
        ("tr", "Sofia · София"),
        ("zh", "Sofia · София"),
        ("fr", "Sofia · София"),
    ],
)
def test_a_name_can_be_read_and_compared_with_the_door(app: Flask, language: str, shown: str) -> None:
    assert shown_name(language, "София", "Sofia") == shown
    with app.test_request_context(), force_locale("en_GB" if language == "en" else language):
        assert make_centre(name_bg="София", name_en="Sofia").name == shown


def test_a_name_that_is_the_same_in_both_stands_once() -> None:
    assert shown_name("ar", "Caritas", "Caritas") == "Caritas"


def test_an_address_stands_in_letters_that_can_be_read(app: Flask) -> None:
    with app.test_request_context(), force_locale("uk"):
        assert on_the_door(DOOR) == f'<bdi lang="bg">{DOOR}</bdi>'
    with app.test_request_context(), force_locale("ar"):
        assert on_the_door(DOOR) == f'<bdi lang="bg">{DOOR}</bdi><br><bdi lang="bg-Latn">ul. „Tsar Asen“ 77</bdi>'
        assert on_the_door("Main Street 1") == '<bdi lang="bg">Main Street 1</bdi>'
        assert "<script>" not in on_the_door("<script>")


def test_who_asks_for_a_course_in_arabic_sees_both(client: FlaskClient) -> None:
    make_centre(name_bg="София", name_en="Sofia", address=DOOR)
    page = client.get("/join", headers={"Accept-Language": "ar"}).text
    assert "Sofia · София" in page and DOOR in page and "ul. „Tsar Asen“ 77" in page
