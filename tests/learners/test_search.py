"""Finding people in the database: who is found, in which order, and by whom."""

import unicodedata
from collections.abc import Sequence
from random import Random

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.access.viewer import Role, Viewer
from lms.centres.models import Centre
from lms.database import db
from lms.learners import actions, search_queries
from lms.learners.models import Learner
from lms.learners.rules import Facts
from lms.learners.search_models import NameKey
from lms.learners.search_queries import search
from tests.factories import (
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_learner_account,
    make_programme,
    make_staff,
)

Db = pytest.FixtureRequest


@pytest.fixture
def centre(app: Flask) -> Centre:
    return make_centre()


def coordinator_of(centre: Centre) -> Viewer:
    return Viewer(None, Role.COORDINATOR, frozenset({centre.id}))


def found(by: Viewer, question: str) -> Sequence[Learner]:
    return db.session.scalars(search(by, question)).all()


def test_the_closest_spelling_stands_first_and_variants_together(centre: Centre) -> None:
    written = ["Mohamed", "Zaid", "Muhammad", "Mohamedov", "Мохамед", "Mahmoud"]
    by = {
        name: make_learner(centre, given_latin=name, family_latin="", given_cyrillic=name, family_cyrillic="")
        for name in written
    }
    order = [learner.given_latin for learner in found(coordinator_of(centre), "mohamed")]
    assert order == ["Mohamed", "Мохамед", "Mohamedov", "Muhammad"]
    make_learner(centre, given_latin="Mahmoud", family_latin="Sabbagh", given_cyrillic="Махмуд")
    assert len(found(coordinator_of(centre), "mohamed")) == 4
    assert by["Mahmoud"] not in found(coordinator_of(centre), "محمد")


def test_every_word_must_be_found_in_any_order(centre: Centre) -> None:
    yulia = make_learner(
        centre, given_latin="Iuliia", family_latin="Al Khatib", given_cyrillic="Юлия", name_native="Юлія"
    )
    make_learner(centre, given_latin="Iuliia", family_latin="Bondar")
    for question in ("Khatib Julia", "alkhatib", "хатиб юлия", "hat yul", "الخطيب", "atib"):
        assert yulia in found(coordinator_of(centre), question), question
        assert len(found(coordinator_of(centre), question)) == 1, question


@pytest.mark.parametrize("few", [0, 2_500], ids=["looked up", "asked one by one"])
def test_a_card_and_a_personal_number_are_found_whole_and_only_by_who_may_see_them(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(search_queries, "FEW", few)
    teacher = make_staff(Role.TEACHER, centre)
    account = make_learner_account(centre, card_code="ABCD2345")
    learner = make_learner(centre, account=account, personal_number="1000000009", phone="+359888123456")
    enrol(learner, make_cohort(centre, make_programme(), teacher))
    for question in ("abcd-2345", "ABCD 2345", "1000000009", "0888 123 456", "8812"):
        assert found(coordinator_of(centre), question) == [learner], question
        assert found(teacher.viewer, question) == [], question
    for question in ("abcd-234", "100000000"):
        assert found(coordinator_of(centre), question) == [], question
    assert found(teacher.viewer, learner.number) == [learner]


def test_nobody_of_another_centre_is_found(centre: Centre) -> None:
    stranger = make_learner(make_centre(), phone="+359888123456", personal_number="1000000009")
    for question in (stranger.name, stranger.number, "0888123456", "1000000009"):
        assert found(coordinator_of(centre), question) == []


def test_a_changed_name_is_found_and_the_former_one_is_not(centre: Centre) -> None:
    by = coordinator_of(centre)
    learner = actions.create_learner(by, centre, Facts(given_latin="Olena"))
    actions.change_learner(by, learner, Facts(given_latin="Marta"), None)
    assert (found(by, "Marta"), found(by, "Olena")) == ([learner], [])


def test_the_keys_can_be_made_anew(centre: Centre, app: Flask) -> None:
    by, number = coordinator_of(centre), make_learner(centre, given_latin="Olena").number
    db.session.execute(db.delete(NameKey))
    db.session.commit()
    assert found(by, "Олена") == []
    answer = app.test_cli_runner().invoke(args=["lms", "rebuild-search"])
    assert "1 people can be found" in answer.output
    assert [learner.number for learner in found(by, "Олена")] == [number]


WORDS = st.text(st.sampled_from("abehkmoyzабгиїйлнюя’-ќşğüاحدمنی王秀"), min_size=1, max_size=9)


def changed(word: str, rng: Random) -> str:
    """The word as somebody in a hurry types it: another case, no accents."""
    plain = "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
    return rng.choice([str.upper, str.lower, str.title])(rng.choice([word, plain]))


@given(given_name=WORDS, family=WORDS, native=WORDS, seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_person_is_found_by_any_words_of_any_name(
    centre: Centre, given_name: str, family: str, native: str, seed: int
) -> None:
    names = {"given_latin": given_name, "family_latin": family, "name_native": native}
    learner = make_learner(centre, given_cyrillic="", family_cyrillic="", **names)
    rng = Random(seed)  # noqa: S311
    words = rng.sample([given_name, family, native], rng.randint(1, 3))
    question = " ".join(changed(word, rng) for word in words)
    if any(one.isalpha() for one in question):
        assert learner.id in {one.id for one in found(coordinator_of(centre), question)}, question
