"""Items that were there are found by their words, and decisions about them keep their rules in the database."""

import json
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from lms import create_app
from lms.assessments.items.finding import words_of
from lms.database import db
from lms.settings import Settings
from tests.test_migrations import BEFORE_CALENDARS, empty

__all__ = ["empty"]

BODY = {
    "instruction": "fill_gap",
    "text": "Той живее  в БУРГАС.",
    "choices": [{"id": "a", "text": "Къща"}, {"id": "b", "text": "Кола", "tempts": "Не е дом."}],
    "pairs": [{"left": {"picture": "☕"}, "right": {"text": "кафе"}}],
    "key": "a",
    "why": "Така е.",
}
BEFORE_0027 = (
    "INSERT INTO item (id, code) VALUES (1, 'A1-R-01')",
    "INSERT INTO item_version (id, item_id, version, state, level, skill, kind, topic, grammar, source, "
    "created_at, body) VALUES (1, 1, 1, 'live', 'A1', 'reading', 'single_choice', 'home', 'Член', 'Azbuka', "
    "'2026-01-01 00:00:00+00', 'BODY')".replace("BODY", json.dumps(BODY)),
)
CORRECTED = (
    "INSERT INTO key_correction (item_version_id, key, void, reason, corrected_by_id, corrected_at) "
    "VALUES (1, {key}, {void}, 'Защото', 2, '2026-01-01 00:00:00+00')"
)


def test_words_are_found_and_a_version_has_one_standing_correction(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            for statement in BEFORE_CALENDARS:
                connection.execute(text(statement))
        upgrade(revision="0025")
        with db.engine.begin() as connection:
            for statement in BEFORE_0027:
                # The colons of JSON are no parameters.
                connection.exec_driver_sql(statement)
        upgrade(revision="0027")
        with db.engine.begin() as connection:
            found = connection.execute(text("SELECT words, offered_at FROM item_version")).one()
            assert found == (words_of(BODY, "Член"), None)
            assert found.words == "член той живее в бургас. къща кола ☕ кафе"
            connection.execute(text(CORRECTED.format(key="NULL", void="true")))
        for key, void in (("NULL", "true"), ("'{}'", "true"), ("NULL", "false")):
            with pytest.raises(IntegrityError), db.engine.begin() as connection:
                connection.execute(text("UPDATE key_correction SET withdrawn_at = NULL"))
                connection.execute(text(CORRECTED.format(key=key, void=void)))
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE key_correction SET withdrawn_at = '2026-01-02 00:00:00+00'"))
            connection.execute(text(CORRECTED.format(key="'{}'", void="false")))
        downgrade(revision="0025")
        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT CAST(body AS TEXT) FROM item_version")).scalar_one()
        assert json.loads(kept) == BODY
        db.engine.dispose()
