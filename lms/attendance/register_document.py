"""The paper register as a document: what stands on a sheet, for the typst templates."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import segno
from flask import current_app, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from lms import clock, pdf
from lms.attendance.queries import day_of
from lms.attendance.register_sheets import Sheet
from lms.courses.models import Enrolment, Lesson


def register_pdf(sheet: Sheet, made_at: datetime) -> bytes:
    """The sheet as a PDF: names in both scripts, boxes for signatures, the code on every page."""
    return pdf.make_pdf("register-month.typ" if sheet.month else "register-lesson.typ", contents(sheet), made_at)


def contents(sheet: Sheet) -> dict[str, Any]:
    """All texts of a sheet, in the language of whoever prints it."""
    cohort, code = sheet.cohort, sheet.code
    address = current_app.config["BASE_URL"] + url_for("attendance.typed_sheet", sheet_code=code.compact)
    title = _("Attendance register")
    return {
        "language": str(get_locale() or "bg")[:2],
        "title": title,
        "subject": f"{title} · {cohort.code} · {_when(sheet)}",
        "cohort": cohort.code,
        "programme": cohort.programme.title,
        "place": f"{cohort.centre.name}, {cohort.centre.address}",
        "when": _when(sheet),
        "facts": _facts(sheet),
        "people": [_person(number, one) for number, one in enumerate(sheet.enrolments, start=1)],
        "lessons": [_lesson(one) for one in sheet.lessons],
        "enrolled": [[sheet.has(one, lesson) for lesson in sheet.lessons] for one in sheet.enrolments],
        "taught": sheet.lessons[0].taught or "" if sheet.month is None else "",
        "funder": current_app.config["SETTINGS"].funder_line,
        "code": str(code),
        "qr": _qr(address),
        "words": _words(),
    }


def _when(sheet: Sheet) -> str:
    if sheet.month:
        return str(format_date(sheet.month, "LLLL y", rebase=False))
    return str(format_date(day_of(sheet.lessons[0]), "full"))


def _facts(sheet: Sheet) -> list[list[str]]:
    """Label and value of what stands above the names."""
    cohort = sheet.cohort
    hour = _("%(minutes)s minutes", minutes=cohort.programme.hour_minutes)
    of_hour = _("of %(length)s", length=hour)
    found = [[_("Programme"), cohort.programme.title], [_("Cohort"), cohort.code]]
    if sheet.month:
        teachers = dict.fromkeys(lesson.teacher.name for lesson in sheet.lessons)
        hours = str(sum(lesson.hours for lesson in sheet.lessons))
        return [*found, [_("Teacher"), ", ".join(teachers)], [_("Academic hours"), hours], [_("Academic hour"), hour]]
    lesson = sheet.lessons[0]
    return [
        *found,
        [_("Lesson"), str(lesson.number)],
        [_("Time"), f"{_clock(lesson.starts_at, lesson)}–{_clock(lesson.ends_at, lesson)}"],
        [_("Academic hours"), f"{lesson.hours} ({of_hour})"],
        [_("Room"), _("online") if cohort.online else lesson.room.name if lesson.room else "–"],
        [_("Teacher"), lesson.teacher.name],
    ]


def _person(number: int, enrolment: Enrolment) -> dict[str, str]:
    learner = enrolment.learner
    native = learner.name_native or ""
    told = {learner.name, learner.name_bg}
    # A spelling without letters in any font here would be a row of boxes; the two that count are there.
    shown = native if native and native not in told and pdf.printable(native) else ""
    return {"number": str(number), "latin": learner.name, "cyrillic": learner.name_bg, "native": shown}


def _lesson(lesson: Lesson) -> dict[str, str]:
    day: date = day_of(lesson)
    return {
        "day": format_date(day, "dd.MM"),
        "weekday": format_date(day, "EEEEEE"),
        "from": _clock(lesson.starts_at, lesson),
        "hours": str(lesson.hours),
    }


def _clock(moment: datetime, lesson: Lesson) -> str:
    return f"{clock.to_local(moment, lesson.cohort.centre.time_zone):%H:%M}"


def _qr(address: str) -> str:
    buffer = BytesIO()
    segno.make(address, error="m").save(buffer, kind="svg", border=0)
    return buffer.getvalue().decode()


def _words() -> dict[str, str]:
    return {
        "number": _("No."),
        "latin": _("Name in Latin letters"),
        "cyrillic": _("Name in Cyrillic"),
        "signature": _("Signature"),
        "taught": _("What was taught"),
        "teacher": _("Teacher's signature"),
        "hours": _("Hours"),
        "code": _("Code of the sheet"),
        "code_help": _("With this code the sheet is typed into Azbuka."),
        "page": _("Page %(number)s of %(total)s", number="{n}", total="{m}"),
        "scan": _("Opens the sheet for typing"),
    }
