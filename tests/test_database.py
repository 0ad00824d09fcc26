"""The database keeps what was acknowledged, refuses what is not a fact, and gives moments back as they were."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from lms import create_app
from lms.access.viewer import Role
from lms.accounts.models import SignInAttempt
from lms.database import db
from lms.learners.models import PartOfWeek
from lms.settings import Settings
from tests.factories import make_centre, make_learner, make_room, make_staff


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """The engine of an installation with default settings, whatever database the other tests run on."""
    with create_app(Settings(data_dir=tmp_path, secret_key="only for tests")).app_context():
        yield db.engine
        db.engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)]
)
def test_each_connection_is_durable_and_patient(sqlite: Engine, pragma: str, value: object) -> None:
    with sqlite.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_an_error_tells_the_log_nothing_of_what_was_to_be_written(sqlite: Engine) -> None:
    with sqlite.connect() as connection, pytest.raises(OperationalError) as refused:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Олена Ковал"})
    assert "nowhere" in str(refused.value)
    assert "Олена" not in str(refused.value)


def test_a_writer_takes_its_lock_at_the_start(sqlite: Engine) -> None:
    with sqlite.connect() as one, sqlite.connect() as other:
        one.execute(select(1))
        other.connection.dbapi_connection.execute("PRAGMA busy_timeout=0")
        with pytest.raises(OperationalError, match="locked"):
            other.execute(select(1))


def test_a_reference_to_nothing_is_refused(app: Flask) -> None:
    room = make_room(make_centre())
    room.centre_id = 999_999
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_choice_that_does_not_exist_is_refused(app: Flask) -> None:
    make_staff(Role.TEACHER)
    with pytest.raises(IntegrityError, match="ck_account_role"):
        db.session.execute(text("UPDATE account SET role = 'owner'"))
    db.session.rollback()


def test_a_moment_comes_back_in_utc_whatever_its_zone_was(app: Flask) -> None:
    sofia = timezone(timedelta(hours=2))
    db.session.add(SignInAttempt(subject="x", at=datetime(2026, 3, 2, 18, 2, 1, 5, sofia)))
    db.session.flush()
    db.session.expire_all()
    assert db.session.scalars(select(SignInAttempt.at)).one() == datetime(2026, 3, 2, 16, 2, 1, 5, UTC)


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    db.session.add(SignInAttempt(subject="x", at=datetime(2026, 3, 2)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a time zone"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    "available",
    [None, frozenset(), frozenset({PartOfWeek.EVENING}), frozenset(PartOfWeek)],
)
def test_a_set_of_choices_comes_back_as_it_was_kept(app: Flask, available: frozenset[PartOfWeek] | None) -> None:
    learner = make_learner(make_centre(), available=available, nationalities=("UA", "XX"))
    db.session.expire_all()
    assert (learner.available, learner.nationalities) == (available, ("UA", "XX"))


def test_a_set_of_choices_is_kept_in_one_way_only(app: Flask) -> None:
    make_learner(make_centre(), available=[PartOfWeek.WEEKEND_MORNING, PartOfWeek.MORNING, PartOfWeek.MORNING])
    assert db.session.execute(text("SELECT available FROM learner")).scalar() == "morning,weekend_morning"
