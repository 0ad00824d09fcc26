"""What the server spends on the roll of fifteen people: the page, the teacher's first page, and saving every mark.

Measured in this process, from the request to the whole answer, compressed as a browser asks for it; what saving costs
is held against a bare Flask view (`bench/bare.py`) that inserts as many rows as durably.
"""

import logging
import os
from collections.abc import Callable
from contextvars import Context
from itertools import count
from pathlib import Path

from flask import Flask

from bench.bare import create_bare
from bench.ratio import median_ms, report
from bench.rolls import Evening, installation, make_evening, more_lessons
from lms.database import db

ALLOWED = 10
"""Milliseconds that each of them may take, in the median."""


def main(short: bool) -> None:
    """Print the median of each, and of saving the ratio to the bare view."""
    times = 20 if short else 200
    with installation() as (app, folder):
        # A line of the log for each request would stand between the figures.
        logging.getLogger("azbuka").setLevel(logging.WARNING)
        evening = make_evening(app)
        for path in (f"/lessons/{evening.lesson}/roll", "/today"):
            report(f"GET {path}, {ALLOWED} ms allowed", _getting(app, evening, path), times)
        lessons = more_lessons(evening, times + 1)
        saving = report(f"save 15 marks, {ALLOWED} ms allowed", _saving(app, evening, lessons), times)
        bare = create_bare(str(folder / "bare.sqlite3"))
        alone = report("insert 15 rows in a bare Flask view", _saving(bare, evening, lessons), times)
        print(f"{'saving is':<56} {saving / alone:10.2f} x the bare view")
        print(f"{'one write that the disk confirms':<56} {median_ms(_confirmed_write(folder / 'disk'), 50):10.2f} ms")
        db.session.remove()
        logging.getLogger("azbuka").setLevel(logging.INFO)


def _getting(app: Flask, evening: Evening, path: str) -> Callable[[], object]:
    return lambda: _ask(app, evening, "GET", path)


def _saving(app: Flask, evening: Evening, lessons: list[int]) -> Callable[[], object]:
    """Each time the whole roll of another lesson, in a parcel made beforehand."""
    parcels, number = [evening.parcel() for _ in lessons], count()

    def save() -> None:
        at = next(number)
        _ask(app, evening, "POST", f"/lessons/{lessons[at]}/entries", data=parcels[at])

    return save


def _ask(app: Flask, evening: Evening, method: str, path: str, **given: bytes) -> None:
    client = app.test_client(use_cookies=False)
    headers = evening.headers | {"Accept-Encoding": "br"}
    # An empty context, as in a server: nothing of this benchmark's own application context is at hand.
    answer = Context().run(client.open, path, method=method, headers=headers, **given)
    assert answer.status_code == 200, answer.status


def _confirmed_write(path: Path) -> Callable[[], None]:
    """What the disk itself takes to keep two pages for good, without any of Azbuka."""
    file = os.open(path, os.O_CREAT | os.O_WRONLY)

    def write() -> None:
        os.write(file, bytes(8192))
        os.fsync(file)

    return write
