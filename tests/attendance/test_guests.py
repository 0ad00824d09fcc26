"""Guests on the database: taken down once however often they are sent, counted nowhere until somebody decides."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.actions import AnswerKind
from lms.attendance.guest_actions import (
    GuestAnswer,
    GuestArrival,
    add_guest,
    forget_guests,
    may_take_back,
    take_back_guest,
)
from lms.attendance.guest_models import Guest, GuestState
from lms.attendance.guest_queries import people_waiting, unfinished_guests, waiting_guests
from lms.attendance.guest_resolving import AlreadyResolved, enrol_guests, let_wait, send_to_intake, turn_away
from lms.attendance.guest_rules import GuestRefusal, name_said, sameness, worth_asking
from lms.attendance.models import Entry, Mark, MarkKind
from lms.attendance.rules import Refusal
from lms.courses.models import Enrolment, Lesson, WaitingEntry
from lms.courses.states import ClosedReason, EnrolmentState, LessonState, Level
from lms.database import db
from lms.learners.models import Learner
from tests.attendance.conftest import DAY, Scene
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_guest,
    make_learner,
    make_lesson,
    make_programme,
    make_staff,
    make_waiting,
    name_for,
)

Later = Callable[[timedelta], None]
ID = "3b9f9c6e-4c69-4ddb-9d3e-0d4e5cd0a002"


def add(scene: Scene, by: Account | None = None, lesson: Lesson | None = None, **given: object) -> GuestAnswer:
    facts: dict[str, object] = {"id": str(uuid4()), "made_at": clock.now()}
    facts |= given if "learner_id" in given else {"name": "Рана Хадад"} | given
    return add_guest((by or scene.teacher).viewer, lesson or scene.lesson, GuestArrival(**facts))  # type: ignore[arg-type]


def guests() -> list[Guest]:
    return list(db.session.scalars(select(Guest).order_by(Guest.id).execution_options(populate_existing=True)))


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def waits(scene: Scene) -> Learner:
    """Somebody who waits for the level of the lesson at its centre."""
    learner = make_learner(scene.centre, given_cyrillic="Рана", family_cyrillic="Хадад", given_latin="Rana")
    make_waiting(learner)
    return learner


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  Рана   Хадад ", "Рана Хадад"),
        ("رنا", "رنا"),
        ("", None),
        (None, None),
        ("  \u202e ", None),
        ("12 ?!", None),
        ("О" * 300, "О" * 200),
    ],
)
def test_a_name_is_kept_as_it_was_said(said: str | None, kept: str | None) -> None:
    assert name_said(said) == kept


@pytest.mark.parametrize(("text", "asks"), [("", False), ("Ра", False), ("Р а", False), ("Ран", True), ("رنا", True)])
def test_people_are_looked_for_from_three_letters_on(text: str, asks: bool) -> None:
    assert worth_asking(text) is asks


def test_one_name_is_one_person_in_whichever_case_and_another_person_is_not() -> None:
    assert sameness(None, "РАНА  Хадад") == sameness(None, "Рана Хадад")
    assert sameness(None, "Рана") != sameness(None, "Рана Хадад")
    assert sameness(7, None) != sameness(8, None)
    assert sameness(7, "Рана") == sameness(7, None)


def test_a_guest_is_taken_down_and_counts_nowhere(scene: Scene) -> None:
    assert add(scene, minutes=10).kind is AnswerKind.APPLIED
    (guest,) = guests()
    assert (guest.name, guest.minutes, guest.state, guest.centre_id) == (
        "Рана Хадад",
        10,
        GuestState.OPEN,
        scene.centre.id,
    )
    assert (count(Entry), count(Mark), scene.lesson.state) == (0, 0, LessonState.PLANNED)
    line = db.session.scalars(select(AuditLine)).one()
    assert (line.act, line.subject_id, line.detail) == ("guest.add", scene.lesson.id, {"guest": guest.id})


def test_the_same_guest_twice_is_one_guest(scene: Scene, later: Later) -> None:
    assert add(scene, id=ID).kind is AnswerKind.APPLIED
    assert add(scene, id=ID).kind is AnswerKind.ALREADY_KNOWN
    later(timedelta(days=30))
    assert add(scene, id=ID, name=" Рана  Хадад").kind is AnswerKind.ALREADY_KNOWN
    assert count(Guest) == 1


def test_an_identifier_that_comes_back_with_something_else_is_refused(scene: Scene, waits: Learner) -> None:
    add(scene, id=ID)
    other = make_lesson(scene.cohort, at(DAY, 20))
    for facts in ({"name": "Амина"}, {"learner_id": waits.id}, {"lesson": other}, {"minutes": 10}):
        answer = add(scene, id=ID, **facts)
        assert (answer.kind, answer.why) == (AnswerKind.REFUSED, Refusal.IDENTIFIER_USED)
    assert count(Guest) == 1


def test_a_guest_who_was_taken_back_does_not_come_back_from_an_outbox(scene: Scene) -> None:
    add(scene, id=ID)
    take_back_guest(scene.teacher.viewer, guests()[0])
    assert add(scene, id=ID).kind is AnswerKind.ALREADY_KNOWN
    assert [(guest.state, guest.name) for guest in guests()] == [(GuestState.TAKEN_BACK, None)]


@pytest.mark.parametrize(
    ("after", "role", "why"),
    [
        (timedelta(minutes=-31), "teacher", Refusal.TOO_EARLY),
        (timedelta(minutes=-30), "teacher", None),
        (timedelta(days=14, minutes=90), "teacher", None),
        (timedelta(days=14, minutes=91), "teacher", Refusal.TOO_LATE),
        (timedelta(days=14, minutes=91), "coordinator", Refusal.TOO_LATE),
    ],
)
def test_guests_are_taken_down_while_the_roll_is_open(
    scene: Scene, later: Later, after: timedelta, role: str, why: Refusal | None
) -> None:
    later(after)
    assert add(scene, by=getattr(scene, role)).why is why


def test_a_cancelled_lesson_has_no_guests(scene: Scene) -> None:
    scene.lesson.state, scene.lesson.cancel_reason = LessonState.CANCELLED, "празник"
    assert add(scene).why is Refusal.CANCELLED


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"name": "  "}, GuestRefusal.NAME_MISSING),
        ({"name": None}, GuestRefusal.NAME_MISSING),
        ({"minutes": 0}, Refusal.MINUTES_WRONG),
        ({"minutes": 90}, Refusal.MINUTES_WRONG),
        ({"minutes": 89}, None),
        ({"learner_id": 2**31 - 1}, GuestRefusal.NOT_WAITING),
    ],
)
def test_what_cannot_be_is_refused_and_says_why(
    scene: Scene, facts: dict[str, object], why: GuestRefusal | Refusal | None
) -> None:
    assert add(scene, **facts).why is why  # type: ignore[arg-type]
    assert count(Guest) == (why is None)


def test_somebody_who_waits_is_taken_down_once_for_a_lesson(scene: Scene, waits: Learner) -> None:
    assert add(scene, learner_id=waits.id).kind is AnswerKind.APPLIED
    assert add(scene, by=scene.coordinator, learner_id=waits.id).why is GuestRefusal.HERE_ALREADY
    assert [(guest.picked, guest.name, guest.said) for guest in guests()] == [(waits, None, "Rana Koval")]
    take_back_guest(scene.teacher.viewer, guests()[0])
    assert add(scene, learner_id=waits.id).kind is AnswerKind.APPLIED


def test_a_teacher_finds_only_who_waits_for_this_level_at_this_centre(scene: Scene, waits: Learner) -> None:
    def named() -> Learner:
        return make_learner(scene.centre, given_cyrillic="Рана")

    make_waiting(named(), level=Level.A2)
    make_waiting(make_learner(make_centre(), given_cyrillic="Рана"))
    make_waiting(named(), closed_on=DAY)
    make_waiting(make_learner(scene.centre, given_cyrillic="Рана", unaccompanied=True))
    named()
    for account in (scene.teacher, scene.coordinator):
        assert people_waiting(account.viewer, scene.lesson, "Рана") == [waits]
        assert people_waiting(account.viewer, scene.lesson, "Ра") == []
    stranger = make_staff(Role.TEACHER, scene.centre)
    assert people_waiting(stranger.viewer, scene.lesson, "Рана") == []


def test_nobody_is_taken_down_whom_the_teacher_could_not_find(scene: Scene, waits: Learner) -> None:
    waits.unaccompanied = True
    assert add(scene, learner_id=waits.id).why is GuestRefusal.NOT_WAITING
    name_for(waits, scene.teacher)
    assert add(scene, learner_id=waits.id).kind is AnswerKind.APPLIED
    assert waiting_guests(scene.coordinator.viewer) == 0, "who is not named for the minor does not learn of them"
    assert unfinished_guests(scene.coordinator.viewer) == []


def test_only_who_added_takes_back_and_only_that_day(scene: Scene, later: Later) -> None:
    add(scene)
    (guest,) = guests()
    other = make_staff(Role.TEACHER, scene.centre)
    assert not may_take_back(other.viewer, guest)
    with pytest.raises(DomainError):
        take_back_guest(other.viewer, guest)
    later(timedelta(days=1))
    with pytest.raises(DomainError):
        take_back_guest(scene.teacher.viewer, guest)
    later(timedelta(hours=5))
    take_back_guest(scene.teacher.viewer, guest)
    take_back_guest(scene.teacher.viewer, guest)
    assert guest.state is GuestState.TAKEN_BACK
    assert [line.act for line in db.session.scalars(select(AuditLine).order_by(AuditLine.id))] == [
        "guest.add",
        "guest.take_back",
    ]


def test_once_it_is_decided_nobody_takes_back(scene: Scene) -> None:
    guest = make_guest(scene.lesson)
    turn_away(scene.coordinator.viewer, [guest], "групата е пълна")
    with pytest.raises(DomainError):
        take_back_guest(scene.teacher.viewer, guest)


def test_whoever_is_enrolled_is_called_in_the_lesson_they_came_to(scene: Scene, waits: Learner, later: Later) -> None:
    guest = make_guest(scene.lesson, picked=waits, minutes=10)
    later(timedelta(days=1))
    (answer,) = enrol_guests(scene.coordinator.viewer, [guest], waits)
    enrolment = db.session.scalars(select(Enrolment).where(Enrolment.learner_id == waits.id)).one()
    mark = db.session.scalars(select(Mark)).one()
    assert answer.kind is AnswerKind.APPLIED
    assert (enrolment.cohort, enrolment.starts_on) == (scene.cohort, DAY)
    assert (mark.enrolment_id, mark.kind, mark.minutes, mark.entry_id) == (
        enrolment.id,
        MarkKind.LATE,
        10,
        guest.identifier,
    )
    assert (guest.state, guest.learner, guest.enrolment) == (GuestState.ENROLLED, waits, enrolment)
    entry = db.session.scalars(select(WaitingEntry)).one()
    assert entry.closed_reason is ClosedReason.ENROLLED
    acts = set(db.session.scalars(select(AuditLine.act)))
    assert {"enrolment.create", "waiting.close", "roll.correct", "guest.enrolled"} <= acts


def test_two_visits_are_one_enrolment_and_two_marks(scene: Scene, waits: Learner, later: Later) -> None:
    second = make_lesson(scene.cohort, at(DAY + timedelta(days=2), 18))
    visits = [make_guest(scene.lesson, picked=waits), make_guest(second, picked=waits)]
    later(timedelta(days=2, hours=2))
    answers = enrol_guests(scene.coordinator.viewer, visits, waits)
    assert [answer.kind for answer in answers] == [AnswerKind.APPLIED] * 2
    assert len(db.session.scalars(select(Enrolment).where(Enrolment.learner_id == waits.id)).all()) == 1
    assert count(Mark) == 2


def test_who_was_enrolled_meanwhile_is_called_and_not_enrolled_again(scene: Scene, waits: Learner) -> None:
    guest, enrolment = make_guest(scene.lesson, picked=waits), enrol(waits, scene.cohort)
    (answer,) = enrol_guests(scene.coordinator.viewer, [guest], waits)
    assert (answer.kind, guest.enrolment, count(Mark)) == (AnswerKind.APPLIED, enrolment, 1)


def test_who_is_enrolled_from_a_later_day_was_not_in_the_cohort_then(scene: Scene, waits: Learner) -> None:
    guest = make_guest(scene.lesson, picked=waits)
    enrol(waits, scene.cohort, starts_on=DAY + timedelta(days=1))
    (answer,) = enrol_guests(scene.coordinator.viewer, [guest], waits)
    assert (answer.why, guest.state, count(Mark)) == (Refusal.NOT_ENROLLED, GuestState.ENROLLED, 0)


def test_who_left_again_since_was_there_on_the_day(scene: Scene, waits: Learner) -> None:
    guest = make_guest(scene.lesson, picked=waits)
    enrol(waits, scene.cohort, state=EnrolmentState.WITHDRAWN, ends_on=DAY)
    assert enrol_guests(scene.coordinator.viewer, [guest], waits)[0].kind is AnswerKind.APPLIED


def test_a_mark_the_teacher_made_meanwhile_is_not_overwritten_in_silence(scene: Scene, waits: Learner) -> None:
    guest = make_guest(scene.lesson, picked=waits)
    scene.people.append(enrol(waits, scene.cohort))
    scene.call(3, MarkKind.ABSENT)
    assert enrol_guests(scene.coordinator.viewer, [guest], waits)[0].kind is AnswerKind.CONFLICT
    assert scene.mark(3).in_conflict


def test_after_the_time_for_corrections_the_entry_says_that_they_came_as_a_guest(
    scene: Scene, waits: Learner, later: Later
) -> None:
    guest = make_guest(scene.lesson, picked=waits)
    later(timedelta(days=20))
    assert enrol_guests(scene.coordinator.viewer, [guest], waits)[0].kind is AnswerKind.APPLIED
    assert db.session.scalars(select(Entry.note)).one() == "Came as a guest."


def test_a_full_cohort_takes_a_guest_only_for_a_reason(scene: Scene, waits: Learner) -> None:
    scene.cohort.capacity = 3
    guest = make_guest(scene.lesson, picked=waits)
    with pytest.raises(DomainError, match="full"):
        enrol_guests(scene.coordinator.viewer, [guest], waits)
    assert (guest.state, count(Mark)) == (GuestState.OPEN, 0)
    enrol_guests(scene.coordinator.viewer, [guest], waits, "идва със съпруга си")
    assert guest.state is GuestState.ENROLLED


def test_a_second_cohort_that_refuses_leaves_nothing_of_the_first(scene: Scene, waits: Learner) -> None:
    other = make_cohort(scene.centre, make_programme(), scene.teacher)
    visits = [make_guest(scene.lesson, picked=waits), make_guest(make_lesson(other, at(DAY, 20)), picked=waits)]
    with pytest.raises(DomainError):
        enrol_guests(scene.coordinator.viewer, visits, waits)
    assert [guest.state for guest in guests()] == [GuestState.OPEN] * 2
    assert db.session.scalars(select(Enrolment).where(Enrolment.learner_id == waits.id)).all() == []
    assert count(Mark) == 0


def test_who_goes_on_waiting_keeps_their_place_and_who_is_new_gets_one(scene: Scene, waits: Learner) -> None:
    assert let_wait(scene.coordinator.viewer, [make_guest(scene.lesson, picked=waits)], waits) is False
    someone = make_learner(scene.centre)
    guest = make_guest(scene.lesson)
    assert let_wait(scene.coordinator.viewer, [guest], someone) is True
    entry = db.session.scalars(select(WaitingEntry).where(WaitingEntry.learner_id == someone.id)).one()
    assert (entry.level, entry.since, entry.closed_on) == (Level.A1, DAY, None)
    assert (guest.state, guest.learner, count(Mark)) == (GuestState.WAITING, someone, 0)


def test_after_the_intake_it_is_decided_again(scene: Scene) -> None:
    guest = make_guest(scene.lesson)
    send_to_intake(scene.coordinator.viewer, [guest])
    assert waiting_guests(scene.coordinator.viewer) == 0
    assert [one.went_to_intake for one in unfinished_guests(scene.coordinator.viewer)] == [True]
    enrol_guests(scene.coordinator.viewer, [guest], make_learner(scene.centre))
    assert unfinished_guests(scene.coordinator.viewer) == []
    assert count(Mark) == 1


def test_what_one_coordinator_decided_another_does_not_decide_again(scene: Scene, waits: Learner) -> None:
    guest = make_guest(scene.lesson)
    turn_away(scene.coordinator.viewer, [guest], "друго ниво")
    for act in (
        lambda: enrol_guests(scene.coordinator.viewer, [guest], waits),
        lambda: let_wait(scene.coordinator.viewer, [guest], waits),
        lambda: send_to_intake(scene.coordinator.viewer, [guest]),
        lambda: turn_away(scene.coordinator.viewer, [guest], "пак"),
    ):
        with pytest.raises(AlreadyResolved):
            act()
    assert (guest.state, guest.reason, count(Mark)) == (GuestState.TURNED_AWAY, "друго ниво", 0)


def test_somebody_of_another_centre_is_not_taken(scene: Scene) -> None:
    guest = make_guest(scene.lesson)
    with pytest.raises(DomainError, match="another centre"):
        let_wait(scene.coordinator.viewer, [guest], make_learner(make_centre()))


def test_visits_under_one_name_stand_together_and_namesakes_of_another_centre_apart(
    scene: Scene, waits: Learner, later: Later
) -> None:
    second = make_lesson(scene.cohort, at(DAY + timedelta(days=2), 18))
    later_visit, first_visit = make_guest(second, name="РАНА хадад"), make_guest(scene.lesson, name="Рана Хадад")
    picked = make_guest(second, picked=waits)
    elsewhere = make_centre()
    far = make_cohort(elsewhere, make_programme(), make_staff(Role.TEACHER, elsewhere))
    make_guest(make_lesson(far, at(DAY, 18)), name="Рана Хадад")
    shown = [list(one.guests) for one in unfinished_guests(scene.coordinator.viewer)]
    assert shown == [[first_visit, later_visit], [picked]]
    assert waiting_guests(scene.coordinator.viewer) == 3


def test_names_are_forgotten_a_while_after_the_decision(scene: Scene, later: Later) -> None:
    away, still = make_guest(scene.lesson, name="Рана"), make_guest(scene.lesson, name="Амина")
    turn_away(scene.coordinator.viewer, [away], "друго ниво")
    later(timedelta(days=89))
    forget_guests(90)
    assert [guest.name for guest in guests()] == ["Рана", "Амина"]
    later(timedelta(days=91))
    forget_guests(90)
    assert [(guest.name, guest.reason) for guest in guests()] == [(None, ""), ("Амина", None)]
    assert still.state is GuestState.OPEN


@pytest.mark.parametrize(
    "facts",
    [
        {"state": GuestState.TURNED_AWAY, "reason": None},
        {"state": GuestState.ENROLLED},
        {"state": GuestState.OPEN, "resolved_at": at(DAY, 19)},
        {"name": None},
        {"minutes": 0},
    ],
)
def test_the_database_itself_keeps_a_guest_whole(scene: Scene, facts: dict[str, object]) -> None:
    if facts.get("state") in (GuestState.TURNED_AWAY, GuestState.ENROLLED):
        facts["resolved_at"] = at(DAY, 19)
    with pytest.raises(IntegrityError):
        make_guest(scene.lesson, **facts)
    db.session.rollback()
