"""The demonstration in the database: complete, consistent, the same every time, and usable."""

import pytest
from sqlalchemy import func, select

from lms import demo
from lms.access.viewer import Role
from lms.accounts.actions import sign_in_card, sign_in_staff
from lms.accounts.models import Account
from lms.assessments.quizzes.models import Attempt
from lms.attendance.models import Mark
from lms.courses.models import Cohort, Enrolment, WaitingEntry
from lms.database import Base, db
from lms.demo import DemoSummary
from lms.learners.models import Learner
from tests.demo.conftest import PASSWORD, TODAY, load_anew

NEW_EVERY_TIME = {"password_hash", "pin_hash", "card_code", "seed", "token_fingerprint"}
MOMENT_OF_LOADING = {"audit_line", "item", "item_version", "sound"}
pytestmark = [pytest.mark.usefixtures("loaded"), pytest.mark.xdist_group("demo")]


def count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def contents() -> dict[str, list[str]]:
    """Every row of every table, without what is new each time: secrets and the moment of loading."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in MOMENT_OF_LOADING:
            continue
        new = NEW_EVERY_TIME | ({"created_at", "card_issued_at"} if table.name in ("account", "quiz") else set())
        shown = [column for column in table.columns if column.name not in new]
        found[table.name] = sorted(map(repr, db.session.execute(select(*shown)).all()))
    return found


def test_what_was_promised_is_there(loaded: DemoSummary) -> None:
    assert loaded.people == count(Learner) and 145 <= loaded.people <= 180
    assert loaded.cohorts == count(Cohort) == 13
    assert loaded.enrolments == count(Enrolment) and loaded.marks == count(Mark) > 2500
    given = db.session.scalar(select(func.count(Attempt.assignment_id))) or 0
    assert loaded.placements == count(Attempt) - given > 130
    assert given > 40
    waiting = select(func.count()).where(WaitingEntry.closed_on.is_(None))
    assert loaded.waiting == db.session.scalar(waiting) == 40


def test_people_who_are_there_already_keep_it_from_being_loaded() -> None:
    with pytest.raises(demo.NotEmpty, match="празна база"):
        demo.load(PASSWORD, today=TODAY)


def test_staff_and_learners_can_sign_in_with_what_is_shown(loaded: DemoSummary) -> None:
    shown = loaded.sign_ins
    staff = [one for one in shown if "@" in one.name]
    assert all(one.secret == PASSWORD for one in staff)
    account = sign_in_staff(staff[0].name, PASSWORD, "192.0.2.1")
    assert account and account.role is Role.ADMINISTRATOR
    cards = [one for one in shown if one not in staff]
    assert len(cards) == 4
    account = sign_in_card(cards[0].name, cards[0].secret, "192.0.2.1")
    assert account and account.role is Role.LEARNER
    db.session.rollback()


def test_staff_live_at_example_org() -> None:
    emails = db.session.scalars(select(Account.email).where(Account.email.is_not(None))).all()
    assert len(emails) == 13 and all(email and email.endswith("@example.org") for email in emails)


def test_the_same_seed_and_day_give_the_same_data() -> None:
    before = contents()
    load_anew()
    assert contents() == before
