"""Pages of free places: what is to be filled and who is next, which offers are open, and what was answered.

A coordinator on Monday morning: a place fell free, and somebody who waits should have it the same day.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from wtforms.validators import ValidationError

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, load_or_404, scoped
from lms.access.viewer import viewer
from lms.centres.models import Centre
from lms.centres.queries import centres
from lms.courses import filling_words, forming_words, waiting_words
from lms.courses.filling_actions import offer_free_places
from lms.courses.filling_queries import Opening, opening_of, openings
from lms.courses.models import Cohort, WaitingEntry
from lms.courses.offer_forms import OfferForm, answer_until
from lms.courses.offer_queries import answers_at, offers_at
from lms.courses.offer_words import TEXTS
from lms.courses.pages import Page, asked_centre, blueprint, page, today_at
from lms.database import db
from lms.learners.words import MEETS, times
from lms.messages import words as message_words
from lms.messages.queries import last_sent

ANSWERS_SHOWN = timedelta(days=14)


@dataclass(frozen=True)
class Shown:
    """The free places of a cohort as a page shows them, with the form that offers them."""

    opening: Opening
    form: OfferForm


@blueprint.get("/places")
@permission("waiting.view", "cohorts.enrol", "offers.answer", "learners.reach")
def places() -> Page:
    """The free places of a centre and who is next for them, the open offers, and the last answers."""
    centre = asked_centre("waiting.view")
    if centre is None:
        return page("waiting_nowhere.html")
    return _places(centre)


@blueprint.post("/cohorts/<int:cohort_id>/offers")
@permission("cohorts.enrol", "waiting.manage")
def offer_free(cohort_id: int) -> Page:
    """Offer the free places of a cohort to the people who were ticked."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.enrol")
    form = _named(OfferForm(), cohort)
    if not form.validate():
        return _places(cohort.centre, 422, cohort, form)
    wanted = scoped(select(WaitingEntry), "waiting.manage", viewer()).where(WaitingEntry.id.in_(form.entries.data))
    chosen = db.session.scalars(wanted).all()
    try:
        if len(chosen) != len(set(form.entries.data)):
            raise DomainError(_("Meanwhile the list has changed. Look at it and choose again; nothing was done."))
        made = offer_free_places(viewer(), cohort, chosen, form.moment(cohort.centre, cohort.starts_on))
    except ValidationError as refusal:
        form.reply_by.errors = [refusal.args[0]]
        return _places(cohort.centre, 422, cohort, form)
    except DomainError as refusal:
        form.entries.errors = [refusal.message]
        return _places(cohort.centre, 422, cohort, form)
    text = ngettext("%(num)d place is offered. Send the message now.", "%(num)d places are offered.", len(made))
    flash(text, "success")
    return redirect(url_for("courses.places", centre=cohort.centre_id, _anchor="offers"), 303)


def shown_opening(cohort: Cohort) -> Shown | None:
    """The free places of one cohort for whoever may offer them."""
    if not holds(viewer().role, "cohorts.enrol"):
        return None
    opening = opening_of(viewer(), cohort, today_at(cohort))
    return Shown(opening, _form(opening)) if opening else None


def _form(opening: Opening) -> OfferForm:
    """The form as it is first shown: as many of the next people ticked as there are places."""
    ticked = [waiter.entry_id for waiter, _entry in opening.line[: opening.free]]
    until = answer_until(opening.cohort.centre, opening.cohort.starts_on)
    return _named(OfferForm(formdata=None, data={"entries": ticked, "reply_by": until}), opening.cohort)


def _named(form: OfferForm, cohort: Cohort) -> OfferForm:
    """A form whose fields have other names in the page than those of the other cohorts."""
    for field in (form.entries, form.reply_by):
        field.id = field.label.field_id = f"{field.name}-{cohort.id}"
    return form


def _places(centre: Centre, status: int = 200, wrong: Cohort | None = None, form: OfferForm | None = None) -> Page:
    found = [
        Shown(one, form if form and one.cohort is wrong else _form(one))
        for one in openings(viewer(), centre, clock.today(centre.time_zone))
    ]
    # The form of a cohort whose places are gone has nowhere to stand, but what is wrong must be said.
    lost = form if form and wrong not in [one.opening.cohort for one in found] else None
    offers = offers_at(viewer(), centre)
    return page(
        "places.html",
        status,
        centre=centre,
        centres=centres(viewer(), "waiting.view"),
        shown=found,
        lost=lost,
        offers=offers,
        sent=last_sent(viewer(), TEXTS, [one.id for one in offers]),
        answers=answers_at(viewer(), centre, clock.now() - ANSWERS_SHOWN),
        message_words=message_words,
        filling=filling_words,
        forming=forming_words,
        waits=waiting_words,
        times=times,
        modes=MEETS,
    )
