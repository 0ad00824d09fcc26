"""The interview: every fact that may be asked, what does not fit together, and names while they are typed."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.learners import import_values, import_words
from lms.learners.doubts import doubts, with_number
from lms.learners.forms import NewLearnerForm
from lms.learners.models import BirthPrecision, Document, Learner, Meets, PartOfWeek, ResidenceStatus, Sex
from lms.learners.reasons import REASONS
from lms.learners.rules import Facts
from tests.factories import make_centre, make_learner, make_staff

SignIn = Callable[[Account], FlaskClient]
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "data-protection.md"
# Numbers that were made up; their last digits fit. The first says 12 May 1990, a woman.
EGN, LNCH = "9005127458", "1000000012"
WHOLE = {
    "given_latin": "Rana",
    "family_latin": "Al-Haddad",
    "preferred_name": "Рана",
    "phone": "0888 000 555",
    "language": "ar",
    "born": "12.05.1990",
    "sex": "female",
    "nationalities": "Syria, stateless",
    "mother_tongue": "Arabic",
    "other_languages": "English, Turkish",
    "reads_cyrillic": "no",
    "reads_latin": "yes",
    "reads_other": "yes",
    "schooling_years": "12",
    "document": "protection_card",
    "personal_number": EGN,
    "status": "humanitarian",
    "town": "София",
    "email": "rana@example.org",
    "available": ["morning", "weekend_morning"],
    "meets": "either",
    "child_care": "yes",
    "access_needs": "партер",
}
FACTS = {
    "nationalities": ("SY", "XX"),
    "mother_tongue": "ar",
    "other_languages": ("en", "tr"),
    "reads_cyrillic": False,
    "reads_latin": True,
    "reads_other": True,
    "schooling_years": 12,
    "document": Document.PROTECTION_CARD,
    "personal_number": EGN,
    "status": ResidenceStatus.HUMANITARIAN,
    "available": frozenset({PartOfWeek.MORNING, PartOfWeek.WEEKEND_MORNING}),
    "meets": Meets.EITHER,
    "child_care": True,
    "access_needs": "партер",
}


@pytest.fixture
def page(client_as: SignIn) -> FlaskClient:
    return client_as(make_staff(Role.COORDINATOR, make_centre(), make_centre()))


def centre_id() -> int:
    return db.session.scalars(select(Account)).one().centres[0].id


def test_everything_that_is_asked_is_kept_and_comes_back_into_the_form(page: FlaskClient) -> None:
    assert page.post("/learners/new", data=WHOLE | {"centre": centre_id()}).status_code == 303
    learner = db.session.scalars(select(Learner)).one()
    assert {name: getattr(learner, name) for name in FACTS} == FACTS
    form = page.get(f"/learners/{learner.id}/change").text
    for shown in ("Syria, stateless", "English, Turkish", "партер", EGN, "12.05.1990"):
        assert f'value="{shown}"' in form, shown
    fields = dict(re.findall(r'<(?:input|option)[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', form))
    assert fields["nationalities"] == "Syria, stateless"
    sent = WHOLE | {"mediator": 0, "seen": fields["seen"]}
    assert page.post(f"/learners/{learner.id}/change", data=sent).status_code == 303
    assert {name: getattr(learner, name) for name in FACTS} == FACTS


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("сир", ("SY",)),
        ("syr", ("SY",)),
        ("SY", ("SY",)),
        ("Сирия, Турция", ("SY", "TR")),
        ("Сирия;Сирия", ("SY",)),
        ("без гражданство", ("XX",)),
        ("Украйна / Русия,", ("UA", "RU")),
    ],
)
def test_a_few_letters_of_a_country_are_enough(written: str, codes: tuple[str, ...]) -> None:
    assert import_values.nationalities(written) == codes


@pytest.mark.parametrize(
    "written", ["zzz", "S", "инд", "Ала-бала", ",", ",".join(["UA", "RU", "SY", "TR", "IQ", "IR", "AF", "MD", "BY"])]
)
def test_a_country_that_is_not_known_or_not_sure_is_refused(app: Flask, written: str) -> None:
    with pytest.raises(ValueError, match=r"known|Which one|At most"):
        import_values.nationalities(written)


@pytest.mark.parametrize(
    ("written", "number"), [(EGN, EGN), (f"{EGN[:6]} {EGN[6:]}", EGN), (LNCH, LNCH), (int(LNCH), LNCH)]
)
def test_a_personal_number_is_read(written: str | int, number: str) -> None:
    assert import_words.personal_number(written) == number


@pytest.mark.parametrize("written", ["9005127450", "1000000019", "123", "12345678901", "٩٠٠٥١٢٧٤٥٨", "abcdefghij", ""])
def test_a_number_whose_last_digit_does_not_fit_is_refused(app: Flask, written: str) -> None:
    with pytest.raises(ValueError, match="digit"):
        import_words.personal_number(written)


def test_an_egn_says_the_birth_date_and_sex_that_were_left_open() -> None:
    facts = with_number(Facts(personal_number=EGN))
    assert (facts.born_on, facts.born_precision, facts.sex) == (date(1990, 5, 12), BirthPrecision.DAY, Sex.FEMALE)
    told = Facts(personal_number=EGN, born_on=date(1991, 1, 1), born_precision=BirthPrecision.YEAR, sex=Sex.MALE)
    assert with_number(told) == told
    assert with_number(Facts(personal_number=LNCH)).born_on is None


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        (Facts(personal_number=EGN, born_on=date(1990, 5, 12), born_precision=BirthPrecision.DAY), []),
        (Facts(personal_number=EGN, born_on=date(1990, 1, 1), born_precision=BirthPrecision.YEAR), []),
        (Facts(personal_number=EGN, born_on=date(1990, 5, 13), born_precision=BirthPrecision.DAY), ["born"]),
        (Facts(personal_number=EGN, sex=Sex.MALE), ["sex"]),
        (Facts(born_on=date(2010, 1, 1), born_precision=BirthPrecision.YEAR, schooling_years=16), ["schooling_years"]),
        (Facts(born_on=date(2010, 1, 1), born_precision=BirthPrecision.YEAR, schooling_years=8), []),
        (Facts(schooling_years=30), []),
    ],
)
def test_facts_that_disagree_are_doubted(facts: Facts, fields: list[str]) -> None:
    assert [doubt.field for doubt in doubts(facts, date(2026, 10, 14))] == fields


def test_a_doubt_is_said_once_and_let_through_by_whoever_is_certain(page: FlaskClient) -> None:
    said = WHOLE | {"centre": centre_id(), "sex": "male"}
    asked = page.post("/learners/new", data=said)
    assert asked.status_code == 422
    assert "The personal number is that of the other sex." in asked.text
    assert db.session.scalars(select(Learner)).all() == []
    assert page.post("/learners/new", data=said | {"certain": "y"}).status_code == 303
    assert db.session.scalars(select(Learner)).one().sex is Sex.MALE


def test_the_other_alphabet_is_suggested_while_a_name_is_typed(page: FlaskClient) -> None:
    assert page.get("/learners/names?latin=Yuliia").json == {"latin": "", "cyrillic": "Юлия"}
    assert page.get("/learners/names?cyrillic=Юлія").json == {"latin": "Yulia", "cyrillic": "Юлия"}
    long = page.get("/learners/names", query_string={"cyrillic": "щ" * 3000}).json
    assert long is not None
    assert len(long["latin"]) == 200
    assert page.get("/learners/names").json == {"latin": "", "cyrillic": ""}


def test_the_personal_number_is_seen_by_coordinators_and_looking_leaves_a_line(client_as: SignIn) -> None:
    centre = make_centre()
    coordinator, mediator = make_staff(Role.COORDINATOR, centre), make_staff(Role.MEDIATOR, centre)
    learner = make_learner(centre, personal_number=EGN, mediator=mediator)
    assert EGN not in client_as(coordinator).get(f"/learners/{learner.id}").text
    assert EGN not in client_as(mediator).get(f"/learners/{learner.id}").text
    assert client_as(mediator).get(f"/learners/{learner.id}/personal-number").status_code == 404
    assert EGN in client_as(coordinator).get(f"/learners/{learner.id}/personal-number").text
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "learner.number")).one()
    assert (line.account_id, line.detail) == (coordinator.id, {})


def test_what_to_do_next_is_three_buttons(page: FlaskClient) -> None:
    answer = page.post("/learners/new", data={"centre": centre_id(), "given_latin": "Rana", "sex": "female"})
    after = page.get(answer.headers["Location"]).text
    for button in ("Print the card", "To the placements", "Put on the waiting list"):
        assert button in after


def test_every_column_of_a_list_is_understood_in_both_languages(page: FlaskClient) -> None:
    book, centre = Workbook(), centre_id()
    book.active.append(
        ["Име", "Фамилия", "Вид документ", "ЕГН/ЛНЧ", "Гражданства", "Други езици", "Reads Latin",
         "Чете друга писменост", "Години образование", "Кога може", "Форма", "Child care", "Достъпност",
         "Чете кирилица", "Майчин език", "Статут"]
    )  # fmt: skip
    book.active.append(
        ["Rana", "Al-Haddad", "карта на чужденец с хуманитарен статут", EGN, "Сирия, без гражданство",
         "английски, турски", "да", "да", 12, "сутрин, събота сутрин", "и двете", "да", "партер", "не",
         "арабски", "хуманитарен"]
    )  # fmt: skip
    buffer = io.BytesIO()
    book.save(buffer)
    upload = {"centre": centre, "file": (io.BytesIO(buffer.getvalue()), "списък.xlsx")}
    address = page.post("/learners/import", data=upload).headers["Location"]
    preview = page.get(address).text
    assert "were not understood" not in preview
    assert page.post(address + "/confirm").status_code == 303
    learner = db.session.scalars(select(Learner)).one()
    assert {name: getattr(learner, name) for name in FACTS} == FACTS


def test_every_field_of_the_interview_says_why_and_the_documentation_says_the_same(app: Flask) -> None:
    with app.test_request_context():
        asked = {field.name for field in NewLearnerForm([], numbers=True)} - {"csrf_token", "certain", "centre"}
    assert asked == {name for reason in REASONS for name in reason.fields}
    written = [line for line in DOCUMENTATION.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    for reason in REASONS:
        assert f"| {reason.what} | {reason.why} | {reason.seen_by} |" in written


@pytest.mark.parametrize(
    ("said", "open_part"),
    [
        ({}, None),
        ({"name_native": "رنا"}, "name_native"),
        ({"email": "no address"}, "email"),
        ({"schooling_years": "30", "born": "1990"}, "schooling_years"),
        ({"child_care": "yes"}, "child_care"),
        ({"born": "2015"}, "guardian_name"),
        ({"guardian_phone": "no number"}, "guardian_name"),
        ({"unaccompanied": "y", "born": "31.31.2015"}, "guardian_name"),
    ],
)
def test_what_is_folded_away_opens_where_something_stands_in_it(
    page: FlaskClient, said: dict[str, str], open_part: str | None
) -> None:
    """The name is missing, so that the page comes back."""
    shown = page.post("/learners/new", data=said | {"centre": centre_id(), "sex": "female", "phone": "no number"}).text
    parts = re.findall(r'<details class="folded"( open)?>(.*?)</details>', shown, re.DOTALL)
    assert len(parts) == 6
    opened = [part for is_open, part in parts if is_open]
    assert [f'name="{open_part}"' in part for part in opened] == ([True] if open_part else [])
