"""Reading how people were reached."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.contact_models import Contact
from lms.learners.models import Learner


def contacts_of(learner: Learner, by: Viewer) -> Sequence[Contact]:
    """How a person was reached, the latest first; nothing for whoever may not reach them."""
    reached = scoped(select(Learner.id), "learners.reach", by).where(Learner.id == learner.id)
    statement = select(Contact).options(joinedload(Contact.by)).where(Contact.learner_id.in_(reached))
    return db.session.scalars(statement.order_by(Contact.at.desc(), Contact.id.desc())).all()
