"""Into names and dates people write what is no name and no date: it is kept as meant, or said at the field."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.learners.models import Learner
from tests.factories import make_centre, make_staff

SignIn = Callable[[Account], FlaskClient]
FACTS = {"given_latin": "Yulia", "family_latin": "Bondar", "sex": "female", "born": "1990"}


@pytest.fixture
def send(client_as: SignIn) -> Callable[..., str]:
    """Send the form of a new person; gives the page that answers."""
    centre = make_centre()
    page = client_as(make_staff(Role.COORDINATOR, centre))

    def send(**given: str) -> str:
        return page.post("/learners/new", data=FACTS | {"centre": centre.id} | given, follow_redirects=True).text

    return send


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"born": "29.02.2004"}, ("2004-02-29", "Yulia Bondar", "Юлия Бондар")),
        ({"born": "2004-02-29"}, ("2004-02-29", "Yulia Bondar", "Юлия Бондар")),
        ({"given_latin": "\u202eYulia\u200f"}, ("1990-01-01", "Yulia Bondar", "Юлия Бондар")),
        ({"given_latin": "  Yulia\t\n "}, ("1990-01-01", "Yulia Bondar", "Юлия Бондар")),
        ({"given_latin": "👩🏽‍🦱Yulia ❤️"}, ("1990-01-01", "Yulia Bondar", "Юлия Бондар")),
        ({"given_latin": "Yulia 🙂"}, ("1990-01-01", "Yulia Bondar", "Юлия Бондар")),
        ({"given_latin": "Y" * 200}, ("1990-01-01", "Y" * 200 + " Bondar", None)),
        ({"name_native": "يوليا\u200c بوندار"}, ("1990-01-01", "Yulia Bondar", "Юлия Бондар")),
    ],
)
def test_what_is_meant_is_kept(send: Callable[..., str], given: dict[str, str], kept: tuple[str, str, str]) -> None:
    send(**given)
    learner = db.session.scalars(select(Learner)).one()
    born, name, cyrillic = kept
    assert (str(learner.born_on), learner.name) == (born, name)
    assert cyrillic in (None, learner.name_bg)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"born": "29.02.2003"}, "There is no such day."),
        ({"born": "31.04.1990"}, "There is no such day."),
        ({"born": "2090"}, "future"),
        ({"born": "вчера"}, "date"),
        ({"given_latin": "🙂", "family_latin": ""}, "letters"),
        ({"given_latin": "Y" * 201}, "200 characters"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    send: Callable[..., str], given: dict[str, str], said: str
) -> None:
    assert said in send(**given)
    assert db.session.scalars(select(Learner)).all() == []
