"""What saving a roll is held against: a bare Flask view that keeps as many rows, as durably, and does nothing else.

One table, one transaction, Python's own sqlite3; nobody is signed in and nothing is checked.
"""

import os
import sqlite3
from contextlib import closing
from threading import local

from flask import Flask, Response, jsonify, request

COLUMNS = ("id", "enrolment", "kind", "minutes", "reason", "made_at", "based_on", "follows")
INSERT = f"INSERT INTO entry VALUES ({', '.join(f':{name}' for name in COLUMNS)})"  # noqa: S608
DATABASE = "AZBUKA_BENCH_BARE"
"""The environment variable with the file of the database."""


def create_bare(path: str) -> Flask:
    """An application whose only view inserts the entries it is sent into a file."""
    app, kept = Flask(__name__), local()
    # Closed again: gunicorn makes its processes as copies of this one, and no connection may be in two of them.
    with closing(_connect(path)) as connection:
        connection.execute(f"CREATE TABLE IF NOT EXISTS entry ({', '.join(COLUMNS)}, PRIMARY KEY (id))")

    @app.post("/lessons/<int:lesson_id>/entries")
    def take(lesson_id: int) -> Response:
        if not hasattr(kept, "connection"):
            kept.connection = _connect(path)
        entries = request.get_json()["entries"]
        kept.connection.execute("BEGIN IMMEDIATE")
        kept.connection.executemany(INSERT, entries)
        kept.connection.execute("COMMIT")
        return jsonify(lesson=lesson_id, taken=len(entries))

    return app


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


if DATABASE in os.environ:
    app = create_bare(os.environ[DATABASE])
