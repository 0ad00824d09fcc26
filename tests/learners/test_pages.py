"""The list of people, a person's page, the record's form and the cards."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.learners.models import Learner
from tests.access.forms import opened
from tests.factories import enrol, make_centre, make_cohort, make_learner, make_lesson, make_programme, make_staff

SignIn = Callable[[Account], FlaskClient]
NEW = {"given_latin": "Yulia", "family_latin": "Bondar", "sex": "female", "born": "1990"}


def test_a_person_is_added_with_both_alphabets_and_found_by_either(client_as: SignIn) -> None:
    centre = make_centre()
    page = client_as(make_staff(Role.COORDINATOR, centre))
    form = {"centre": centre.id, "phone": "02 555 0101", "name_native": "Юлія Бондар", "sex": "female"}
    assert page.post("/learners/new", data=NEW | form).status_code == 303
    yulia = db.session.scalars(select(Learner)).one()
    assert yulia.name_bg == "Юлия Бондар"
    for query in ("юлия", "BOND", "bondar yul", "Юлія", yulia.number, "025550101", "0101"):
        assert "Yulia Bondar" in page.get("/learners", query_string={"q": query}).text, query
    assert "Nobody was found" in page.get("/learners?q=марина").text


def test_bad_input_is_said_at_the_field_and_kept(client_as: SignIn) -> None:
    centre = make_centre()
    page = client_as(make_staff(Role.COORDINATOR, centre))
    bad = NEW | {
        "centre": centre.id,
        "born": "31.02.1990",
        "phone": "няма",
        "email": "yulia@",
        "given_latin": "",
    }
    answer = page.post("/learners/new", data=bad)
    assert answer.status_code == 422
    for message in ("There is no such day.", "not a telephone number", "not an e-mail address"):
        assert message in answer.text
    assert 'value="31.02.1990"' in answer.text
    nameless = page.post("/learners/new", data={"centre": centre.id, "sex": "female"})
    assert "Write the name in Latin or Cyrillic letters too" in nameless.text


def test_a_foreign_centre_cannot_be_chosen(client_as: SignIn) -> None:
    page = client_as(make_staff(Role.COORDINATOR, make_centre()))
    assert page.post("/learners/new", data=NEW | {"centre": make_centre().id}).status_code == 422


def test_a_record_is_changed_and_the_line_names_only_the_fields(client_as: SignIn) -> None:
    centre = make_centre()
    learner, mediator = make_learner(centre), make_staff(Role.MEDIATOR, centre)
    page = client_as(make_staff(Role.COORDINATOR, centre))
    address = f"/learners/{learner.id}/change"
    change = opened(page, address) | NEW | {"mediator": mediator.id, "town": "Бургас"}
    assert page.post(address, data=change).status_code == 303
    assert (learner.name, learner.town, learner.mediator_id) == ("Yulia Bondar", "Бургас", mediator.id)
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "learner.change")).one()
    assert "town" in line.detail["fields"]
    assert "Бургас" not in str(line.detail)


def test_looking_at_a_person_leaves_a_line(client_as: SignIn) -> None:
    centre = make_centre()
    learner, coordinator = make_learner(centre), make_staff(Role.COORDINATOR, centre)
    client_as(coordinator).get(f"/learners/{learner.id}")
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "learner.view")).one()
    assert (line.account_id, line.subject_id) == (coordinator.id, learner.id)


@pytest.mark.parametrize(("role", "sees"), [(Role.COORDINATOR, True), (Role.MEDIATOR, True)])
def test_who_may_reach_a_person_sees_how(client_as: SignIn, role: Role, sees: bool) -> None:
    centre = make_centre()
    viewer = make_staff(role, centre)
    learner = make_learner(centre, phone="+35925550101", mediator=viewer if role is Role.MEDIATOR else None)
    page = client_as(viewer).get(f"/learners/{learner.id}").text
    assert ("+35925550101" in page) is sees


def test_a_mediator_sees_only_the_people_they_accompany(client_as: SignIn) -> None:
    centre = make_centre()
    mediator = make_staff(Role.MEDIATOR, centre)
    theirs, other = make_learner(centre, mediator=mediator), make_learner(centre)
    page = client_as(mediator)
    assert page.get(f"/learners/{theirs.id}").status_code == 200
    assert page.get(f"/learners/{other.id}").status_code == 404
    assert other.number not in page.get("/learners").text


def test_cards_are_printed_with_a_code_a_qr_and_a_pin_that_works(client_as: SignIn, client: FlaskClient) -> None:
    centre = make_centre()
    learner = make_learner(centre, language="ar")
    sheet = client_as(make_staff(Role.COORDINATOR, centre)).post("/learners/cards", data={"learner": learner.id}).text
    account = learner.account
    assert account is not None
    assert f"{account.card_code[:4]}-{account.card_code[4:]}" in sheet
    assert "<svg" in sheet
    assert "style=" not in sheet
    pin = sheet.split("ПИН</dt><dd><bdi>")[1][:6]
    assert client.post("/card", data={"code": account.card_code, "pin": pin}).status_code == 303


def test_cards_of_another_centre_are_not_made(client_as: SignIn) -> None:
    centre = make_centre()
    own, other = make_learner(centre), make_learner(make_centre())
    page = client_as(make_staff(Role.COORDINATOR, centre))
    assert page.post("/learners/cards", data={"learner": [own.id, other.id]}).status_code == 404
    assert own.account is None
    assert page.post("/learners/cards").status_code == 400


def test_a_telephone_is_found_only_by_who_may_see_it(client_as: SignIn) -> None:
    centre = make_centre()
    mediator, teacher = make_staff(Role.MEDIATOR, centre), make_staff(Role.TEACHER, centre)
    learner = make_learner(centre, phone="+359888123456", mediator=mediator)
    enrol(learner, make_cohort(centre, make_programme(), teacher))
    for query in ("0888 123 456", "+359 888", "3456"):
        assert learner.number in client_as(mediator).get("/learners", query_string={"q": query}).text, query
        assert learner.number not in client_as(teacher).get("/learners", query_string={"q": query}).text, query
    assert learner.number in client_as(teacher).get("/learners").text


def test_whoever_moves_to_another_centre_leaves_its_people_behind(client_as: SignIn) -> None:
    centre = make_centre()
    mediator, teacher = make_staff(Role.MEDIATOR, centre), make_staff(Role.TEACHER, centre)
    learner = make_learner(centre, mediator=mediator)
    cohort = make_cohort(centre, make_programme(), teacher)
    lesson = make_lesson(cohort, clock.now())
    enrol(learner, cohort)
    pages = {f"/learners/{learner.id}": (mediator, teacher), f"/lessons/{lesson.id}/roll": (teacher,)}
    assert [client_as(one).get(page).status_code for page, who in pages.items() for one in who] == [200] * 3
    elsewhere = make_centre()
    for one in (mediator, teacher):
        one.centres = [elsewhere]
    assert [client_as(one).get(page).status_code for page, who in pages.items() for one in who] == [404] * 3


def test_the_longest_names_have_cards_too_and_longer_ones_are_refused(client_as: SignIn) -> None:
    centre = make_centre()
    page = client_as(make_staff(Role.COORDINATOR, centre))
    long = NEW | {"centre": centre.id, "given_latin": "Щ" * 200, "family_latin": "A" * 200, "name_native": "ﷺ" * 400}
    assert page.post("/learners/new", data=long).status_code == 303
    learner = db.session.scalars(select(Learner)).one()
    assert page.post("/learners/cards", data={"learner": learner.id}).status_code == 200
    words = {"given_latin": "", "family_latin": "", "given_cyrillic": "Щ" * 200}
    refused = page.post("/learners/new", data=long | words)
    assert "A name can have at most 200 characters." in refused.text


def test_opening_a_record_to_change_it_leaves_a_line(client_as: SignIn) -> None:
    centre = make_centre()
    client_as(make_staff(Role.COORDINATOR, centre)).get(f"/learners/{make_learner(centre).id}/change")
    assert db.session.scalars(select(AuditLine.act)).all() == ["learner.view"]


@pytest.mark.parametrize("number", ["2", "0", "-1", "9999999999", "99999999999999999999", "x"])
def test_a_page_that_is_not_there_is_empty_or_the_first(client_as: SignIn, number: str) -> None:
    page = client_as(make_staff(Role.COORDINATOR, make_centre()))
    for address in ("/learners", "/placements", "/items", "/cohorts"):
        assert page.get(address, query_string={"page": number}).status_code in (200, 404), address


def test_a_person_s_page_says_since_when_there_is_a_card(client_as: SignIn) -> None:
    centre = make_centre()
    learner, page = make_learner(centre), client_as(make_staff(Role.COORDINATOR, centre))
    before = page.get(f"/learners/{learner.id}").text
    assert "data-confirm" not in before
    page.post("/learners/cards", data={"learner": learner.id})
    after = page.get(f"/learners/{learner.id}").text
    assert "A card that was printed before stops working." in after
    assert "printed on" in after
    # The question is asked by a script, which the page must have.
    assert "data-confirm" in after and "js/confirm.js" in after
    assert "printed on" not in before
