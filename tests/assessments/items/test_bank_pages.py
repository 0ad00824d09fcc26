"""The list of the bank and the page of an item: what is found, what waits, what can be done with it by whom."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.filters import Filters
from lms.assessments.items.models import ItemVersion, Sound
from lms.assessments.items.queries import ON_A_PAGE
from lms.assessments.items.versions import digest_of
from lms.assessments.states import ItemKind, ItemLevel, ItemState, Skill
from lms.centres.models import Centre
from lms.database import db
from tests.assessments.conftest import send
from tests.assessments.items.bank import BODY, make_version
from tests.factories import make_staff

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def author(centre: Centre) -> Account:
    return make_staff(Role.TEACHER, centre, name="Весела Авторова")


@pytest.fixture
def reviewer(centre: Centre) -> Account:
    return make_staff(Role.TEACHER, centre, name="Иван Четящ")


def codes(page: str) -> list[str]:
    """The codes of the items in a list, with the number of the version where it is not the first."""
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")
    found = [re.search(r">([^<]+)</a>(?:[^<]*<span[^>]*>version ([0-9]+))?", row) for row in rows]
    return [one[1] + (f"/{one[2]}" if one[2] else "") for one in found if one]


def test_what_stands_in_the_bank_is_listed_once_by_version(client_as: SignIn, author: Account) -> None:
    live = make_version(state=ItemState.LIVE)
    make_version(live.item, author=author)
    retired = make_version(state=ItemState.RETIRED)
    make_version(retired.item, state=ItemState.RETIRED)
    one, other = live.item.code, retired.item.code
    assert codes(client_as(author).get("/items").text) == [one, f"{one}/2", f"{other}/2"]


@pytest.mark.parametrize(
    "asked",
    [
        "state=live",
        "level=B1",
        "skill=listening",
        "kind=matching",
        "topic=doctor",
        "text=лекар+утре",
        "text=ЛЕКАР",
        "text=грамат",
        "text=a1-l-7",
        "state=live&level=B1&text=лекар",
    ],
)
def test_each_filter_finds_the_one_that_fits(client_as: SignIn, author: Account, asked: str) -> None:
    wanted = make_version(
        state=ItemState.LIVE,
        level=ItemLevel.B1,
        skill=Skill.LISTENING,
        kind=ItemKind.MATCHING,
        topic="doctor",
        grammar="граматика",
        body={"instruction": "match_pairs", "text": "Лекарят идва утре.", "pairs": []},
    )
    wanted.item.code = "A1-L-777"
    make_version(author=author)
    assert codes(client_as(author).get(f"/items?{asked}").text) == ["A1-L-777"]


def test_the_author_filter_names_those_who_wrote(client_as: SignIn, author: Account, reviewer: Account) -> None:
    mine = make_version(author=author)
    make_version(source="Azbuka")
    client = client_as(author)
    assert codes(client.get(f"/items?author={author.id}").text) == [mine.item.code]
    page = client.get("/items").text
    assert "Весела Авторова (you)" in page
    assert ">Иван Четящ" not in page


@pytest.mark.parametrize("asked", ["state=dead", "level=C2", "author=-1", "author=99999999999", "text=%25", "page=99"])
def test_what_no_filter_has_breaks_nothing(client_as: SignIn, author: Account, asked: str) -> None:
    make_version(author=author)
    assert client_as(author).get(f"/items?{asked}").status_code in (200, 404)


def test_signs_of_a_search_are_not_patterns(client_as: SignIn, author: Account) -> None:
    make_version()
    hundred = make_version(body=BODY | {"stem": "100% ___"})
    assert codes(client_as(author).get("/items?text=100%25").text) == [hundred.item.code]
    assert codes(client_as(author).get("/items?text=0_").text) == []


def test_filters_are_read_from_an_address() -> None:
    args = {"state": "draft", "level": "A1", "author": "7", "text": "  Къде  Е ", "to_review": "1"}
    assert Filters.read(args) == Filters(ItemState.DRAFT, ItemLevel.A1, author=7, text="къде е", to_review=True)
    assert not Filters.read({"text": "а", "to_review": "1"}).narrow


def test_a_long_list_has_pages_and_keeps_its_filters(client_as: SignIn, author: Account) -> None:
    for _ in range(ON_A_PAGE + 1):
        make_version(author=author)
    page = client_as(author).get("/items?state=draft").text
    assert len(codes(page)) == ON_A_PAGE
    assert "?state=draft&amp;page=2" in page
    assert len(codes(client_as(author).get("/items?state=draft&page=2").text)) == 1


def test_what_waits_for_somebodys_review(client_as: SignIn, author: Account, reviewer: Account) -> None:
    late = make_version(author=author, offered_at=clock.now())
    early = make_version(author=author, offered_at=clock.now() - timedelta(days=1))
    make_version(author=author)
    make_version(author=reviewer, offered_at=clock.now())
    page = client_as(reviewer).get("/items?to_review=1").text
    assert codes(page) == [early.item.code, late.item.code]
    assert re.search(r"Items.{0,90}> 2</span>", page, re.S)
    assert codes(client_as(author).get("/items?to_review=1").text) == [
        one.item.code for one in db.session.query(ItemVersion).filter_by(author_id=reviewer.id)
    ]


def test_nothing_to_review_says_so(client_as: SignIn, reviewer: Account) -> None:
    assert "Nothing waits for your review" in client_as(reviewer).get("/items?to_review=1").text


def test_an_item_is_reviewed_on_its_page_and_put_live_by_its_author(
    client_as: SignIn, author: Account, reviewer: Account
) -> None:
    version = make_version(author=author, offered_at=clock.now())
    address, seen = f"/items/{version.item_id}", digest_of(version)
    reads, writes = client_as(reviewer), client_as(author)
    assert "Put it live" not in writes.get(address).text
    assert "Is everything right that is marked as right, and nothing else?" in reads.get(address).text
    back = reads.post(f"{address}/review", data={"verdict": "returned", "comment": "", "seen": seen})
    assert back.status_code == 422
    assert "Say what is to be changed." in back.text
    assert "Sent back." in send(reads, f"{address}/review", verdict="returned", comment="Коя Марта?", seen=seen)
    page = writes.get(address).text
    assert "Иван Четящ sent it back:</" not in page
    assert "Коя Марта?" in page
    assert "Go on writing" in page
    version.offered_at = clock.now()
    db.session.commit()
    assert "It can go live now." in send(reads, f"{address}/review", verdict="approved", comment="Добре.", seen=seen)
    page = send(writes, f"{address}/live")
    assert "people are asked it from now on" in page
    assert "Иван Четящ approved it on" in page
    assert "Добре." in page


@pytest.mark.parametrize("verdict", ["", "perhaps"])
def test_a_review_without_a_verdict_says_so(
    client_as: SignIn, author: Account, reviewer: Account, verdict: str
) -> None:
    version = make_version(author=author, offered_at=clock.now())
    sent = {"verdict": verdict, "comment": "Думи", "seen": digest_of(version)}
    answer = client_as(reviewer).post(f"/items/{version.item_id}/review", data=sent)
    assert answer.status_code == 422
    assert "Думи" in answer.text


def test_an_author_who_reviews_their_own_draft_is_told_why_not(client_as: SignIn, author: Account) -> None:
    version = make_version(author=author, offered_at=clock.now())
    sent = {"verdict": "approved", "seen": digest_of(version)}
    answer = client_as(author).post(f"/items/{version.item_id}/review", data=sent)
    assert answer.status_code == 422
    db.session.refresh(version)
    assert version.state is ItemState.DRAFT


def test_only_a_coordinator_retires_and_takes_over(
    client_as: SignIn, author: Account, reviewer: Account, coordinator: Account
) -> None:
    live, draft = make_version(state=ItemState.LIVE), make_version(author=author)
    teacher = client_as(reviewer)
    assert "Retire it" not in teacher.get(f"/items/{live.item_id}").text
    assert teacher.post(f"/items/{live.item_id}/retire").status_code == 404
    assert teacher.post(f"/items/{draft.item_id}/take-over").status_code == 404
    at_desk = client_as(coordinator)
    assert "nobody is asked it any more" in send(at_desk, f"/items/{live.item_id}/retire")
    assert "You are its author now" in send(at_desk, f"/items/{draft.item_id}/take-over")
    db.session.expire_all()
    assert (live.state, draft.author_id) == (ItemState.RETIRED, coordinator.id)
    assert "There is no draft of somebody else" in send(at_desk, f"/items/{draft.item_id}/take-over")


def test_a_draft_is_given_up_on_its_page(client_as: SignIn, author: Account, reviewer: Account) -> None:
    version = make_version(author=author)
    address = f"/items/{version.item_id}"
    assert "Only whoever writes a draft can give it up." in send(client_as(reviewer), f"{address}/discard")
    assert "The draft is gone." in send(client_as(author), f"{address}/discard")
    assert client_as(author).get(address).status_code == 404


def test_an_older_version_is_shown_when_it_is_asked_for(client_as: SignIn, author: Account) -> None:
    first = make_version(state=ItemState.LIVE)
    make_version(first.item, author=author, body=BODY | {"stem": "Ти ___ Марта."})
    client = client_as(author)
    page = client.get(f"/items/{first.item_id}").text
    assert "There is a newer version: draft." in page
    assert "Ти" in client.get(f"/items/{first.item_id}?version=2").text
    # A version that is not there is no error: the one that people are asked is shown.
    assert "There is a newer version: draft." in client.get(f"/items/{first.item_id}?version=9").text


def test_the_page_of_an_item_says_when_a_computer_speaks(app: Flask, client_as: SignIn, author: Account) -> None:
    sound = Sound(digest="c" * 64, data=b"x", seconds=1.0, synthetic=True)
    version = make_version(author=author, sound=sound)
    assert "A computer speaks." in client_as(author).get(f"/items/{version.item_id}").text


def test_the_signs_of_a_form_do_not_leave_the_page(client_as: SignIn, author: Account) -> None:
    sent = MultiDict({"grammar": "<script>alert(1)</script>", "stem": "<b>___", "level": "A1", "topic": "home"})
    sent.update({"within": "middle", "do": "save"})
    answer = client_as(author).post("/items/new/single_choice", data=sent)
    page = client_as(author).get(answer.location).text
    assert "<script>alert" not in page
    assert "<b>" not in page
