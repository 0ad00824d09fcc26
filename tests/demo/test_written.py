"""What the demonstration wrote is consistent: lessons, rolls, enrolments, outcomes and placements."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import time
from itertools import pairwise

import pytest
from sqlalchemy import select

from lms.access.viewer import SYSTEM, Role, Viewer
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import AttemptState
from lms.attendance.models import Entry, Mark
from lms.attendance.queries import day_of, enrolments_at
from lms.clock import to_local
from lms.courses.cohort_queries import places_taken
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.states import EnrolmentState, LessonState, Outcome
from lms.database import db
from lms.learners.models import Learner
from lms.learners.search_queries import search
from lms.progress.outcomes import rows_of
from tests.demo.conftest import TODAY

pytestmark = [pytest.mark.usefixtures("loaded"), pytest.mark.xdist_group("demo"), pytest.mark.same_anywhere]


def lessons(*conditions: object) -> Sequence[Lesson]:
    return db.session.scalars(select(Lesson).where(*conditions).order_by(Lesson.starts_at)).all()  # type: ignore[arg-type]


def test_a_teacher_of_each_centre_has_a_lesson_this_evening_that_is_not_called() -> None:
    today = [lesson for lesson in lessons(Lesson.state == LessonState.PLANNED) if day_of(lesson) == TODAY]
    evening = {lesson.cohort.centre.code for lesson in today if to_local(lesson.starts_at).time() >= time(16, 30)}
    assert evening == {"SOF", "BUR"}


def test_one_past_roll_is_forgotten_and_all_others_are_called() -> None:
    planned = [lesson for lesson in lessons(Lesson.state == LessonState.PLANNED) if day_of(lesson) < TODAY]
    assert len(planned) == 1
    held = lessons(Lesson.state == LessonState.HELD)
    assert all(day_of(lesson) < TODAY and lesson.held_at for lesson in held)
    marked = Counter(db.session.scalars(select(Mark.lesson_id)))
    assert set(marked) == {lesson.id for lesson in held}
    for lesson in held[::25]:
        assert marked[lesson.id] == len(enrolments_at(lesson, lesson.teacher.viewer))


def test_cancelled_lessons_are_made_up_for_and_hours_add_up() -> None:
    cancelled = lessons(Lesson.state == LessonState.CANCELLED)
    replacing = lessons(Lesson.replaces_id.is_not(None))
    assert {lesson.replaces_id for lesson in replacing} == {lesson.id for lesson in cancelled}
    assert len(cancelled) == 4
    for cohort in db.session.scalars(select(Cohort)):
        hours = sum(one.hours for one in cohort.lessons if one.state is not LessonState.CANCELLED)
        assert hours == cohort.programme.hours
        assert cohort.ends_on == max(map(day_of, cohort.lessons))


def test_teachers_noted_what_they_taught_in_nearly_every_lesson_that_was_held_and_in_no_other() -> None:
    held = lessons(Lesson.state == LessonState.HELD)
    noted = [lesson.taught for lesson in held if lesson.taught]
    assert 0.9 * len(held) < len(noted) < len(held)
    assert not lessons(Lesson.state != LessonState.HELD, Lesson.taught.is_not(None))
    assert any("Моето семейство" in line for line in noted)


def test_no_teacher_and_no_room_is_taken_twice() -> None:
    taken: dict[object, list[Lesson]] = defaultdict(list)
    for lesson in lessons(Lesson.state != LessonState.CANCELLED):
        taken["teacher", lesson.teacher_id].append(lesson)
        if lesson.room_id:
            taken["room", lesson.room_id].append(lesson)
    for one in taken.values():
        assert all(before.ends_at <= after.starts_at for before, after in pairwise(one))


def test_no_cohort_has_more_people_than_places() -> None:
    cohorts = db.session.scalars(select(Cohort)).all()
    taken = places_taken([cohort.id for cohort in cohorts])
    assert all(taken[cohort.id] <= cohort.capacity <= 15 for cohort in cohorts)


def test_every_enrolment_tells_its_history_up_to_its_state() -> None:
    for enrolment in db.session.scalars(select(Enrolment)):
        assert [change.from_state for change in enrolment.changes] == [
            None,
            *(change.to_state for change in enrolment.changes[:-1]),
        ]
        assert enrolment.changes[-1].to_state is enrolment.state
        moments = [change.at for change in enrolment.changes]
        assert moments == sorted(moments)


def test_outcomes_are_those_the_rule_proposes() -> None:
    confirmed: Counter[Outcome] = Counter()
    for cohort in db.session.scalars(select(Cohort)):
        rows = rows_of(cohort, SYSTEM)
        decided = [row for row in rows if row.confirmed]
        assert len(decided) == (len(rows) if cohort.ends_on and cohort.ends_on < TODAY else 0)
        assert all(row.confirmed is row.standing.proposed for row in decided)
        confirmed.update(row.confirmed for row in decided if row.confirmed)
    assert confirmed[Outcome.COMPLETED] > confirmed[Outcome.WITHDREW] > 0


def test_a_transfer_remembers_where_it_came_from() -> None:
    moved = db.session.scalars(select(Enrolment).where(Enrolment.transferred_from_id.is_not(None))).all()
    assert len(moved) == 3
    for enrolment in moved:
        before = db.session.get(Enrolment, enrolment.transferred_from_id)
        assert before and before.state is EnrolmentState.TRANSFERRED
        assert before.learner_id == enrolment.learner_id


def test_corrections_are_kept_as_entries_of_their_own() -> None:
    assert db.session.query(Entry).count() > db.session.query(Mark).count()
    versions = Counter(db.session.scalars(select(Mark.version)))
    assert versions[2] > 50 and not db.session.scalar(select(Mark.id).where(Mark.in_conflict))


def test_placements_are_decided_undecided_and_under_way() -> None:
    placements = db.session.scalars(select(Attempt).where(Attempt.assignment_id.is_(None))).all()
    finished = [one for one in placements if one.state is AttemptState.FINISHED]
    assert all(one.suggested_level and one.detail and one.finished_at for one in finished)
    decided = [one for one in finished if one.decided_level]
    assert 0 < len(finished) - len(decided) < 25
    otherwise = [one for one in decided if one.decided_level is not one.suggested_level]
    assert len(otherwise) < len(decided) / 4 and all(one.decision_reason for one in otherwise)


def test_people_are_found_by_any_of_their_names() -> None:
    for learner in db.session.scalars(select(Learner).limit(20)):
        for question in (*learner.names, learner.number):
            found = search(Viewer(None, Role.COORDINATOR, frozenset({learner.centre_id})), question)
            assert learner in db.session.scalars(found).all(), question
