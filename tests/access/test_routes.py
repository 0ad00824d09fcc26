"""Every route as everybody, in both centres, against the table in routes.md that a human can read.

With AZBUKA_WRITE_ROUTES=1 it writes the table instead, for `git diff` to show what would change.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from lms.access.declare import ACCOUNT_HEADER
from lms.accounts.models import Account
from lms.database import db
from tests.access.world import Place, build_place, build_quiz

TABLE = Path(__file__).with_name("routes.md")
VIEWERS = (
    "administrator",
    "coordinator",
    "teacher",
    "another teacher",
    "mediator",
    "learner",
    "observer",
    "nobody",
)
WHAT_A_CELL_SAYS = """# Who reaches which page

One line for every route; the test walks them all. A cell says what somebody of a centre is answered:

- **in**: the page (or a message about the form);
- **own**: the page for what belongs to them or their centre, “not found” for the other centre's;
- **all**: the page, for both centres;
- **–**: “not found”, for both centres;
- **sign in**: they are sent to sign in.

"""
DOORS = ("/sign-in", "/card")
# What an address carries besides identifiers of records.
WORDS = {
    "act": "deactivate",
    "token": "forged",
    "code": "ABCD2345",
    "filename": "css/base.css",
    "version": "0" * 12,
    "kind": "csv",
    "item_kind": "single_choice",
}


def routes(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, rule


def answer(app: Flask, account: Account | None, method: str, rule: Rule, place: Place) -> str:
    """What somebody is answered who asks for a route with the identifiers of a place."""
    values = {name: place.identifiers.get(name, WORDS.get(name)) for name in rule.arguments}
    assert None not in values.values(), f"{rule.rule} carries something that world.py does not make"
    with app.test_request_context():
        address = url_for(rule.endpoint, **values)
    client = app.test_client()
    if account is not None:
        # Walking may have ended the account's sessions: ask for what counts now.
        now = db.session.get(Account, account.id)
        assert now is not None
        with client.session_transaction() as session:
            session["_user_id"] = now.get_id()
    # What our scripts send; pages do not look at it.
    headers = {ACCOUNT_HEADER: str(account.id)} if account else {}
    with client.open(address, method=method, headers=headers) as response:
        status, location = response.status_code, response.headers.get("Location", "")
    assert status < 500, f"{method} {rule.rule} answered {status}"
    if status == 404:
        return "–"
    return "sign in" if status == 303 and location.split("?")[0] in DOORS else "in"


def cell(app: Flask, viewer: str, method: str, rule: Rule, own: Place, other: Place) -> str:
    account = own.viewers.get(viewer)
    here = answer(app, account, method, rule, own)
    if not rule.arguments & own.identifiers.keys():
        return here
    there = answer(app, account, method, rule, other)
    if here == there:
        return "all" if here == "in" else here
    return {("in", "–"): "own"}.get((here, there), f"{here} / {there}")


@pytest.fixture
def places(app: Flask) -> tuple[Place, Place]:
    quiz = build_quiz()
    return build_place(quiz), build_place(quiz)


def as_lines(app: Flask, own: Place, other: Place) -> list[str]:
    lines = [f"| route | {' | '.join(VIEWERS)} |", f"|{'---|' * (len(VIEWERS) + 1)}"]
    for method, rule in routes(app):
        cells = (cell(app, viewer, method, rule, own, other) for viewer in VIEWERS)
        lines.append(f"| {method} {rule.rule} | {' | '.join(cells)} |")
    return lines


def test_everybody_reaches_exactly_what_the_table_says(app: Flask, places: tuple[Place, Place]) -> None:
    found = as_lines(app, *places)
    if os.environ.get("AZBUKA_WRITE_ROUTES"):
        TABLE.write_text(WHAT_A_CELL_SAYS + "\n".join(found) + "\n")
    written = [line for line in TABLE.read_text().splitlines() if line.startswith("|")]
    assert found == written


def test_no_page_of_people_is_open_to_nobody_in_particular() -> None:
    for line in TABLE.read_text().splitlines():
        if line.startswith(("| GET /learners", "| GET /cohorts", "| GET /statistics", "| GET /placements")):
            assert line.endswith("| sign in |"), line
