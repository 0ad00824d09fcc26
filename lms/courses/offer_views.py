"""Noting what people answered to the places that were offered to them."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import Viewer, viewer
from lms.courses import offer_actions
from lms.courses.offer_models import Offer
from lms.courses.pages import Page, blueprint


@blueprint.post("/offers/<int:offer_id>/accept")
@permission("offers.answer")
def accept(offer_id: int) -> Page:
    """Note that a person takes the place."""
    return _note(offer_id, offer_actions.accept_offer, _("%(name)s is enrolled."))


@blueprint.post("/offers/<int:offer_id>/decline")
@permission("offers.answer")
def decline(offer_id: int) -> Page:
    """Note that a person does not take the place."""
    return _note(offer_id, offer_actions.decline_offer, _("The place is free again; %(name)s goes on waiting."))


@blueprint.post("/offers/<int:offer_id>/withdraw")
@permission("offers.answer")
def withdraw_offer(offer_id: int) -> Page:
    """Take back an offer that was made by mistake."""
    return _note(offer_id, offer_actions.withdraw_offer, _("The offer to %(name)s is taken back; the place is free."))


def _note(offer_id: int, act: Callable[[Viewer, Offer], None], done: str) -> Page:
    offer = load_or_404(Offer, offer_id, "offers.answer")
    try:
        act(viewer(), offer)
    except DomainError as refusal:
        flash(refusal.message, "warning")
    else:
        flash(done % {"name": offer.learner.name}, "success")
    if request.form.get("back") == "places":
        return redirect(url_for("courses.places", centre=offer.cohort.centre_id), 303)
    return redirect(url_for("courses.cohort", cohort_id=offer.cohort_id), 303)
