"""How long finding a person takes among 100 000, on SQLite and, if one is given, on PostgreSQL; 50 ms are allowed.

And what the keys cost whoever writes a name: one person, and a list of 20 000.
"""

import os
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice, product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import Table, create_engine, insert, make_url, select, text

from bench.ratio import report
from lms import clock, create_app
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.courses.models import Cohort, Enrolment, Programme, cohort_teacher
from lms.courses.states import EnrolmentState, Level
from lms.database import db
from lms.demo import content
from lms.learners.models import Learner, Sex
from lms.learners.search_actions import keep_keys
from lms.learners.search_models import NameKey
from lms.learners.search_queries import search
from lms.learners.search_rules import KeyKind, keys_of
from lms.settings import Settings

PEOPLE = 100_000
IMPORTED = 20_000
SERVER = os.environ.get("AZBUKA_TEST_DATABASE_URL", "")
QUESTIONS = (  # spelling, two words, a beginning, a part, a script, digits
    "Mohamed",
    "Юлия Коваленко",
    "kovalenko yul",
    "алекс",
    "خالد",
    "a",
    "enko",
    "A-000123",
    "0888 123 456",
    "1000000002",
    "王",
)


def names() -> list[tuple[list[str], list[str]]]:
    """Every given with every family name of the demonstration's pools, whichever country they are from."""
    pools = content.read("names")["pools"].values()
    given = [name for pool in pools for form in ("female", "male") for name in pool[form]]
    family = [
        name
        for pool in pools
        for key in pool
        if key.startswith("family") and key != "family_first"
        for name in pool[key]
    ]
    return list(product([*given, ["Mohammed", "Мохамед", "محمد"]], family))


def people(count: int, centres: int) -> Iterator[dict[str, object]]:
    """So many invented people, spread over centres."""
    rng, pairs = Random(1), names()
    for number in range(1, count + 1):
        given, family = rng.choice(pairs)
        yield {
            "id": number,
            "number": f"A-{number:06}",
            "centre_id": 1 + number % centres,
            "given_latin": given[0],
            "family_latin": family[0],
            "given_cyrillic": given[1],
            "family_cyrillic": family[1],
            "name_native": f"{given[-1]} {family[-1]}",
            "sex": Sex.UNKNOWN,
            "phone": "+359888123456" if number == 2 else f"+359{rng.randrange(10**8, 10**9)}",
            "personal_number": str(10**9 + number) if number % 3 else None,
            "nationalities": (),
            "other_languages": (),
            "created_at": clock.now(),
        }


def fill(count: int) -> None:
    """Two centres, so many people, and a teacher with a cohort of twenty."""
    db.create_all()
    for code in ("S", "B"):
        db.session.add(Centre(code=code, name_bg=code, name_en=code, address=""))
    db.session.add(Account(role=Role.TEACHER, name="Т", email="t@example.org"))
    db.session.add(Programme(code="P", title_bg="P", title_en="P", level=Level.A1, hours=100))
    db.session.flush()
    db.session.execute(insert(Learner), list(people(count, 2)))
    cohort = Cohort(code="C", programme_id=1, centre_id=1, starts_on=clock.today())
    db.session.add(cohort)
    db.session.flush()
    db.session.execute(insert(cohort_teacher), [{"cohort_id": cohort.id, "account_id": 1}])
    for learner_id in range(2, 42, 2):
        facts = {"learner_id": learner_id, "cohort_id": cohort.id, "starts_on": clock.today()}
        db.session.add(Enrolment(state=EnrolmentState.ACTIVE, **facts))
    db.session.commit()
    write_keys(count)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"))


def write_keys(count: int) -> None:
    """The keys of everybody, in the order of the index: written one person after the other they take minutes."""
    table: Table = NameKey.__table__  # type: ignore[assignment]
    for kind in KeyKind:
        rows = set()
        for one in people(count, 2):
            names = [f"{one[f'given_{script}']} {one[f'family_{script}']}" for script in ("latin", "cyrillic")]
            keys = keys_of([*names, str(one["name_native"])], [str(one["number"])], str(one["phone"]))
            rows |= {(key, one["id"]) for of, key in keys if of is kind}
        ordered = ({"kind": kind, "key": key, "learner_id": learner_id} for key, learner_id in sorted(rows))
        while some := list(islice(ordered, 50_000)):
            db.session.execute(insert(table), some)
        db.session.commit()


def ask(by: Viewer, question: str) -> None:
    """The first page of results with its count."""
    db.session.expunge_all()
    db.paginate(search(by, question), page=1, per_page=50)


@contextmanager
def installation(url: str) -> Iterator[Flask]:
    """An Azbuka on an empty database."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), database_url=url, secret_key="only for measuring"))  # noqa: S106
        with app.app_context(), app.test_request_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def on_server() -> str:
    """An empty schema on the given PostgreSQL."""
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS bench_search CASCADE"))
        connection.execute(text("CREATE SCHEMA bench_search"))
    server.dispose()
    url = make_url(SERVER).update_query_dict({"options": "-csearch_path=bench_search"})
    return url.render_as_string(hide_password=False)


def measure_questions(name: str, repeat: int) -> None:
    """Print how long each question takes each viewer, and which takes longest."""
    viewers = {
        "coordinator of one centre": Viewer(None, Role.COORDINATOR, frozenset({1})),
        "teacher": Viewer(1, Role.TEACHER, frozenset({1})),
    }
    taken = {}
    for (who, by), question in product(viewers.items(), QUESTIONS):
        asked = f"{name}, {who}: {question}"
        taken[asked] = report(asked, partial(ask, by, question), repeat)
    worst = max(taken, key=taken.__getitem__)
    print(f"worst of {len(taken)}: {worst}, {taken[worst]:.2f} ms")


def measure_writing(name: str, count: int, imported: int) -> None:
    """Print how long the keys of one person and of a list take beside those of everybody, and the list's memory."""
    one = db.session.get_one(Learner, 1)
    report(f"{name}, keys of one person", partial(keep_keys, [one]))
    db.session.execute(insert(Learner), list(islice(people(count + imported, 2), count, None)))
    learners = db.session.scalars(select(Learner).where(Learner.id > count)).all()
    report(f"{name}, keys of {imported} imported", partial(keep_keys, learners), times=1, warm=False)
    tracemalloc.start()
    keep_keys(learners)
    print(f"{name}, their memory at most: {tracemalloc.get_traced_memory()[1] / 2**20:.1f} MiB")
    tracemalloc.stop()
    db.session.rollback()


def main(short: bool = False) -> None:
    """Print the times; `short` measures among a tenth of the people."""
    count, imported, repeat = (PEOPLE // 10, IMPORTED // 10, 3) if short else (PEOPLE, IMPORTED, 9)
    for name, url in {"SQLite": "", **({"PostgreSQL": on_server()} if SERVER else {})}.items():
        with installation(url):
            fill(count)
            assert db.session.scalar(select(Learner.id).where(Learner.id == count))
            measure_questions(name, repeat)
            measure_writing(name, count, imported)
