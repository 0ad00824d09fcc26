"""Reading offers: whose they are, and which stand open in a cohort."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.courses.models import Cohort
from lms.courses.offer_models import Offer, OfferState
from lms.courses.queries import cohorts_of_own_centres
from lms.courses.secret_address import fingerprint
from lms.database import db
from lms.learners.queries import hidden_from


def offers_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Offer: those of cohorts of the viewer's centres, to people the viewer may know of."""
    own = Offer.cohort_id.in_(select(Cohort.id).where(cohorts_of_own_centres(viewer)))
    return and_(own, Offer.learner_id.not_in(hidden_from(viewer)))


def offer_behind(token: str) -> Offer | None:
    """The offer that a secret address belongs to, found by its fingerprint: the time it takes tells nothing."""
    return db.session.scalars(select(Offer).where(Offer.token_fingerprint == fingerprint(token))).one_or_none()


def open_offers(cohort: Cohort, by: Viewer) -> Mapping[int, Offer]:
    """The open offers of a cohort that the viewer notes answers to, by the enrolment that holds the place."""
    statement = scoped(select(Offer), "offers.answer", by).where(
        Offer.cohort_id == cohort.id, Offer.state == OfferState.OPEN
    )
    return {one.enrolment_id: one for one in db.session.scalars(statement) if one.enrolment_id is not None}
