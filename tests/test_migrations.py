"""The migrations make exactly the tables that the models describe, on either database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import JSON, bindparam, inspect, select, text
from sqlalchemy.exc import IntegrityError

from lms import create_app
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.courses.models import Lesson
from lms.database import db
from lms.learners.import_models import ImportBatch, ImportRow
from lms.learners.models import Learner
from lms.learners.safeguarding_models import NamedStaff
from lms.learners.search_models import NameKey
from lms.learners.search_rules import KeyKind
from lms.messages.models import Channel, SentMessage
from lms.settings import Settings
from tests.conftest import POSTGRES, WORKER, in_schema

Facts = dict[str, dict[str, Any]]


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """The address of a database without tables: a file, or a schema of its own on PostgreSQL."""
    return in_schema(f"migrated_{WORKER}") if POSTGRES else f"sqlite:///{tmp_path / 'empty.sqlite3'}"


def facts() -> Facts:
    """What the current database says of its tables: columns, keys, indexes and constraints."""
    found = inspect(db.engine)
    return {
        table: {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)),
            "primary key": found.get_pk_constraint(table)["constrained_columns"],
            "foreign keys": sorted(
                (k["constrained_columns"], k["referred_table"], sorted(k["options"].items()))
                for k in found.get_foreign_keys(table)
            ),
            "unique": sorted(sorted(u["column_names"]) for u in found.get_unique_constraints(table)),
            "indexes": sorted((sorted(map(str, i["column_names"])), i["unique"]) for i in found.get_indexes(table)),
            "checks": sorted((str(c["name"]), c["sqltext"]) for c in found.get_check_constraints(table)),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_the_migrations_make_the_tables_of_the_models(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade()
        migrated = facts()
        db.drop_all()
        db.create_all()
        described = facts()
        db.engine.dispose()
    assert migrated.keys() == described.keys()
    for table, description in described.items():
        assert migrated[table] == description, f"table {table}"


BEFORE_0002 = (
    "INSERT INTO centre (id, code, name_bg, name_en, address, time_zone) VALUES (1, 'S', 'С', 'S', '', 'Europe/Sofia')",
    "INSERT INTO account (id, role, name, card_code, pin_hash, active, session_epoch, created_at) "
    "VALUES (1, 'learner', 'Olena', 'ABCD', 'x', true, 0, '2026-01-01 00:00:00+00')",
    "INSERT INTO audit_line (at, role, act, subject_type, subject_id, detail) "
    "VALUES ('2026-02-03 04:05:06+00', 'coordinator', 'account.card', 'account', 1, '{}')",
    "INSERT INTO learner (number, account_id, centre_id, given_latin, family_latin, given_cyrillic, family_cyrillic, "
    "sex, phone, search_key, created_at) VALUES ('A-000001', 1, 1, 'Olena', '', 'Олена', '', 'female', "
    "'+359888123456', 'olena олена a 000001 359888123456', '2026-01-01 00:00:00+00')",
)


def test_telephones_leave_the_search_and_cards_get_their_day(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0001")
        with db.engine.begin() as connection:
            for statement in BEFORE_0002:
                connection.execute(text(statement))
        upgrade()
        learner = db.session.scalars(select(Learner)).one()
        assert learner.phone == "+359888123456"
        keys = db.session.execute(select(NameKey.kind, NameKey.key)).all()
        assert {(KeyKind.WORD, "olena"), (KeyKind.NUMBER, "1"), (KeyKind.SOUND, "olnA")} <= {tuple(one) for one in keys}
        assert all(kind is KeyKind.PHONE for kind, key in keys if "888" in key)
        assert learner.account is not None
        assert learner.account.card_issued_at == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
        assert learner.centre.name_bg == "С"
        db.session.remove()
        downgrade(revision="0001")
        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT search_key FROM learner")).scalar_one()
        assert kept == "olena олена a 000001 359888123456"
        db.engine.dispose()


LEARNER_BEFORE_0003 = text(
    "INSERT INTO learner (number, centre_id, given_latin, family_latin, given_cyrillic, family_cyrillic, sex, "
    "nationality, search_key, created_at) "
    "VALUES (:number, 1, 'Olena', '', 'Олена', '', 'female', :nationality, '', '2026-01-01 00:00:00+00')"
)


def test_one_nationality_becomes_the_first_of_several_and_comes_back(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            connection.execute(text(BEFORE_0002[0]))
            for number, nationality in enumerate(("UA", "XX", None)):
                connection.execute(LEARNER_BEFORE_0003, {"number": f"A-{number}", "nationality": nationality})
        upgrade(revision="0003")
        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT nationalities FROM learner ORDER BY number")).scalars().all()
        assert kept == ["UA", "XX", ""]
        downgrade(revision="0002")
        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT nationality FROM learner ORDER BY number")).scalars().all()
        assert kept == ["UA", "XX", None]
        db.engine.dispose()


BEFORE_CALENDARS = (
    *BEFORE_0002[:1],
    "INSERT INTO account (id, role, name, email, active, session_epoch, created_at) "
    "VALUES (2, 'teacher', 'Vesela', 'v@example.org', true, 0, '2026-01-01 00:00:00+00')",
    "INSERT INTO programme (id, code, title_bg, title_en, level, hours, hour_minutes, threshold_percent, pass_mark, "
    "excused_counts, active) VALUES (1, 'A1', 'А1', 'A1', 'A1', 100, 45, 70, 60, false, true)",
    "INSERT INTO cohort (id, code, programme_id, centre_id, online, starts_on, capacity, created_at) "
    "VALUES (1, 'A1-1', 1, 1, true, '2026-03-02', 15, '2026-01-01 00:00:00+00')",
    "INSERT INTO lesson (id, cohort_id, number, starts_at, ends_at, hours, state, cancel_reason, teacher_id) "
    "VALUES (1, 1, 1, '2026-03-02 16:00:00+00', '2026-03-02 17:30:00+00', 2, 'cancelled', 'ремонт', 2)",
)


def test_lessons_that_were_there_begin_to_count_their_changes(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            for statement in BEFORE_CALENDARS:
                connection.execute(text(statement))
        began = datetime.now(UTC).replace(microsecond=0)
        upgrade()
        lesson = db.session.scalars(select(Lesson)).one()
        assert (lesson.revision, lesson.taught, lesson.cancel_reason) == (0, None, "ремонт")
        assert lesson.changed_at >= began
        lesson.cancel_reason = "ремонт на покрива"
        db.session.commit()
        assert lesson.revision == 1
        db.session.remove()
        downgrade(revision="0002")
        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT cancel_reason FROM lesson")).scalar_one()
        assert kept == "ремонт на покрива"
        db.engine.dispose()


def test_nobody_is_unaccompanied_until_somebody_says_so_and_records_survive_both_ways(
    empty: str, tmp_path: Path
) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            connection.execute(text(BEFORE_0002[0]))
            connection.execute(LEARNER_BEFORE_0003, {"number": "A-1", "nationality": "UA"})
        upgrade()
        learner = db.session.scalars(select(Learner)).one()
        assert (learner.unaccompanied, learner.nationalities) == (False, ("UA",))
        db.session.add(NamedStaff(learner_id=learner.id, account_id=_account(), since=datetime.now(UTC)))
        db.session.commit()
        db.session.remove()
        downgrade(revision="0007")
        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT number, nationalities FROM learner")).one()
        assert tuple(kept) == ("A-1", "UA")
        upgrade()
        assert db.session.scalars(select(NamedStaff)).all() == []
        db.session.remove()
        db.engine.dispose()


def _account() -> int:
    account = Account(role=Role.COORDINATOR, name="Мария Илиева", email="coordinator@example.org")
    db.session.add(account)
    db.session.flush()
    return account.id


LEARNER_BEFORE_0011 = text(
    "INSERT INTO learner (number, centre_id, given_latin, family_latin, given_cyrillic, family_cyrillic, sex, "
    "nationalities, other_languages, available, unaccompanied, created_at) "
    "VALUES (:number, 1, 'Olena', '', 'Олена', '', 'female', '', '', :available, false, '2026-01-01 00:00:00+00')"
)
ENTRY_BEFORE_0011 = text(
    "INSERT INTO waiting_entry (learner_id, centre_id, level, since, part_of_day, online_ok, closed_on, closed_reason) "
    "SELECT id, 1, :level, '2026-01-12', :part, :online, :closed, :reason FROM learner WHERE number = :number"
)


def test_when_a_person_can_come_moves_to_the_person_and_closing_becomes_a_code(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    nobody: dict[str, Any] = {"closed": None, "reason": None, "online": False, "level": "A1"}
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            connection.execute(text(BEFORE_0002[0]))
        upgrade(revision="0010")
        with db.engine.begin() as connection:
            for number, available in (("weekend", None), ("any", None), ("own", "evening"), ("closed", None)):
                connection.execute(LEARNER_BEFORE_0011, {"number": number, "available": available})
            entries: tuple[dict[str, Any], ...] = (
                {"number": "weekend", "part": "weekend"},
                {"number": "weekend", "part": "morning", "level": "A2", "online": True},
                {"number": "any", "part": "any"},
                {"number": "own", "part": "morning"},
                {"number": "closed", "part": "morning", "closed": "2026-01-20", "reason": "Записване в A1-1"},
            )
            for entry in entries:
                connection.execute(ENTRY_BEFORE_0011, nobody | entry)
        upgrade(revision="0011")
        with db.engine.connect() as connection:
            people = connection.execute(text("SELECT number, available, meets FROM learner")).all()
            closed = connection.execute(
                text("SELECT closed_reason, closed_note FROM waiting_entry WHERE closed_on IS NOT NULL")
            ).all()
        week = "morning,afternoon,evening,weekend_morning,weekend_afternoon,weekend_evening"
        assert sorted(map(tuple, people)) == [
            ("any", week, "in_person"),
            ("closed", None, None),
            ("own", "evening", "in_person"),
            ("weekend", "morning,weekend_morning,weekend_afternoon", "either"),
        ]
        assert list(map(tuple, closed)) == [("other", "Записване в A1-1")]
        downgrade(revision="0010")
        with db.engine.connect() as connection:
            back = connection.execute(text("SELECT part_of_day, online_ok, closed_reason FROM waiting_entry")).all()
        assert ("any", True, None) in map(tuple, back) and ("morning", False, "Записване в A1-1") not in back
        db.engine.dispose()


BEFORE_0017 = (
    "INSERT INTO centre (id, code, name_bg, name_en, address, phone, time_zone) "
    "VALUES (1, 'S', 'С', 'S', '', '', 'Europe/Sofia')",
    BEFORE_CALENDARS[2],
    "INSERT INTO cohort (id, code, programme_id, centre_id, online, starts_on, capacity, created_at) "
    "VALUES (1, 'A1-1', 1, 1, true, '2026-03-02', 15, '2026-01-01 00:00:00+00')",
    "INSERT INTO learner (id, number, centre_id, given_latin, family_latin, given_cyrillic, family_cyrillic, sex, "
    "nationalities, other_languages, unaccompanied, created_at) "
    "VALUES (1, 'A-1', 1, 'Olena', '', 'Олена', '', 'female', '', '', false, '2026-01-01 00:00:00+00')",
    "INSERT INTO waiting_entry (id, learner_id, centre_id, level, since) VALUES (1, 1, 1, 'A1', '2026-01-12')",
    "INSERT INTO enrolment (id, learner_id, cohort_id, state, starts_on) VALUES (1, 1, 1, 'offered', '2026-03-02')",
    "INSERT INTO offer (id, cohort_id, learner_id, entry_id, enrolment_id, made_at, reply_by, state, seed, "
    "token_fingerprint) VALUES (1, 1, 1, 1, 1, '2026-02-01 09:00:00+00', '2026-02-03 09:00:00+00', 'open', 's', 'f')",
)


def test_programmes_and_cohorts_learn_whom_free_places_are_for(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0013")
        with db.engine.begin() as connection:
            for statement in BEFORE_0017:
                connection.execute(text(statement))
        upgrade(revision="0017")
        with db.engine.begin() as connection:
            assert connection.execute(text("SELECT late_join_percent FROM programme")).scalar() == 20
            assert connection.execute(text("SELECT route FROM cohort")).scalar() == "mixed"
            connection.execute(text("UPDATE offer SET state = 'withdrawn', enrolment_id = NULL"))
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(text("UPDATE offer SET state = 'lost'"))
        downgrade(revision="0013")
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT state FROM offer")).scalar() == "declined"
        db.engine.dispose()


CALLED_OFF = (
    "INSERT INTO timetable_change (id, cohort_id, at, wish, reason) "
    "VALUES (1, 1, '2026-02-01 09:00:00+00', 'call_off', 'грешка')",
    "UPDATE cohort SET called_off_on = '2026-02-01', called_off_reason = 'грешка'",
)


def test_no_cohort_is_called_off_until_somebody_says_why(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0013")
        with db.engine.begin() as connection:
            for statement in BEFORE_0017:
                connection.execute(text(statement))
        upgrade(revision="0018")
        with db.engine.begin() as connection:
            assert connection.execute(text("SELECT called_off_on FROM cohort")).scalar() is None
        for refused in (
            "UPDATE cohort SET called_off_on = '2026-02-01'",
            CALLED_OFF[0].replace("call_off", "call_on"),
        ):
            with pytest.raises(IntegrityError), db.engine.begin() as connection:
                connection.execute(text(refused))
        with db.engine.begin() as connection:
            for statement in CALLED_OFF:
                connection.execute(text(statement))
        downgrade(revision="0017")
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT wish, reason FROM timetable_change")).one() == ("cancel", "грешка")
            assert connection.execute(text("SELECT code, capacity FROM cohort")).one() == ("A1-1", 15)
        db.engine.dispose()


BEFORE_ABSENCES = (
    *BEFORE_0017[:4],
    "INSERT INTO enrolment (id, learner_id, cohort_id, state, starts_on) VALUES (1, 1, 1, 'active', '2026-03-02')",
    "INSERT INTO account (id, role, name, email, active, session_epoch, created_at) "
    "VALUES (1, 'teacher', 'Vesela', 'v@example.org', true, 0, '2026-01-01 00:00:00+00')",
    "INSERT INTO lesson (id, cohort_id, number, starts_at, ends_at, hours, state, teacher_id, revision, changed_at) "
    "VALUES (1, 1, 1, '2026-03-02 16:00:00+00', '2026-03-02 17:30:00+00', 2, 'held', 1, 0, '2026-01-01 00:00:00+00')",
    "INSERT INTO contact (id, learner_id, at, by_id, way, answer) "
    "VALUES (1, 1, '2026-03-03 09:00:00+00', 1, 'call', 'no_answer')",
)
ABSENCES = (
    "UPDATE contact SET answer = 'wants_to_leave', reason = 'work'",
    "INSERT INTO sent_message (id, learner_id, kind, about_id, language, text, channel, state, at) "
    "VALUES (1, 1, 'absence', 1, 'uk', 'Вітаємо!', 'sms', 'noted', '2026-03-03 09:00:00+00')",
    "INSERT INTO excuse_proposal (id, lesson_id, enrolment_id, reason, proposed_at, proposed_by_id) "
    "VALUES (1, 1, 1, 'ill', '2026-03-03 09:00:00+00', 1)",
)


def test_calls_learn_a_reason_and_excuses_are_decided_about_once(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0013")
        with db.engine.begin() as connection:
            for statement in BEFORE_ABSENCES:
                connection.execute(text(statement))
        upgrade(revision="0021")
        with db.engine.begin() as connection:
            assert connection.execute(text("SELECT answer, reason FROM contact")).one() == ("no_answer", None)
            for statement in ABSENCES:
                connection.execute(text(statement))
        for refused in (
            "UPDATE contact SET reason = 'lazy'",
            "UPDATE sent_message SET kind = 'pigeon'",
            ABSENCES[2].replace("VALUES (1", "VALUES (2"),
            "UPDATE excuse_proposal SET accepted = true",
        ):
            with pytest.raises(IntegrityError), db.engine.begin() as connection:
                connection.execute(text(refused))
        downgrade(revision="0020")
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT answer FROM contact")).scalar() == "spoke"
            assert connection.execute(text("SELECT count(*) FROM sent_message")).scalar() == 0
        db.engine.dispose()


GUEST = text(
    "INSERT INTO guest (identifier, lesson_id, centre_id, name, made_at, received_at, state, resolved_at, reason) "
    "VALUES (:identifier, 1, 1, 'Рана', '2026-03-02 16:02:00+00', '2026-03-02 16:02:00+00', :state, :at, :reason)"
)
DECIDED = "2026-03-03 08:00:00+00"


def test_guests_find_their_place_beside_the_lessons_that_were_there(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            for statement in BEFORE_CALENDARS:
                connection.execute(text(statement))
        upgrade(revision="0022")
        with db.engine.begin() as connection:
            connection.execute(GUEST, {"identifier": "a", "state": "open", "at": None, "reason": None})
            connection.execute(GUEST, {"identifier": "b", "state": "turned_away", "at": DECIDED, "reason": "пълна"})
        for facts in (
            {"identifier": "a", "state": "open", "at": None, "reason": None},
            {"identifier": "c", "state": "turned_away", "at": DECIDED, "reason": None},
            {"identifier": "c", "state": "lost", "at": DECIDED, "reason": None},
        ):
            with pytest.raises(IntegrityError), db.engine.begin() as connection:
                connection.execute(GUEST, facts)
        downgrade(revision="0021")
        assert "guest" not in inspect(db.engine).get_table_names()
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM lesson")).scalar() == 1
        db.engine.dispose()


ENROLMENT = text(
    "INSERT INTO enrolment (id, learner_id, cohort_id, state, starts_on) "
    "VALUES (:number, :number, 1, 'active', '2026-03-02')"
)
CHECK_IN_SESSION = text(
    "INSERT INTO check_in_session (id, lesson_id, opened_at, secret) VALUES (:number, 1, '2026-03-02 16:00:00+00', 'x')"
)
CHECK_IN = text(
    "INSERT INTO check_in (session_id, enrolment_id, device, at, state, entry_id) "
    "VALUES (1, :enrolment, :device, '2026-03-02 16:05:00+00', :state, :entry)"
)


def test_check_ins_find_their_place_and_let_nobody_in_twice(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            for statement in BEFORE_CALENDARS:
                connection.execute(text(statement))
            for number in (1, 2):
                connection.execute(LEARNER_BEFORE_0003, {"number": f"A-{number}", "nationality": None})
                connection.execute(ENROLMENT, {"number": number})
        upgrade(revision="0023")
        with db.engine.begin() as connection:
            connection.execute(CHECK_IN_SESSION, {"number": 1})
            connection.execute(CHECK_IN, {"enrolment": 1, "device": "a", "state": "pending", "entry": "1"})
        for facts in (
            {"enrolment": 1, "device": "b", "state": "pending", "entry": "2"},
            {"enrolment": 2, "device": "a", "state": "pending", "entry": "2"},
            {"enrolment": 2, "device": "b", "state": "pending", "entry": "1"},
            {"enrolment": 2, "device": "b", "state": "accepted", "entry": "2"},
        ):
            with pytest.raises(IntegrityError), db.engine.begin() as connection:
                connection.execute(CHECK_IN, facts)
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(CHECK_IN_SESSION, {"number": 2})
        downgrade(revision="0022")
        assert not {"check_in", "check_in_session"} & set(inspect(db.engine).get_table_names())
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM enrolment")).scalar() == 2
        db.engine.dispose()


def test_people_who_were_there_stay_when_it_can_be_noted_how_a_name_is_said(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0001")
        with db.engine.begin() as connection:
            for statement in BEFORE_0002:
                connection.execute(text(statement))
        upgrade(revision="0023")
        before = {index["name"] for index in inspect(db.engine).get_indexes("learner")}
        upgrade(revision="0024")
        read = text("SELECT given_latin, pronunciation FROM learner")
        with db.engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(read)] == [("Olena", None)]
        assert {index["name"] for index in inspect(db.engine).get_indexes("learner")} == before
        downgrade(revision="0023")
        assert "pronunciation" not in {column["name"] for column in inspect(db.engine).get_columns("learner")}
        db.engine.dispose()


MESSAGE = text(
    "INSERT INTO sent_message (learner_id, kind, about_id, language, text, channel, state, at) "
    "VALUES (1, 'offer', 7, 'uk', 'Вітаємо!', :channel, 'noted', '2026-03-02 16:02:00+00')"
)


def test_messages_find_their_place_beside_the_people_who_were_there(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0001")
        with db.engine.begin() as connection:
            for statement in BEFORE_0002:
                connection.execute(text(statement))
        upgrade()
        with db.engine.begin() as connection:
            connection.execute(MESSAGE, {"channel": "viber"})
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(MESSAGE, {"channel": "pigeon"})
        sent = db.session.scalars(select(SentMessage)).one()
        assert (sent.learner.given_latin, sent.channel, sent.trouble) == ("Olena", Channel.VIBER, None)
        db.session.remove()
        downgrade(revision="0013")
        assert "sent_message" not in inspect(db.engine).get_table_names()
        db.engine.dispose()


def test_a_part_of_a_name_gets_its_key_and_whoever_was_merged_gives_the_number(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            connection.execute(text(BEFORE_0002[0]))
        upgrade(revision="0013")
        with db.engine.begin() as connection:
            for number in ("A-000001", "A-000002"):
                connection.execute(LEARNER_BEFORE_0011, {"number": number, "available": None})
            connection.execute(text("UPDATE learner SET merged_into_id = 1 WHERE id = 2"))
        upgrade(revision="0014")
        assert _keys("number") == {("000001", 1), ("1", 1), ("000002", 1), ("2", 1)}
        assert _keys("part") == {("lena", 1), ("ena", 1), ("na", 1)}
        downgrade(revision="0013")
        assert _keys("part") == set()
        assert _keys("whole") == {("olena", 1)}
        assert _keys("word") == {("olena", 1)}
        db.engine.dispose()


def _keys(kind: str) -> set[tuple[str, int]]:
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT key, learner_id FROM name_key WHERE kind = :kind"), {"kind": kind})
        return {(key, learner_id) for key, learner_id in found}


LIST_BEFORE_0015 = text(
    "INSERT INTO import_batch (id, centre_id, filename, created_at, state, rows) "
    "VALUES (:id, 1, 'a.csv', '2026-01-01 00:00:00+00', :state, :rows)"
).bindparams(bindparam("rows", type_=JSON))
LISTS = (
    (1, "previewed", [["Списък"], [], ["Име", "Пол"], ["Olena", "ж"], [], ["Rana", "?"]]),
    (2, "confirmed", [["Име"], ["محمد"]]),
    (3, "confirmed", []),
    (4, "discarded", []),
)


def test_lists_get_their_rows_and_come_back_as_they_were(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            connection.execute(text(BEFORE_0002[0]))
        upgrade(revision="0013")
        with db.engine.begin() as connection:
            for number, state, rows in LISTS:
                connection.execute(LIST_BEFORE_0015, {"id": number, "state": state, "rows": rows})
        upgrade(revision="0015")
        batches = db.session.execute(select(ImportBatch.state, ImportBatch.header, ImportBatch.total)).all()
        assert sorted(map(tuple, batches)) == [
            ("comparing", ["Име", "Пол"], 2),
            ("confirmed", [], 0),
            ("confirmed", ["Име"], 1),
            ("discarded", [], 0),
        ]
        rows = db.session.execute(select(ImportRow.batch_id, ImportRow.number, ImportRow.cells, ImportRow.wrong))
        assert sorted(map(tuple, rows)) == [
            (1, 4, ["Olena", "ж"], None),
            (1, 6, ["Rana", "?"], None),
            (2, 2, ["محمد"], True),
        ]
        db.session.remove()
        downgrade(revision="0013")
        with db.engine.connect() as connection:
            back = connection.execute(text("SELECT id, state, rows FROM import_batch").columns(rows=JSON)).all()
        assert sorted(map(tuple, back)) == [
            (1, "previewed", [["Име", "Пол"], ["Olena", "ж"], ["Rana", "?"]]),
            *LISTS[1:],
        ]
        db.engine.dispose()


ROLL_BEFORE_0019 = (
    "INSERT INTO account (id, role, name, email, active, session_epoch, created_at) "
    "VALUES (2, 'teacher', 'Vesela', 'v@example.org', true, 0, '2026-01-01 00:00:00+00')",
    "INSERT INTO lesson (id, cohort_id, number, starts_at, ends_at, hours, state, teacher_id, revision, changed_at) "
    "VALUES (5, 1, 1, '2026-03-02 16:00:00+00', '2026-03-02 17:30:00+00', 2, 'held', 2, 0, '2026-03-02 16:00:00+00')",
    "INSERT INTO entry (id, lesson_id, enrolment_id, kind, version, based_on, made_at, received_at, answer) "
    "VALUES ('e', 5, 1, 'present', 1, 0, '2026-03-02 16:05:00+00', '2026-03-02 16:05:00+00', 'applied')",
)
SET_ASIDE = text(
    "INSERT INTO set_aside (entry_id, lesson_id, enrolment_id, kind, minutes, based_on, made_at, received_at, "
    "made_by_id, why, settlement, settled_at, taken_as_id) VALUES (:id, 5, 1, 'late', 10, 0, "
    "'2026-03-02 16:05:00+00', '2026-03-02 16:05:00+00', 2, :why, :settlement, :settled_at, :taken_as)"
)


def _set_aside(**given: str) -> dict[str, str | None]:
    return {"id": "a", "why": "cancelled", "settlement": None, "settled_at": None, "taken_as": None} | given


def test_entries_are_set_aside_beside_those_that_were_taken(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    moment = "2026-03-03 09:00:00+00"
    with app.app_context():
        upgrade(revision="0013")
        with db.engine.begin() as connection:
            for statement in BEFORE_0017 + ROLL_BEFORE_0019:
                connection.execute(text(statement))
        upgrade(revision="0019")
        with db.engine.begin() as connection:
            connection.execute(SET_ASIDE, _set_aside())
            connection.execute(SET_ASIDE, _set_aside(id="b", settlement="taken", settled_at=moment, taken_as="e"))
        for refused in (
            _set_aside(),
            _set_aside(id="c", why="tired"),
            _set_aside(id="c", settlement="left"),
            _set_aside(id="c", settlement="taken", settled_at=moment),
            _set_aside(id="c", settlement="left", settled_at=moment, taken_as="e"),
        ):
            with pytest.raises(IntegrityError), db.engine.begin() as connection:
                connection.execute(SET_ASIDE, refused)
        downgrade(revision="0018")
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT id, kind FROM entry")).one() == ("e", "present")
        db.engine.dispose()


ROLL_BEFORE_0020 = (
    "INSERT INTO entry (id, lesson_id, enrolment_id, kind, minutes, version, based_on, made_at, received_at, answer) "
    "VALUES ('f', 5, 2, 'late', 10, 1, 0, '2026-03-02 16:05:00+00', '2026-03-02 16:05:00+00', 'applied')",
    "INSERT INTO mark (lesson_id, enrolment_id, kind, minutes, minutes_attended, version, entry_id, in_conflict) "
    "VALUES (5, 1, 'present', NULL, 90, 1, 'e', true), (5, 2, 'late', 10, 80, 1, 'f', false)",
)


def test_the_marks_there_are_get_their_totals(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0013")
        second = BEFORE_0017[-2].replace("(1, 1, 1, 'offered'", "(2, 1, 1, 'active'")
        with db.engine.begin() as connection:
            for statement in (*BEFORE_0017, second, *ROLL_BEFORE_0019, *ROLL_BEFORE_0020):
                connection.execute(text(statement))
        upgrade(revision="0020")
        with db.engine.connect() as connection:
            of_lesson = connection.execute(text("SELECT * FROM lesson_total")).all()
            of_people = connection.execute(text("SELECT * FROM enrolment_total ORDER BY 1"))
            assert of_lesson == [(5, 1, 1, 0, 0, 0, 170, 1)]
            assert of_people.all() == [(1, 1, 0, 0, 0, 0, 90, 1), (2, 0, 1, 0, 0, 0, 80, 0)]
        downgrade(revision="0019")
        assert not {"lesson_total", "enrolment_total"} & set(inspect(db.engine).get_table_names())
        db.engine.dispose()


BEFORE_0026 = (
    "INSERT INTO item (id, code) VALUES (1, 'A1-U-1')",
    "INSERT INTO item_version (id, item_id, version, state, level, skill, kind, topic, grammar, body, source, "
    "created_at) VALUES (1, 1, 1, 'live', 'A1', 'reading', 'true_false', 'signs', '', '{}', '', '2026-01-01')",
)
CALIBRATION = text(
    "INSERT INTO calibration (id, made_at, model, people, answers, anchors, mean, per_statement, sd, undone_at, "
    "undone_by_id) VALUES (:id, '2026-03-02 01:00:00+00', :model, 60, 720, 20, -0.4, 0.5, 1.2, :undone_at, :undone_by)"
)
CALIBRATED = text(
    "INSERT INTO calibrated_item (calibration_id, item_version_id, answers, a, a_error, b, b_error, b_before, infit, "
    "infit_error, outfit, outfit_error, misfits, drifts) "
    "VALUES (1, 1, 36, 1.2, 0.3, -0.5, 0.4, -1, 1, 0.1, 1, 0.1, false, false)"
)


def _calibration(**given: str | int) -> dict[str, str | int | None]:
    return {"id": 1, "model": "2pl", "undone_at": None, "undone_by": None} | given


def test_calibrations_come_beside_the_items_there_are(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0025")
        with db.engine.begin() as connection:
            connection.execute(text(BEFORE_0017[0]))
            for statement in (*BEFORE_0026, ROLL_BEFORE_0019[0]):
                connection.execute(text(statement))
        upgrade(revision="0026")
        with db.engine.begin() as connection:
            connection.execute(CALIBRATION, _calibration())
            connection.execute(CALIBRATED)
        for refused in (_calibration(id=2, model="3pl"), _calibration(id=2, undone_by=2)):
            with pytest.raises(IntegrityError), db.engine.begin() as connection:
                connection.execute(CALIBRATION, refused)
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(CALIBRATED)
        downgrade(revision="0025")
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT id, state FROM item_version")).one() == (1, "live")
        assert not {"calibration", "calibrated_item"} & set(inspect(db.engine).get_table_names())
        db.engine.dispose()
