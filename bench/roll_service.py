"""How many rolls of fifteen the whole service saves in a second for four teachers at once, and the memory it takes.

As `flask lms start` serves it, with the settings as they are. The four clients run on the same machine, in this
process, and take their share of its processors. Held against a bare Flask view that inserts as many rows as durably.
"""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from sqlalchemy import func, select

from bench.bare import DATABASE
from bench.ratio import reference_ms
from bench.rolls import PEOPLE, Evening, installation, make_evening, more_lessons
from bench.served import azbuka, memory_mb, processor_seconds, under_gunicorn
from lms.attendance.models import Entry
from lms.database import db

CLIENTS = 4
WANTED = 150
"""Roll calls a second."""
ALLOWED_MB = 200

Parcels = Sequence[tuple[str, bytes]]
"""Where each roll is sent, and what."""


def main(short: bool) -> None:
    """Print roll calls a second, what each takes of the processors, the ratio to the bare view, and the memory."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("left out: only Linux says what processes take")
        return
    each = 40 if short else 500
    with installation() as (app, folder):
        evenings = [make_evening(app) for _ in range(CLIENTS)]
        addresses = [[f"/lessons/{one}/entries" for one in more_lessons(evening, each)] for evening in evenings]
        before = _entries()
        with azbuka(folder) as (port, process):
            begun = processor_seconds(process)
            saved = _per_second(port, evenings, addresses)
            each_ms = 1000 * (processor_seconds(process) - begun) / (CLIENTS * each)
            memory = memory_mb(process)
        assert _entries() - before == CLIENTS * each * PEOPLE
        with under_gunicorn("bench.bare:app", **{DATABASE: str(folder / "bare.sqlite3")}) as (port, _process):
            bare = _per_second(port, evenings, addresses)
    print(f"{f'rolls saved a second, {WANTED} wanted':<56} {saved:10.0f}")
    print(f"{'the bare Flask view':<56} {bare:10.0f} {bare / saved:17.2f} x Azbuka")
    print(f"{'what one takes of the processors':<56} {each_ms:10.2f} ms {each_ms / reference_ms():8.2f} x reference")
    print(f"{f'memory of all processes, {ALLOWED_MB} MB allowed':<56} {memory:10.0f} MB")


def _per_second(port: int, evenings: Sequence[Evening], addresses: Sequence[Sequence[str]]) -> float:
    """Let every client save its rolls, one after the other, all clients at once."""
    parcels = [
        list(zip(of, (one.parcel() for _ in of), strict=True)) for one, of in zip(evenings, addresses, strict=True)
    ]
    with ThreadPoolExecutor(CLIENTS) as pool:
        begun = time.perf_counter()
        list(pool.map(_save_all, repeat(port), evenings, parcels))
        return sum(map(len, parcels)) / (time.perf_counter() - begun)


def _save_all(port: int, evening: Evening, parcels: Parcels) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for address, parcel in parcels:
        connection.request("POST", address, parcel, evening.headers)
        answer = connection.getresponse()
        said = answer.read()
        assert answer.status == 200, said
    connection.close()


def _entries() -> int:
    found = db.session.scalar(select(func.count()).select_from(Entry)) or 0
    db.session.rollback()
    return found
