"""The words of the courses on pages: levels, states, reasons and weekdays."""

from datetime import date, time

from babel import Locale
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.centres.models import Room
from lms.courses.cohort_rules import Phase
from lms.courses.enrolment_rules import Refusal, Why
from lms.courses.replanning import Act
from lms.courses.states import EnrolmentState, LeavingReason, LessonState, Level, Outcome, Wish

LEVEL_NAMES = {
    Level.LITERACY: _l("Literacy"),
    Level.A1: "A1",
    Level.A2: "A2",
    Level.B1: "B1",
}
PHASES = {
    Phase.RUNNING: _l("running"),
    Phase.COMING: _l("coming"),
    Phase.FINISHED: _l("finished"),
}
PHASE_TONES = {Phase.RUNNING: "good", Phase.COMING: "info", Phase.FINISHED: "neutral"}
LESSON_STATES = {
    LessonState.PLANNED: _l("planned"),
    LessonState.HELD: _l("held"),
    LessonState.CANCELLED: _l("cancelled"),
}
LESSON_TONES = {LessonState.PLANNED: "neutral", LessonState.HELD: "good", LessonState.CANCELLED: "bad"}
ENROLMENT_STATES = {
    EnrolmentState.REQUESTED: _l("requested"),
    EnrolmentState.WAITING: _l("waiting"),
    EnrolmentState.OFFERED: _l("offered"),
    EnrolmentState.ACTIVE: _l("enrolled"),
    EnrolmentState.COMPLETED: _l("completed"),
    EnrolmentState.WITHDRAWN: _l("left"),
    EnrolmentState.TRANSFERRED: _l("moved to another cohort"),
}
ENROLMENT_TONES = {
    EnrolmentState.ACTIVE: "info",
    EnrolmentState.COMPLETED: "good",
    EnrolmentState.WITHDRAWN: "warn",
}
LEAVING_REASONS = {
    LeavingReason.WORK: _l("Work"),
    LeavingReason.MOVED: _l("Moved away"),
    LeavingReason.HEALTH: _l("Health"),
    LeavingReason.CHILD_CARE: _l("Child care"),
    LeavingReason.LEVEL: _l("The level does not fit"),
    LeavingReason.OTHER: _l("Another reason"),
}
OUTCOMES = {
    Outcome.COMPLETED: _l("completed the course"),
    Outcome.ATTENDED: _l("attended"),
    Outcome.WITHDREW: _l("withdrew"),
    Outcome.TRANSFERRED: _l("transferred"),
    Outcome.MOVED_ON: _l("moved on"),
}
WISHES = {
    Wish.CANCEL: _l("A lesson cancelled"),
    Wish.MOVE: _l("A lesson moved"),
    Wish.ADD: _l("A lesson added"),
    Wish.TEACHER: _l("Another teacher"),
    Wish.PATTERN: _l("Another weekly pattern"),
    Wish.CALL_OFF: _l("The cohort called off"),
}
ACTS = {
    Act.ADDED: _l("added"),
    Act.MOVED: _l("moved"),
    Act.RETAUGHT: _l("another teacher"),
    Act.CANCELLED: _l("cancelled"),
}
ACT_TONES = {Act.ADDED: "good", Act.MOVED: "info", Act.RETAUGHT: "info", Act.CANCELLED: "bad"}
_REFUSALS = {
    Why.OTHER_CENTRE: _l("This person belongs to another centre."),
    Why.CALLED_OFF: _l("This cohort was called off."),
    Why.FINISHED: _l("This cohort finished on %(day)s."),
    Why.OUTSIDE: _l("This day is outside the cohort's dates."),
    Why.ALREADY_IN: _l("This person is already in this cohort."),
    Why.OVERLAPPING: _l("This person is already in %(cohort)s until %(day)s."),
    Why.OFFERED: _l("This person is offered a place in %(cohort)s and has not answered yet."),
    Why.FULL: _l("The cohort is full."),
}


def place_words(room: Room | None) -> str:
    """Where a lesson is: a room with its seats, or online."""
    return str(_("%(room)s (%(seats)s seats)", room=room.name, seats=room.seats) if room else _("Online"))


def weekday_name(weekday: int) -> str:
    """The name of a weekday in the language of the page; Monday is 0."""
    locale = get_locale() or Locale("bg")
    return str(locale.days["stand-alone"]["wide"][weekday])


def slot_words(weekday: int, starts_at: time, hours: int) -> str:
    """A line of a weekly pattern in words: “Monday 18:00, 2 academic hours”."""
    length = ngettext("%(num)d academic hour", "%(num)d academic hours", hours)
    return f"{weekday_name(weekday)} {starts_at:%H:%M}, {length}"


def refusal_words(refusal: Refusal) -> str:
    """Why a person cannot join a cohort, in a sentence somebody can act on."""
    return str(_REFUSALS[refusal.why]) % {"cohort": refusal.cohort_code, "day": _long_day(refusal.until)}


def _long_day(day: date | None) -> str:
    # A cohort without lessons has no last day yet.
    return str(format_date(day, "long", rebase=False)) if day else "…"
