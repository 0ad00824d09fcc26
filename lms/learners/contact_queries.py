"""Reading how people were reached."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.contact_models import Contact
from lms.learners.models import Learner


def contacts_of(learner: Learner, by: Viewer) -> Sequence[Contact]:
    """How a person was reached, the latest first; nothing for whoever may not reach them."""
    return db.session.scalars(_reached(by).where(Contact.learner_id == learner.id)).all()


def last_contacts(by: Viewer, learner_ids: Collection[int]) -> Mapping[int, Contact]:
    """The last contact with each of these people whom the viewer may reach."""
    if not learner_ids:
        return {}
    found = db.session.scalars(_reached(by).where(Contact.learner_id.in_(learner_ids))).all()
    return {one.learner_id: one for one in reversed(found)}


def _reached(by: Viewer) -> Select[Contact]:
    reached = scoped(select(Learner.id), "learners.reach", by)
    statement = select(Contact).options(joinedload(Contact.by)).where(Contact.learner_id.in_(reached))
    return statement.order_by(Contact.at.desc(), Contact.id.desc())
