"""Every item of the bank goes into its form and comes out as it was; a draft may lack anything."""

import random

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.authoring.sayings import said_of
from lms.assessments.items import content
from lms.assessments.items.content import Wording
from lms.assessments.items.keys import key_lines
from lms.assessments.items.unfinished import filled
from lms.assessments.judging.showing import show
from lms.assessments.judging.typed import USUAL, Leniency
from lms.assessments.states import ItemKind
from tests.assessments.authoring.sending import form_of, returned
from tests.assessments.judging.items import BODIES


def wordings() -> list[Wording]:
    return [item for file in content.read_all() for item in file.items]


def as_kept(body: dict[str, object]) -> dict[str, object]:
    """A body without what means the same as saying nothing."""
    kept = {name: value for name, value in body.items() if name not in ("author", "topic", "grammar")}
    if kept.get("within") == "middle":
        del kept["within"]
    if frozenset(map(Leniency, kept.get("forgive", ()))) == USUAL:
        del kept["forgive"]
    return kept


def test_every_item_of_the_bank_comes_back_as_it_was_and_is_whole(app: Flask) -> None:
    with app.test_request_context():
        for one in wordings():
            head = {"level": one.level, "skill": one.skill, "sound": "0" * 64 if "audio" in one.body else ""}
            form = returned(form_of(one.kind, one.body, **head))
            assert form.body == as_kept(one.body), one.code
            assert form.validate(), (one.code, form.errors)
            assert form.is_whole(), (one.code, form.errors)


@pytest.mark.parametrize("kind", ItemKind)
def test_a_form_of_each_kind_can_be_opened_empty_and_kept_so(app: Flask, kind: ItemKind) -> None:
    with app.test_request_context():
        form = returned(form_of(kind, {}, skill={"spoken": "speaking", "written": "writing"}.get(kind, "reading")))
        assert form.validate(), form.errors
        body = form.body
        assert not form.is_whole()
        # What lacks everything can still be shown.
        shown = filled(kind, body)
        show(kind, shown, "seed")
        key_lines(kind, shown)


def without_something(body: dict[str, object], rng: random.Random) -> None:
    """Take one thing out of a body, however deep."""
    part = body
    while True:
        names = [name for name in part if name not in ("id", "instruction", "who")]
        if not names:
            return
        name = rng.choice(names)
        value = part[name]
        deeper = value if isinstance(value, dict) else None
        if isinstance(value, list) and value and isinstance(value[0], dict):
            deeper = rng.choice(value)
        if deeper is None or rng.random() < 0.4:
            del part[name]
            return
        part = deeper


@given(st.sampled_from(ItemKind), st.randoms(use_true_random=False), st.integers(1, 4))
def test_whatever_a_draft_lacks_it_can_be_shown_and_opened(
    one_app: Flask, kind: ItemKind, rng: random.Random, lacking: int
) -> None:
    with one_app.test_request_context():
        body = said_again(kind)
        for _ in range(lacking):
            without_something(body, rng)
        shown = filled(kind, body)
        show(kind, shown, "seed")
        key_lines(kind, shown)
        # What a form keeps of it, it keeps.
        kept = returned(form_of(kind, body)).body
        assert returned(form_of(kind, kept)).body == kept


def said_again(kind: ItemKind) -> dict[str, object]:
    """A body of a kind that may be taken apart."""
    form = form_of(kind, {"instruction": None, **BODIES[kind]})
    return returned(form).body


def test_said_of_a_whole_body_says_which_is_right() -> None:
    said = said_of(ItemKind.SINGLE_CHOICE, BODIES[ItemKind.SINGLE_CHOICE] | {"key": "c"})
    assert said["key"] == "2"
