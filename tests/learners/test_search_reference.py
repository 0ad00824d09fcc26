"""Whoever the database finds is whom the rules find, read name by name, however many the viewer may see."""

import re
from collections.abc import Sequence

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.learners import search_queries
from lms.learners.models import Learner
from lms.learners.safeguarding_models import NamedStaff
from lms.learners.search_actions import keep_keys
from lms.learners.search_models import NameKey
from lms.learners.search_queries import search
from lms.learners.search_rules import Match, Term, asked, words_of
from tests.factories import make_centre, make_learner, make_staff, name_for
from tests.soak import tries

LOOKED_UP, ASKED_ONE_BY_ONE = 0, 1_000
SPELLINGS = (
    *("Mohamed", "Muhammad", "Мохамед", "محمد", "Юлия", "Julia", "Kovalenko", "Коваленко", "Ivan", "Ivanova"),
    *("Ali", "Aly", "Али", "Al", "Khatib", "王"),
)
WORDS = st.sampled_from(SPELLINGS) | st.text(st.sampled_from("aeiknovyабвй"), min_size=1, max_size=5)
NAMES = st.lists(WORDS, min_size=1, max_size=2).map(" ".join)
NUMBERS = st.sampled_from(["A-000012", "123", "88812", "0888 123 456", "1000000009", "45"])
PEOPLE = st.fixed_dictionaries(
    {
        "given_latin": NAMES,
        "family_cyrillic": NAMES,
        "name_native": st.none() | NAMES,
        "phone": st.sampled_from([None, "+359888123456", "0888 12 34 57"]),
        "personal_number": st.sampled_from([None, "1000000009"]),
        "unaccompanied": st.booleans(),
    }
)


def read(term: Term, learner: Learner, numbers: Sequence[str]) -> Match | None:
    """How a person answers a term, read from the record without a key."""
    if not term.digits:
        matches = (term.match(word) for name in learner.names for word in words_of(name))
        return min((match for match in matches if match is not None), default=None)
    own = {form for number in numbers for form in (number, number.lstrip("0"))}
    if term.digits in own or (term.is_number and term.digits.lstrip("0") in own):
        return Match.EXACT
    if term.is_number:
        return None
    if learner.personal_number == term.digits:
        return Match.EXACT
    if any(number.startswith(term.digits) for number in own):
        return Match.PREFIX
    phone = re.sub(r"\D", "", learner.phone or "")
    return Match.VARIANT if any(part in phone for part in term.telephones) else None


def expected(people: Sequence[Learner], terms: Sequence[Term], by: Account) -> dict[int, int]:
    """Everybody who answers every term and may be seen, with the distance."""
    named = set(db.session.scalars(db.select(NamedStaff.learner_id).where(NamedStaff.account_id == by.id)))
    found = {}
    for one in people:
        known = not one.unaccompanied or one.id in named
        if one.centre_id not in by.viewer.centre_ids or one.merged_into_id is not None or not known:
            continue
        numbers = [re.sub(r"\D", "", who.number) for who in people if one.id in (who.id, who.merged_into_id)]
        far = [read(term, one, numbers) for term in terms]
        if all(match is not None for match in far):
            found[one.id] = sum(match for match in far if match is not None)
    return found


def populate(by: Account, facts: Sequence[dict[str, object]]) -> list[Learner]:
    """People of whom every fourth is elsewhere, every third minor has named staff, and the last was merged."""
    for table in (NameKey, NamedStaff, Learner):
        db.session.execute(delete(table))
    elsewhere = make_centre()
    people = []
    for at, its in enumerate(facts):
        centre = elsewhere if at % 4 == 3 else by.centres[0]
        people.append(make_learner(centre, number=f"A-{at + 10:06}", given_cyrillic="", family_latin="", **its))
        if at % 3 == 0:
            name_for(people[-1], by)
    if len(people) > 1:
        people[-1].merged_into_id = people[0].id
        keep_keys([people[0], people[-1]])
    return people


