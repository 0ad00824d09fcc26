"""What is written to a person who was missed, in their language: learners read every sentence here.

Warm and short. It asks for no reason and blames nobody; it says when the next lesson is, and who writes.
"""

from flask import current_app
from flask_babel import force_locale, format_time
from flask_babel import gettext as _

from lms import clock
from lms.attendance.absence_queries import Line
from lms.centres.models import Centre
from lms.courses.models import Cohort, Lesson
from lms.messages.models import Kind
from lms.messages.rules import About, Prepared
from lms.messages.words import said_weekday


def message_to(line: Line, language: str | None = None) -> Prepared:
    """The message about the last lesson missed, in the person's language unless another is named."""
    settings, learner = current_app.config["SETTINGS"], line.learner
    known = learner.language if learner.language in settings.languages else settings.languages[0]
    spoken = str(language or known)
    with force_locale(spoken):
        return Prepared(
            About(Kind.ABSENCE, line.enrolment.id),
            spoken,
            subject=str(_("We missed you")),
            text=_text(line),
            phone=learner.phone or "",
            email=learner.email or "",
        )


def _text(line: Line) -> str:
    cohort = line.enrolment.cohort
    parts = [
        _(
            "Hello, %(name)s! We missed you at the Bulgarian lesson on %(day)s.",
            name=line.learner.own_name,
            day=said_weekday(line.watched.absences[-1].day),
        ),
        _next(line.coming[0], cohort) if line.coming else "",
        _("We will be glad to see you. If something makes it hard to come, tell us: we will look for a way together."),
        _("Bulgarian language courses, %(centre)s", centre=_signed(cohort.centre)),
    ]
    return "\n".join(str(part) for part in parts if part)


def _signed(centre: Centre) -> str:
    return ", ".join(filter(None, (centre.name, centre.phone)))


def _next(lesson: Lesson, cohort: Cohort) -> str:
    local = clock.to_local(lesson.starts_at, cohort.centre.time_zone)
    when = {"day": said_weekday(local.date()), "time": format_time(local, "HH:mm", rebase=False)}
    if cohort.online:
        return str(_("The next lesson is on %(day)s at %(time)s, online.", **when))
    where = ", ".join(filter(None, (lesson.room.name if lesson.room else "", cohort.centre.address)))
    if not where:
        return str(_("The next lesson is on %(day)s at %(time)s.", **when))
    return str(_("The next lesson is on %(day)s at %(time)s, here: %(place)s.", place=where, **when))
