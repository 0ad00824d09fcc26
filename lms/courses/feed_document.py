"""Lessons as an iCalendar document (RFC 5545, refresh hints by RFC 7986) for people's own calendar programs.

It goes to servers of others, so it says when, where, which cohort and who teaches, and nothing that was
typed freely: no reasons, no notes, nobody who learns.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from icalendar import Calendar, Event
from icalendar.prop import vText

from lms.clock import to_local
from lms.courses.models import Lesson
from lms.courses.states import LessonState

REFRESH = timedelta(hours=1)
"""How often a calendar program is asked to look again."""


def document(name: str, lessons: Sequence[Lesson], host: str) -> bytes:
    """The lessons as a calendar of this name; `host` makes their identifiers unique in the world.

    A lesson keeps its identifier whatever becomes of it, and its sequence grows with every change. Times are
    those of the centre's wall clock, in its zone. The same lessons make the same document.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Azbuka//Lessons//BG")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    # What Outlook reads instead of the line above.
    calendar.add("x-published-ttl", vText("PT1H"))
    for lesson in lessons:
        calendar.add_component(_event(lesson, host))
    if lessons:
        year = timedelta(days=366)
        first, last = lessons[0].starts_at.date() - year, lessons[-1].ends_at.date() + year
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def _event(lesson: Lesson, host: str) -> Event:
    cohort, off = lesson.cohort, lesson.state is LessonState.CANCELLED
    zone = cohort.centre.time_zone
    event = Event()
    event.add("uid", f"lesson-{lesson.id}@{host}")
    event.add("dtstamp", lesson.changed_at)
    event.add("last-modified", lesson.changed_at)
    event.add("sequence", lesson.revision)
    event.add("dtstart", to_local(lesson.starts_at, zone))
    event.add("dtend", to_local(lesson.ends_at, zone))
    event.add("summary", _("Cancelled: %(cohort)s", cohort=cohort.code) if off else cohort.code)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if off else "OPAQUE")
    event.add("location", _where(lesson))
    event.add("description", _about(lesson))
    return event


def _where(lesson: Lesson) -> str:
    centre = lesson.cohort.centre
    if lesson.room:
        return ", ".join(filter(None, (lesson.room.name, centre.name, centre.address)))
    return str(_("Online")) if lesson.cohort.online else centre.name


def _about(lesson: Lesson) -> str:
    hours = ngettext("%(num)d academic hour", "%(num)d academic hours", lesson.hours)
    number, teacher = _("Lesson %(number)s", number=lesson.number), _("Teacher")
    return f"{lesson.cohort.programme.title}\n{number}, {hours}\n{teacher}: {lesson.teacher.name}"