@pytest.mark.parametrize("few", [LOOKED_UP, ASKED_ONE_BY_ONE])
@settings(tries(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(PEOPLE, max_size=7), questions=st.lists(st.lists(WORDS | NUMBERS, min_size=1, max_size=3)))
def test_the_same_people_are_found_as_by_reading_every_name(
    app: Flask, monkeypatch: pytest.MonkeyPatch, few: int, facts: list[dict[str, object]], questions: list[list[str]]
) -> None:
    monkeypatch.setattr(search_queries, "FEW", few)
    by = make_staff(Role.COORDINATOR, make_centre())
    people = populate(by, facts)
    for question in (" ".join(words) for words in questions):
        far = expected(people, asked(question), by)
        found = [one.id for one in db.session.scalars(search(by.viewer, question))]
        if asked(question):
            assert set(found) == far.keys(), question
            assert [far[one] for one in found] == sorted(far.values()), question


@pytest.mark.parametrize("few", [LOOKED_UP, ASKED_ONE_BY_ONE])
@pytest.mark.parametrize("question", ["ivan", "ivan iv"])
def test_of_many_the_closest_are_found(app: Flask, monkeypatch: pytest.MonkeyPatch, few: int, question: str) -> None:
    monkeypatch.setattr(search_queries, "FEW", few)
    monkeypatch.setattr(search_queries, "CLOSEST", 3)
    centre = make_centre()
    names = ["Ivanova", "Divan", "Ivana", "Ivan", "Ivan", "Ayvan", "Ivanov", "Diva Ivan Ivanov Ivanovich"]
    for name in names:
        make_learner(centre, given_latin=name, given_cyrillic="", family_latin="", family_cyrillic="")
    by = make_staff(Role.COORDINATOR, centre)
    found = db.session.scalars(search(by.viewer, question)).all()
    assert len(found) == 3
    assert {"Ivan"} == {one.given_latin for one in found[:2]}


@pytest.mark.parametrize("few", [LOOKED_UP, ASKED_ONE_BY_ONE])
def test_a_person_of_many_names_takes_nobodys_place(app: Flask, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(search_queries, "FEW", few)
    monkeypatch.setattr(search_queries, "CLOSEST", 3)
    centre = make_centre()
    for name in ("Ivaa Ivab Ivac Ivad Ivae Ivaf Ivag", "Ivazov", "Ivaylov"):
        make_learner(centre, given_latin=name, given_cyrillic="", family_latin="", family_cyrillic="")
    by = make_staff(Role.COORDINATOR, centre)
    assert len(db.session.scalars(search(by.viewer, "iva")).all()) == 3


@pytest.mark.parametrize("question", ["ivan", "ivan iv", "88812"])
def test_people_of_another_centre_take_nobodys_place(
    app: Flask, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    monkeypatch.setattr(search_queries, "FEW", LOOKED_UP)
    monkeypatch.setattr(search_queries, "CLOSEST", 3)
    ivan: dict[str, str] = {"given_latin": "Ivan", "family_latin": "Ivanov", "phone": "+359888123456"}
    elsewhere, centre = make_centre(), make_centre()
    for _ in range(20):
        make_learner(elsewhere, **ivan)
    own = make_learner(centre, **ivan)
    by = make_staff(Role.COORDINATOR, centre)
    assert db.session.scalars(search(by.viewer, question)).all() == [own]


@pytest.mark.parametrize("question", ["ali koval", "koval ali"])
def test_a_short_name_is_found_in_another_spelling_beside_another_word(
    app: Flask, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    monkeypatch.setattr(search_queries, "FEW", LOOKED_UP)
    centre = make_centre()
    aly = make_learner(centre, given_latin="Aly", given_cyrillic="", family_latin="Koval", family_cyrillic="")
    by = make_staff(Role.COORDINATOR, centre)
    for _ in range(3):
        make_learner(centre, given_latin="Olena", given_cyrillic="", family_latin="Koval", family_cyrillic="")
    assert db.session.scalars(search(by.viewer, question)).all() == [aly]
