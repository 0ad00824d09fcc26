"""Calling the roll on the database: every entry answered, nothing lost, nothing doubled."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.attendance.actions import AnswerKind, Arrival, call_roll
from lms.attendance.models import Entry, EntryAnswer, Mark, MarkKind
from lms.attendance.rules import Refusal, Value
from lms.courses.states import EnrolmentState, LessonState
from lms.database import db
from tests.attendance.conftest import Scene
from tests.factories import at, enrol, make_cohort, make_learner, make_lesson, make_staff

PRESENT, LATE, ABSENT, EXCUSED = MarkKind.PRESENT, MarkKind.LATE, MarkKind.ABSENT, MarkKind.EXCUSED
ID = "3b9f9c6e-4c69-4ddb-9d3e-0d4e5cd0a001"
Later = Callable[[timedelta], None]


def count(model: type[Entry] | type[Mark] | type[AuditLine]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_first_entry_makes_the_mark_and_the_lesson_held(scene: Scene) -> None:
    answer = scene.call(0, LATE, minutes=10)
    mark = scene.mark(0)
    assert answer.kind is AnswerKind.APPLIED
    assert (mark.kind, mark.minutes, mark.minutes_attended, mark.version) == (LATE, 10, 80, 1)
    assert (scene.lesson.state, scene.lesson.held_at) == (LessonState.HELD, clock.now())


def test_the_same_entry_twice_is_one_entry(scene: Scene) -> None:
    assert scene.call(0, ABSENT, id=ID).kind is AnswerKind.APPLIED
    assert scene.call(0, ABSENT, id=ID).kind is AnswerKind.ALREADY_KNOWN
    assert (count(Entry), scene.mark(0).version) == (1, 1)


def test_the_same_entry_twice_in_one_parcel_is_one_entry(scene: Scene) -> None:
    arrival = Arrival(ID, scene.people[0].id, Value(ABSENT), clock.now())
    answers = call_roll(scene.teacher.viewer, scene.lesson, [arrival, arrival])
    assert [a.kind for a in answers] == [AnswerKind.APPLIED, AnswerKind.ALREADY_KNOWN]
    assert count(Entry) == 1


def test_a_known_entry_is_known_even_when_the_roll_is_closed_by_now(scene: Scene, later: Later) -> None:
    scene.call(0, ABSENT, id=ID)
    later(timedelta(days=30))
    assert scene.call(0, ABSENT, id=ID).kind is AnswerKind.ALREADY_KNOWN


def test_an_identifier_that_comes_back_with_something_else_is_refused_and_says_so(scene: Scene) -> None:
    scene.call(0, ABSENT, id=ID)
    for person, kind in ((0, PRESENT), (1, ABSENT)):
        answer = scene.call(person, kind, id=ID)
        assert (answer.kind, answer.why) == (AnswerKind.REFUSED, Refusal.IDENTIFIER_USED)
    assert scene.mark(0).kind is ABSENT


def test_an_identifier_of_another_lesson_is_refused(scene: Scene) -> None:
    scene.call(0, ABSENT, id=ID)
    other = make_lesson(scene.cohort, at(date(2026, 3, 16), 20))
    scene.lesson = other
    assert scene.call(0, ABSENT, id=ID).why is Refusal.IDENTIFIER_USED


def test_an_entry_of_another_lesson_counts_for_nothing_here(scene: Scene) -> None:
    scene.call(0, ABSENT, id=ID)
    scene.lesson = make_lesson(scene.cohort, at(date(2026, 3, 16), 18, 15))
    person, now = scene.people[0].id, clock.now()
    sent = [Arrival(ID, person, Value(ABSENT), now), Arrival(ID[:-1] + "2", person, Value(PRESENT), now)]
    answers = call_roll(scene.teacher.viewer, scene.lesson, sent)
    assert [a.kind for a in answers] == [AnswerKind.REFUSED, AnswerKind.APPLIED]
    here = db.session.scalars(select(Mark).where(Mark.lesson_id == scene.lesson.id)).one()
    assert (here.kind, here.version, here.in_conflict) == (PRESENT, 1, False)


def test_a_correction_replaces_the_mark_and_both_entries_stay(scene: Scene) -> None:
    scene.call(0, ABSENT)
    assert scene.call(0, LATE, minutes=20, based_on=1).kind is AnswerKind.APPLIED
    mark = scene.mark(0)
    assert (mark.kind, mark.version, mark.in_conflict, count(Entry)) == (LATE, 2, False, 2)


def test_two_who_had_not_seen_each_other_are_in_conflict_and_the_later_made_wins_for_now(
    scene: Scene,
) -> None:
    now = clock.now()
    scene.call(0, PRESENT, made_at=now)
    earlier = scene.call(0, ABSENT, by=scene.coordinator, made_at=now - timedelta(minutes=1))
    mark = scene.mark(0)
    assert earlier.kind is AnswerKind.CONFLICT
    assert (mark.kind, mark.in_conflict, mark.version) == (PRESENT, True, 2)
    assert set(db.session.scalars(select(Entry.answer))) == {EntryAnswer.APPLIED, EntryAnswer.CONFLICT}


def test_two_who_agree_are_not_in_conflict(scene: Scene) -> None:
    scene.call(0, ABSENT)
    assert scene.call(0, ABSENT, by=scene.coordinator).kind is AnswerKind.APPLIED
    assert not scene.mark(0).in_conflict


def test_whoever_has_seen_the_conflict_settles_it(scene: Scene) -> None:
    scene.call(0, PRESENT)
    scene.call(0, ABSENT, by=scene.coordinator)
    assert scene.call(0, PRESENT, based_on=2).kind is AnswerKind.APPLIED
    assert (scene.mark(0).kind, scene.mark(0).in_conflict, count(Entry)) == (PRESENT, False, 3)


def test_a_mark_that_changed_meanwhile_is_not_overwritten_in_silence(scene: Scene) -> None:
    scene.call(0, ABSENT)
    scene.call(0, PRESENT, based_on=1)
    stale = scene.call(0, EXCUSED, by=scene.coordinator, based_on=1, reason="лекар")
    assert (stale.kind, scene.mark(0).in_conflict) == (AnswerKind.CONFLICT, True)


def test_a_clock_that_is_years_ahead_or_behind_does_no_harm(scene: Scene) -> None:
    now = clock.now()
    scene.call(0, ABSENT, made_at=now + timedelta(days=3650))
    scene.call(0, PRESENT, based_on=1, made_at=now - timedelta(days=3650))
    assert (scene.mark(0).kind, scene.mark(0).in_conflict) == (PRESENT, False)


def test_when_a_device_says_it_was_is_kept_as_it_said_beside_when_it_came(scene: Scene) -> None:
    ahead = clock.now() + timedelta(days=1)
    scene.call(0, ABSENT, made_at=ahead)
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.made_at, entry.received_at) == (ahead, clock.now())


def test_a_device_that_claims_to_have_seen_more_than_there_is_has_seen_what_there_is(scene: Scene) -> None:
    scene.call(0, ABSENT)
    assert scene.call(0, PRESENT, based_on=99).kind is AnswerKind.APPLIED
    assert scene.mark(0).version == 2


@pytest.mark.parametrize(
    ("kind", "minutes", "why"),
    [(LATE, None, Refusal.MINUTES_MISSING), (LATE, 90, Refusal.MINUTES_WRONG)],
)
def test_minutes_that_cannot_be_are_refused(scene: Scene, kind: MarkKind, minutes: int | None, why: Refusal) -> None:
    answer = scene.call(0, kind, minutes=minutes)
    assert (answer.kind, answer.why, count(Entry)) == (AnswerKind.REFUSED, why, 0)
    assert scene.lesson.state is LessonState.PLANNED


def test_what_is_refused_does_not_keep_the_rest_from_being_taken(scene: Scene) -> None:
    values = [Value(PRESENT), Value(LATE), Value(ABSENT)]
    arrivals = [
        Arrival(f"{ID[:-1]}{n}", person.id, value, clock.now())
        for n, (person, value) in enumerate(zip(scene.people, values, strict=True))
    ]
    answers = call_roll(scene.teacher.viewer, scene.lesson, arrivals)
    assert [a.why for a in answers] == [None, Refusal.MINUTES_MISSING, None]
    assert count(Mark) == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"starts_on": date(2026, 3, 17)},
        {"ends_on": date(2026, 3, 15)},
        {"state": EnrolmentState.WAITING},
        {"state": EnrolmentState.REQUESTED},
    ],
)
def test_who_is_not_in_the_cohort_on_that_day_cannot_be_marked(scene: Scene, facts: dict[str, object]) -> None:
    scene.people.append(enrol(make_learner(scene.centre), scene.cohort, **facts))
    assert scene.call(3, PRESENT).why is Refusal.NOT_ENROLLED


def test_who_left_or_moved_later_was_in_the_room_on_that_day(scene: Scene) -> None:
    for state in (EnrolmentState.WITHDRAWN, EnrolmentState.TRANSFERRED):
        person = enrol(make_learner(scene.centre), scene.cohort, state=state, ends_on=date(2026, 3, 16))
        scene.people.append(person)
    assert scene.call(3, PRESENT).kind is AnswerKind.APPLIED
    assert scene.call(4, PRESENT).kind is AnswerKind.APPLIED


def test_somebody_of_another_cohort_cannot_be_marked(scene: Scene) -> None:
    other = make_cohort(scene.centre, scene.cohort.programme, scene.teacher)
    scene.people.append(enrol(make_learner(scene.centre), other))
    assert scene.call(3, PRESENT).why is Refusal.NOT_ENROLLED


def test_a_cancelled_lesson_takes_no_marks(scene: Scene) -> None:
    scene.lesson.state, scene.lesson.cancel_reason = LessonState.CANCELLED, "празник"
    assert scene.call(0, PRESENT).why is Refusal.CANCELLED
    assert scene.lesson.state is LessonState.CANCELLED


def test_a_lesson_more_than_half_an_hour_away_takes_no_marks(scene: Scene, later: Later) -> None:
    later(-timedelta(minutes=31))
    assert scene.call(0, PRESENT).why is Refusal.TOO_EARLY


def test_after_two_weeks_the_teacher_cannot_correct_and_the_coordinator_can_with_a_reason(
    scene: Scene, later: Later
) -> None:
    scene.call(0, ABSENT)
    later(timedelta(days=15))
    assert scene.call(0, PRESENT, based_on=1).why is Refusal.TOO_LATE
    coordinator = scene.coordinator
    assert scene.call(0, PRESENT, by=coordinator, based_on=1).why is Refusal.REASON_MISSING
    taken = scene.call(0, PRESENT, by=coordinator, based_on=1, why="списък на хартия")
    assert taken.kind is AnswerKind.APPLIED
    assert scene.mark(0).entry.note == "списък на хартия"


def test_calling_and_correcting_after_the_day_leave_an_audit_line_without_names(scene: Scene, later: Later) -> None:
    scene.call(0, ABSENT)
    later(timedelta(days=1))
    scene.call(0, EXCUSED, based_on=1, reason="болест")
    lines = db.session.scalars(select(AuditLine).order_by(AuditLine.id)).all()
    assert [(line.act, line.subject_id) for line in lines] == [
        ("roll.call", scene.lesson.id),
        ("roll.correct", scene.lesson.id),
    ]
    assert lines[1].detail == {"entries": 1, "conflicts": 0}


def test_nothing_taken_leaves_nothing_behind(scene: Scene) -> None:
    call_roll(scene.teacher.viewer, scene.lesson, [])
    scene.call(0, LATE)
    assert (count(Entry), count(Mark), count(AuditLine)) == (0, 0, 0)
    assert scene.lesson.state is LessonState.PLANNED


def test_the_database_itself_refuses_two_entries_of_one_version(scene: Scene) -> None:
    scene.call(0, ABSENT)
    first = db.session.scalars(select(Entry)).one()
    facts = {c.name: getattr(first, c.name) for c in Entry.__table__.columns}
    db.session.add(Entry(**(facts | {"id": ID})))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_who_marked_is_kept_with_the_entry(scene: Scene) -> None:
    substitute = make_staff(Role.TEACHER, scene.centre)
    scene.call(0, PRESENT, by=substitute)
    assert scene.mark(0).entry.made_by == substitute
