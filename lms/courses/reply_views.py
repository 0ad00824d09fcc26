"""The public page on which a person answers the offer of a place, by the secret link they were sent.

Looking changes nothing: messengers open links by themselves to show what is behind them.
"""

from flask import abort, current_app, redirect, render_template, request, session, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import public
from lms.courses import words
from lms.courses.cohort_queries import course_of
from lms.courses.offer_actions import BY_LINK, OfferOver, accept_offer, decline_offer
from lms.courses.offer_models import Offer
from lms.courses.offer_queries import offer_behind
from lms.courses.pages import Page, blueprint

ANSWERS = {"yes": accept_offer, "no": decline_offer}


@blueprint.get("/offer/<token>")
@public("the secret in the address is the key; whoever holds it was sent it for their own offer")
def reply(token: str) -> Page:
    """What is offered, until when, and the two answers."""
    return _page(_offer(token))


@blueprint.post("/offer/<token>")
@public("the secret in the address is the key; whoever holds it was sent it for their own offer")
def answer(token: str) -> Page:
    """Take the answer; the page then says what was answered."""
    offer = _offer(token)
    act = ANSWERS.get(request.form.get("answer", ""))
    if act is None:
        abort(400)
    try:
        act(BY_LINK, offer)
    except OfferOver:
        return _page(offer, 409)
    return redirect(url_for("courses.reply", token=token), 303)


def _offer(token: str) -> Offer:
    found = offer_behind(token)
    if found is None:
        abort(404)
    return found


def _page(offer: Offer, status: int = 200) -> Response | tuple[str, int]:
    facts = {"offer": offer, "cohort": offer.cohort, "next": _next(offer), "words": words}
    language = offer.learner.language
    known = language in current_app.config["SETTINGS"].languages
    if known and "locale" not in session:
        with force_locale(str(language)):
            return render_template("courses/reply.html", **facts), status
    return render_template("courses/reply.html", **facts), status


def _next(offer: Offer) -> object | None:
    """The first lesson the person can come to."""
    return next(iter(course_of(offer.cohort, clock.now()).coming), None)
