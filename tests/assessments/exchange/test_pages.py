"""Importing and exporting through the pages: preview, confirm, download, and everything that can go wrong."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.exchange import actions, queries
from lms.assessments.exchange.comparing import Fate, Outcome
from lms.assessments.exchange.formats import FORMATS, Format, read_any
from lms.assessments.exchange.found import Incoming
from lms.assessments.exchange.making import DEFAULTS
from lms.assessments.exchange.queries import Wanted
from lms.assessments.items.models import Item, ItemVersion, Sound
from lms.assessments.quizzes.models import Quiz
from lms.assessments.states import ItemKind, ItemLevel, ItemState, Skill
from lms.centres.models import Centre
from lms.database import db
from tests.factories import make_centre, make_staff, save

SignIn = Callable[[Account], FlaskClient]
GIFT = """// [id:A1-R-71]
Кой е тук? {=аз ~ти#Пита се за мен. ~тя}

Къде е пощата? {=до аптеката ~в аптеката ~зад аптеката}

Само текст.
"""


@pytest.fixture
def teacher(app: Flask) -> Account:
    return make_staff(Role.TEACHER, make_centre())


@pytest.fixture
def page(teacher: Account, client_as: SignIn) -> FlaskClient:
    return client_as(teacher)


def upload(page: FlaskClient, data: str | bytes, name: str = "въпроси.txt", **said: str) -> Any:
    data = data.encode() if isinstance(data, str) else data
    form = {"file": (io.BytesIO(data), name), "level": "A1", "skill": "reading", "topic": "people"} | said
    return page.post("/items/import", data=form)


def token(answer: Any) -> str:
    found = re.search(r'name="offer" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def confirm(page: FlaskClient, answer: Any) -> Any:
    return page.post("/items/import/confirm", data={"offer": token(answer)})


def stored() -> dict[str, list[ItemVersion]]:
    return {item.code: item.versions for item in db.session.scalars(select(Item).order_by(Item.id))}


def acts() -> list[tuple[str, dict[str, Any]]]:
    asked = select(AuditLine).where(AuditLine.act.startswith("item.")).order_by(AuditLine.id)
    return [(line.act, line.detail) for line in db.session.scalars(asked)]


def test_a_file_is_shown_and_then_written_as_drafts(page: FlaskClient, teacher: Account) -> None:
    shown = upload(page, GIFT, level="A2", topic="city", grammar="наречия за място")
    assert shown.status_code == 200
    assert "There is nothing to answer." in shown.text
    assert "<strong>2</strong> items will be added" in shown.text
    assert stored() == {}
    answer = confirm(page, shown)
    assert (answer.status_code, answer.location) == (303, "/items")
    found = stored()
    assert list(found) == ["A1-R-71", "A2-R-1000"]
    version = found["A2-R-1000"][0]
    assert (version.state, version.author_id, version.version) == (ItemState.DRAFT, teacher.id, 1)
    assert (version.level, version.topic, version.grammar) == (ItemLevel.A2, "city", "наречия за място")
    assert version.body["stem"] == "Къде е пощата?"
    assert acts() == [("item.import", {"created": 2, "versions": 0})]
    assert "2 items were added as drafts." in page.get("/items").text


def test_a_draft_that_lacks_notes_can_be_looked_at(page: FlaskClient) -> None:
    every = "\n\n".join(
        (
            "Петък е ден. {T}",
            "Аз {=съм =бях} тук.",
            "Свържете. {=котка -> мяу =куче -> бау =крава -> му = -> ку}",
            "Кои? {~%50%а ~%50%б ~%-50%в ~%-50%г}",
            "Напишете. {}",
            "Кой? {=аз ~ти ~тя}",
        )
    )
    confirm(page, upload(page, every))
    for item in db.session.scalars(select(Item)).all():
        assert page.get(f"/items/{item.id}").status_code == 200
    assert len(stored()) == 6


def test_the_same_file_again_brings_nothing(page: FlaskClient) -> None:
    confirm(page, upload(page, GIFT))
    again = upload(page, GIFT)
    assert "<strong>2</strong> are in the bank already" in again.text
    confirm(page, again)
    assert {code: len(versions) for code, versions in stored().items()} == {"A1-R-71": 1, "A1-R-1000": 1}


def test_another_wording_is_a_new_draft_and_what_is_live_stays(page: FlaskClient, teacher: Account) -> None:
    confirm(page, upload(page, GIFT))
    first = stored()["A1-R-71"][0]
    first.state = ItemState.LIVE
    db.session.commit()
    shown = upload(page, GIFT.replace("~тя", "~те"))
    assert "<strong>1</strong> item will get a new version" in shown.text
    confirm(page, shown)
    versions = stored()["A1-R-71"]
    assert [(one.version, one.state, one.body["choices"][2]["text"]) for one in versions] == [
        (1, ItemState.LIVE, "тя"),
        (2, ItemState.DRAFT, "те"),
    ]
    assert acts()[-1] == ("item.import", {"created": 0, "versions": 1})
    # The wording that is live is in the bank, too.
    assert "<strong>2</strong> are in the bank already" in upload(page, GIFT).text


def test_a_recording_stays_with_its_words(app: Flask, teacher: Account) -> None:
    said = {"lines": [{"who": "woman", "say": "Добър ден!"}]}
    body = {"instruction": "listen_answer", "audio": said, "stem": "Какво чувате?", "key": "a", "choices": []}
    sound = save(Sound(digest="0" * 64, data=b"ID3", seconds=1.0, synthetic=True))
    version = ItemVersion(level=ItemLevel.A1, skill=Skill.LISTENING, kind=ItemKind.SINGLE_CHOICE, topic="people",
                          grammar="поздрав", body=body, sound=sound)  # fmt: skip
    save(Item(code="A1-L-11", versions=[version]))
    item = {"code": "A1-L-11", "level": "A1", "skill": "listening", "kind": "single_choice", "topic": "people"}
    for stem, lines, kept in (("Кой?", said, sound), ("Кой?", {"lines": []}, None)):
        came = Incoming("", "", item | body | {"stem": stem, "audio": lines})
        actions.take_items(teacher.viewer, [Outcome(came, Fate.VERSION, "A1-L-11")])
        assert stored()["A1-L-11"][-1].sound is kept


def test_what_changed_since_the_preview_is_shown_again(page: FlaskClient) -> None:
    shown = upload(page, GIFT)
    confirm(page, upload(page, GIFT.replace("~тя", "~те")))
    before = len(stored())
    again = confirm(page, shown)
    assert again.status_code == 200
    assert "The bank has changed since the preview" in again.text
    assert len(stored()) == before
    assert confirm(page, again).status_code == 303
    assert len(stored()["A1-R-71"]) == 2


def test_confirming_twice_writes_once(page: FlaskClient) -> None:
    shown = upload(page, GIFT)
    confirm(page, shown)
    assert confirm(page, shown).status_code == 200
    assert {len(versions) for versions in stored().values()} == {1}


def test_all_of_a_file_is_written_or_nothing(
    page: FlaskClient, teacher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = upload(page, GIFT)
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    # Somebody writes an item with a code of the file after it was compared.
    monkeypatch.setattr(actions.queries, "codes_like", lambda _prefix: [])
    item = read_any(GIFT.encode(), "x.txt", DEFAULTS).items[1]
    save(Item(code="A1-R-1000", versions=[actions._draft(teacher.viewer, "A1-R-1000", item.item | {"stem": "Друго?"})]))
    answer = confirm(page, shown)
    assert answer.location == "/items/import"
    assert "in the same moment" in page.get(answer.location).text
    assert list(stored()) == ["A1-R-1000"]
    assert acts() == []


@pytest.mark.parametrize("forged", ["", "x", "abc.def.ghi"])
def test_a_forged_offer_is_refused(page: FlaskClient, forged: str) -> None:
    answer = page.post("/items/import/confirm", data={"offer": forged})
    assert answer.status_code in (303, 400)
    assert page.post("/items/import/messages.xlsx", data={"offer": forged}).status_code == answer.status_code
    assert stored() == {}


def test_a_long_offer_is_taken_and_looked_at(page: FlaskClient) -> None:
    """Other forms may be no longer than two megabytes."""
    answer = page.post("/items/import/confirm", data={"offer": "x" * 3_000_000})
    assert "too old" in page.get(answer.location).text


def test_an_offer_is_of_one_account(page: FlaskClient, client_as: SignIn) -> None:
    shown = upload(page, GIFT)
    other = client_as(make_staff(Role.COORDINATOR, make_centre()))
    answer = confirm(other, shown)
    assert "of another account" in other.get(answer.location).text
    assert stored() == {}


def test_an_offer_is_too_old_after_a_day(page: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    shown = upload(page, GIFT)
    monkeypatch.setattr("lms.assessments.exchange.offering.AGE", timedelta(seconds=-1))
    answer = confirm(page, shown)
    assert "too old" in page.get(answer.location).text
    assert stored() == {}


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x00\x01", "x.bin", "no file of questions"),
        (b"", "x.xml", "no questions"),
        (b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "x.xml", "types or entities"),
        (b"PK\x03\x04", "x.zip", "archive is damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_at_the_field(page: FlaskClient, data: bytes, name: str, said: str) -> None:
    answer = upload(page, data, name)
    assert answer.status_code == 422
    assert said in answer.text


def test_without_a_file_or_with_strange_choices_nothing_happens(page: FlaskClient) -> None:
    assert "Choose a file." in page.post("/items/import", data={"level": "A1"}).text
    assert upload(page, GIFT, level="C2").status_code == 422


def test_every_message_can_be_taken_along(page: FlaskClient) -> None:
    shown = upload(page, GIFT)
    answer = page.post("/items/import/messages.xlsx", data={"offer": token(shown)})
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.data)).active.iter_rows()]
    assert [row[3] for row in rows[1:]] == ["new", "new", "not taken in"]
    assert rows[3][4] == "There is nothing to answer."
    assert rows[1][6] == "Grammar point, Why the key is right, Why it tempts"


def test_the_template_is_offered(page: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(page.get("/items/import/template.xlsx").data))
    assert [sheet.title for sheet in book] == ["Items", "Examples", "Words"]


# --- ten thousand ---------------------------------------------------------------------------------------------------

MANY = 10_000
WRONG = 100
"""One of so many has a mistake."""


def many() -> str:
    blocks = []
    for n in range(MANY):
        wrong = "" if n % WRONG else "{"
        blocks.append(f"Час {n}? {{=да ~не ~пак}}{wrong}")
    return "\n\n".join(blocks)


def test_ten_thousand_questions_with_mistakes_are_told_apart_and_written_at_once(page: FlaskClient) -> None:
    shown = upload(page, many())
    assert "<strong>9,900</strong> items will be added" in shown.text
    assert "<strong>100</strong> are left out" in shown.text
    assert "line 1" in shown.text
    assert shown.text.count("<tr>") < 400
    assert confirm(page, shown).status_code == 303
    assert db.session.scalar(select(func.count(ItemVersion.id))) == MANY - MANY // WRONG
    codes = db.session.scalars(select(Item.code)).all()
    assert (min(codes, key=len), len(set(codes))) == ("A1-R-1000", MANY - MANY // WRONG)
    assert acts() == [("item.import", {"created": MANY - MANY // WRONG, "versions": 0})]


def test_a_file_too_large_to_be_sent_back_is_refused(
    page: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.assessments.exchange.offering._BESIDES", 10 * 1024 * 1024)
    answer = upload(page, GIFT)
    assert "too much for one import" in answer.text


# --- giving out -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", Format)
def test_what_is_given_out_comes_back_as_the_same(
    page: FlaskClient, quiz: Quiz, teacher: Account, format_: Format
) -> None:
    answer = page.get(f"/items/export/file?format={format_}&level=A1")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    wanted = queries.wanted_items(teacher.viewer, Wanted(level=ItemLevel.A1))
    found = read_any(answer.data, f"items.{FORMATS[format_].ending}", DEFAULTS)
    assert [one.item for one in found.items] == wanted
    assert acts()[-1] == ("item.export", {"format": format_.value, "items": len(wanted)})
    shown = upload(page, answer.data, f"items.{FORMATS[format_].ending}")
    assert f"<strong>{len(wanted)}</strong> are in the bank already" in shown.text


def test_what_is_lost_is_told_before_the_file_is_fetched(page: FlaskClient, quiz: Quiz, teacher: Account) -> None:
    answer = page.get("/items/export?format=gift&skill=reading")
    heard = sum("audio" in one for one in queries.wanted_items(teacher.viewer, Wanted(skill=Skill.READING)))
    assert f"What is lost ({heard})" in answer.text
    assert "The recording is not in the file; what is said stands in a comment." in answer.text
    sheet = load_workbook(io.BytesIO(page.get("/items/export/left-out.xlsx?format=gift&skill=reading").data)).active
    assert sheet.max_row == heard + 1


def test_a_draft_is_given_out_where_drafts_are_asked_for(page: FlaskClient, teacher: Account) -> None:
    confirm(page, upload(page, GIFT))
    stored()["A1-R-71"][0].state = ItemState.LIVE
    confirm(page, upload(page, GIFT.replace("~тя", "~те")))

    def third(state: ItemState | None) -> str:
        first = queries.wanted_items(teacher.viewer, Wanted(state=state))[-1]
        return str(first["choices"][2]["text"])

    assert (third(None), third(ItemState.LIVE), third(ItemState.DRAFT)) == ("тя", "тя", "те")
    assert queries.wanted_items(teacher.viewer, Wanted(state=ItemState.RETIRED)) == []


def test_nothing_is_given_out_where_there_is_nothing(page: FlaskClient, quiz: Quiz) -> None:
    assert "There are no such items" in page.get("/items/export?format=csv&state=retired").text
    assert page.get("/items/export/file?format=csv&state=retired").status_code == 404
    assert page.get("/items/export?format=nothing").status_code == 422
    assert page.get("/items/export/file?format=nothing").status_code == 400
    assert acts() == []


def test_a_text_table_holds_no_formula(page: FlaskClient) -> None:
    confirm(page, upload(page, "Кой е? {\\=HYPERLINK(1) ~@SUM(A1) ~-1 =\\=2}".replace("{\\=HYPERLINK(1) ", "{")))
    data = page.get("/items/export/file?format=csv").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row]
    assert "'=2" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_only_who_may_write_items_sees_the_links(client_as: SignIn, quiz: Quiz, centre: Centre) -> None:
    for role, seen in ((Role.TEACHER, True), (Role.COORDINATOR, True)):
        text = client_as(make_staff(role, centre)).get("/items").text
        assert ("/items/import" in text, "/items/export" in text) == (seen, seen)
