"""Reading what was sent. Whoever may reach a person sees what was sent to them."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.models import Learner
from lms.messages.models import Kind, SentMessage, State


def messages_to(learner: Learner, by: Viewer) -> Sequence[SentMessage]:
    """What was sent to a person and what failed, the latest first; nothing for whoever may not reach them."""
    return db.session.scalars(_seen(by).where(SentMessage.learner_id == learner.id)).all()


def messages_about(by: Viewer, kinds: Collection[Kind], about_id: int) -> Sequence[SentMessage]:
    """What was sent about a record and what failed, the latest first."""
    about = _seen(by).where(SentMessage.kind.in_(kinds), SentMessage.about_id == about_id)
    return db.session.scalars(about).all()


def last_sent(by: Viewer, kinds: Collection[Kind], about_ids: Collection[int]) -> Mapping[int, SentMessage]:
    """The latest message that went, by the record it is about; what failed counts for nothing.

    The kinds must be about records of one table. A record is missing when nothing went, or nothing to a
    person whom the viewer may reach.
    """
    went = _seen(by).where(SentMessage.state != State.FAILED)
    found = db.session.scalars(went.where(SentMessage.kind.in_(kinds), SentMessage.about_id.in_(about_ids))).all()
    return {one.about_id: one for one in reversed(found)}


def newest(learner_id: int) -> int:
    """The number of the latest message to a person, 0 when there is none: whether somebody wrote meanwhile."""
    latest = select(func.max(SentMessage.id)).where(SentMessage.learner_id == learner_id)
    return db.session.scalar(latest) or 0


def _seen(by: Viewer) -> Select[SentMessage]:
    reached = scoped(select(Learner.id), "learners.reach", by)
    statement = select(SentMessage).options(joinedload(SentMessage.by)).where(SentMessage.learner_id.in_(reached))
    return statement.order_by(SentMessage.at.desc(), SentMessage.id.desc())
