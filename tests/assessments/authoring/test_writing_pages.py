"""Writing an item on its page: every kind from empty to offered, with and without a script, nothing lost on the way."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.models import Item, ItemVersion, Sound
from lms.assessments.states import ItemKind, ItemState
from lms.centres.models import Centre
from lms.database import db
from tests.assessments.authoring.sending import fields_of, form_of
from tests.assessments.items.test_flaws import item as whole_item
from tests.factories import make_staff, save

SignIn = Callable[[Account], FlaskClient]
SKILLS = {ItemKind.SPOKEN: "speaking", ItemKind.WRITTEN: "writing"}
MODEL = {ItemKind.SPOKEN: "Казвам се Марта.", ItemKind.WRITTEN: "Здравей! Идвам утре."}


@pytest.fixture
def author(centre: Centre) -> Account:
    return make_staff(Role.TEACHER, centre, name="Весела Авторова")


@pytest.fixture
def writing(client_as: SignIn, author: Account) -> FlaskClient:
    return client_as(author)


def whole(app: Flask, kind: ItemKind, **changes: Any) -> list[tuple[str, str]]:
    """What a browser sends for a whole item of a kind."""
    body = whole_item(kind)
    if kind in MODEL:
        body["model"] = MODEL[kind]
    if kind is ItemKind.GAP_TYPED:
        body["stem"] = "Аз ___ и тя ___."
    instructions = {
        ItemKind.SEVERAL_CHOICES: "read_several",
        ItemKind.TRUE_FALSE: "read_true_false",
        ItemKind.DIALOGUE: "choose_reply",
        ItemKind.PICTURE_CHOICE: "picture_for_word",
        ItemKind.GAP_TYPED: "type_gap",
        ItemKind.GAP_LIST: "choose_for_gaps",
        ItemKind.ORDERING: "order_words",
        ItemKind.MATCHING: "match_pairs",
        ItemKind.SPOKEN: "say_short",
        ItemKind.WRITTEN: "write_short",
    }
    body["instruction"] = instructions.get(kind, body["instruction"])
    with app.test_request_context():
        form = form_of(kind, body, skill=SKILLS.get(kind, "use_of_language"))
        sent = [(name, value) for name, value in fields_of(form) if name not in changes]
    return sent + [(name, value) for name, value in changes.items() if value is not None]


def send(client: FlaskClient, address: str, fields: list[tuple[str, str]], do: str) -> Any:
    return client.post(address, data=MultiDict([*fields, ("do", do)]))


def the_version() -> ItemVersion:
    return db.session.scalars(select(ItemVersion)).one()


def values(page: str, name: str) -> str:
    """What stands in a field of a page."""
    found = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>([^<]*)', page)
    assert found, name
    in_tag = re.search(r'value="([^"]*)"', found[0])
    return in_tag[1] if in_tag else found[1].strip()


@pytest.mark.parametrize("kind", ItemKind)
def test_an_item_of_each_kind_is_written_and_offered(
    app: Flask, writing: FlaskClient, author: Account, kind: ItemKind
) -> None:
    assert writing.get(f"/items/new/{kind}").status_code == 200
    answer = send(writing, f"/items/new/{kind}", whole(app, kind), "offer")
    assert answer.status_code == 303, re.findall(r'field-error"[^>]*>([^<]*)', answer.text)
    version = the_version()
    assert (version.state, version.kind, version.author_id) == (ItemState.DRAFT, kind, author.id)
    assert version.offered_at is not None
    page = writing.get(answer.location).text
    assert "waits for review" in page
    assert "Your review" not in page  # it is the author who looks
    assert writing.get(f"/items/{version.item_id}/edit").status_code == 200


@pytest.mark.parametrize("kind", ItemKind)
def test_a_draft_of_each_kind_may_be_kept_empty(writing: FlaskClient, kind: ItemKind) -> None:
    fields = [("level", "A1"), ("topic", "home"), ("within", "middle")]
    answer = send(writing, f"/items/new/{kind}", fields, "save")
    assert answer.status_code == 303
    version = the_version()
    assert (version.state, version.offered_at) == (ItemState.DRAFT, None)
    for page in (answer.location, f"/items/{version.item_id}/edit", "/items"):
        assert writing.get(page).status_code == 200


def test_an_unfinished_item_is_not_offered_and_says_at_each_field_what_is_missing(
    app: Flask, writing: FlaskClient
) -> None:
    fields = whole(app, ItemKind.SINGLE_CHOICE, why=None, grammar=None, key=None)
    fields = [(name, "" if name == "choices-1-tempts" else value) for name, value in fields]
    answer = send(writing, "/items/new/single_choice", fields, "offer")
    assert answer.status_code == 422
    for message in ("Say why the key is right.", "Say what the item asks for.", "Mark the choice that is right."):
        assert message in answer.text
    assert "Why it tempts b: Say why somebody who does not know would choose it." in answer.text
    assert values(answer.text, "choices-0-text") == "съм"
    assert db.session.scalar(select(ItemVersion)) is None


def test_rows_are_added_and_removed_without_a_script(app: Flask, writing: FlaskClient) -> None:
    fields = whole(app, ItemKind.SINGLE_CHOICE)
    page = send(writing, "/items/new/single_choice", fields, "add:choices").text
    assert values(page, "choices-3-text") == ""
    assert values(page, "choices-2-text") == "е"
    assert "Add a choice" not in page  # four are enough
    four = [*fields, ("choices-3-text", "сме"), ("choices-3-tempts", "Прилича.")]
    moved = [(name, "3" if name == "key" else value) for name, value in four]
    page = send(writing, "/items/new/single_choice", moved, "remove:choices:0").text
    assert [values(page, f"choices-{n}-text") for n in range(3)] == ["си", "е", "сме"]
    assert re.search(r'name="key" id="key-2" value="2" checked', page)
    assert values(page, "why") == "Така е."
    assert db.session.scalar(select(ItemVersion)) is None


def test_a_sentence_has_as_many_parts_as_gaps(app: Flask, writing: FlaskClient) -> None:
    fields = whole(app, ItemKind.GAP_TYPED, stem="Аз ____, ти __ и тя ___.")
    page = send(writing, "/items/new/gap_typed", fields, "preview").text
    assert [values(page, f"gaps-{n}-accept") for n in range(3)] == ["чета", "чете", ""]
    page = send(writing, "/items/new/gap_typed", whole(app, ItemKind.GAP_TYPED, stem="Аз ___."), "preview").text
    # Nothing that was written goes by itself.
    assert values(page, "gaps-1-accept") == "чете"
    answer = send(writing, "/items/new/gap_typed", whole(app, ItemKind.GAP_TYPED, stem="Аз ___."), "offer")
    assert "There must be 2 gap (___), and there are 1." in answer.text


def test_the_preview_shows_what_the_learner_sees_and_not_the_key(app: Flask, writing: FlaskClient) -> None:
    fields = whole(app, ItemKind.SINGLE_CHOICE, stem="Къде ___ ти?")
    page = send(writing, "/items/preview/single_choice", fields, "").text
    assert "Къде" in page
    assert "What is missing in the sentence?" in page
    assert "Прилича." not in page
    assert "<html" not in page
    assert "Think about it" not in page


def test_the_preview_says_what_to_think_about(app: Flask, writing: FlaskClient) -> None:
    first = send(writing, "/items/new/single_choice", whole(app, ItemKind.SINGLE_CHOICE), "save")
    assert first.status_code == 303
    code = db.session.scalars(select(Item.code)).one()
    changed = [("choices-0-text", "съм съвсем сигурно")]
    fields = [one for one in whole(app, ItemKind.SINGLE_CHOICE) if one[0] != "choices-0-text"] + changed
    page = send(writing, "/items/preview/single_choice", fields, "").text
    assert f"{code} asks the same." in page
    assert "The length of “съм съвсем сигурно” gives it away." in page
    # It is not its own double.
    again = send(writing, f"/items/preview/single_choice?item={the_version().item_id}", fields, "").text
    assert "asks the same" not in again
    latin = send(
        writing, "/items/preview/single_choice", whole(app, ItemKind.SINGLE_CHOICE, stem="Kъде ___ ти?"), ""
    ).text
    assert "Latin letters in “Kъде”." in latin


def test_an_instruction_to_listen_without_anything_to_hear_is_remarked(app: Flask, writing: FlaskClient) -> None:
    fields = whole(app, ItemKind.SINGLE_CHOICE, instruction="listen_answer", stem="Къде?")
    assert "there is nothing to be heard" in send(writing, "/items/preview/single_choice", fields, "").text


def test_a_draft_is_worded_anew_and_an_old_page_does_not_overwrite_it(app: Flask, writing: FlaskClient) -> None:
    send(writing, "/items/new/single_choice", whole(app, ItemKind.SINGLE_CHOICE), "save")
    version = the_version()
    address = f"/items/{version.item_id}/edit"
    seen = values(writing.get(address).text, "seen")
    first = send(writing, address, whole(app, ItemKind.SINGLE_CHOICE, stem="Ти ___ Марта.", seen=seen), "save")
    assert first.status_code == 303
    db.session.expire_all()
    assert the_version().body["stem"] == "Ти ___ Марта."
    late = send(writing, address, whole(app, ItemKind.SINGLE_CHOICE, stem="Тя ___ Марта.", seen=seen), "save")
    assert late.status_code == 422
    assert "changed in another window" in late.text
    assert values(late.text, "stem") == "Тя ___ Марта."
    again = send(
        writing,
        address,
        whole(app, ItemKind.SINGLE_CHOICE, stem="Тя ___ Марта.", seen=values(late.text, "seen")),
        "save",
    )
    assert again.status_code == 303
    db.session.expire_all()
    assert the_version().body["stem"] == "Тя ___ Марта."


def test_the_same_draft_sent_twice_is_one_item(app: Flask, writing: FlaskClient) -> None:
    for _ in range(2):
        assert send(writing, "/items/new/matching", whole(app, ItemKind.MATCHING), "save").status_code == 303
    the_version()


def test_codes_follow_level_and_skill(app: Flask, writing: FlaskClient) -> None:
    for kind in (ItemKind.MATCHING, ItemKind.ORDERING):
        send(writing, f"/items/new/{kind}", whole(app, kind), "save")
    assert list(db.session.scalars(select(Item.code).order_by(Item.code))) == ["A1-U-501", "A1-U-502"]
    item = db.session.scalars(select(Item)).first()
    seen = values(writing.get(f"/items/{item.id}/edit").text, "seen")
    send(
        writing,
        f"/items/{item.id}/edit",
        whole(app, ItemKind.MATCHING, level="pre-A1", skill="reading", seen=seen),
        "save",
    )
    db.session.expire_all()
    assert item.code == "PRE-R-501"


def test_whoever_writes_several_goes_on_with_topic_and_level(app: Flask, writing: FlaskClient) -> None:
    send(writing, "/items/new/matching", whole(app, ItemKind.MATCHING, level="B1", topic="rights"), "save")
    page = writing.get("/items/new/ordering").text
    assert '<option selected value="B1">' in page
    assert '<option selected value="rights">' in page


def test_somebody_elses_draft_is_not_changed(
    app: Flask, client_as: SignIn, writing: FlaskClient, centre: Centre
) -> None:
    send(writing, "/items/new/matching", whole(app, ItemKind.MATCHING), "save")
    version = the_version()
    other = client_as(make_staff(Role.TEACHER, centre))
    assert other.get(f"/items/{version.item_id}/edit").status_code == 303
    answer = send(other, f"/items/{version.item_id}/edit", whole(app, ItemKind.MATCHING, level="B1"), "save")
    assert answer.status_code == 422
    assert "Somebody else is writing this draft." in answer.text
    assert "Take it over" not in other.get(f"/items/{version.item_id}").text


def test_what_is_live_gets_a_new_version_and_stays_until_it_is_reviewed(
    app: Flask, writing: FlaskClient, author: Account
) -> None:
    send(writing, "/items/new/matching", whole(app, ItemKind.MATCHING), "save")
    version = the_version()
    version.state = ItemState.LIVE
    db.session.commit()
    page = writing.get(f"/items/{version.item_id}/edit").text
    assert "What you save becomes version 2" in page
    answer = send(
        writing,
        f"/items/{version.item_id}/edit",
        whole(app, ItemKind.MATCHING, level="B1", seen=values(page, "seen")),
        "save",
    )
    assert "version=2" in answer.location
    db.session.expire_all()
    item = db.session.scalars(select(Item)).one()
    assert [(one.version, one.state, one.level) for one in item.versions] == [(1, "live", "A1"), (2, "draft", "B1")]
    shown = writing.get(answer.location).text
    assert "People are asked version 1." in shown
    assert "What changed" in shown
    assert "<del" in shown


def test_an_unknown_kind_is_not_there(writing: FlaskClient) -> None:
    assert writing.get("/items/new/riddle").status_code == 404
    assert writing.post("/items/preview/riddle").status_code == 404


@pytest.mark.parametrize(
    "button", ["add:choices-0", "remove:choices:99", "remove:seen:0", "add:gaps-9-choices", "<b>", "remove:choices:-1"]
)
def test_a_button_that_no_page_has_changes_nothing(app: Flask, writing: FlaskClient, button: str) -> None:
    page = send(writing, "/items/new/single_choice", whole(app, ItemKind.SINGLE_CHOICE), button)
    assert page.status_code == 200
    assert values(page.text, "choices-2-text") == "е"


def test_what_is_too_long_is_said_at_its_field(app: Flask, writing: FlaskClient) -> None:
    answer = send(writing, "/items/new/single_choice", whole(app, ItemKind.SINGLE_CHOICE, grammar="я" * 201), "save")
    assert answer.status_code == 422
    assert "Grammar point: Field cannot be longer than 200 characters." in answer.text


def test_a_passage_is_as_long_as_it_is_kept(app: Flask, writing: FlaskClient) -> None:
    lines = "\r\n".join(["а" * 9] * 120)  # 1199 letters with single ends of lines
    answer = send(writing, "/items/new/single_choice", whole(app, ItemKind.SINGLE_CHOICE, text=lines), "offer")
    assert answer.status_code == 303


def test_an_unknown_sound_is_no_sound(app: Flask, writing: FlaskClient) -> None:
    save(Sound(digest="a" * 64, data=b"x", seconds=1, synthetic=False))
    send(writing, "/items/new/matching", whole(app, ItemKind.MATCHING, sound="b" * 64), "save")
    assert the_version().sound is None
