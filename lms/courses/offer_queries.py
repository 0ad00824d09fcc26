"""Reading offers: whose they are, and which stand open in a cohort."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.courses.models import Cohort
from lms.courses.offer_models import Offer, OfferState
from lms.courses.queries import cohorts_of_own_centres
from lms.courses.secret_address import fingerprint
from lms.database import db
from lms.learners.models import Learner
from lms.learners.queries import hidden_from


def offers_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Offer: those of cohorts of the viewer's centres, to people the viewer may know of."""
    own = Offer.cohort_id.in_(select(Cohort.id).where(cohorts_of_own_centres(viewer)))
    return and_(own, Offer.learner_id.not_in(hidden_from(viewer)))


def offer_behind(token: str) -> Offer | None:
    """The offer that a secret address belongs to, found by its fingerprint: the time it takes tells nothing."""
    return db.session.scalars(select(Offer).where(Offer.token_fingerprint == fingerprint(token))).one_or_none()


def own_offers(by: Viewer) -> Sequence[Offer]:
    """The places that are offered to the signed-in learner and wait for their answer."""
    own = scoped(select(Learner.id), "learn.own", by)
    open_ = (Offer.state == OfferState.OPEN, Offer.reply_by > clock.now())
    return db.session.scalars(select(Offer).where(Offer.learner_id.in_(own), *open_).order_by(Offer.id)).all()


def offers_at(by: Viewer, centre: Centre) -> Sequence[Offer]:
    """The offers of a centre nobody has answered, the one whose time is over first on top."""
    return db.session.scalars(_at(by, centre).where(Offer.state == OfferState.OPEN).order_by(Offer.reply_by)).all()


def overdue_offers(by: Viewer) -> int:
    """How many offers nobody answered in time: their places wait for somebody else."""
    late = and_(Offer.state == OfferState.OPEN, Offer.reply_by <= clock.now())
    return db.session.scalar(scoped(select(func.count(Offer.id)), "offers.answer", by).where(late)) or 0


def answers_at(by: Viewer, centre: Centre, since: datetime) -> Sequence[Offer]:
    """What became of a centre's offers since a moment, the latest first."""
    statement = _at(by, centre).where(Offer.answered_at >= since, Offer.state != OfferState.OPEN)
    return db.session.scalars(statement.order_by(Offer.answered_at.desc(), Offer.id)).all()


def _at(by: Viewer, centre: Centre) -> Select[Any]:
    statement = scoped(select(Offer), "offers.answer", by)
    options = (joinedload(Offer.cohort), joinedload(Offer.learner), joinedload(Offer.noted_by))
    return statement.where(Offer.cohort.has(Cohort.centre_id == centre.id)).options(*options)


def open_offers(cohort: Cohort, by: Viewer) -> Mapping[int, Offer]:
    """The open offers of a cohort that the viewer notes answers to, by the enrolment that holds the place."""
    statement = scoped(select(Offer), "offers.answer", by).where(
        Offer.cohort_id == cohort.id, Offer.state == OfferState.OPEN
    )
    return {one.enrolment_id: one for one in db.session.scalars(statement) if one.enrolment_id is not None}
