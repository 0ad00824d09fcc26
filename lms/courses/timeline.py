"""What the courses tell on a person's timeline: waiting, and each step of an enrolment."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms import clock
from lms.access.scope import holds, scoped
from lms.access.viewer import Viewer
from lms.courses import words
from lms.courses.enrolment_queries import enrolments_of
from lms.courses.filling_words import ANSWERS
from lms.courses.models import Enrolment, WaitingEntry
from lms.courses.offer_models import Offer, OfferState
from lms.courses.waiting_words import CLOSED_REASONS
from lms.database import db
from lms.learners.models import Learner
from lms.learners.timeline import Event, Kind, provides_events


@provides_events
def waiting(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """When somebody began to wait, and when that ended and why."""
    if not holds(viewer.role, "waiting.manage"):
        return
    statement = scoped(select(WaitingEntry), "waiting.manage", viewer)
    statement = statement.where(WaitingEntry.learner_id == learner.id).order_by(WaitingEntry.id)
    for entry in db.session.scalars(statement):
        level = words.LEVEL_NAMES[entry.level]
        yield Event(entry.since, Kind.WAITING, _("Began to wait for %(level)s", level=level), entry.note or "")
        if entry.closed_on:
            text = _("No longer waits for %(level)s", level=level)
            why = CLOSED_REASONS[entry.closed_reason] if entry.closed_reason else ""
            yield Event(entry.closed_on, Kind.WAITING, text, " · ".join(filter(None, [str(why), entry.closed_note])))


@provides_events
def enrolments(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """Every change of state of the enrolments in cohorts the viewer may see."""
    if not holds(viewer.role, "cohorts.view"):
        return
    found = enrolments_of(learner, viewer)
    db.session.scalars(
        select(Enrolment).where(Enrolment.id.in_([one.id for one in found])).options(selectinload(Enrolment.changes))
    ).all()
    for enrolment in reversed(found):
        cohort = enrolment.cohort
        link = url_for("courses.cohort", cohort_id=cohort.id)
        for change in enrolment.changes:
            text = f"{cohort.code}: {words.ENROLMENT_STATES[change.to_state]}"
            day = clock.to_local(change.at, cohort.centre.time_zone).date()
            detail = change.reason or cohort.programme.title
            yield Event(day, Kind.COURSE, text, detail, link)


@provides_events
def offers(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """What became of each place the person was offered; who took it has an enrolment that says so."""
    if not holds(viewer.role, "offers.answer"):
        return
    statement = scoped(select(Offer), "offers.answer", viewer).where(Offer.learner_id == learner.id)
    for offer in db.session.scalars(statement.options(joinedload(Offer.cohort)).order_by(Offer.id)):
        zone, code = offer.cohort.centre.time_zone, offer.cohort.code
        link = url_for("courses.cohort", cohort_id=offer.cohort_id)
        made = clock.to_local(offer.made_at, zone).date()
        yield Event(made, Kind.WAITING, _("Offered a place in %(cohort)s", cohort=code), "", link)
        if offer.answered_at and offer.state is not OfferState.ACCEPTED:
            day, said = clock.to_local(offer.answered_at, zone).date(), str(ANSWERS[offer.state])
            yield Event(day, Kind.WAITING, _("Place in %(cohort)s: %(answer)s", cohort=code, answer=said), "", link)
