"""Checking in on the database: one device one person, nothing counts before the teacher accepts, twice is once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.accounts.limits import TooManyAttempts
from lms.accounts.models import Account, SignInAttempt
from lms.attendance.checkin_accepting import Accepted, Tick, accept_check_ins
from lms.attendance.checkin_actions import DeviceUsed, NothingOpen, Said, WrongDigits, say_here
from lms.attendance.checkin_models import CheckIn, CheckInSession, CheckInState
from lms.attendance.checkin_opening import close_check_in, open_check_in
from lms.attendance.checkin_queries import check_ins_at, own_check_ins, own_said
from lms.attendance.checkin_rules import WRONG_TRIES, code_at
from lms.attendance.models import Entry, Mark, MarkKind
from lms.attendance.rules import Refusal
from lms.courses.states import EnrolmentState, LessonState
from lms.database import db
from tests.attendance.conftest import DAY, Scene
from tests.factories import at, enrol, make_cohort, make_learner, make_learner_account, make_lesson

Later = Callable[[timedelta], None]
PRESENT, LATE, ABSENT = MarkKind.PRESENT, MarkKind.LATE, MarkKind.ABSENT


@dataclass
class Room:
    """The scene with the check-in open, and everybody's own account."""

    scene: Scene
    session: CheckInSession
    accounts: list[Account]

    @property
    def code(self) -> str:
        """What the screen shows now."""
        return code_at(self.session.secret, clock.now())

    def say(self, person: int, device: str | None = None, code: str | None = None) -> Said:
        """Somebody says that they are here, on their own phone unless told otherwise."""
        viewer = self.accounts[person].viewer
        return say_here(viewer, self.code if code is None else code, device or f"phone {person}")

    def accept(self, *people: int, but: tuple[int, ...] = (), seen: int = 0) -> Accepted:
        """The teacher accepts the list of these people, without those not ticked."""
        ticks = [Tick(self.check_in(person).id, person not in but, seen) for person in people]
        return accept_check_ins(self.scene.teacher.viewer, self.scene.lesson, ticks)

    def check_in(self, person: int) -> CheckIn:
        """With which somebody checked in."""
        statement = select(CheckIn).where(CheckIn.enrolment_id == self.scene.people[person].id)
        return db.session.scalars(statement.execution_options(populate_existing=True)).one()


@pytest.fixture
def room(scene: Scene) -> Room:
    accounts = []
    for person in scene.people:
        person.learner.account = make_learner_account(scene.centre)
        accounts.append(person.learner.account)
    db.session.commit()
    return Room(scene, open_check_in(scene.teacher.viewer, scene.lesson), accounts)


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_who_says_that_they_are_here_is_on_the_list_and_counts_nowhere(room: Room) -> None:
    said = room.say(0)
    assert (said.new, said.check_in.state) == (True, CheckInState.PENDING)
    assert (count(Entry), count(Mark), room.scene.lesson.state) == (0, 0, LessonState.PLANNED)
    found = check_ins_at(room.scene.lesson, room.scene.teacher.viewer)
    assert ([one.line.learner for one in found.people], found.pending) == ([room.scene.people[0].learner], 1)
    lines = db.session.scalars(select(AuditLine).order_by(AuditLine.id)).all()
    assert [(line.act, line.account_id) for line in lines] == [
        ("check_in.open", room.scene.teacher.id),
        ("check_in.say", room.accounts[0].id),
    ]


def test_the_same_person_again_changes_nothing_also_from_another_phone(room: Room, later: Later) -> None:
    first = room.say(0)
    later(timedelta(minutes=20))
    again = room.say(0, device="another phone")
    assert (again.new, again.check_in) == (False, first.check_in)
    assert again.check_in.at == at(DAY, 18, 2)
    assert room.say(1, device="another phone").new, "the second phone was used by nobody"


def test_one_phone_checks_in_one_person_at_a_lesson(room: Room, later: Later) -> None:
    room.say(0, device="one phone")
    with pytest.raises(DeviceUsed):
        room.say(1, device="one phone")
    assert count(CheckIn) == 1
    room.scene.lesson = make_lesson(room.scene.cohort, at(DAY + timedelta(days=2), 18))
    later(timedelta(minutes=1))
    room.session = open_check_in(room.scene.teacher.viewer, room.scene.lesson)
    room.say(1, device="one phone")
    first, second = db.session.scalars(select(CheckIn.device))
    assert first != second, "nobody can tell that it was one phone at two lessons"


def test_digits_of_a_minute_ago_are_refused(room: Room, later: Later) -> None:
    old = room.code
    later(timedelta(minutes=2, seconds=59))
    assert room.say(0, code=old).new
    later(timedelta(minutes=3))
    with pytest.raises(WrongDigits):
        room.say(1, code=old)


def test_digits_cannot_be_guessed(room: Room) -> None:
    wrong = "000000" if room.code != "000000" else "111111"
    for _ in range(WRONG_TRIES):
        with pytest.raises(WrongDigits):
            room.say(0, code=wrong)
    with pytest.raises(TooManyAttempts):
        room.say(0)
    assert room.say(1).new, "each account is counted by itself"
    db.session.execute(update(SignInAttempt).values(at=clock.now() - timedelta(minutes=16)))
    assert room.say(0).new


