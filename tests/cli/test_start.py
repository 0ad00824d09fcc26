"""Starting: a fresh installation gets its database and its demonstration; a second start keeps the data."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import create_app
from lms.accounts import secrets
from lms.accounts.models import Account
from lms.cli import start
from lms.database import db
from lms.settings import Settings

pytestmark = pytest.mark.same_anywhere


@pytest.fixture
def port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def fresh(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An installation of its own; it becomes ready to serve and does not serve."""
    monkeypatch.setattr(start, "serve", lambda settings: None)
    app = create_app(Settings(data_dir=tmp_path / "var", secret_key="only for tests", port=port))
    yield app
    with app.app_context():
        db.engine.dispose()


def run(app: Flask) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["lms", "start"])
    return done.exit_code, done.output


def test_a_second_start_keeps_the_data_and_the_sign_ins(fresh: Flask) -> None:
    code, first = run(fresh)
    assert code == 0, first
    assert "Making the demonstration centre" in first
    with fresh.app_context():
        teacher = db.session.scalars(select(Account).where(Account.email.is_not(None))).first()
        assert teacher is not None
        teacher.name = "Променено име"
        db.session.commit()
        before = db.session.scalar(select(func.count(Account.id)))
    code, second = run(fresh)
    assert code == 0, second
    assert "Making the demonstration centre" not in second
    assert second == first.replace("Making the demonstration centre …\n", "")
    with fresh.app_context():
        assert db.session.scalar(select(func.count(Account.id))) == before
        assert db.session.scalar(select(Account).where(Account.name == "Променено име")) is not None


def test_the_sign_ins_that_are_shown_work(fresh: Flask) -> None:
    _, shown = run(fresh)
    rows = [line.split("   ") for line in shown.splitlines() if "@" in line]
    assert rows
    with fresh.app_context():
        for row in rows:
            _, email, password = (cell.strip() for cell in row if cell.strip())
            account = db.session.scalars(select(Account).where(Account.email == email)).one()
            assert secrets.matches(account.password_hash, password)


def test_a_busy_port_is_said_in_a_sentence_and_nothing_is_made(fresh: Flask, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        code, said = run(fresh)
    assert code == 1
    assert f"127.0.0.1:{port} cannot be used" in said
    assert f"AZBUKA_PORT={port + 1} make run" in said
    assert "Traceback" not in said
    assert not list(fresh.config["SETTINGS"].data_dir.glob("*.sqlite3"))


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(fresh: Flask) -> None:
    folder = fresh.config["SETTINGS"].data_dir
    folder.joinpath("azbuka.sqlite3").mkdir(parents=True)
    code, said = run(fresh)
    assert code == 1
    assert "cannot be used" in said
    assert str(folder) in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("AZBUKA_PORT", "many", "AZBUKA_PORT must be a whole number, not “many”."),
        ("AZBUKA_PORT", "²", "AZBUKA_PORT must be a whole number, not “²”."),
        ("AZBUKA_DATA_DIR", "/dev/null/here", "The folder /dev/null/here cannot be written to"),
    ],
)
def test_a_setting_that_cannot_be_is_said_in_a_sentence(setting: str, value: str, said: str) -> None:
    environment = os.environ | {setting: value, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "routes"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Azbuka cannot start: {said}")
    assert "Traceback" not in done.stderr
