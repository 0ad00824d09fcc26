"""Two coordinators at the same moment: the last place goes to one person, a room to one cohort."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.access.errors import DomainError
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.centres.models import Centre, Room
from lms.courses.called_off import CalledOff
from lms.courses.calling_off_actions import call_off, change_places
from lms.courses.cohort_actions import CodeTaken, create_cohort
from lms.courses.conflicts import RoomTaken
from lms.courses.enrolment_actions import enrol
from lms.courses.feed_actions import make_feed
from lms.courses.feed_models import CalendarFeed
from lms.courses.filling_actions import offer_free_places
from lms.courses.history_models import TimetableChange
from lms.courses.models import Cohort, Enrolment, Lesson, Programme, WaitingEntry
from lms.courses.offer_actions import BY_LINK, OfferOver, accept_offer, decline_offer, offer_places, take_off
from lms.courses.offer_models import Offer, OfferState
from lms.courses.planning import CohortPlan
from lms.courses.replan_actions import change_timetable
from lms.courses.states import ClosedReason
from lms.courses.syllabus_actions import record_taught, take_outlines
from lms.courses.syllabus_content import outlines
from lms.courses.syllabus_queries import units_of
from lms.courses.timetable import Slot
from lms.courses.wishes import meeting_for, move
from lms.database import db
from lms.learners.models import Learner
from tests.courses.conftest import Scene
from tests.factories import at, make_cohort, make_learner, make_lesson, make_staff, make_waiting

T = TypeVar("T")
START = date(2026, 3, 2)


@pytest.fixture
def at_once(app: Flask) -> Callable[[Callable[[T], object], Sequence[T]], list[object]]:
    """Do something with each of two things at the same moment, each in a transaction of its own."""

    def do_both(act: Callable[[T], object], things: Sequence[T]) -> list[object]:
        together = Barrier(len(things))

        def one(thing: T) -> object:
            with app.app_context():
                together.wait()
                answer = act(thing)
                db.session.commit()
                return answer

        db.session.commit()
        with ThreadPoolExecutor(len(things)) as pool:
            return list(pool.map(one, things))

    return do_both


def test_the_last_place_goes_to_one_person(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=1)
    viewer, cohort_id = scene.coordinator.viewer, cohort.id
    people = [make_learner(scene.centre).id for _ in range(2)]

    def place(learner_id: int) -> bool:
        learner = db.session.get_one(Learner, learner_id)
        return enrol(viewer, db.session.get_one(Cohort, cohort_id), [learner], START)[0].refusal is None

    assert sorted(at_once(place, people)) == [False, True]
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1


def test_of_two_answers_to_one_offer_the_first_counts(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=1)
    entry = make_waiting(make_learner(scene.centre))
    (offer,) = offer_places(scene.coordinator.viewer, cohort, [entry], clock.now() + timedelta(days=2))
    offer_id = offer.id

    def answer(act: Callable[[Viewer, Offer], None]) -> bool:
        try:
            act(BY_LINK, db.session.get_one(Offer, offer_id))
        except OfferOver:
            return False
        return True

    yes, no = at_once(answer, [accept_offer, decline_offer])
    assert {yes, no} == {True, False}
    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == (1 if yes else 0)
    assert offer.state is (OfferState.ACCEPTED if yes else OfferState.DECLINED)
    assert (entry.closed_on is None) is bool(no)


@pytest.mark.parametrize(("act", "state"), [(accept_offer, OfferState.ACCEPTED), (decline_offer, OfferState.DECLINED)])
def test_an_answer_while_the_person_is_taken_off_the_list_is_told_who_was_first(
    scene: Scene, at_once: Callable[..., list[object]], act: Callable[[Viewer, Offer], None], state: OfferState
) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=1)
    entry = make_waiting(make_learner(scene.centre))
    (offer,) = offer_places(scene.coordinator.viewer, cohort, [entry], clock.now() + timedelta(days=2))
    offer_id, entry_id, viewer = offer.id, entry.id, scene.coordinator.viewer

    def do(what: str) -> bool:
        try:
            if what == "answer":
                act(BY_LINK, db.session.get_one(Offer, offer_id))
            else:
                take_off(viewer, db.session.get_one(WaitingEntry, entry_id), ClosedReason.OTHER)
        except DomainError:
            return False
        return True

    answered, _ = at_once(do, ["answer", "take off"])
    db.session.expire_all()
    assert offer.state is (state if answered else OfferState.WITHDRAWN)
    assert entry.closed_reason is (ClosedReason.ENROLLED if offer.state is OfferState.ACCEPTED else ClosedReason.OTHER)


def test_one_free_place_is_offered_to_one_person(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    cohort_id = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=1).id
    entries = [make_waiting(make_learner(scene.centre)).id for _ in range(2)]
    viewer = scene.coordinator.viewer

    def offer(entry_id: int) -> bool:
        entry = db.session.get_one(WaitingEntry, entry_id)
        until = clock.now() + timedelta(days=2)
        try:
            offer_free_places(viewer, db.session.get_one(Cohort, cohort_id), [entry], until)
        except DomainError:
            return False
        return True

    assert sorted(at_once(offer, entries)) == [False, True]
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 1


def test_one_person_is_not_placed_in_two_cohorts(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    cohorts = [make_cohort(scene.centre, scene.programme, scene.teacher).id for _ in range(2)]
    viewer, learner_id = scene.coordinator.viewer, make_learner(scene.centre).id

    def place(cohort_id: int) -> bool:
        learner = db.session.get_one(Learner, learner_id)
        return enrol(viewer, db.session.get_one(Cohort, cohort_id), [learner], START)[0].refusal is None

    assert sorted(at_once(place, cohorts)) == [False, True]


def test_a_room_goes_to_one_cohort(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    viewer, centre_id, room_id = scene.coordinator.viewer, scene.centre.id, scene.room.id
    programme_id = scene.programme.id
    teachers = [make_staff(Role.TEACHER, scene.centre).id for _ in range(2)]

    def create(teacher_id: int) -> bool:
        plan = CohortPlan(
            code=f"A1-{teacher_id}",
            programme=db.session.get_one(Programme, programme_id),
            centre=db.session.get_one(Centre, centre_id),
            room=db.session.get_one(Room, room_id),
            starts_on=START,
            capacity=15,
            teacher=db.session.get_one(Account, teacher_id),
            slots=[Slot(0, time(18), 2)],
        )
        try:
            create_cohort(viewer, plan)
        except RoomTaken:
            return False
        return True

    assert sorted(at_once(create, teachers)) == [False, True]


def test_a_code_goes_to_one_cohort(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    viewer, centre_id, programme_id = scene.coordinator.viewer, scene.centre.id, scene.programme.id
    teachers = [make_staff(Role.TEACHER, scene.centre).id for _ in range(2)]

    def create(teacher_id: int) -> bool:
        plan = CohortPlan(
            code="A1-SOF-1",
            programme=db.session.get_one(Programme, programme_id),
            centre=db.session.get_one(Centre, centre_id),
            room=None,
            starts_on=START,
            capacity=15,
            teacher=db.session.get_one(Account, teacher_id),
            slots=[Slot(0, time(18), 2)],
        )
        try:
            create_cohort(viewer, plan)
        except CodeTaken:
            return False
        return True

    assert sorted(at_once(create, teachers)) == [False, True]


def test_two_lessons_do_not_move_to_one_room_at_one_time(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    viewer, room = scene.coordinator.viewer, scene.room
    cohorts = [
        make_cohort(scene.centre, scene.programme, make_staff(Role.TEACHER, scene.centre), room=room) for _ in range(2)
    ]
    lessons = [make_lesson(one, at(START + timedelta(days=n), 18)).id for n, one in enumerate(cohorts)]

    def move_there(lesson_id: int) -> bool:
        lesson = db.session.get_one(Lesson, lesson_id)
        there = meeting_for(lesson.cohort, START + timedelta(days=9), time(10), 2, lesson.teacher_id, lesson.room)
        try:
            change_timetable(viewer, move(lesson, there, None))
        except RoomTaken:
            return False
        return True

    assert sorted(at_once(move_there, lessons)) == [False, True]


def test_an_address_asked_for_twice_is_one_address(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    viewer = scene.teacher.viewer
    made = at_once(lambda _: make_feed(viewer, None).id, [1, 2])
    assert len(set(made)) == 1
    assert db.session.scalar(select(func.count()).select_from(CalendarFeed)) == 1


def test_outlines_taken_twice_become_units_once(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    viewer, programme_id = scene.coordinator.viewer, scene.programme.id

    def take(code: str) -> bool:
        try:
            take_outlines(viewer, db.session.get_one(Programme, programme_id), [outlines()[code]])
        except DomainError:
            return False
        return True

    assert sorted(at_once(take, ["A1.1", "A1.2"])) == [False, True]
    assert len(units_of(scene.programme)) == 8


def test_a_lesson_changed_by_two_counts_both_changes(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    lesson_id = make_lesson(make_cohort(scene.centre, scene.programme, scene.teacher), at(START, 18)).id

    viewer = scene.teacher.viewer

    def note(line: str) -> None:
        record_taught(viewer, db.session.get_one(Lesson, lesson_id), line)

    at_once(note, ["Диктовка", "Преговор"])
    db.session.expire_all()
    assert db.session.get_one(Lesson, lesson_id).revision == 2


def test_a_cohort_is_called_off_once(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher)
    make_lesson(cohort, at(START, 18))
    viewer, cohort_id = scene.coordinator.viewer, cohort.id

    def do(reason: str) -> bool:
        try:
            call_off(viewer, db.session.get_one(Cohort, cohort_id), reason)
        except CalledOff:
            return False
        return True

    assert sorted(at_once(do, ["one", "other"])) == [False, True]
    assert db.session.scalar(select(func.count()).select_from(TimetableChange)) == 1


@pytest.mark.parametrize("what", ["enrol", "accept", "offer"])
def test_nobody_gets_into_a_cohort_while_it_is_called_off(
    scene: Scene, at_once: Callable[..., list[object]], what: str
) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher)
    make_lesson(cohort, at(START, 18))
    entry, until = make_waiting(make_learner(scene.centre)), clock.now() + timedelta(days=2)
    viewer = scene.coordinator.viewer
    offers = offer_places(viewer, cohort, [entry], until) if what == "accept" else []
    cohort_id, entry_id, offer_ids = cohort.id, entry.id, [one.id for one in offers]

    def do(act: str) -> bool:
        there = db.session.get_one(Cohort, cohort_id)
        waiting = db.session.get_one(WaitingEntry, entry_id)
        try:
            if act == "call off":
                call_off(viewer, there, "no teacher")
            elif act == "enrol":
                return enrol(viewer, there, [waiting.learner], START)[0].refusal is None
            elif act == "accept":
                accept_offer(BY_LINK, db.session.get_one(Offer, offer_ids[0]))
            else:
                offer_free_places(viewer, there, [waiting], until)
        except DomainError:
            return False
        return True

    called_off, _other = at_once(do, ["call off", what])
    db.session.expire_all()
    assert (cohort.called_off_on is not None) is called_off
    if called_off:
        assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 0
        assert entry.closed_on is None
    else:
        assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1


def test_places_are_not_taken_away_from_under_somebody(scene: Scene, at_once: Callable[..., list[object]]) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=2)
    enrol(scene.coordinator.viewer, cohort, [make_learner(scene.centre)], START)
    viewer, cohort_id, learner_id = scene.coordinator.viewer, cohort.id, make_learner(scene.centre).id

    def do(act: str) -> bool:
        there = db.session.get_one(Cohort, cohort_id)
        if act == "enrol":
            return enrol(viewer, there, [db.session.get_one(Learner, learner_id)], START)[0].refusal is None
        try:
            change_places(viewer, there, 1)
        except DomainError:
            return False
        return True

    assert sorted(at_once(do, ["enrol", "fewer"])) == [False, True]
