"""Taking a person in: the record, who answers for a minor, and the first answers about consent, in one act."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lms import clock
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.database import db
from lms.learners.actions import create_learner
from lms.learners.consent_actions import note_answer
from lms.learners.consent_models import Answer, Purpose
from lms.learners.models import Learner
from lms.learners.rules import Facts
from lms.learners.safeguarding_actions import protect
from lms.learners.safeguarding_rules import Around, is_minor


@dataclass(frozen=True)
class Interview:
    """What was said at an intake."""

    facts: Facts
    unaccompanied: bool = False
    around: Around = field(default_factory=Around)
    answers: Mapping[Purpose, Answer] = field(default_factory=dict)
    guardian_name: str | None = None
    """Who answered about consent, where it was not the person."""


def take_in(by: Viewer, centre: Centre, said: Interview) -> Learner:
    """Write down a new person. Whom a mediator takes in, they accompany; whoever takes in a minor is named.

    Raises DomainError as create_learner, protect and note_answer do; the caller then keeps nothing.
    """
    learner = create_learner(by, centre, said.facts)
    if by.role is Role.MEDIATOR and by.account_id is not None:
        learner.mediator = db.session.get_one(Account, by.account_id)
    today = clock.today(centre.time_zone)
    if said.unaccompanied or said.around or is_minor(learner.born_on, learner.born_precision, today):
        protect(by, learner, said.around, said.unaccompanied)
    for purpose, answer in said.answers.items():
        note_answer(by, learner, purpose, answer, today, said.guardian_name)
    return learner
