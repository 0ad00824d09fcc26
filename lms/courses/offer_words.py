"""The message with which a place is offered, in the language of whoever it is for, and the ways to send it."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import current_app, url_for
from flask_babel import force_locale, format_date, format_datetime
from flask_babel import gettext as _

from lms.clock import to_local
from lms.courses.offer_models import Offer
from lms.courses.words import LEVEL_NAMES


@dataclass(frozen=True)
class Message:
    """A message ready to be sent: its language, its text, and the links that open it in the sender's own programs."""

    language: str
    text: str
    link: str
    whatsapp: str | None
    viber: str | None
    sms: str | None
    mail: str | None


def message_of(offer: Offer) -> Message | None:
    """The message for an offer; None when its address was made with a secret key that is no longer in use."""
    if offer.token is None:
        return None
    settings, learner = current_app.config["SETTINGS"], offer.learner
    language = str(learner.language if learner.language in settings.languages else settings.languages[0])
    link = current_app.config["BASE_URL"] + url_for("courses.reply", token=offer.token)
    with force_locale(language):
        text, subject = _text(offer, link), str(_("A place for you"))
    digits = (learner.phone or "").removeprefix("+")
    said = quote(text)
    return Message(
        language,
        text,
        link,
        whatsapp=f"https://wa.me/{digits}?text={said}" if digits else None,
        viber=f"viber://forward?text={said}" if digits else None,
        sms=f"sms:+{digits}?body={said}" if digits else None,
        mail=f"mailto:{learner.email}?subject={quote(subject)}&body={said}" if learner.email else None,
    )


def _text(offer: Offer, link: str) -> str:
    cohort, zone = offer.cohort, offer.cohort.centre.time_zone
    return str(
        _(
            "Hello, %(name)s. There is a place for you in a Bulgarian course (%(level)s) from %(day)s. "
            "Please answer until %(moment)s: %(link)s",
            name=offer.learner.own_name,
            level=LEVEL_NAMES[cohort.programme.level],
            day=format_date(cohort.starts_on, "d MMMM", rebase=False),
            moment=format_datetime(to_local(offer.reply_by, zone), "d MMMM, HH:mm", rebase=False),
            link=link,
        )
    )
