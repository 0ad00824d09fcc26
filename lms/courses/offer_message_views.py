"""Writing to a person about the place that is offered to them: the message is ready, and what was sent is kept."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.courses.offer_models import Offer, OfferState
from lms.courses.offer_words import TEXTS
from lms.courses.pages import Page, blueprint, page
from lms.messages import words as message_words
from lms.messages.desk import keep_note, mail_it, ways
from lms.messages.forms import TouchForm
from lms.messages.models import Kind
from lms.messages.queries import messages_about, newest
from lms.messages.rules import Prepared


@blueprint.get("/offers/<int:offer_id>/message")
@permission("offers.message", "learners.contact", "learners.reach")
def message(offer_id: int) -> Page:
    """The message in the person's language, and the programs that send it; once it went, the reminder."""
    offer = load_or_404(Offer, offer_id, "offers.message")
    sent = messages_about(viewer(), TEXTS, offer.id)
    due = Kind.OFFER_REMINDER if any(one.went for one in sent) else Kind.OFFER
    kind = request.args.get("text", due, type=Kind)
    write = TEXTS.get(kind, TEXTS[due])
    prepared, own = write(offer), str(get_locale()).split("_")[0]
    return page(
        "offer_message.html",
        offer=offer,
        stands=offer.state is OfferState.OPEN and not offer.overdue,
        message=prepared,
        in_own=write(offer, own) if prepared and prepared.language != own else None,
        ways=ways(prepared),
        sent=sent,
        seen=newest(offer.learner_id),
        message_words=message_words,
    )


@blueprint.post("/offers/<int:offer_id>/message/noted")
@permission("offers.message")
def message_noted(offer_id: int) -> Page:
    """Note by what the message went."""
    offer, form = load_or_404(Offer, offer_id, "offers.message"), TouchForm()
    if prepared := _standing(offer, form):
        keep_note(offer.learner, prepared, form)
    return redirect(url_for("courses.message", offer_id=offer.id), 303)


@blueprint.post("/offers/<int:offer_id>/message/mail")
@permission("offers.message")
def message_mail(offer_id: int) -> Page:
    """Send the message by e-mail."""
    offer, form = load_or_404(Offer, offer_id, "offers.message"), TouchForm()
    if prepared := _standing(offer, form):
        mail_it(offer.learner, prepared, form)
    return redirect(url_for("courses.message", offer_id=offer_id), 303)


def _standing(offer: Offer, form: TouchForm) -> Prepared | None:
    """The message a form is about, while its offer can be answered."""
    if not form.validate() or form.about not in TEXTS:
        abort(400)
    if offer.state is not OfferState.OPEN or offer.overdue:
        flash(_("This offer can no longer be answered, so nothing was sent or noted."), "warning")
        return None
    return TEXTS[form.about](offer)
