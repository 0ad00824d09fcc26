"""The demonstration in the database: complete, consistent, the same every time, and usable."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import time
from itertools import pairwise

import pytest
from sqlalchemy import DateTime, func, select

from lms import demo
from lms.access.viewer import Role
from lms.accounts.actions import sign_in_card, sign_in_staff
from lms.accounts.models import Account
from lms.assessments.models import Attempt, AttemptState
from lms.attendance.models import Entry, Mark
from lms.attendance.queries import day_of, enrolments_at
from lms.clock import to_local
from lms.courses.cohort_queries import places_taken
from lms.courses.models import Cohort, Enrolment, Lesson, WaitingEntry
from lms.courses.states import EnrolmentState, LessonState, Outcome
from lms.database import Base, db
from lms.demo import DemoSummary
from lms.learners.models import Learner
from lms.progress.outcomes import rows_of
from tests.demo.conftest import PASSWORD, TODAY, load_anew

NEW_EVERY_TIME = {"password_hash", "pin_hash", "card_code"}
pytestmark = pytest.mark.usefixtures("loaded")


def count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def lessons(*conditions: object) -> Sequence[Lesson]:
    return db.session.scalars(select(Lesson).where(*conditions).order_by(Lesson.starts_at)).all()  # type: ignore[arg-type]


def contents() -> dict[str, list[str]]:
    """Every row of every table, without what is new each time: secrets and the moment of loading."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in ("audit_line", "item", "item_version"):
            continue
        loading = table.name == "account"
        columns = [
            column
            for column in table.columns
            if column.name not in NEW_EVERY_TIME and not (loading and isinstance(column.type, DateTime))
        ]
        shown = [column for column in columns if not (loading and column.name == "created_at")]
        found[table.name] = sorted(map(repr, db.session.execute(select(*shown)).all()))
    return found


def test_what_was_promised_is_there(loaded: DemoSummary) -> None:
    assert loaded.people == count(Learner) and 145 <= loaded.people <= 180
    assert loaded.cohorts == count(Cohort) == 13
    assert loaded.enrolments == count(Enrolment) and loaded.marks == count(Mark) > 2500
    assert loaded.placements == count(Attempt) > 130
    waiting = select(func.count()).where(WaitingEntry.closed_on.is_(None))
    assert loaded.waiting == db.session.scalar(waiting) == 40


def test_people_who_are_there_already_keep_it_from_being_loaded() -> None:
    with pytest.raises(demo.NotEmpty, match="empty database"):
        demo.load(PASSWORD, today=TODAY)


def test_the_same_seed_and_day_give_the_same_data() -> None:
    before = contents()
    load_anew()
    assert contents() == before


def test_staff_and_learners_can_sign_in_with_what_is_shown() -> None:
    shown = load_anew().sign_ins
    staff = [one for one in shown if "@" in one.name]
    assert all(one.secret == PASSWORD for one in staff)
    account = sign_in_staff(staff[0].name, PASSWORD, "192.0.2.1")
    assert account and account.role is Role.ADMINISTRATOR
    cards = [one for one in shown if one not in staff]
    assert len(cards) == 4
    account = sign_in_card(cards[0].name, cards[0].secret, "192.0.2.1")
    assert account and account.role is Role.LEARNER
    db.session.rollback()


def test_staff_live_at_example_org() -> None:
    emails = db.session.scalars(select(Account.email).where(Account.email.is_not(None))).all()
    assert len(emails) == 13 and all(email and email.endswith("@example.org") for email in emails)


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
        assert marked[lesson.id] == len(enrolments_at(lesson))


def test_cancelled_lessons_are_made_up_for_and_hours_add_up() -> None:
    cancelled = lessons(Lesson.state == LessonState.CANCELLED)
    replacing = lessons(Lesson.replaces_id.is_not(None))
    assert {lesson.replaces_id for lesson in replacing} == {lesson.id for lesson in cancelled}
    assert len(cancelled) == 4
    for cohort in db.session.scalars(select(Cohort)):
        hours = sum(one.hours for one in cohort.lessons if one.state is not LessonState.CANCELLED)
        assert hours == cohort.programme.hours
        assert cohort.ends_on == max(map(day_of, cohort.lessons))


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
    coordinators = db.session.scalars(select(Account).where(Account.role == Role.COORDINATOR)).all()
    confirmed: Counter[Outcome] = Counter()
    for coordinator in coordinators:
        by = coordinator.viewer
        for cohort in db.session.scalars(select(Cohort).where(Cohort.centre_id.in_(by.centre_ids))):
            rows = rows_of(by, cohort)
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
    assert count(Entry) > count(Mark)
    versions = Counter(db.session.scalars(select(Mark.version)))
    assert versions[2] > 50 and not db.session.scalar(select(Mark.id).where(Mark.in_conflict))


def test_placements_are_decided_undecided_and_under_way() -> None:
    attempts = db.session.scalars(select(Attempt)).all()
    finished = [one for one in attempts if one.state is AttemptState.FINISHED]
    assert all(one.suggested_level and one.detail and one.finished_at for one in finished)
    decided = [one for one in finished if one.decided_level]
    assert 0 < len(finished) - len(decided) < 25
    otherwise = [one for one in decided if one.decided_level is not one.suggested_level]
    assert len(otherwise) < len(decided) / 4 and all(one.decision_reason for one in otherwise)


def test_people_are_found_by_any_of_their_names() -> None:
    for learner in db.session.scalars(select(Learner).limit(20)):
        assert learner.given_latin.lower() in learner.search_key
        assert learner.number.lower().removeprefix("a-") in learner.search_key
