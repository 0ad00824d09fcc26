"""What was in the bank and in the middle of a placement when items got their kinds and the placement began to adapt."""

import json
from pathlib import Path

from flask_migrate import downgrade, upgrade
from sqlalchemy import JSON, bindparam, text

from lms import create_app
from lms.database import db
from lms.settings import Settings
from tests.test_migrations import BEFORE_0017, empty

__all__ = ["empty"]

BODY = {"topic": "shop", "grammar": "дни", "author": "Azbuka", "stem": "Кога", "key": "a"}
BEFORE_0025 = (
    "INSERT INTO item (id, code, state) VALUES (1, 'A1-R-01', 'live'), (2, 'A1-R-02', 'draft')",
    "INSERT INTO item_version (id, item_id, version, level, skill, kind, body, created_at) VALUES "
    "(1, 1, 1, 'A1', 'reading', 'single_choice', '{}', '2026-01-01 00:00:00+00'), "
    "(2, 1, 2, 'A1', 'reading', 'single_choice', '{}', '2026-01-02 00:00:00+00'), "
    "(3, 2, 1, 'A1', 'reading', 'single_choice', '{}', '2026-01-02 00:00:00+00')",
    "INSERT INTO quiz (id, code, kind, title, active) VALUES "
    "(1, 'placement', 'placement', 'Входящ тест', true), (2, 'unit-1', 'unit', 'Тема', true)",
    "INSERT INTO attempt (id, quiz_id, learner_id, state, locale, started_at, finished_at) VALUES "
    "(1, 1, 1, 'started', 'ar', '2026-02-02 00:00:00+00', NULL), "
    "(2, 2, 1, 'started', 'ar', '2026-02-02 00:00:00+00', NULL), "
    "(3, 1, 1, 'finished', 'ar', '2026-02-01 00:00:00+00', '2026-02-01 00:10:00+00')",
    "INSERT INTO response (id, attempt_id, position, item_version_id, answer, correct, answered_at) VALUES "
    "(1, 3, 1, 2, '{\"choice\": \"a\"}', true, '2026-02-01 00:01:00+00'), "
    "(2, 3, 2, 3, NULL, false, '2026-02-01 00:02:00+00')",
)


def rows(statement: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_versions_take_over_what_items_and_bodies_said_and_give_it_back(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0016")
        with db.engine.begin() as connection:
            for statement in BEFORE_0017:
                connection.execute(text(statement))
        upgrade(revision="0024")
        with db.engine.begin() as connection:
            for statement in BEFORE_0025:
                # The colons of JSON are no parameters.
                connection.exec_driver_sql(statement)
            body = text("UPDATE item_version SET body = :body WHERE id = 2").bindparams(bindparam("body", type_=JSON))
            connection.execute(body, {"body": BODY})
        upgrade(revision="0025")
        versions = "SELECT state, topic, grammar, source FROM item_version ORDER BY id"
        moved = ("shop", "дни", "Azbuka")
        assert rows(versions) == [("retired", "signs", "", ""), ("live", *moved), ("draft", "signs", "", "")]
        assert json.loads(str(rows("SELECT CAST(body AS TEXT) FROM item_version WHERE id = 2")[0][0])) == {
            "stem": "Кога",
            "key": "a",
        }
        # Only the placement changed its form: who is in the middle of a quiz goes on with it.
        assert rows("SELECT state FROM attempt ORDER BY id") == [("lapsed",), ("started",), ("finished",)]
        assert rows("SELECT share FROM response ORDER BY id") == [(1.0,), (0.0,)]
        downgrade(revision="0024")
        assert rows("SELECT state FROM item ORDER BY id") == [("live",), ("draft",)]
        assert json.loads(str(rows("SELECT CAST(body AS TEXT) FROM item_version WHERE id = 2")[0][0])) == BODY
        db.engine.dispose()
