"""Entries that cannot be taken now: kept once, shown to whom they concern, settled by a person, never dropped."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.actions import Answer, AnswerKind, Arrival, call_roll
from lms.attendance.models import Entry, MarkKind
from lms.attendance.rules import Refusal, Value
from lms.attendance.set_aside_actions import SettledMeanwhile, leave_aside, take_after_all
from lms.attendance.set_aside_models import Obstacle, SetAside, Settlement
from lms.attendance.set_aside_queries import Waiting, count_waiting, waiting_entries
from lms.courses.enrolment_actions import transfer
from lms.courses.history_models import LessonChange, TimetableChange
from lms.courses.models import Enrolment, Lesson
from lms.courses.replanning import Act
from lms.courses.states import EnrolmentState, LessonState, Wish
from lms.database import db
from tests.attendance.conftest import Scene
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_slot,
    make_staff,
)

PRESENT, LATE, ABSENT = MarkKind.PRESENT, MarkKind.LATE, MarkKind.ABSENT
ID = "3b9f9c6e-4c69-4ddb-9d3e-0d4e5cd0a001"
Later = Callable[[timedelta], None]


def kept() -> list[SetAside]:
    return list(db.session.scalars(select(SetAside).order_by(SetAside.id)))


def count(model: type[Entry] | type[SetAside]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def cancel(lesson: Lesson) -> None:
    lesson.state, lesson.cancel_reason = LessonState.CANCELLED, "Учителят е болен"
    db.session.flush()


def move(lesson: Lesson, by: timedelta) -> None:
    """Move a lesson as the timetable does, with its line in the history."""
    line = LessonChange(
        lesson_id=lesson.id,
        act=Act.MOVED,
        was_starts_at=lesson.starts_at,
        was_ends_at=lesson.ends_at,
        starts_at=lesson.starts_at + by,
        ends_at=lesson.ends_at + by,
    )
    change = TimetableChange(cohort_id=lesson.cohort_id, wish=Wish.MOVE, reason="зала", lessons=[line])
    lesson.starts_at, lesson.ends_at = lesson.starts_at + by, lesson.ends_at + by
    db.session.add(change)
    db.session.flush()


def waiting(scene: Scene, by: Account | None = None) -> list[Waiting]:
    return waiting_entries((by or scene.coordinator).viewer)


def settle(
    scene: Scene, reason: str | None = None, by: Account | None = None, target: int | None = None
) -> dict[int, Refusal]:
    """Take whatever waits, where it is proposed or in the target of this number."""
    found = waiting(scene, by)
    wishes = {one.kept: one.proposed if target is None else one.targets[target] for one in found}
    return take_after_all((by or scene.coordinator).viewer, wishes, reason)


def test_an_entry_for_a_cancelled_lesson_is_kept_as_it_was_sent(scene: Scene) -> None:
    cancel(scene.lesson)
    made = clock.now() - timedelta(minutes=1)
    answer = scene.call(0, LATE, minutes=10, id=ID, made_at=made)
    assert (answer.kind, answer.why) == (AnswerKind.SET_ASIDE, Refusal.CANCELLED)
    (one,) = kept()
    assert (one.entry_id, one.lesson_id, one.enrolment_id) == (ID, scene.lesson.id, scene.people[0].id)
    assert (one.kind, one.minutes, one.made_at, one.received_at) == (LATE, 10, made, clock.now())
    assert (one.made_by, one.why, one.settled_at) == (scene.teacher, Obstacle.CANCELLED, None)
    assert count(Entry) == 0 and scene.lesson.state is LessonState.CANCELLED


def test_an_entry_for_a_lesson_that_was_moved_to_later_is_kept(scene: Scene) -> None:
    move(scene.lesson, timedelta(days=2))
    assert scene.call(0, PRESENT).kind is AnswerKind.SET_ASIDE
    assert kept()[0].why is Obstacle.TOO_EARLY


def test_an_entry_for_a_lesson_that_is_still_to_come_is_refused(scene: Scene, later: Later) -> None:
    later(-timedelta(hours=1))
    assert scene.call(0, PRESENT).kind is AnswerKind.REFUSED
    move(scene.lesson, timedelta(days=2))
    assert scene.call(0, PRESENT).kind is AnswerKind.REFUSED, "it was not open at the earlier time either"
    assert kept() == []


def test_an_entry_that_comes_when_the_time_of_the_teacher_is_over_is_kept(scene: Scene, later: Later) -> None:
    later(timedelta(days=15))
    assert scene.call(0, PRESENT).kind is AnswerKind.SET_ASIDE
    assert scene.call(0, PRESENT, by=scene.coordinator).kind is AnswerKind.REFUSED, "a reason can be given at once"
    assert [one.why for one in kept()] == [Obstacle.TOO_LATE]


def test_an_entry_for_somebody_who_left_before_is_kept(scene: Scene) -> None:
    scene.people[0].ends_on = date(2026, 3, 15)
    assert scene.call(0, PRESENT).kind is AnswerKind.SET_ASIDE
    assert kept()[0].why is Obstacle.NOT_ENROLLED


@pytest.mark.parametrize("identifier", [0, -1, 999_999, 2**40, 2**70])
def test_an_enrolment_nobody_knows_is_refused_whatever_the_lesson(scene: Scene, identifier: int) -> None:
    assert scene.call(0, PRESENT, enrolment_id=identifier).kind is AnswerKind.REFUSED
    cancel(scene.lesson)
    assert scene.call(0, PRESENT, enrolment_id=identifier).kind is AnswerKind.REFUSED
    assert kept() == []


def test_somebody_of_another_cohort_or_centre_is_refused_like_nobody(scene: Scene) -> None:
    elsewhere = make_centre()
    stranger = make_staff(Role.TEACHER, elsewhere)
    for centre, teacher in ((scene.centre, scene.teacher), (elsewhere, stranger)):
        other = make_cohort(centre, scene.cohort.programme, teacher)
        answer = scene.call(0, PRESENT, enrolment_id=enrol(make_learner(centre), other).id)
        assert (answer.kind, answer.why) == (AnswerKind.REFUSED, Refusal.NOT_ENROLLED)
    assert kept() == []


def test_a_minor_whom_the_viewer_may_not_know_of_is_refused_like_nobody(scene: Scene) -> None:
    minor = enrol(make_learner(scene.centre, unaccompanied=True), scene.cohort, ends_on=date(2026, 3, 15))
    assert scene.call(0, PRESENT, by=scene.coordinator, enrolment_id=minor.id).kind is AnswerKind.REFUSED
    assert scene.call(0, PRESENT, enrolment_id=minor.id).kind is AnswerKind.SET_ASIDE, "the teacher calls the roll"
    assert (count_waiting(scene.coordinator.viewer), count_waiting(scene.teacher.viewer)) == (0, 1)


def test_the_same_entry_twice_is_kept_once_also_in_one_parcel(scene: Scene) -> None:
    cancel(scene.lesson)
    arrival = Arrival(ID, scene.people[0].id, Value(ABSENT), clock.now())
    answers = call_roll(scene.teacher.viewer, scene.lesson, [arrival, arrival])
    assert [one.kind for one in answers] == [AnswerKind.SET_ASIDE, AnswerKind.ALREADY_KNOWN]
    assert scene.call(0, ABSENT, id=ID).kind is AnswerKind.ALREADY_KNOWN
    assert count(SetAside) == 1


def test_an_entry_that_was_set_aside_is_not_taken_when_it_comes_again_to_an_open_roll(scene: Scene) -> None:
    scene.people[0].ends_on = date(2026, 3, 15)
    scene.call(0, ABSENT, id=ID)
    scene.people[0].ends_on = None
    assert scene.call(0, ABSENT, id=ID).kind is AnswerKind.ALREADY_KNOWN
    assert (count(Entry), count(SetAside)) == (0, 1)


def test_its_identifier_with_something_else_is_refused(scene: Scene) -> None:
    cancel(scene.lesson)
    scene.call(0, ABSENT, id=ID)
    answers: list[Answer] = [scene.call(0, PRESENT, id=ID), scene.call(1, ABSENT, id=ID)]
    scene.lesson = make_lesson(scene.cohort, at(date(2026, 3, 16), 17, 40))
    answers.append(scene.call(0, ABSENT, id=ID))
    assert {(one.kind, one.why) for one in answers} == {(AnswerKind.REFUSED, Refusal.IDENTIFIER_USED)}
    assert (count(Entry), count(SetAside)) == (0, 1)


@pytest.mark.parametrize(
    ("minutes", "kind", "why"),
    [
        (None, AnswerKind.REFUSED, Refusal.MINUTES_MISSING),
        (0, AnswerKind.REFUSED, Refusal.MINUTES_WRONG),
        (2**40, AnswerKind.REFUSED, Refusal.MINUTES_WRONG),
        # The lesson may have been longer when it was made.
        (100, AnswerKind.SET_ASIDE, Refusal.CANCELLED),
    ],
)
def test_minutes_that_can_be_mended_are_not_set_aside(
    scene: Scene, minutes: int | None, kind: AnswerKind, why: Refusal
) -> None:
    cancel(scene.lesson)
    answer = scene.call(0, LATE, minutes=minutes)
    assert (answer.kind, answer.why) == (kind, why)


def test_what_is_set_aside_does_not_keep_the_rest_from_being_taken_and_each_leaves_its_line(scene: Scene) -> None:
    scene.people[0].ends_on = date(2026, 3, 15)
    arrivals = [Arrival(str(uuid4()), one.id, Value(PRESENT), clock.now()) for one in scene.people]
    answers = call_roll(scene.teacher.viewer, scene.lesson, arrivals)
    assert [one.kind for one in answers] == [AnswerKind.SET_ASIDE, AnswerKind.APPLIED, AnswerKind.APPLIED]
    lines = db.session.execute(select(AuditLine.act, AuditLine.detail).order_by(AuditLine.id)).all()
    assert list(map(tuple, lines)) == [
        ("roll.call", {"entries": 2, "conflicts": 0}),
        ("roll.set_aside", {"entries": 1}),
    ]


def test_it_is_taken_after_all_once_the_roll_is_open_at_the_new_time(scene: Scene, later: Later) -> None:
    move(scene.lesson, timedelta(days=2))
    scene.call(0, LATE, minutes=10)
    (one,) = waiting(scene)
    assert one.proposed.why_not is Refusal.TOO_EARLY
    assert settle(scene) == {one.kept.id: Refusal.TOO_EARLY} and count(SetAside) == 1
    later(timedelta(minutes=5))
    assert settle(scene) == {}
    mark = scene.mark(0)
    assert (mark.kind, mark.minutes, mark.entry.made_by, mark.entry.made_at) == (
        LATE,
        10,
        scene.coordinator,
        clock.now(),
    )
    assert (one.kept.settlement, one.kept.settled_by, one.kept.taken_as_id) == (
        Settlement.TAKEN,
        scene.coordinator,
        mark.entry_id,
    )
    assert waiting(scene) == []


def test_taking_it_replaces_what_the_mark_said_when_it_was_looked_at(scene: Scene) -> None:
    scene.call(0, PRESENT)
    scene.people[0].ends_on = date(2026, 3, 15)
    scene.call(0, ABSENT)
    scene.people[0].ends_on = None
    settle(scene)
    assert (scene.mark(0).kind, scene.mark(0).in_conflict, scene.mark(0).version) == (ABSENT, False, 2)


def test_a_mark_that_changed_since_it_was_looked_at_is_in_conflict_and_not_overwritten(scene: Scene) -> None:
    scene.people[0].ends_on = date(2026, 3, 15)
    scene.call(0, ABSENT)
    scene.people[0].ends_on = None
    seen = {one.kept: one.proposed for one in waiting(scene)}
    scene.call(0, PRESENT)
    take_after_all(scene.coordinator.viewer, seen, None)
    assert scene.mark(0).in_conflict


def test_after_the_time_for_corrections_taking_it_needs_a_coordinator_and_a_reason(scene: Scene, later: Later) -> None:
    later(timedelta(days=15))
    scene.call(0, PRESENT)
    identifier = kept()[0].id
    assert settle(scene, by=scene.teacher) == {identifier: Refusal.TOO_LATE}
    assert settle(scene) == {identifier: Refusal.REASON_MISSING}
    assert settle(scene, "списък на хартия") == {}
    assert scene.mark(0).entry.note == kept()[0].settled_reason == "списък на хартия"


def test_minutes_that_the_lesson_no_longer_has_keep_it_aside(scene: Scene) -> None:
    scene.people[0].ends_on = date(2026, 3, 15)
    scene.call(0, LATE, minutes=80)
    scene.people[0].ends_on = None
    scene.lesson.ends_at -= timedelta(minutes=30)
    assert settle(scene) == {kept()[0].id: Refusal.MINUTES_WRONG}
    assert kept()[0].settled_at is None


def transferred(scene: Scene, day: date) -> tuple[Lesson, Enrolment]:
    """The first person moves to another cohort, which has its lesson on the same evening."""
    other = make_cohort(scene.centre, scene.cohort.programme, scene.teacher)
    make_slot(other, weekday=0, starts_at=at(day, 18).time(), hours=2)
    lesson = make_lesson(other, at(date(2026, 3, 16), 18))
    there = transfer(scene.coordinator.viewer, scene.people[0], other, date(2026, 3, 15))
    return lesson, there


def test_whoever_was_transferred_meanwhile_can_be_marked_in_the_lesson_where_they_were(scene: Scene) -> None:
    lesson, there = transferred(scene, date(2026, 3, 15))
    assert scene.call(0, LATE, minutes=10).kind is AnswerKind.SET_ASIDE
    (one,) = waiting(scene)
    assert [(target.lesson, target.enrolment_id, target.why_not) for target in one.targets] == [
        (scene.lesson, scene.people[0].id, Refusal.NOT_ENROLLED),
        (lesson, there.id, None),
    ]
    assert settle(scene, target=0) == {one.kept.id: Refusal.NOT_ENROLLED}
    assert settle(scene) == {}
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.lesson_id, entry.enrolment_id, entry.kind, entry.minutes) == (lesson.id, there.id, LATE, 10)
    assert lesson.state is LessonState.HELD


def test_whoever_left_and_came_back_is_marked_by_the_enrolment_of_that_day(scene: Scene) -> None:
    scene.people[0].ends_on, scene.people[0].state = date(2026, 3, 10), EnrolmentState.WITHDRAWN
    again = enrol(scene.people[0].learner, scene.cohort, starts_on=date(2026, 3, 12))
    scene.call(0, PRESENT)
    assert settle(scene) == {}
    assert db.session.scalars(select(Entry.enrolment_id)).one() == again.id


def test_an_entry_by_the_enrolment_they_came_with_is_kept_in_the_new_lesson_too(scene: Scene) -> None:
    lesson, there = transferred(scene, date(2026, 3, 15))
    old, scene.lesson = scene.lesson, lesson
    assert scene.call(0, PRESENT).kind is AnswerKind.SET_ASIDE
    scene.lesson = old
    assert scene.call(0, PRESENT, enrolment_id=there.id).kind is AnswerKind.SET_ASIDE


def test_a_lesson_the_viewer_does_not_call_is_not_proposed(scene: Scene) -> None:
    lesson, _there = transferred(scene, date(2026, 3, 15))
    lesson.cohort.teachers = [make_staff(Role.TEACHER, scene.centre)]
    lesson.teacher = lesson.cohort.teachers[0]
    scene.call(0, PRESENT)
    (mine,) = waiting(scene, scene.teacher)
    assert [target.lesson for target in mine.targets] == [scene.lesson]
    assert len(waiting(scene)[0].targets) == 2


def test_a_lesson_in_place_of_a_cancelled_one_takes_what_was_meant_for_it(scene: Scene) -> None:
    cancel(scene.lesson)
    scene.call(0, PRESENT)
    instead = make_lesson(scene.cohort, at(date(2026, 3, 16), 18))
    assert settle(scene) == {}
    assert scene.mark(0).lesson_id == instead.id


def test_it_is_left_with_a_reason_and_stays_with_who_and_when(scene: Scene) -> None:
    cancel(scene.lesson)
    scene.call(0, PRESENT)
    leave_aside(scene.coordinator.viewer, kept(), "Занятието не се проведе")
    (one,) = kept()
    assert (one.settlement, one.settled_by, one.settled_at, one.settled_reason, one.taken_as_id) == (
        Settlement.LEFT,
        scene.coordinator,
        clock.now(),
        "Занятието не се проведе",
        None,
    )
    assert waiting(scene) == [] and count(Entry) == 0
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "set_aside.left")).one()
    assert (line.subject_id, line.detail) == (
        one.id,
        {"lesson": scene.lesson.id, "enrolment": scene.people[0].id},
    )


def test_nobody_settles_what_somebody_has_settled(scene: Scene) -> None:
    scene.people[0].ends_on = date(2026, 3, 15)
    scene.call(0, PRESENT)
    scene.people[0].ends_on = None
    seen = {one.kept: one.proposed for one in waiting(scene)}
    settle(scene)
    with pytest.raises(SettledMeanwhile):
        take_after_all(scene.teacher.viewer, seen, None)
    with pytest.raises(SettledMeanwhile):
        leave_aside(scene.teacher.viewer, kept(), "късно")
    assert count(Entry) == 1


def test_it_is_seen_by_whoever_calls_the_lesson_and_nobody_else(scene: Scene) -> None:
    cancel(scene.lesson)
    scene.call(0, PRESENT)
    elsewhere = make_centre()
    seen = {
        "teacher": scene.teacher,
        "coordinator": scene.coordinator,
        "another teacher": make_staff(Role.TEACHER, scene.centre),
        "elsewhere": make_staff(Role.COORDINATOR, elsewhere),
        "observer": make_staff(Role.OBSERVER, scene.centre),
    }
    counted = {name: count_waiting(account.viewer) for name, account in seen.items()}
    assert counted == {"teacher": 1, "coordinator": 1, "another teacher": 0, "elsewhere": 0, "observer": 0}
    assert {name: len(waiting(scene, account)) for name, account in seen.items()} == counted


@pytest.mark.parametrize("years", [-2000, -10, 10, 7900])
def test_a_clock_that_is_years_wrong_does_no_harm_to_what_is_set_aside(scene: Scene, years: int) -> None:
    cancel(scene.lesson)
    made = clock.now().replace(year=max(1, min(9999, clock.now().year + years)))
    assert scene.call(0, PRESENT, made_at=made).kind is AnswerKind.SET_ASIDE
    assert len(waiting(scene)[0].targets) == 1


def test_the_database_itself_refuses_a_settlement_without_a_moment(scene: Scene) -> None:
    cancel(scene.lesson)
    scene.call(0, PRESENT)
    kept()[0].settlement = Settlement.LEFT
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_person_who_is_only_waiting_for_a_place_is_kept_until_they_have_it(scene: Scene) -> None:
    scene.people.append(enrol(make_learner(scene.centre), scene.cohort, state=EnrolmentState.OFFERED))
    assert scene.call(3, PRESENT).kind is AnswerKind.SET_ASIDE
    scene.people[3].state = EnrolmentState.ACTIVE
    assert settle(scene) == {}
    assert scene.mark(3).kind is PRESENT
