"""Disks that take nothing any more: the faults a running application meets are raised by SQLite and by the kernel."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from lms.database import db


@contextmanager
def full(app: Flask) -> Iterator[None]:
    """The database cannot grow: what fits into its pages is still saved, what needs another page is not."""
    with _told_each_connection(app, "PRAGMA max_page_count=1"):  # never fewer than there are
        yield


@contextmanager
def read_only(app: Flask) -> Iterator[None]:
    """No transaction that would write can begin."""
    with _told_each_connection(app, "PRAGMA query_only=ON"):
        yield


@contextmanager
def failing(app: Flask) -> Iterator[None]:
    """A transaction goes well until it is to be kept: then the kernel refuses to write its log."""
    log = app.config["SETTINGS"].data_dir / "azbuka.sqlite3-wal"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file of this process grows beyond the size of the log.
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


FAULTS = {"full": full, "read-only": read_only, "failing": failing}


@contextmanager
def _told_each_connection(app: Flask, pragma: str) -> Iterator[None]:
    with app.app_context():
        engine = db.engine

    def tell(connection: Any, *_: object) -> None:
        connection.execute(pragma)

    event.listen(engine, "checkout", tell)
    try:
        yield
    finally:
        event.remove(engine, "checkout", tell)
        engine.dispose()
