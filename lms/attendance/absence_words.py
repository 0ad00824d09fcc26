"""What the call list says: what a call led to, what became of an excuse, which lesson was missed."""

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from lms import clock
from lms.attendance.absence_rules import Signal, Watched
from lms.attendance.call_rules import NOT_REACHED
from lms.attendance.excuse_actions import Excused
from lms.attendance.excuse_queries import Excusable
from lms.learners.contact_models import Answer, Contact
from lms.learners.models import Learner

BECAME = {Excused.EXCUSED: "success", Excused.PROPOSED: "success", Excused.CHANGED: "warning"}
"""What can become of an absence, in the order in which it is told, with its tone."""


def became(what: Excused, number: int) -> str:
    """What became of so many absences."""
    told = {
        Excused.EXCUSED: ngettext("%(num)d absence is excused.", "%(num)d absences are excused.", number),
        Excused.PROPOSED: ngettext(
            "%(num)d excuse is proposed. Whoever may change the roll accepts it with one tap.",
            "%(num)d excuses are proposed. Whoever may change the roll accepts them with one tap.",
            number,
        ),
        Excused.CHANGED: ngettext(
            "%(num)d mark was changed by somebody meanwhile, so nothing was written over it.",
            "%(num)d marks were changed by somebody meanwhile, so nothing was written over them.",
            number,
        ),
    }
    return str(told[what])


def noted(contact: Contact, learner: Learner) -> str:
    """That a call is noted, and when the person stands on the list again."""
    name = learner.called
    if contact.answer in NOT_REACHED:
        return str(_("Noted. %(name)s is on the list again tomorrow, unless they come today.", name=name))
    if contact.answer is Answer.COMING and contact.next_on:
        day = format_date(contact.next_on, "EEEE, d MMMM", rebase=False)
        return str(_("Noted. %(name)s is on the list again if they do not come on %(day)s.", name=name, day=day))
    return str(_("Noted. %(name)s is on the list again only after another absence.", name=name))


def told(watched: Watched, why: frozenset[Signal]) -> list[Signal]:
    """The signals that are put into words: what a longer row says already is not said twice."""
    same = Signal.IN_A_ROW in why and len(watched.lately) <= len(watched.row)
    return [one for one in Signal if one in why and not (one is Signal.OFTEN and same)]


def of_lesson(one: Excusable, mixed: bool) -> str:
    """A missed lesson that may be excused: its day and hour, and what is still needed for it.

    `mixed`: some are excused at once and some are proposed, so that each says which.
    """
    lesson = one.lesson
    local = clock.to_local(lesson.starts_at, lesson.cohort.centre.time_zone)
    said = f"{format_date(local.date(), 'EEEE, d MMMM', rebase=False)}, {local:%H:%M}"
    if one.needs_why:
        return str(_("%(lesson)s (the time for corrections is over: say why)", lesson=said))
    if mixed and not one.at_once:
        return str(_("%(lesson)s (to be proposed)", lesson=said))
    return said
