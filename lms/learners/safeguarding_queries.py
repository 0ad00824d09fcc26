"""Reading what protects a minor: the adults around them, who is named, and the notes of those named."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.accounts.queries import staff_of_centre
from lms.database import db
from lms.learners.models import Learner
from lms.learners.safeguarding_models import NamedStaff, Safeguarding, SafeguardingNote

NAMEABLE = (Role.COORDINATOR, Role.MEDIATOR, Role.TEACHER)


def around(learner: Learner) -> Safeguarding | None:
    """The guardian and the safeguarding contact. The viewer must be allowed to see the record."""
    return db.session.get(Safeguarding, learner.id)


def named_staff(learner: Learner) -> Sequence[NamedStaff]:
    """Who is named for a person, by name. The viewer must be allowed to see the record."""
    statement = select(NamedStaff).join(NamedStaff.account).options(joinedload(NamedStaff.account))
    return db.session.scalars(statement.where(NamedStaff.learner_id == learner.id).order_by(Account.name)).all()


def is_named(by: Viewer, learner: Learner) -> bool:
    """Whether the viewer is named for a person."""
    return db.session.get(NamedStaff, (learner.id, by.account_id)) is not None


def nameable(learner: Learner) -> Sequence[Account]:
    """The staff of the person's centre who could be named and are not, by name."""
    named = {one.account_id for one in named_staff(learner)}
    found = [one for role in NAMEABLE for one in staff_of_centre(learner.centre, role)]
    return sorted((one for one in found if one.id not in named), key=lambda one: one.name)


def notes_of(learner: Learner) -> Sequence[SafeguardingNote]:
    """The notes for a minor's safety, the latest first. The viewer must be named for them."""
    statement = select(SafeguardingNote).options(joinedload(SafeguardingNote.by))
    statement = statement.where(SafeguardingNote.learner_id == learner.id)
    return db.session.scalars(statement.order_by(SafeguardingNote.id.desc())).all()
