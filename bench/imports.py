"""How long a list of 20 000 people takes from the upload to the last record, in what memory, and who waits meanwhile.

Allowed are 60 s and 300 MB. A process of its own imports the list as a browser drives it, request after request;
beside it a teacher writes every 50 ms, and the longest wait for the database is printed.
"""

import csv
import logging
import os
import sys
import time
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from subprocess import run
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, insert, select, text

from bench.search import SERVER, on_server, people, write_keys
from lms import create_app
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.database import db
from lms.learners.models import BirthPrecision, Learner
from lms.settings import Settings
from lms.spreadsheets import Sheet, write_xlsx

ROWS = 20_000
BREATH = 0.1
"""Seconds between two parts, as in static/js/import.js."""
HEADER = ("Име", "Фамилия", "Дата на раждане", "Телефон", "Пол", "Гражданство", "Майчин език", "Имейл", "Град",
          "Статут", "Документ", "Чете кирилица", "Години образование", "Кога може", "Форма")  # fmt: skip


def recorded(count: int) -> list[dict[str, object]]:
    """The people who have a record, with their dates of birth."""
    rng = Random(4)
    return [one | {"born_on": day(rng), "born_precision": BirthPrecision.DAY} for one in people(count, 1)]


def day(rng: Random) -> date:
    """A date of birth."""
    return date(1950, 1, 1) + timedelta(days=rng.randrange(57 * 365))


def rows(count: int) -> list[list[Any]]:
    """A list in which one row of fifty has a mistake, and one of twenty is somebody who has a record."""
    rng = Random(5)
    return [row(rng, one, number) for number, one in enumerate(islice(people(2 * count, 1), count, None), start=1)]


def row(rng: Random, one: dict[str, object], number: int) -> list[Any]:
    """One row, in the alphabet in which somebody happened to write it."""
    script = rng.choice(("latin", "cyrillic"))
    return [
        str(one[f"given_{script}"]),
        str(one[f"family_{script}"]),
        "31.02.1990" if number % 50 == 1 else f"{day(rng):%d.%m.%Y}",
        str(one["phone"]),
        rng.choice(("ж", "м")),
        rng.choice(("Сирия", "Украйна", "Афганистан")),
        rng.choice(("арабски", "украински", "дари")),
        f"p{number}@example.org",
        "София",
        "временна закрила",
        "паспорт",
        rng.choice(("да", "не")),
        rng.randint(0, 16),
        "сутрин, вечер",
        "присъствено",
    ]


def application(folder: str, url: str) -> Flask:
    """An Azbuka in this folder."""
    settings = Settings(data_dir=Path(folder), database_url=url, secret_key="only for measuring")  # noqa: S106
    app = create_app(settings)
    logging.getLogger("azbuka.requests").setLevel(logging.WARNING)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def prepare(folder: str, url: str, count: int) -> None:
    """A centre with as many people as the list has rows, a coordinator, and the list as .xlsx and .csv."""
    app = application(folder, url)
    with app.app_context():
        db.create_all()
        centre = Centre(code="S", name_bg="S", name_en="S", address="")
        account = Account(role=Role.COORDINATOR, name="К", email="c@example.org", locale="en", centres=[centre])
        db.session.add(account)
        db.session.flush()
        known = recorded(count)
        db.session.execute(insert(Learner), known)
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text(f"SELECT setval('learner_id_seq', {count})"))
        db.session.commit()
        write_keys(count)
        db.session.remove()
        db.engine.dispose()
    listed = rows(count)
    for at in range(19, count, 20):
        listed[at][:4] = [known[at][name] for name in ("given_latin", "family_latin", "born_on", "phone")]
    Path(folder, "list.xlsx").write_bytes(write_xlsx([Sheet("list", HEADER, listed)]))
    with Path(folder, "list.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADER, *listed])


def rival(url: str, over: Event, waits: list[float]) -> None:
    """Somebody else who writes a little, again and again, and notes how long each time took."""
    engine = create_engine(url)
    while not over.is_set():
        begun = time.perf_counter()
        with engine.begin() as connection:
            connection.execute(text("UPDATE centre SET address = 'x' WHERE code = 'S'"))
        waits.append(time.perf_counter() - begun)
        over.wait(0.05)
    engine.dispose()


def drive(client: FlaskClient, address: str) -> int:
    """Ask for part after part, as the page does; returns how many there were."""
    parts = 0
    while client.post(f"{address}/step", headers={"Accept": "application/json"}).json["phase"] != "over":
        parts += 1
        time.sleep(BREATH)
    return parts


def import_list(folder: str, url: str, name: str) -> None:
    """Import a list and print what it took."""
    app, times, over, waits = application(folder, url), {}, Event(), list[float]()
    client = app.test_client()
    with client.session_transaction() as session, app.app_context():
        session["_user_id"] = db.session.scalars(select(Account)).one().get_id()
        session["_fresh"] = True
    beside = Thread(target=rival, args=(app.config["SQLALCHEMY_DATABASE_URI"], over, waits))
    beside.start()
    begun = time.perf_counter()
    with Path(folder, name).open("rb") as file:
        answer = client.post("/learners/import", data={"centre": 1, "file": (file, name)})
    address = answer.headers["Location"]
    times["upload"] = time.perf_counter() - begun
    parts = drive(client, address)
    times["compare"] = time.perf_counter() - begun - sum(times.values())
    client.get(address)
    times["preview"] = time.perf_counter() - begun - sum(times.values())
    client.post(f"{address}/confirm")
    parts += drive(client, address)
    client.get(address)
    times["confirm"] = time.perf_counter() - begun - sum(times.values())
    over.set()
    beside.join()
    with app.app_context():
        there = db.session.scalar(select(func.count()).select_from(Learner))
        db.engine.dispose()
    told = ", ".join(f"{what} {taken:.1f} s" for what, taken in times.items())
    print(f"  {told}; in all {sum(times.values()):.1f} s (60 allowed), {time.process_time():.1f} s of a processor")
    print(f"  {parts} parts; {there} people have a record; others waited {max(waits) * 1000:.0f} ms at most")
    print(f"  peak memory {peak_mb():.0f} MB (300 allowed)")


def peak_mb() -> float:
    """The most memory this process ever held, in megabytes."""
    # What getrusage says begins with the peak of whoever started this process.
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main(short: bool = False) -> None:
    """Print the figures of both kinds of file; `short` imports a tenth of the rows into a tenth of the people."""
    count = ROWS // 10 if short else ROWS
    for kind, server in {"SQLite": False, **({"PostgreSQL": True} if SERVER else {})}.items():
        for name in ("list.xlsx", "list.csv"):
            with TemporaryDirectory() as folder:
                url = on_server() if server else ""
                prepare(folder, url, count)
                print(f"{kind}, {name}, {count} rows, {count} people have a record:", flush=True)
                run([sys.executable, "-m", "bench.imports", folder, url, name], check=True, env=os.environ)  # noqa: S603


if __name__ == "__main__":
    import_list(*sys.argv[1:4])
