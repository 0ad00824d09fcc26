"""The course of hand_computed.md, in the database."""

from dataclasses import dataclass
from datetime import date, timedelta

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.models import Entry, EntryAnswer, Mark, MarkKind
from lms.attendance.rules import minutes_attended, value_of
from lms.centres.models import Centre
from lms.courses.models import Cohort, Enrolment, Lesson, Programme
from lms.courses.states import EnrolmentState, LeavingReason, LessonState, Outcome
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_programme,
    make_staff,
    save,
)

P, A, X = (MarkKind.PRESENT, None), (MarkKind.ABSENT, None), (MarkKind.EXCUSED, None)


def late(minutes: int) -> tuple[MarkKind, int]:
    return MarkKind.LATE, minutes


@dataclass
class Course:
    """What the tests look at."""

    centre: Centre
    programme: Programme
    teacher: Account
    coordinator: Account
    cohorts: dict[str, Cohort]
    enrolments: dict[str, Enrolment]


def mark(lesson: Lesson, enrolment: Enrolment, told: tuple[MarkKind, int | None]) -> None:
    kind, minutes = told
    length = int((lesson.ends_at - lesson.starts_at) / timedelta(minutes=1))
    facts = {"lesson_id": lesson.id, "enrolment_id": enrolment.id, "kind": kind, "minutes": minutes}
    reason = "лекар" if kind is MarkKind.EXCUSED else None
    entry = Entry(
        id=f"{lesson.id:08}-0000-4000-8000-{enrolment.id:012}",
        based_on=0,
        made_at=lesson.starts_at,
        answer=EntryAnswer.APPLIED,
        reason=reason,
        **facts,
    )
    save(entry)
    attended = minutes_attended(value_of(kind, minutes, reason), length)
    save(Mark(entry_id=entry.id, minutes_attended=attended, reason=reason, **facts))


def lessons(cohort: Cohort, *days: int) -> list[Lesson]:
    held = {"state": LessonState.HELD, "held_at": at(date(2026, 3, 1), 12)}
    return [make_lesson(cohort, at(date(2026, 3, day), 18), **held) for day in days]


def build_small_course() -> Course:
    centre = make_centre()
    teacher, coordinator = make_staff(Role.TEACHER, centre), make_staff(Role.COORDINATOR, centre)
    programme = make_programme(hours=10)
    k1 = make_cohort(centre, programme, teacher, code="K1", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 16))
    k2 = make_cohort(centre, programme, teacher, code="K2", starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 17))
    one, two, cancelled, four, five = lessons(k1, 2, 4, 9, 11, 16)
    cancelled.state, cancelled.cancel_reason = LessonState.CANCELLED, "учителят е болен"
    first, second, third = lessons(k2, 3, 10, 17)
    people = {
        name: make_learner(centre, given_latin=name)
        for name in ["Anna", "Boris", "Carla", "Darya", "Emil", "Fatma", "Galina"]
    }

    def joined(name: str, cohort: Cohort, **given: object) -> Enrolment:
        facts = {"state": EnrolmentState.COMPLETED, "outcome": Outcome.ATTENDED, "ends_on": cohort.ends_on}
        return enrol(people[name], cohort, **(facts | given))

    anna = joined("Anna", k1, outcome=Outcome.COMPLETED, final_score=80)
    boris = joined("Boris", k1, final_score=59)
    carla = joined("Carla", k1, final_score=90)
    left = {"ends_on": date(2026, 3, 4)}
    darya = joined(
        "Darya",
        k1,
        state=EnrolmentState.WITHDRAWN,
        outcome=Outcome.WITHDREW,
        leaving_reason=LeavingReason.WORK,
        **left,
    )
    emil = joined("Emil", k1, state=EnrolmentState.TRANSFERRED, outcome=Outcome.TRANSFERRED, **left)
    fatma = joined("Fatma", k1, starts_on=date(2026, 3, 11), final_score=70)
    emil2 = joined(
        "Emil",
        k2,
        starts_on=date(2026, 3, 5),
        transferred_from_id=emil.id,
        outcome=Outcome.COMPLETED,
        final_score=60,
    )
    galina = joined("Galina", k2, final_score=75)

    told = {
        one: {anna: P, boris: late(15), carla: P, darya: P, emil: P},
        two: {anna: P, boris: P, carla: X, darya: A, emil: (MarkKind.LEFT_EARLY, 45)},
        # Somebody marked the roll before the lesson was cancelled; it must count nowhere.
        cancelled: {anna: P, boris: P},
        four: {anna: P, boris: late(30), carla: X, fatma: P},
        five: {anna: P, boris: P, carla: P},
        first: {galina: P},
        second: {galina: A, emil2: P},
        third: {galina: P, emil2: P},
    }
    for lesson, marks in told.items():
        for enrolment, value in marks.items():
            mark(lesson, enrolment, value)
    enrolments = {
        "Anna": anna, "Boris": boris, "Carla": carla, "Darya": darya, "Emil in K1": emil, "Fatma": fatma,
        "Emil in K2": emil2, "Galina": galina,
    }  # fmt: skip
    return Course(centre, programme, teacher, coordinator, {"K1": k1, "K2": k2}, enrolments)
