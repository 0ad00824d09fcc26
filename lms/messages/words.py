"""The words of this room for choices, and moments as a person says them."""

from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from flask_babel import format_date, format_time, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms import clock
from lms.mail.letters import Trouble
from lms.messages.models import Channel, Kind, SentMessage, State

KINDS = {
    Kind.OFFER: _l("offer of a place"),
    Kind.OFFER_REMINDER: _l("reminder of an offer"),
    Kind.ABSENCE: _l("missed lesson"),
}
CHANNELS = {
    Channel.WHATSAPP: "WhatsApp",
    Channel.VIBER: "Viber",
    Channel.TELEGRAM: "Telegram",
    Channel.SMS: "SMS",
    Channel.MAIL_PROGRAM: _l("E-mail program"),
    Channel.MAIL: _l("E-mail"),
    Channel.OTHER: _l("Another way"),
}
TROUBLES = {
    Trouble.UNREACHABLE: _l(
        "The mail server does not answer. Nothing was sent; try again later or choose another way."
    ),
    Trouble.INSECURE: _l("The mail server is not to be trusted with it. Nothing was sent; tell the administrator."),
    Trouble.SIGN_IN: _l("The mail server does not let Azbuka sign in. Nothing was sent; tell the administrator."),
    Trouble.RECIPIENT: _l("The mail server does not take this address. Mend it in the record or choose another way."),
    Trouble.REFUSED: _l("The mail server refused the e-mail. Nothing was sent; try again later or choose another way."),
    Trouble.BROKEN_OFF: _l(
        "The mail server fell silent before it said whether it takes the e-mail. It may have arrived: ask the person."
    ),
}
WITH_WEEKDAY = {"ar": "EEEE، d MMMM", "fa": "EEEE d MMMM", "fr": "EEEE d MMMM", "tr": "d MMMM EEEE", "zh": "M月d日EEEE"}
"""How a day with its weekday is put together; the other languages put the weekday first, with a comma."""
STATE_TONES = {State.NOTED: "good", State.SENT: "good", State.SENDING: "warn", State.FAILED: "bad"}


def state(message: SentMessage) -> Any:
    """What is known of a message, in a word or two."""
    if message.state is State.SENDING:
        return _("on its way, or interrupted")
    return _("sent") if message.went else _("not sent")


def said_day(day: date) -> str:
    """A day as it is said in the language of the message: 27 ноември, 11月27日."""
    # Day and month stand in another order, and with other words between them, from language to language.
    return str(format_skeleton("MMMMd", day, locale=get_locale()))


def said_weekday(day: date) -> str:
    """A day with its weekday, as it is said in the language of the message: вторник, 3 март; 3月3日星期二."""
    locale = get_locale()
    form = WITH_WEEKDAY.get(locale.language if locale else "bg", "EEEE, d MMMM")
    return str(format_date(day, form, rebase=False))


def said_moment(moment: datetime, zone: str) -> str:
    """A moment as it is said in the language of the message, day and time by the wall clock of a zone."""
    local, locale = clock.to_local(moment, zone), get_locale() or Locale("bg")
    joined = str(locale.datetime_formats["medium"])
    return joined.format(format_time(local, "HH:mm", rebase=False), said_day(local.date()))


def when(moment: datetime, zone: str) -> str:
    """A moment as it is said at a centre: today, 10:12; yesterday, 10:12; 3 March, 10:12."""
    local, today = clock.to_local(moment, zone), clock.today(zone)
    time = format_time(local, "HH:mm", rebase=False)
    if local.date() == today:
        return str(_("today, %(time)s", time=time))
    if local.date() == today - timedelta(days=1):
        return str(_("yesterday, %(time)s", time=time))
    return f"{format_date(local.date(), 'd MMMM y' if local.year != today.year else 'd MMMM', rebase=False)}, {time}"
