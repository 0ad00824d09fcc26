"""Reading offers for writing to the people they are made to."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.courses.offer_models import Offer, OfferState
from lms.courses.offer_queries import offers_of_own_centres
from lms.database import db
from lms.learners.models import Learner
from lms.learners.queries import accompanied_by, of_own_centres


def offers_to_own_people(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Offer: those of the viewer's centres, to people of these centres."""
    reached = Offer.learner_id.in_(select(Learner.id).where(of_own_centres(viewer)))
    return and_(offers_of_own_centres(viewer), reached)


def offers_to_accompanied(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Offer: those to the people whom a mediator accompanies."""
    return Offer.learner_id.in_(select(Learner.id).where(accompanied_by(viewer)))


def standing_offers(learner: Learner, by: Viewer) -> Sequence[Offer]:
    """The offers to a person that can still be answered, as far as the viewer may write about them."""
    statement = scoped(select(Offer), "offers.message", by).where(
        Offer.learner_id == learner.id, Offer.state == OfferState.OPEN, Offer.reply_by > clock.now()
    )
    return db.session.scalars(statement.order_by(Offer.reply_by, Offer.id)).all()
