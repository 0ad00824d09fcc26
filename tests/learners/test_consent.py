"""Consent: asked for each purpose, answered by the person or the guardian, never overwritten, withdrawn in one act."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.errors import DomainError
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.learners.consent_actions import note_answer
from lms.learners.consent_models import Answer, Consent, Purpose
from lms.learners.consent_queries import consents_of, standings
from lms.learners.consent_texts import FILES, ConsentTextError, checked, current_version, languages, text_of
from lms.learners.models import BirthPrecision, Learner
from tests.factories import make_centre, make_learner, make_staff

SignIn = Callable[[Account], FlaskClient]
PUT_BEFORE_PEOPLE = Path(__file__).parent / "consent_texts.txt"


@pytest.fixture
def coordinator(app: Flask) -> Account:
    return make_staff(Role.COORDINATOR, make_centre())


@pytest.fixture
def learner(coordinator: Account) -> Learner:
    return make_learner(coordinator.centres[0], language="ar")


def test_every_text_stands_in_every_language_of_learners(app: Flask) -> None:
    assert languages() == app.config["SETTINGS"].languages
    for purpose in Purpose:
        lengths = {len(text_of(purpose, language).paragraphs) for language in languages()}
        assert len(lengths) == 1, purpose
        assert len({text_of(purpose, language).title for language in languages()}) == len(languages()), purpose
        assert text_of(purpose, "bg", current_version(purpose)) == text_of(purpose, "bg")
    with pytest.raises(KeyError):
        text_of(Purpose.FUNDER, "bg", 99)


def test_a_text_that_was_put_before_people_is_never_changed() -> None:
    """What somebody agreed to is a version in a language: a changed text is a new version, a new text a new line."""
    kept = dict(line.rsplit(" ", 1) for line in PUT_BEFORE_PEOPLE.read_text(encoding="utf-8").splitlines())
    now = {}
    for purpose in Purpose:
        for version in yaml.safe_load((FILES / f"{purpose.value}.yaml").read_text(encoding="utf-8"))["versions"]:
            for language, text in version["texts"].items():
                said = "\n".join([text["title"], *text["paragraphs"]])
                now[f"{purpose.value} {version['version']} {language}"] = sha256(said.encode()).hexdigest()[:16]
    assert now == kept


@pytest.mark.parametrize("flaw", ["purpose", "language", "number", "empty"])
def test_a_text_that_is_not_whole_is_refused_with_where_and_why(flaw: str) -> None:
    data = copy.deepcopy(yaml.safe_load((FILES / "funder.yaml").read_text(encoding="utf-8")))
    first = data["versions"][0]
    if flaw == "purpose":
        data["purpose"] = "photographs"
    elif flaw == "language":
        del first["texts"]["uk"]
    elif flaw == "number":
        data["versions"].append(first | {"version": first["version"] + 2})
    else:
        data["versions"] = []
    with pytest.raises(ConsentTextError, match=r"funder\.yaml"):
        checked(Purpose.FUNDER, data)


def test_answers_are_added_and_the_latest_counts(coordinator: Account, learner: Learner) -> None:
    by, today = coordinator.viewer, clock.today()
    for answer in (Answer.REFUSED, Answer.GIVEN, Answer.WITHDRAWN, Answer.GIVEN):
        note_answer(by, learner, Purpose.PHOTOGRAPHS, answer, today)
    answers = consents_of(learner)
    assert [one.answer for one in answers] == [Answer.GIVEN, Answer.WITHDRAWN, Answer.GIVEN, Answer.REFUSED]
    now = {one.purpose: one.given for one in standings(answers)}
    assert now == {Purpose.PROCESSING: False, Purpose.PHOTOGRAPHS: True, Purpose.FUNDER: False}
    first = answers[-1]
    assert (first.version, first.language, first.noted_by_id) == (1, "ar", coordinator.id)


def test_nothing_is_withdrawn_that_was_not_given(coordinator: Account, learner: Learner) -> None:
    by, today = coordinator.viewer, clock.today()
    with pytest.raises(DomainError, match="no consent to withdraw"):
        note_answer(by, learner, Purpose.FUNDER, Answer.WITHDRAWN, today)
    note_answer(by, learner, Purpose.FUNDER, Answer.GIVEN, today)
    with pytest.raises(DomainError, match="later answer is noted"):
        note_answer(by, learner, Purpose.FUNDER, Answer.WITHDRAWN, today - timedelta(days=1))
    with pytest.raises(DomainError, match="in the future"):
        note_answer(by, learner, Purpose.FUNDER, Answer.WITHDRAWN, today + timedelta(days=1))
    note_answer(by, learner, Purpose.FUNDER, Answer.WITHDRAWN, today)
    with pytest.raises(DomainError, match="no consent to withdraw"):
        note_answer(by, learner, Purpose.FUNDER, Answer.WITHDRAWN, today)


def test_for_a_minor_the_guardian_answers(coordinator: Account) -> None:
    born = date(clock.today().year - 12, 1, 1)
    minor = make_learner(coordinator.centres[0], born_on=born, born_precision=BirthPrecision.YEAR)
    with pytest.raises(DomainError, match="the guardian answers"):
        note_answer(coordinator.viewer, minor, Purpose.PROCESSING, Answer.GIVEN, clock.today())
    consent = note_answer(coordinator.viewer, minor, Purpose.PROCESSING, Answer.GIVEN, clock.today(), "Huda Al-Haddad")
    assert (consent.by_guardian, consent.guardian_name) == (True, "Huda Al-Haddad")


def test_an_intake_that_is_refused_for_the_guardian_keeps_nothing(client_as: SignIn, coordinator: Account) -> None:
    centre = coordinator.centres[0]
    said = {"centre": centre.id, "given_latin": "Rana", "sex": "female", "born": str(clock.today().year - 12)}
    page = client_as(coordinator)
    refused = page.post("/learners/new", data=said | {"consent_processing": "given"})
    assert refused.status_code == 422
    assert "the guardian answers" in refused.text
    assert 'value="Rana"' in refused.text
    assert db.session.scalars(select(Learner)).all() == []
    whole = said | {"consent_processing": "given", "consent_photographs": "refused", "guardian_name": "Huda Al-Haddad"}
    assert page.post("/learners/new", data=whole).status_code == 303
    assert {(one.purpose, one.answer) for one in db.session.scalars(select(Consent))} == {
        (Purpose.PROCESSING, Answer.GIVEN),
        (Purpose.PHOTOGRAPHS, Answer.REFUSED),
    }


def test_who_was_not_asked_is_listed_until_every_question_was(
    client_as: SignIn, coordinator: Account, learner: Learner
) -> None:
    page, stranger = client_as(coordinator), make_learner(make_centre())
    for purpose in Purpose:
        listed = page.get("/learners/consents").text
        assert learner.number in listed
        assert stranger.number not in listed
        form = {"purpose": purpose.value, "answer": "refused", "on": clock.today().isoformat(), "language": "ar"}
        assert page.post(f"/learners/{learner.id}/consents", data=form).status_code == 303
    assert learner.number not in page.get("/learners/consents").text
    assert "consent not asked yet" not in page.get(f"/learners/{learner.id}").text


@pytest.mark.parametrize(
    ("language", "direction", "signature"), [("ar", "rtl", "التوقيع"), ("fa", "rtl", "امضا"), ("uk", "ltr", "Підпис")]
)
def test_the_sheet_stands_in_the_person_s_language_beside_the_bulgarian(
    client_as: SignIn, coordinator: Account, learner: Learner, language: str, direction: str, signature: str
) -> None:
    learner.language = language
    db.session.commit()
    sheet = client_as(coordinator).get(f"/learners/{learner.id}/consents/print").text
    assert f'lang="{language}" dir="{direction}"' in sheet
    for purpose in Purpose:
        assert text_of(purpose, language).title in sheet
        assert text_of(purpose, "bg").title in sheet
    assert learner.name in sheet
    assert "Подпис" in sheet
    assert signature in sheet


def test_the_sheet_for_a_minor_says_in_both_languages_who_signs(client_as: SignIn, coordinator: Account) -> None:
    born = date(clock.today().year - 12, 1, 1)
    minor = make_learner(coordinator.centres[0], born_on=born, born_precision=BirthPrecision.YEAR, language="fr")
    sheet = client_as(coordinator).get(f"/learners/{minor.id}/consents/print").text
    assert "Подписва родител, настойник или представител." in sheet
    assert "le tuteur ou le représentant qui signe" in sheet


def test_the_texts_can_be_read_in_every_language(client_as: SignIn, coordinator: Account) -> None:
    page = client_as(coordinator)
    for language in languages():
        sheet = page.get(f"/learners/consents/print?language={language}").text
        assert all(text_of(purpose, language).title in sheet for purpose in Purpose)
        assert sheet.count("<article") == len(Purpose) * (1 if language == "bg" else 2)
    assert page.get("/learners/consents/print?language=xx").status_code == 200