def test_closed_nobody_checks_in_and_opened_again_the_old_digits_are_gone(room: Room) -> None:
    scene, old = room.scene, room.code
    assert open_check_in(scene.teacher.viewer, scene.lesson) is room.session
    assert room.code == old, "opening what is open changes nothing"
    close_check_in(scene.teacher.viewer, scene.lesson)
    close_check_in(scene.teacher.viewer, scene.lesson)
    with pytest.raises(NothingOpen):
        room.say(0)
    open_check_in(scene.teacher.viewer, scene.lesson)
    assert count(CheckInSession) == 1
    with pytest.raises(WrongDigits):
        room.say(0, code=old)
    assert room.say(0).new
    acts = list(db.session.scalars(select(AuditLine.act).where(AuditLine.act != "check_in.say")))
    assert acts == ["check_in.open", "check_in.close", "check_in.open"]


@pytest.mark.parametrize(
    ("after", "opens"),
    [
        (timedelta(minutes=-31), False),
        (timedelta(minutes=-30), True),
        (timedelta(minutes=89), True),
        (timedelta(minutes=90), False),
    ],
)
def test_it_is_opened_from_half_an_hour_before_the_lesson_until_it_ends(
    scene: Scene, later: Later, after: timedelta, opens: bool
) -> None:
    later(after)
    if opens:
        assert open_check_in(scene.teacher.viewer, scene.lesson).closed_at is None
    else:
        with pytest.raises(DomainError):
            open_check_in(scene.teacher.viewer, scene.lesson)
        assert count(CheckInSession) == 0


def test_with_the_lesson_it_ends_by_itself(room: Room, later: Later) -> None:
    room.say(0)
    later(timedelta(minutes=90))
    with pytest.raises(NothingOpen):
        room.say(1)
    assert own_check_ins(room.accounts[1].viewer) == []
    assert [one.state for one in own_said(room.accounts[0].viewer)] == [CheckInState.PENDING]


def test_a_lesson_that_is_cancelled_meanwhile_takes_nobody(room: Room) -> None:
    room.scene.lesson.state, room.scene.lesson.cancel_reason = LessonState.CANCELLED, "авария"
    with pytest.raises(NothingOpen):
        room.say(0)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": EnrolmentState.WITHDRAWN, "ends_on": DAY},
        {"state": EnrolmentState.OFFERED},
        {"state": EnrolmentState.REQUESTED},
        {"starts_on": DAY + timedelta(days=1)},
        {"ends_on": DAY - timedelta(days=1)},
    ],
)
def test_only_who_is_in_the_cohort_on_the_day_checks_in(room: Room, facts: dict[str, object]) -> None:
    stranger = make_learner(room.scene.centre, account=make_learner_account(room.scene.centre))
    enrol(stranger, room.scene.cohort, **facts)
    room.accounts.append(stranger.account)  # type: ignore[arg-type]
    with pytest.raises(NothingOpen):
        room.say(3)


def test_the_digits_of_one_lesson_open_no_other(room: Room) -> None:
    scene = room.scene
    other = make_cohort(scene.centre, scene.cohort.programme, scene.teacher)
    stranger = make_learner(scene.centre, account=make_learner_account(scene.centre))
    enrol(stranger, other)
    open_check_in(scene.teacher.viewer, make_lesson(other, at(DAY, 18)))
    room.accounts.append(stranger.account)  # type: ignore[arg-type]
    with pytest.raises(WrongDigits):
        room.say(3)
    assert count(CheckIn) == 0


def test_a_learner_reads_of_no_check_in_but_those_of_their_own_cohorts(room: Room) -> None:
    def seen(account: Account) -> list[CheckInSession]:
        return list(db.session.scalars(scoped(select(CheckInSession), "check_in.own", account.viewer)))

    assert seen(room.accounts[0]) == [room.session]
    room.scene.people[1].state, room.scene.people[1].ends_on = EnrolmentState.WITHDRAWN, DAY
    assert seen(room.accounts[1]) == []
    stranger = make_learner_account(room.scene.centre)
    make_learner(room.scene.centre, account=stranger)
    assert seen(stranger) == []


def test_an_unaccompanied_minor_checks_in_like_everybody(room: Room) -> None:
    room.scene.people[0].learner.unaccompanied = True
    assert room.say(0).new
    assert check_ins_at(room.scene.lesson, room.scene.teacher.viewer).pending == 1
    assert check_ins_at(room.scene.lesson, room.scene.coordinator.viewer).people == []


