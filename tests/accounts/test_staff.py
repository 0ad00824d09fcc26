"""The administrator's pages: adding, changing and closing accounts of staff."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from tests.factories import make_centre, make_learner_account, make_staff

SignIn = Callable[[Account], FlaskClient]


def new_person(**given: object) -> dict[str, object]:
    return {"name": "Мария Илиева", "email": "Maria@example.org", "role": "teacher"} | given


def test_a_new_teacher_is_created_and_invited(client_as: SignIn) -> None:
    centre, admin = make_centre(), make_staff(Role.ADMINISTRATOR)
    assert client_as(admin).post("/staff/new", data=new_person(centres=[centre.id])).status_code == 303
    account = db.session.scalars(select(Account).where(Account.email == "maria@example.org")).one()
    assert account.role is Role.TEACHER
    assert account.centres == [centre]
    acts = db.session.scalars(select(AuditLine.act).where(AuditLine.subject_id == account.id)).all()
    assert acts == ["account.create"]


def test_bad_input_keeps_what_was_typed_and_says_what_to_do(client_as: SignIn) -> None:
    admin = client_as(make_staff(Role.ADMINISTRATOR))
    page = admin.post("/staff/new", data=new_person(email="maria", name="Мария"))
    assert page.status_code == 422
    assert "This is not an e-mail address." in page.text
    assert 'value="Мария"' in page.text
    without_centre = admin.post("/staff/new", data=new_person())
    assert "Choose at least one centre." in without_centre.text


def test_an_e_mail_has_one_account(client_as: SignIn) -> None:
    centre, admin = make_centre(), client_as(make_staff(Role.ADMINISTRATOR))
    admin.post("/staff/new", data=new_person(centres=[centre.id]))
    again = admin.post("/staff/new", data=new_person(centres=[centre.id]))
    assert again.status_code == 422
    assert "already has an account" in again.text


def test_a_changed_role_ends_the_sessions(client_as: SignIn) -> None:
    centre = make_centre()
    admin, teacher = make_staff(Role.ADMINISTRATOR), make_staff(Role.TEACHER, centre)
    theirs = client_as(teacher)
    change = {"name": teacher.name, "role": "mediator", "centres": [centre.id]}
    assert client_as(admin).post(f"/staff/{teacher.id}", data=change).status_code == 303
    assert theirs.get("/account").status_code == 303


def test_nobody_locks_themselves_out(client_as: SignIn) -> None:
    admin = make_staff(Role.ADMINISTRATOR)
    client_as(admin).post(f"/staff/{admin.id}/deactivate")
    assert db.session.get(Account, admin.id).active


def test_learners_accounts_are_not_managed_here(client_as: SignIn) -> None:
    learner = make_learner_account(make_centre())
    assert client_as(make_staff(Role.ADMINISTRATOR)).get(f"/staff/{learner.id}").status_code == 404


def test_a_role_that_does_not_exist_is_refused(client_as: SignIn) -> None:
    centre, admin = make_centre(), client_as(make_staff(Role.ADMINISTRATOR))
    assert admin.post("/staff/new", data=new_person(role="learner", centres=[centre.id])).status_code == 422
    assert admin.post("/staff/new", data=new_person(centres=[999_999])).status_code == 422


def test_nobody_takes_the_role_of_administrator_from_themselves(client_as: SignIn) -> None:
    admin = make_staff(Role.ADMINISTRATOR)
    change = {"name": "Друго име", "role": "observer", "centres": [make_centre().id]}
    answer = client_as(admin).post(f"/staff/{admin.id}", data=change)
    assert answer.status_code == 422
    assert "cannot change your own role" in answer.text
    assert db.session.get(Account, admin.id).role is Role.ADMINISTRATOR
