"""Offering places that fell free to the people who are next for them."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.called_off import refuse_called_off
from lms.courses.enrolment_actions import hold
from lms.courses.enrolment_queries import place_of, stays_of
from lms.courses.enrolment_rules import refusal
from lms.courses.filling_queries import opening_of
from lms.courses.filling_rules import passed_over
from lms.courses.models import Cohort, WaitingEntry
from lms.courses.offer_actions import expire_offers, offer_places
from lms.courses.offer_models import Offer
from lms.courses.words import refusal_words
from lms.database import db


def offer_free_places(by: Viewer, cohort: Cohort, entries: Sequence[WaitingEntry], reply_by: datetime) -> list[Offer]:
    """Offer free places of a cohort to waiting people, who answer until `reply_by`.

    Who stands before them and was left out is noted in the audit trail. Raises DomainError, saying why, when
    there are fewer places than people, or when somebody does not wait any more or may not join; nobody is
    offered a place then.
    """
    hold([cohort.id], [entry.learner_id for entry in entries])
    refuse_called_off(cohort)
    expire_offers(by, cohort.id)
    free = place_of(cohort).free
    if len(entries) > free:
        raise DomainError(
            _l("You chose more people (%(chosen)s) than places are free (%(free)s).", chosen=len(entries), free=free)
        )
    opening = opening_of(by, cohort, clock.today(cohort.centre.time_zone))
    if opening is None:
        raise DomainError(_l("This course has come too far for somebody to join by an offer."))
    _refuse_others(cohort, entries)
    chosen = [entry.id for entry in entries]
    if before := passed_over([waiter for waiter, _ in opening.line], chosen):
        record(by, "offer.pass_over", "cohort", cohort.id, entries=list(before), chosen=chosen)
    return offer_places(by, cohort, entries, reply_by)


def _refuse_others(cohort: Cohort, entries: Sequence[WaitingEntry]) -> None:
    """Raise DomainError for the first who does not wait for the level or may not join the cohort."""
    db.session.scalars(
        select(WaitingEntry)
        .where(WaitingEntry.id.in_([entry.id for entry in entries]))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    today = clock.today(cohort.centre.time_zone)
    place, stays = place_of(cohort), stays_of([entry.learner_id for entry in entries])
    for entry in entries:
        if entry.closed_on is not None or entry.level is not cohort.programme.level:
            raise DomainError(_l("%(name)s does not wait for this level any more.", name=entry.learner.name))
        first = max(cohort.starts_on, today)
        if why := refusal(place, entry.centre_id, stays[entry.learner_id], first, today):
            raise DomainError(_l("%(name)s: %(why)s", name=entry.learner.name, why=refusal_words(why)))
