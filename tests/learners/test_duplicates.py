"""Records that could be one person: who is taken for whom and why, at intake and on the page."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.database import db
from lms.learners import duplicate_queries
from lms.learners.duplicate_models import DistinctPeople
from lms.learners.duplicate_rules import Likeness, Sure, Why, likeness
from lms.learners.models import BirthPrecision, Learner
from lms.learners.rules import Facts, completed
from tests.factories import make_centre, make_learner, make_staff

SignIn = Callable[[Account], FlaskClient]
BORN = date(1990, 5, 17)
NEW_YEAR = date(1990, 1, 1)
SPELLED = (Why.OTHER_SPELLING, Why.PHONE)


def person(name: str, born: date | int | None = None, phone: str = "", number: str = "", native: str = "") -> Facts:
    given, _, family = name.partition(" ")
    precision = None if born is None else BirthPrecision.YEAR if isinstance(born, int) else BirthPrecision.DAY
    day = date(born, 1, 1) if isinstance(born, int) else born
    names = {"given_latin": given, "family_latin": family, "name_native": native or None}
    return completed(
        Facts(**names, born_on=day, born_precision=precision, phone=phone or None, personal_number=number or None)
    )


@pytest.mark.parametrize(
    ("one", "other", "sure", "why"),
    [
        (person("Olena Koval", number="1"), person("Anna Petrova", number="1"), Sure.CERTAIN, [Why.PERSONAL_NUMBER]),
        (person("Omar Haddad", BORN), person("Omar Haddad", BORN), Sure.LIKELY, [Why.SAME_NAME, Why.BIRTH_DATE]),
        (person("Omar Haddad", BORN), person("Haddad Omar", BORN), Sure.LIKELY, [Why.SWAPPED, Why.BIRTH_DATE]),
        (person("Umar Hadad", phone="+1"), person("Omar Haddad", phone="+1"), Sure.LIKELY, list(SPELLED)),
        (person("Khaled Mansour"), person("X Y", native="خالد منصور"), Sure.POSSIBLE, [Why.OTHER_SPELLING]),
        (person("Olena Koval", BORN), person("Olena Bondar", BORN), Sure.POSSIBLE, [Why.GIVEN_NAME, Why.BIRTH_DATE]),
        (person("Omar Haddad", 1990), person("Omar Haddad", BORN), Sure.POSSIBLE, [Why.SAME_NAME, Why.BIRTH_YEAR]),
        (person("Ali Saleh", NEW_YEAR), person("Ali Saleh", NEW_YEAR), Sure.POSSIBLE, [Why.SAME_NAME, Why.BIRTH_YEAR]),
        (person("Ali Saleh", BORN, "+1"), person("Ali Saleh", 1991, "+1"), Sure.POSSIBLE, [Why.SAME_NAME, Why.PHONE]),
    ],
)  # fmt: skip
def test_what_makes_two_records_alike(one: Facts, other: Facts, sure: Sure, why: list[Why]) -> None:
    assert likeness(one, other) == likeness(other, one) == Likeness(sure, tuple(why))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(person("Amina Haddad", BORN, "+1"), person("Omar Haddad", BORN, "+1"), id="twins with a phone"),
        pytest.param(person("Amina Haddad", 1960, "+1"), person("Amina Saleh", 1990, "+1"), id="mother and daughter"),
        pytest.param(person("Ahmad Haddadi", NEW_YEAR), person("Ahmad Rezai", NEW_YEAR), id="a day nobody knows"),
        pytest.param(person("Mohammed"), person("Muhammad"), id="a name alone"),
        pytest.param(person("Mohammed Ali", BORN), person("Mohammed Ali", date(1991, 5, 17)), id="namesakes"),
        pytest.param(person("Olena Koval", number="1"), person("Olena Koval", number="2"), id="two personal numbers"),
        pytest.param(person("Ivan Petrov", phone="+1"), person("Maria Petrova", phone="+1"), id="a couple"),
        pytest.param(person("Hasan Karimi", 1990), person("Hussein Karimi", 1990), id="brothers"),
    ],
)  # fmt: skip
def test_what_does_not_make_two_records_alike(one: Facts, other: Facts) -> None:
    assert likeness(one, other) is likeness(other, one) is None


@pytest.fixture
def centre(app: object) -> Centre:
    return make_centre()


@pytest.fixture
def page(centre: Centre, client_as: SignIn) -> FlaskClient:
    return client_as(make_staff(Role.COORDINATOR, centre))


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Learner)) or 0


def omar(centre: Centre, **given: object) -> Learner:
    names = {"given_latin": "Omar", "family_latin": "Haddad", "given_cyrillic": "Омар", "family_cyrillic": "Хадад"}
    return make_learner(centre, **(names | given))


def test_whoever_may_be_known_is_shown_before_anything_is_saved(page: FlaskClient, centre: Centre) -> None:
    known = omar(centre)
    form = {"centre": centre.id, "given_latin": "Umar", "family_latin": "Hadad", "sex": "male", "town": "Бургас"}
    answer = page.post("/learners/new", data=form)
    assert answer.status_code == 422
    assert "the same name in another script or spelling" in answer.text
    assert f'href="/learners/{known.id}"' in answer.text and 'value="Бургас"' in answer.text
    assert people() == 1
    assert page.post("/learners/new", data=form | {"anyway": f"other,{known.id}"}).status_code == 303
    assert people() == 2
    assert db.session.scalars(select(DistinctPeople.first_id)).all() == [known.id]
    assert "No two records look like one person" in page.get("/learners/duplicates").text


def test_somebody_who_came_in_between_is_shown_again(page: FlaskClient, centre: Centre) -> None:
    known, later = omar(centre), omar(centre)
    form = {"centre": centre.id, "given_latin": "Omar", "family_latin": "Haddad", "sex": "male"}
    assert page.post("/learners/new", data=form | {"anyway": f"other,{known.id}"}).status_code == 422
    assert page.post("/learners/new", data=form | {"anyway": f"other,{known.id},{later.id},x,²"}).status_code == 303


def test_a_personal_number_of_another_centre_is_said_without_a_name(centre: Centre) -> None:
    omar(make_centre(), personal_number="1000000009")
    by = make_staff(Role.COORDINATOR, centre).viewer
    doubt = duplicate_queries.doubt_about(by, person("Omar Haddad", number="1000000009"), None)
    assert doubt is not None and doubt.elsewhere and doubt.alike == []
    assert duplicate_queries.doubt_about(by, person("Omar Haddad", number="1000000009"), doubt.answer) is None
    assert duplicate_queries.doubt_about(by, person("Omar Haddad"), None) is None


def test_the_pairs_of_a_centre_are_listed_until_somebody_says_they_are_two(page: FlaskClient, centre: Centre) -> None:
    first, second = omar(centre, phone="+3591"), omar(centre, phone="+3591", given_latin="Umar")
    omar(make_centre(), phone="+3591")
    listed = page.get("/learners/duplicates").text
    assert "1 pair" in listed and "the same telephone" in listed and "likely" in listed
    assert page.post(f"/learners/{second.id}/distinct/{first.id}").status_code == 303
    assert "No two records look like one person" in page.get("/learners/duplicates").text
    pair = db.session.scalars(select(DistinctPeople)).one()
    assert (pair.first_id, pair.second_id) == (first.id, second.id)
