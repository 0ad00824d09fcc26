"""The server is killed again and again while telephones send: what was acknowledged is there, and there once."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event

import pytest

from lms import clock, create_app
from lms.access.viewer import Role
from lms.database import db
from tests.factories import (
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_programme,
    make_staff,
)
from tests.faults.killing import Acknowledged, Server, Telephone, sign_in
from tests.soak import times

KILLS = times(4, 200)
TELEPHONES = 4
LESSONS, PEOPLE = 10, 15

pytestmark = [
    pytest.mark.drill,
    pytest.mark.same_anywhere,
    pytest.mark.skipif(os.name == "nt", reason="gunicorn runs on no Windows"),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that is not started yet."""
    server = Server(tmp_path)
    yield server
    server.close()


def furnish(server: Server) -> tuple[int, dict[int, list[int]]]:
    """A teacher, with the lessons of ten days and the people of their cohort, by their numbers in the database."""
    app = create_app(server.settings)
    app.test_cli_runner().invoke(args=["lms", "prepare"], catch_exceptions=False)
    with app.app_context():
        centre = make_centre()
        teacher = make_staff(Role.TEACHER, centre, email="teacher@example.org")
        today = clock.now().date()
        dates = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=30)}
        cohort = make_cohort(centre, make_programme(), teacher, **dates)
        lessons = [make_lesson(cohort, clock.now() - timedelta(days=day)) for day in range(LESSONS)]
        people = [enrol(make_learner(centre), cohort) for _ in range(PEOPLE)]
        found = teacher.id, {lesson.id: [one.id for one in people] for lesson in lessons}
        db.session.remove()
        db.engine.dispose()
    return found


def entries(server: Server) -> list[str]:
    """The identifiers in a database that is whole."""
    address = f"file:{server.settings.data_dir / 'azbuka.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        return [identifier for (identifier,) in database.execute("SELECT id FROM entry")]


def kill_and_start(server: Server, known: Acknowledged, random: Random) -> None:
    known.wait_for(random.randint(1, 40))
    server.kill()
    with known.news:
        answered = set(known.answered)
    server.start_again()
    known.wait_for(1)
    assert answered <= set(entries(server))


def test_what_was_acknowledged_survives_every_kill_and_nothing_is_there_twice(
    server: Server, record_property: Callable[[str, str], None]
) -> None:
    account, rolls = furnish(server)
    server.start_as_people_do()
    session = sign_in(server.port, "teacher@example.org"), account
    known, over, random = Acknowledged(), Event(), Random(KILLS)  # noqa: S311
    with ThreadPoolExecutor(TELEPHONES) as pool:
        telephones = [Telephone(server.port, session, rolls, seed) for seed in range(TELEPHONES)]
        working = [pool.submit(telephone.work, known, over) for telephone in telephones]
        try:
            for _ in range(KILLS):
                kill_and_start(server, known, random)
        finally:
            over.set()
        for one in working:
            one.result()
    found = entries(server)
    said = f"{KILLS} kills, {known.broken} parcels without an answer, {len(known.answered)} entries acknowledged"
    record_property("drill", said)
    assert sorted(found) == sorted(known.answered) == sorted(known.made)
    assert "Everything adds up." in server.verify()
