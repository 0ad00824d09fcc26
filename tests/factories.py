"""Small makers of the things tests talk about. Each saves what it makes; every argument can be given."""

import itertools
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import uuid4

from lms.access.viewer import Role, Viewer
from lms.accounts import secrets
from lms.accounts.models import Account
from lms.attendance.guest_models import Guest
from lms.centres.models import Centre, Room
from lms.clock import now, to_utc
from lms.courses.models import Cohort, Enrolment, Lesson, PatternSlot, Programme, WaitingEntry
from lms.courses.states import ClosedReason, Level
from lms.courses.syllabus_models import Unit
from lms.database import db
from lms.learners.import_models import ImportBatch, ImportRow
from lms.learners.import_step_actions import advance
from lms.learners.models import BirthPrecision, Learner
from lms.learners.request_models import CourseRequest
from lms.learners.safeguarding_models import NamedStaff
from lms.learners.search_actions import keep_keys
from lms.messages.models import Channel, Kind, SentMessage, State

PASSWORD = "correct horse battery"
PIN = "402917"
T = TypeVar("T")
_numbers = itertools.count(1)


@cache
def kept(secret: str) -> str:
    """The hash of a secret; hashing is slow on purpose, so each is hashed once."""
    return secrets.keep(secret)


def save(thing: T) -> T:
    """Write a thing to the database, so that requests see it."""
    db.session.add(thing)
    db.session.commit()
    return thing


def make_centre(**given: Any) -> Centre:
    n = next(_numbers)
    facts = {"code": f"C{n}", "name_bg": f"Център {n}", "name_en": f"Centre {n}", "address": "ул. „Проба“ 1"}
    return save(Centre(**(facts | given)))


def make_room(centre: Centre, **given: Any) -> Room:
    return save(Room(**({"centre": centre, "name": f"Стая {next(_numbers)}", "seats": 15} | given)))


def make_staff(role: Role, *centres: Centre, **given: Any) -> Account:
    """A member of staff who signs in with PASSWORD."""
    n = next(_numbers)
    facts = {
        "role": role,
        "name": f"Служител {n}",
        "email": f"staff{n}@example.org",
        "password_hash": kept(PASSWORD),
        "centres": list(centres),
        "locale": "en",
    }
    return save(Account(**(facts | given)))


def make_learner_account(centre: Centre, **given: Any) -> Account:
    """The account of a learner who signs in with a card and PIN."""
    facts = {
        "role": Role.LEARNER,
        "name": "Курсист",
        "card_code": f"CARD{next(_numbers):04}".replace("0", "X").replace("1", "Y"),
        "pin_hash": kept(PIN),
        "centres": [centre],
        "locale": "en",
    }
    return save(Account(**(facts | given)))


def make_learner(centre: Centre, **given: Any) -> Learner:
    n = next(_numbers)
    facts = {
        "number": f"A-9{n:05}",  # never the number of one that the application makes
        "centre": centre,
        "given_latin": f"Olena{n}",
        "family_latin": "Koval",
        "given_cyrillic": f"Олена{n}",
        "family_cyrillic": "Ковал",
    }
    learner = save(Learner(**(facts | given)))
    keep_keys([learner])
    return save(learner)


def make_list(centre: Centre, header: list[str], *rows: list[str]) -> ImportBatch:
    """An uploaded list that was compared and waits to be confirmed."""
    batch = save(ImportBatch(centre=centre, filename="списък.csv", header=header, total=len(rows)))
    for number, cells in enumerate(rows, start=2):
        save(ImportRow(batch_id=batch.id, number=number, cells=cells))
    advance(Viewer(None, Role.COORDINATOR, frozenset({centre.id})), batch.id, 100, 60)
    return batch


def name_for(learner: Learner, account: Account) -> NamedStaff:
    """Name a member of staff for a person."""
    return save(NamedStaff(learner_id=learner.id, account_id=account.id))


