"""What is done with learners' records: creating and changing them, issuing cards."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.accounts import actions as accounts
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.database import db
from lms.learners.models import Learner, Meets, PartOfWeek
from lms.learners.rules import Facts, completed
from lms.learners.search_actions import keep_keys


@dataclass(frozen=True)
class Card:
    """What is printed on a card. The PIN exists in the clear only here."""

    learner: Learner
    code: str
    pin: str


def add_learner(by: Viewer, centre: Centre, facts: Facts) -> Learner:
    """Create a person's record and its number.

    Raises DomainError when there is no name in Latin or Cyrillic letters.
    """
    return add_learners(by, centre, [completed(facts)])[0]


def add_learners(by: Viewer, centre: Centre, people: Iterable[Facts]) -> list[Learner]:
    """Create the records of several people, whose facts are as `completed` gives them, and their numbers."""
    # The number follows the identity, which only the database gives.
    whose = {"centre_id": centre.id, "created_by_id": by.account_id}
    rows = [facts.as_columns() | whose | {"number": secrets.token_hex(6)} for facts in people]
    if rows:
        db.session.execute(insert(Learner), rows)
    numbers = [row["number"] for row in rows]
    found = {
        learner.number: learner for learner in db.session.scalars(select(Learner).where(Learner.number.in_(numbers)))
    }
    learners = [found[number] for number in numbers]
    for learner in learners:
        learner.number = f"A-{learner.id:06}"
    db.session.flush()
    keep_keys(learners)
    return learners


def create_learner(by: Viewer, centre: Centre, facts: Facts) -> Learner:
    """Create a person's record by hand. Raises DomainError as add_learner."""
    learner = add_learner(by, centre, facts)
    record(by, "learner.create", "learner", learner.id)
    return learner


def hold(learner: Learner) -> None:
    """Read a record as it is now, and let nobody else change it until this request is done."""
    db.session.refresh(learner, with_for_update={"of": Learner})


def change_learner(by: Viewer, learner: Learner, facts: Facts, mediator: Account | None) -> None:
    """Change a person's record. Raises DomainError when the name is missing."""
    facts = completed(facts)
    changed = sorted(name for name, value in facts.as_columns().items() if getattr(learner, name) != value)
    _write(learner, facts)
    learner.mediator = mediator
    keep_keys([learner])
    record(by, "learner.change", "learner", learner.id, fields=changed)


def set_availability(
    by: Viewer, learner: Learner, available: frozenset[PartOfWeek] | None, meets: Meets | None
) -> None:
    """Note when and how a person can come; None is “not asked”. Without a change nothing is written."""
    said = {"available": available, "meets": meets}
    changed = sorted(name for name, value in said.items() if getattr(learner, name) != value)
    if changed:
        learner.available, learner.meets = available, meets
        record(by, "learner.change", "learner", learner.id, fields=changed)


def _write(learner: Learner, facts: Facts) -> None:
    for name, value in facts.as_columns().items():
        setattr(learner, name, value)


def issue_cards(by: Viewer, learners: Sequence[Learner]) -> list[Card]:
    """Give people new cards to print; cards and PINs they had before stop working."""
    cards = []
    for learner in learners:
        if learner.account is None:
            learner.account = accounts.create_learner_account(by, learner.name, learner.centre, learner.language)
        pin = accounts.issue_card(by, learner.account)
        cards.append(Card(learner, learner.account.card_code or "", pin))
    return cards
