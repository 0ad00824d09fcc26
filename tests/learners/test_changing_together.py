"""Two people who change one record: nobody's change is undone unseen."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.learners.change_rules import Meanwhile, meanwhile, seen
from tests.access.forms import forms_of, opened
from tests.factories import make_centre, make_learner, make_staff

SignIn = Callable[[Account], FlaskClient]
OLD, NEW, OTHER = "+359888000001", "+359888000002", "+359888000003"
THEIRS, BOTH, NOTHING = "only theirs", "both", "nothing"


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "found"),
    [
        ("a", "a", "a", NOTHING),
        ("a", "a", "b", NOTHING),
        ("a", "b", "b", NOTHING),
        ("a", "b", "a", THEIRS),
        ("a", "b", "c", BOTH),
        ("a", None, "a", THEIRS),
        ("a", None, "", NOTHING),
        (None, False, None, THEIRS),
        (None, 0, None, THEIRS),
        (None, frozenset(), (), NOTHING),
        (("BG",), ("BG", "SY"), ("BG",), THEIRS),
        (frozenset("ab"), frozenset("ba"), frozenset("abc"), NOTHING),
    ],
)
def test_what_somebody_else_changed(base: Any, theirs: Any, mine: Any, found: str) -> None:
    expected = {
        NOTHING: Meanwhile(),
        THEIRS: Meanwhile(only_theirs=frozenset({"x"})),
        BOTH: Meanwhile(both=frozenset({"x"})),
    }
    assert meanwhile(seen({"x": base}), {"x": theirs}, {"x": mine}) == expected[found]


@pytest.mark.parametrize("marks", ["", "\x00", "x", ".", "x.", "x.1 x.2", "[" * 5000, "\u202e<script>'\""])
def test_marks_that_cannot_be_read_count_as_changed(marks: str) -> None:
    assert meanwhile(marks, {"x": "a"}, {"x": "b"}).both == {"x"}
    assert not meanwhile(marks, {"x": "a"}, {"x": "a"})


@pytest.fixture
def two(client_as: SignIn) -> tuple[FlaskClient, Any, str]:
    centre = make_centre()
    learner = make_learner(centre, phone=OLD)
    return client_as(make_staff(Role.COORDINATOR, centre)), learner, f"/learners/{learner.id}/change"


@pytest.mark.parametrize(
    ("first", "second", "status", "phone_kept", "told"),
    [
        ({"phone": NEW}, {"language": "uk"}, 409, NEW, True),
        ({"phone": NEW}, {"phone": OTHER}, 409, OTHER, True),
        ({"phone": NEW}, {"phone": NEW, "town": "Pernik"}, 303, NEW, False),
        ({}, {"phone": OTHER}, 303, OTHER, False),
    ],
)
def test_the_second_is_shown_what_the_first_wrote_and_saves_again(
    two: tuple[FlaskClient, Any, str],
    first: dict[str, str],
    second: dict[str, str],
    status: int,
    phone_kept: str,
    told: bool,
) -> None:
    page, learner, address = two
    form = opened(page, address)
    assert page.post(address, data=form | first).status_code == 303
    late = page.post(address, data=form | second)
    assert late.status_code == status
    assert ("A colleague has changed this record" in late.text) is told
    if told:
        assert (learner.phone, learner.language) == (NEW, form["language"][0] or None)
        assert f"now <strong><bdi>{NEW}</bdi>" in late.text
        assert (f"you wrote <strong><bdi>{OTHER}</bdi>" in late.text) is (second.get("phone") == OTHER)
        again = next(one.fields for one in forms_of(late.text, address) if one.action == address)
        assert again["phone"] == [phone_kept]
        assert page.post(address, data=again).status_code == 303
    assert learner.phone == phone_kept
    assert all(getattr(learner, name) == value for name, value in second.items())


def test_a_tick_a_choice_and_the_mediator_are_told_in_words(client_as: SignIn) -> None:
    centre = make_centre()
    learner, mediator = make_learner(centre), make_staff(Role.MEDIATOR, centre)
    page, address = client_as(make_staff(Role.COORDINATOR, centre)), f"/learners/{learner.id}/change"
    form = opened(page, address)
    theirs = {"available": ["morning"], "mediator": str(mediator.id), "status": "refugee", "personal_number": ""}
    assert page.post(address, data=form | theirs).status_code == 303
    late = page.post(address, data=form | {"status": "humanitarian"})
    for words in ("Mornings", mediator.name, "refugee"):
        assert f"now <strong><bdi>{words}</bdi>" in late.text, words
    assert "you wrote <strong><bdi>humanitarian status</bdi>" in late.text


def test_a_form_without_marks_is_asked_about_and_a_wrong_field_keeps_them(two: tuple[FlaskClient, Any, str]) -> None:
    page, learner, address = two
    form = opened(page, address)
    assert page.post(address, data=form | {"seen": "forged", "town": "Pernik"}).status_code == 409
    assert learner.town is None
    wrong = page.post(address, data=form | {"email": "x@"})
    assert wrong.status_code == 422
    returned = next(one.fields for one in forms_of(wrong.text, address) if one.action == address)
    assert returned["seen"] == form["seen"]


def test_the_page_that_comes_back_leaves_a_line_as_opening_it_does(two: tuple[FlaskClient, Any, str]) -> None:
    page, _, address = two
    form = opened(page, address)
    page.post(address, data=form | {"phone": NEW})
    page.post(address, data=form | {"town": "Pernik"})
    acts = db.session.scalars(select(AuditLine.act).order_by(AuditLine.id)).all()
    assert acts == ["learner.view", "learner.change", "learner.view"]
