"""Guests in plain words: what became of them, and why one was not taken down."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from lms.attendance.guest_models import Guest, GuestState
from lms.attendance.guest_rules import GuestRefusal
from lms.attendance.rules import Refusal
from lms.attendance.words import REFUSALS

STATES = {
    GuestState.OPEN: _l("waits for the coordinator"),
    GuestState.TAKEN_BACK: _l("taken back"),
    GuestState.INTAKE: _l("sent through the intake"),
    GuestState.ENROLLED: _l("enrolled"),
    GuestState.WAITING: _l("on the waiting list"),
    GuestState.TURNED_AWAY: _l("turned away"),
}
TONES = {GuestState.OPEN: "warn", GuestState.ENROLLED: "good", GuestState.TURNED_AWAY: "bad"}
GUEST_REFUSALS = {
    GuestRefusal.NAME_MISSING: _l("Write the name, or choose somebody who waits."),
    GuestRefusal.NOT_WAITING: _l("This person is no longer on the waiting list. Write the name instead."),
    GuestRefusal.HERE_ALREADY: _l("This person is among the guests of the lesson already."),
}
IDENTIFIER_USED = _l("Another guest had already been added from this page. If this one is right, add once more.")
"""What a page says; a mark's refusal speaks of marks."""


def refusal_said(why: Refusal | GuestRefusal | None) -> str:
    """Why a guest was not taken down, in a sentence somebody can act on."""
    if why is Refusal.IDENTIFIER_USED:
        return str(IDENTIFIER_USED)
    if isinstance(why, GuestRefusal):
        return str(GUEST_REFUSALS[why])
    return str(REFUSALS[why]) if why else ""


def came(guest: Guest) -> str:
    """How a guest came: “late, 10 minutes”, or nothing when from the beginning."""
    if not guest.minutes:
        return ""
    return str(ngettext("late, %(num)d minute", "late, %(num)d minutes", guest.minutes))


def became(guest: Guest) -> str:
    """What became of a guest: “turned away: the cohort is full”."""
    state = str(STATES[guest.state])
    return f"{state}: {guest.reason}" if guest.reason else state