def make_programme(**given: Any) -> Programme:
    n = next(_numbers)
    titles = {"title_bg": f"Курс {n}", "title_en": f"Course {n}"}
    facts = {"code": f"A1-{n}", "level": Level.A1, "hours": 100} | titles
    return save(Programme(**(facts | given)))


def make_unit(programme: Programme, hours: int = 10, **given: Any) -> Unit:
    """A unit after the others that this maker made."""
    n = next(_numbers)
    facts = {"title_bg": f"Тема {n}", "title_en": f"Unit {n}", "position": n, "hours": hours, "can_do": []}
    return save(Unit(**({"programme": programme} | facts | given)))


def make_cohort(centre: Centre, programme: Programme, teacher: Account, **given: Any) -> Cohort:
    """A cohort that starts on 2 March 2026 unless told otherwise; it has no lessons yet."""
    facts = {
        "code": f"К-{next(_numbers)}",
        "programme": programme,
        "centre": centre,
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 6, 30),
        "teachers": [teacher],
    }
    return save(Cohort(**(facts | given)))


def make_slot(cohort: Cohort, **given: Any) -> PatternSlot:
    return save(PatternSlot(**({"cohort": cohort} | given)))


def make_lesson(cohort: Cohort, starts_at: datetime, hours: int = 2, **given: Any) -> Lesson:
    """A lesson of so many academic hours; `starts_at` is an aware moment."""
    length = timedelta(minutes=hours * cohort.programme.hour_minutes)
    facts = {
        "cohort": cohort,
        "number": len(cohort.lessons) + 1,
        "starts_at": starts_at,
        "ends_at": starts_at + length,
        "hours": hours,
        "teacher": cohort.teachers[0],
        "room": cohort.room,
    }
    return save(Lesson(**(facts | given)))


def enrol(learner: Learner, cohort: Cohort, **given: Any) -> Enrolment:
    facts = {"learner": learner, "cohort": cohort, "starts_on": cohort.starts_on}
    return save(Enrolment(**(facts | given)))


def make_waiting(learner: Learner, **given: Any) -> WaitingEntry:
    """An entry since 12 January 2026; what is said of the person's time and mode goes into their record."""
    for name in ("available", "meets"):
        if name in given:
            setattr(learner, name, given.pop(name))
    if "closed_on" in given:
        given.setdefault("closed_reason", ClosedReason.OTHER)
    if "priority" in given:
        given.setdefault("priority_at", at(date(2026, 1, 15), 10))
    facts = {"learner": learner, "centre": learner.centre, "level": Level.A1, "since": date(2026, 1, 12)}
    return save(WaitingEntry(**(facts | given)))


def make_request(centre: Centre, **given: Any) -> CourseRequest:
    n = next(_numbers)
    facts = {
        "reference": f"R-{n:05}",
        "centre": centre,
        "name": "Рана Хадад",
        "phone": f"+35988800{n:04}",
        "born_on": date(1990, 1, 1),
        "born_precision": BirthPrecision.YEAR,
        "language": "uk",
        "consent_version": "1",
        "consent_language": "uk",
        "consent_at": now(),
    }
    return save(CourseRequest(**(facts | given)))


def make_guest(lesson: Lesson, **given: Any) -> Guest:
    """A guest of a lesson who said a name; `picked` is somebody from the waiting list instead."""
    facts = {
        "identifier": str(uuid4()),
        "lesson": lesson,
        "centre": lesson.cohort.centre,
        "name": None if "picked" in given else f"Гост {next(_numbers)}",
        "made_at": now(),
        "added_by": lesson.teacher,
    }
    return save(Guest(**(facts | given)))


def make_message(learner: Learner, **given: Any) -> SentMessage:
    """A message about an offer that was noted as sent by WhatsApp."""
    facts = {
        "learner": learner,
        "kind": Kind.OFFER,
        "about_id": 1,
        "language": "uk",
        "text": "Вітаємо! https://azbuka.example.org/offer/…",
        "channel": Channel.WHATSAPP,
        "state": State.NOTED,
    }
    return save(SentMessage(**(facts | given)))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the wall clock in Sofia."""
    return to_utc(day, time(hour, minute))