def test_accepted_people_are_called_by_ordinary_entries(room: Room, later: Later) -> None:
    room.say(0)
    later(timedelta(minutes=12))
    room.say(1)
    room.say(2)
    done = room.accept(0, 1, 2, but=(2,))
    assert (done.called, done.declined, done.left, done.refused) == (2, 1, [], set())
    marks = [(room.scene.mark(n).kind, room.scene.mark(n).minutes, room.scene.mark(n).minutes_attended) for n in (0, 1)]
    assert marks == [(PRESENT, None, 90), (LATE, 12, 78)]
    assert count(Mark) == 2
    assert room.scene.lesson.state is LessonState.HELD
    assert [room.check_in(n).state for n in range(3)] == [
        CheckInState.ACCEPTED,
        CheckInState.ACCEPTED,
        CheckInState.DECLINED,
    ]
    assert room.scene.mark(0).entry_id == room.check_in(0).entry_id
    assert {"roll.call", "check_in.accept"} <= set(db.session.scalars(select(AuditLine.act)))


def test_a_list_that_is_accepted_twice_is_accepted_once(room: Room) -> None:
    room.say(0)
    room.say(1)
    for _ in range(2):
        done = room.accept(0, 1, but=(1,))
        assert (done.called, done.declined, done.left) == (1, 1, [])
    assert (count(Entry), count(Mark)) == (1, 1)


def test_who_was_declined_by_mistake_is_accepted_afterwards_and_who_was_accepted_stays(room: Room) -> None:
    room.say(0)
    room.accept(0, but=(0,))
    assert room.accept(0).called == 1
    assert room.accept(0, but=(0,)).declined == 0
    assert room.check_in(0).state is CheckInState.ACCEPTED


def test_who_comes_after_the_list_was_made_goes_on_waiting(room: Room) -> None:
    room.say(0)
    ticks = [Tick(room.check_in(0).id, True, 0)]
    room.say(1)
    accept_check_ins(room.scene.teacher.viewer, room.scene.lesson, ticks)
    assert room.check_in(1).state is CheckInState.PENDING
    assert check_ins_at(room.scene.lesson, room.scene.teacher.viewer).pending == 1


def test_whoever_is_marked_otherwise_is_left_so_and_named(room: Room) -> None:
    room.say(0)
    room.scene.call(0, ABSENT, by=room.scene.coordinator)
    done = room.accept(0)
    assert (done.called, [one.line.learner for one in done.left]) == (0, [room.scene.people[0].learner])
    assert (room.scene.mark(0).kind, room.scene.mark(0).in_conflict, count(Entry)) == (ABSENT, False, 1)
    assert room.check_in(0).state is CheckInState.PENDING


def test_whoever_is_marked_the_same_already_needs_no_entry(room: Room) -> None:
    room.say(0)
    room.scene.call(0, PRESENT)
    assert room.accept(0).called == 1
    assert (count(Entry), room.check_in(0).state) == (1, CheckInState.ACCEPTED)


def test_what_was_corrected_after_accepting_is_not_undone_by_a_list_that_comes_again(room: Room) -> None:
    room.say(0)
    room.accept(0)
    room.scene.call(0, ABSENT, based_on=1)
    assert [one.check_in.id for one in room.accept(0).left] == [room.check_in(0).id]
    assert room.scene.mark(0).kind is ABSENT


def test_who_cannot_be_called_any_more_goes_on_waiting_and_why_is_said(room: Room, later: Later) -> None:
    room.say(0)
    later(timedelta(days=20))
    done = room.accept(0)
    assert (done.called, done.refused) == (0, {Refusal.TOO_LATE})
    assert room.check_in(0).state is CheckInState.PENDING


def test_a_line_of_another_lesson_is_no_line_of_this_list(room: Room) -> None:
    room.say(0)
    other = make_lesson(room.scene.cohort, at(DAY, 20))
    done = accept_check_ins(room.scene.teacher.viewer, other, [Tick(room.check_in(0).id, True, 0)])
    assert (done.called, count(Mark), room.check_in(0).state) == (0, 0, CheckInState.PENDING)


@pytest.mark.parametrize("given", [{"device": "same"}, {"enrolment": 0}])
def test_the_database_itself_lets_nobody_in_twice(room: Room, given: dict[str, object]) -> None:
    first = room.say(0).check_in
    twice = CheckIn(
        session_id=first.session_id,
        enrolment_id=room.scene.people[0 if "enrolment" in given else 1].id,
        device=first.device if "device" in given else "another",
        entry_id="another",
    )
    db.session.add(twice)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_one_phone_for_two_people_at_the_same_moment_lets_one_in(app: Flask, room: Room) -> None:
    viewers, code = [account.viewer for account in room.accounts[:2]], room.code
    together = Barrier(2)
    db.session.commit()

    def say(by: Viewer) -> bool:
        with app.app_context():
            return _said(by)

    def _said(by: Viewer) -> bool:
        together.wait()
        try:
            say_here(by, code, "one phone")
        except DeviceUsed:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(say, viewers)) == [False, True]
    assert count(CheckIn) == 1


def test_somebody_enrolled_again_checks_in_with_the_enrolment_of_the_day(room: Room) -> None:
    learner = make_learner(room.scene.centre, account=make_learner_account(room.scene.centre))
    enrol(learner, room.scene.cohort, state=EnrolmentState.WITHDRAWN, ends_on=date(2026, 3, 10))
    now = enrol(learner, room.scene.cohort, starts_on=date(2026, 3, 12))
    room.accounts.append(learner.account)  # type: ignore[arg-type]
    assert room.say(3).check_in.enrolment_id == now.id
