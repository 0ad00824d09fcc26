"""What is written to a person about a place offered to them, in their language: learners read every sentence here."""

from collections.abc import Callable

from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from lms.courses.offer_models import Offer
from lms.courses.words import LEVEL_NAMES
from lms.messages.models import Kind
from lms.messages.rules import About, Prepared
from lms.messages.words import said_day, said_moment


def message_of(offer: Offer, language: str | None = None) -> Prepared | None:
    """The message with which a place is offered, in the person's language unless another is named.

    None when its secret key is no longer in use.
    """
    return _prepared(
        Kind.OFFER,
        offer,
        lambda facts: _(
            "Hello, %(name)s. There is a place for you in a Bulgarian course (%(level)s) from %(day)s. "
            "Please answer by %(moment)s: %(link)s",
            **facts,
        ),
        language,
    )


def reminder_of(offer: Offer, language: str | None = None) -> Prepared | None:
    """The message for whoever has not answered yet, in the same way."""
    return _prepared(
        Kind.OFFER_REMINDER,
        offer,
        lambda facts: _(
            "Hello, %(name)s. We still keep a place for you in the Bulgarian course (%(level)s) from %(day)s. "
            "Please answer yes or no by %(moment)s; after that it goes to somebody else: %(link)s",
            **facts,
        ),
        language,
    )


TEXTS = {Kind.OFFER: message_of, Kind.OFFER_REMINDER: reminder_of}
"""The messages about an offer, in the order in which they are sent."""


def _prepared(
    kind: Kind, offer: Offer, write: Callable[[dict[str, object]], str], wanted: str | None
) -> Prepared | None:
    if offer.token is None:
        return None
    settings, learner = current_app.config["SETTINGS"], offer.learner
    known = learner.language if learner.language in settings.languages else settings.languages[0]
    language = str(wanted or known)
    with force_locale(language):
        return Prepared(
            About(kind, offer.id),
            language,
            subject=str(_("A place for you")),
            text=str(write(_facts(offer))),
            phone=learner.phone or "",
            email=learner.email or "",
            secret=offer.token,
        )


def _facts(offer: Offer) -> dict[str, object]:
    cohort, zone = offer.cohort, offer.cohort.centre.time_zone
    return {
        "name": offer.learner.own_name,
        "level": LEVEL_NAMES[cohort.programme.level],
        "day": said_day(cohort.starts_on),
        "moment": said_moment(offer.reply_by, zone),
        "link": current_app.config["BASE_URL"] + url_for("courses.reply", token=offer.token),
    }
