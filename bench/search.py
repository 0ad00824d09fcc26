"""How long finding a person takes among 100 000, on SQLite and, if one is given, on PostgreSQL; 50 ms are allowed."""

import os
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
from lms.learners.search_models import NameKey
from lms.learners.search_queries import search
from lms.learners.search_rules import KeyKind, keys_of
from lms.settings import Settings

PEOPLE = 100_000
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
            "phone": f"+359{rng.randrange(10**8, 10**9)}",
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


def main(short: bool = False) -> None:
    """Print the times; `short` measures among a tenth of the people."""
    count, repeat = (PEOPLE // 10, 3) if short else (PEOPLE, 9)
    for name, url in {"SQLite": "", **({"PostgreSQL": on_server()} if SERVER else {})}.items():
        with installation(url):
            fill(count)
            assert db.session.scalar(select(Learner.id).where(Learner.id == count))
            viewers = {
                "coordinator of one centre": Viewer(None, Role.COORDINATOR, frozenset({1})),
                "teacher": Viewer(1, Role.TEACHER, frozenset({1})),
            }
            for who, by in viewers.items():
                for question in QUESTIONS:
                    report(f"{name}, {who}: {question}", partial(ask, by, question), repeat)
