"""Whatever is written into whichever field of whichever form, nothing fails: it is kept, or refused in words."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, url_for

from lms.access.declare import ACCOUNT_HEADER
from lms.accounts.models import Account
from lms.database import db
from tests import soak
from tests.access.forms import Form, forms_of
from tests.access.test_routes import routes
from tests.access.world import WORDS, Place, build_place, build_quiz
from tests.conftest import POSTGRES

STRANGE = (
    "\x00",
    "a\x00b@example.org",
    "-1",
    "999999999999999999999999",
    "²",
    "1e308",
    "NaN",
    "\u202e<script>'\"--",
    "٣",
    "x" * 5000,
    "0001-01-01",
    "9999-12-31",
    "99:99",
    "//[",
)


@pytest.fixture
def place(app: Flask) -> Place:
    return build_place(build_quiz())


def pages(app: Flask, place: Place) -> Iterator[str]:
    for method, rule in routes(app):
        if method == "GET" and not rule.rule.startswith("/static"):
            with app.test_request_context():
                yield url_for(rule.endpoint, **place.values(rule))


def sent(app: Flask, account: Account | None, form: Form, fields: dict[str, list[str]]) -> int:
    """The answer's status. Each time anew from the same state: what one sending changed does not stop the next."""
    client = app.test_client()
    if account is not None:
        now = db.session.get(Account, account.id)
        assert now is not None
        now.active = True
        db.session.commit()
        with client.session_transaction() as session:
            session["_user_id"] = now.get_id()
    kind = "query_string" if form.method == "GET" else "data"
    return client.open(form.action, method=form.method, **{kind: fields}).status_code


Kind = tuple[str, str, frozenset[str]]


def forms(app: Flask, account: Account | None, place: Place) -> dict[Kind, Form]:
    found: dict[Kind, Form] = {}
    for address in pages(app, place):
        client = app.test_client()
        if account is not None:
            with client.session_transaction() as session:
                session["_user_id"] = account.get_id()
        page = client.get(address)
        for form in forms_of(page.text, address) if page.mimetype == "text/html" else []:
            # One form of each kind: the rows of a list all have the same.
            kind = re.sub(r"\d+", "#", form.action)
            found.setdefault((kind, form.method, frozenset(form.fields)), form)
    return found


REFUSED_BY_POSTGRES = ("\x00", "999999999999999999999999")
"""What no column of PostgreSQL takes, whatever its type."""
EVERY = 14


def values_for(place: int) -> list[str]:
    """What is tried in the field at a place of a form: one value in turn, on PostgreSQL one that it refuses.

    Everything in every field takes half an hour: `make soak` does that.
    """
    if soak.FACTOR > 1:
        return [*STRANGE]
    return [REFUSED_BY_POSTGRES[place % 2]] if POSTGRES else [*STRANGE[place % EVERY :: EVERY]]


SHARES = 2
"""A coordinator's forms are so many that they are tried in shares, which can run beside each other."""


def tried() -> Iterator[object]:
    # Another teacher and the mediator have no form that these do not have.
    for name in ("administrator", "teacher", "learner", "observer", "nobody"):
        yield pytest.param(name, 0, 1, id=name)
    for share in range(SHARES):
        mark = pytest.mark.xdist_group(f"strange-{share}")
        yield pytest.param("coordinator", share, SHARES, id=f"coordinator-{share + 1}", marks=mark)


@pytest.mark.drill
@pytest.mark.parametrize(("name", "share", "shares"), [*tried()])
def test_no_field_of_any_form_makes_the_application_fail(
    app: Flask, place: Place, name: str, share: int, shares: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "testing", False)
    account = place.viewers.get(name)
    found = forms(app, account, place)
    # Most of a teacher's forms are the coordinator's, and meet the same code.
    others = forms(app, place.viewers["coordinator"], place) if name == "teacher" else {}
    failed = set()
    for form in [form for kind, form in found.items() if kind not in others][share::shares]:
        if form.action == "/sign-out":
            continue
        for place_in_form, field in enumerate(form.fields):
            for strange in values_for(place_in_form):
                if sent(app, account, form, form.fields | {field: [strange]}) >= 500:
                    failed.add((form.method, form.action, field, strange[:20]))
    assert failed == set()


@pytest.mark.parametrize("name", ["coordinator", "teacher", "observer"])
def test_a_question_is_answered_as_the_page_asks_it(app: Flask, place: Place, name: str) -> None:
    """Pressing the button of a search or a choice before touching anything else."""
    account = place.viewers[name]
    asking = [form for form in forms(app, account, place).values() if form.method == "GET"]
    assert asking
    answers = {form.action: sent(app, account, form, form.fields) for form in asking}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("name", ["coordinator", "administrator", "learner"])
def test_an_identifier_that_no_record_can_have_is_not_found(app: Flask, place: Place, name: str) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = place.viewers[name].get_id()
    for method, rule in routes(app):
        if any(argument.endswith("_id") for argument in rule.arguments):
            values = {one: WORDS.get(one, 2**70) for one in rule.arguments}
            with app.test_request_context():
                address = url_for(rule.endpoint, **values)
            headers = {ACCOUNT_HEADER: str(place.viewers[name].id)}
            assert client.open(address, method=method, headers=headers).status_code == 404, address
