"""The public page on which a person asks for a course: what is kept, what is not, and what nobody learns from it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.centres.models import Centre
from lms.database import db
from lms.learners import request_rules as rules
from lms.learners.models import BirthPrecision, Meets, PartOfWeek
from lms.learners.request_actions import take_request
from lms.learners.request_models import CourseRequest
from tests.factories import make_centre, make_learner

Ask = Callable[..., object]


def written(centre: Centre, **given: object) -> dict[str, object]:
    answers = {
        "name": "رنا الحداد",
        "name_latin": "Rana Al-Haddad",
        "born": "١٩٩٠",
        "phone": "٠٨٨٨ ٠٠٠ ١٢٣",
        "language": "ar",
        "centre": centre.id,
        "meets": "either",
        "available": ["morning", "weekend_morning"],
        "letters": ["other", "latin"],
        "learnt_before": "no",
        "mother_tongue": "ar",
        "nationality": "SY",
        "message": "عندي طفل",
        "agreed": "y",
    }
    return answers | given


def count() -> int:
    return db.session.scalar(select(func.count(CourseRequest.id))) or 0


def test_what_a_person_wrote_is_kept_as_a_request(client: FlaskClient) -> None:
    centre = make_centre(phone="+359 88 800 0001")
    answer = client.post("/join", data=written(centre), headers={"Accept-Language": "ar"})
    assert answer.headers["Location"] == "/join/thanks"
    kept = db.session.scalars(select(CourseRequest)).one()
    assert (kept.name, kept.phone) == ("رنا الحداد", "+359888000123")
    assert (kept.born_on, kept.born_precision) == (date(1990, 1, 1), BirthPrecision.YEAR)
    assert (kept.meets, kept.available) == (
        Meets.EITHER,
        frozenset({PartOfWeek.MORNING, PartOfWeek.WEEKEND_MORNING}),
    )
    assert (kept.reads_cyrillic, kept.reads_latin, kept.reads_other) == (False, True, True)
    assert (kept.consent_version, kept.consent_language) == (rules.CONSENT_VERSION, "ar")
    thanks = client.get("/join/thanks").text
    assert kept.reference in thanks
    assert "+359 88 800 0001" in thanks
    assert "رنا" not in thanks


def test_the_thanks_are_for_this_browser_only(app: Flask, client: FlaskClient) -> None:
    client.post("/join", data=written(make_centre()))
    assert app.test_client().get("/join/thanks").headers["Location"] == "/join"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "  ", "Write your name."),
        ("name", "\u202e!!", "Write your name."),
        ("phone", "няма", "This is not a telephone."),
        ("born", "last year", "Write only the year"),
        ("born", str(clock.today().year - 18), "Write the day and the month too"),
        ("meets", "", "Choose how."),
        ("agreed", "", "We may keep your answers only if you agree."),
        ("website", "https://example.org", "Leave this empty, please."),
    ],
)
def test_what_is_missing_is_said_at_the_field_and_the_rest_stays(
    client: FlaskClient, field: str, value: str, message: str
) -> None:
    answers = written(make_centre(), **{field: value})
    if value == "":
        del answers[field]
    answer = client.post("/join", data=answers)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Rana Al-Haddad" in answer.text
    assert count() == 0


def test_who_is_not_of_age_is_told_whom_to_come_with_and_nothing_is_kept(client: FlaskClient) -> None:
    centre = make_centre(phone="+359 88 800 0001")
    answer = client.post("/join", data=written(centre, born=str(clock.today().year - 15), agreed=""))
    assert "Please come to the centre with your mother, father or guardian" in answer.text
    assert "+359 88 800 0001" in answer.text
    assert "رنا" not in answer.text
    assert count() == 0


def test_sending_twice_is_one_request_with_one_reference(client: FlaskClient) -> None:
    centre = make_centre()
    client.post("/join", data=written(centre))
    reference = db.session.scalars(select(CourseRequest.reference)).one()
    client.post("/join", data=written(centre, name="الحداد  رنا", phone="+359 888 000 123"))
    assert reference in client.get("/join/thanks").text
    assert count() == 1
    client.post("/join", data=written(centre, name="عمر الحداد"))
    assert count() == 2


def test_the_answer_is_the_same_for_a_person_who_is_known(app: Flask) -> None:
    centre = make_centre()
    make_learner(centre, name_native="رنا الحداد", phone="+359888000123")
    pages = []
    for phone in ("0888 000 123", "0888 000 124"):
        client = app.test_client()
        client.post("/join", data=written(centre, phone=phone))
        reference = db.session.scalars(select(CourseRequest.reference).order_by(CourseRequest.id.desc())).first()
        pages.append(client.get("/join/thanks").text.replace(str(reference), "R"))
    assert pages[0].split("<main")[1] == pages[1].split("<main")[1]


def test_two_taps_at_the_same_moment_are_one_request(app: Flask) -> None:
    centre_id = make_centre().id
    answers = rules.Answers("Rana", "+359888000123", date(1990, 1, 1), BirthPrecision.YEAR, "ar")
    together = Barrier(2)

    def tap(_place: int) -> str:
        with app.app_context():
            together.wait()
            taken = take_request(db.session.get_one(Centre, centre_id), answers, "ar", "192.0.2.1", 90)
            reference = taken.reference
            db.session.commit()
            return reference

    db.session.commit()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(tap, range(2))
    assert first == second
    assert count() == 1


def test_an_open_day_gets_through_and_a_flood_does_not(client: FlaskClient) -> None:
    centre = make_centre()

    def send(place: int) -> int:
        return client.post("/join", data=written(centre, phone=f"0888 {place:06}")).status_code

    answers = [send(place) for place in range(rules.PER_ADDRESS + 1)]
    assert answers == [303] * rules.PER_ADDRESS + [429]
    assert rules.PER_ADDRESS >= 3 * 20
    assert count() == rules.PER_ADDRESS


def test_one_telephone_is_a_family_s_and_not_a_crowd_s(client: FlaskClient) -> None:
    centre = make_centre()
    answers = [client.post("/join", data=written(centre, name=f"Rana {'x' * n}")).status_code for n in range(1, 9)]
    assert answers == [303] * rules.PER_PHONE + [429] * 2


def test_the_poster_s_code_brings_the_centre_along(client: FlaskClient) -> None:
    make_centre(code="SOF")
    burgas = make_centre(code="BUR")
    page = client.get("/join?centre=BUR").text
    chosen = [one for one in page.split("<input ") if 'name="centre"' in one and "checked" in one]
    assert [f'value="{burgas.id}"' in one for one in chosen] == [True]
    assert client.get("/join?centre=nowhere").status_code == 200
