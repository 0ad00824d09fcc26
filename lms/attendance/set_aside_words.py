"""Entries that were set aside, in plain words."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.attendance.arrivals import Answer, AnswerKind
from lms.attendance.queries import day_of
from lms.attendance.set_aside_models import Obstacle, SetAside, Settlement
from lms.attendance.set_aside_targets import Target
from lms.attendance.shelf import made_about, said_by
from lms.attendance.words import said, said_in
from lms.clock import to_local
from lms.courses.models import Lesson

OBSTACLES = {
    Obstacle.CANCELLED: _l("The lesson was cancelled."),
    Obstacle.TOO_EARLY: _l("The lesson was moved to a later time."),
    Obstacle.TOO_LATE: _l("The time for corrections was over."),
    Obstacle.NOT_ENROLLED: _l("The person was not in the cohort on the day of the lesson."),
}
LATE = timedelta(minutes=10)
SETTLEMENTS = {Settlement.TAKEN: _l("taken after all"), Settlement.LEFT: _l("left out")}
SETTLEMENT_TONES = {Settlement.TAKEN: "good", Settlement.LEFT: "neutral"}


def what(kept: SetAside) -> str:
    """What an entry says: “late, 10 minutes”."""
    return said(said_by(kept))


def maker(kept: SetAside) -> str:
    """Who made an entry."""
    return kept.made_by.name if kept.made_by else str(_("the system"))


def settler(kept: SetAside) -> str:
    """Who settled an entry."""
    return kept.settled_by.name if kept.settled_by else str(_("the system"))


def late(kept: SetAside) -> bool:
    """Whether an entry was on its way for so long that it is worth saying."""
    return kept.received_at - made_about(kept) >= LATE


def lesson_words(lesson: Lesson) -> str:
    """A lesson among others: its cohort, its day and when it begins."""
    begins = to_local(lesson.starts_at, lesson.cohort.centre.time_zone)
    day = format_date(day_of(lesson), "EEEE, d MMMM", rebase=False)
    return f"{lesson.cohort.code}, {day}, {begins:%H:%M}"


def target_words(target: Target) -> str:
    """A lesson in which an entry may be taken, with what the roll there says of the person now."""
    return f"{lesson_words(target.lesson)}: {said_in(target.mark)}"


def kept_words(answers: Iterable[Answer]) -> str | None:
    """What is said to whoever sent entries of which some were set aside; None if there was none."""
    aside = [answer.why for answer in answers if answer.kind is AnswerKind.SET_ASIDE and answer.why]
    if not aside:
        return None
    why = " ".join(str(OBSTACLES[Obstacle(one.value)]) for one in dict.fromkeys(aside))
    words: str = ngettext(
        "%(num)d mark could not be entered. %(why)s It is kept and waits until somebody settles it.",
        "%(num)d marks could not be entered. %(why)s They are kept and wait until somebody settles them.",
        len(aside),
        why=why,
    )
    return words
