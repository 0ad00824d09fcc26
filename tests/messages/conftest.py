"""A person, those who may write to them, and a mail server."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.learners.models import Learner
from lms.mail.servers import Server, read_sender
from lms.messages.models import Kind
from lms.messages.rules import About, Prepared
from tests.factories import make_centre, make_learner, make_staff
from tests.mail.post_office import PostOffice, post_office

SECRET = "0123456789abcdef01234567"
SENDER = read_sender("Курсове <courses@example.org>")


@dataclass
class Desk:
    """Who writes to whom."""

    centre: Centre
    coordinator: Account
    mediator: Account
    learner: Learner

    def prepared(self, about_id: int = 1, kind: Kind = Kind.OFFER) -> Prepared:
        """A message with a secret in it."""
        text = f"Здравейте! https://azbuka.example.org/offer/{SECRET}"
        reached = {"phone": self.learner.phone or "", "email": self.learner.email or ""}
        return Prepared(About(kind, about_id), "bg", "Място за Вас", text, secret=SECRET, **reached)


@pytest.fixture
def desk(app: Flask) -> Desk:
    centre = make_centre()
    coordinator = make_staff(Role.COORDINATOR, centre, name="Иванка Тестова")
    mediator = make_staff(Role.MEDIATOR, centre)
    person = make_learner(centre, mediator=mediator, phone="+359888000777", email="amina@example.org", language="ar")
    return Desk(centre, coordinator, mediator, person)


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server, by which the application sends e-mail."""
    with post_office() as open_one:
        server = Server(open_one.hostname, open_one.port, SENDER)
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail=server))
        yield open_one


@pytest.fixture
def server(app: Flask, office: PostOffice) -> Server:
    """The mail server as it is set."""
    found: Server = app.config["SETTINGS"].mail
    return found
