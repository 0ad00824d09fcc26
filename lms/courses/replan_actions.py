"""What is done to the timetable of a cohort that runs: one change at a time, as it was shown, with its history."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.centres.models import Room
from lms.courses.called_off import refuse_called_off
from lms.courses.conflicts import HERE, refuse_conflicts
from lms.courses.history_models import LessonChange, TimetableChange
from lms.courses.models import Cohort, Enrolment, Lesson, PatternSlot
from lms.courses.replan_queries import fingerprint, standing_of
from lms.courses.replanning import Meeting, Replan, Step
from lms.courses.states import LessonState, Wish
from lms.courses.wishes import Change, cancellation
from lms.database import db
from lms.learners.models import Learner


class Outdated(DomainError):
    """The lessons changed since they were shown."""


def hold(cohort: Cohort, replan: Replan) -> None:
    """Let nobody else plan with these lessons, people, rooms and teachers until this request is done."""
    # Always in the same order, so that two requests never wait for each other. On SQLite the whole
    # transaction is alone already, and FOR UPDATE says nothing.
    people = select(Enrolment.learner_id).where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(HERE))
    rooms = {one.room_id for one in replan.wanted}
    teachers = {one.teacher_id for one in replan.wanted}
    for statement in (
        select(Cohort.id).where(Cohort.id == cohort.id),
        select(Learner.id).where(Learner.id.in_(people)).order_by(Learner.id),
        select(Room.id).where(Room.id.in_(rooms)).order_by(Room.id),
        select(Account.id).where(Account.id.in_(teachers)).order_by(Account.id),
    ):
        db.session.execute(statement.with_for_update(key_share=True)).all()
    # Against a teacher who calls the roll of one of these lessons at this moment.
    lessons = select(Lesson).where(Lesson.cohort_id == cohort.id).order_by(Lesson.id).with_for_update()
    db.session.scalars(lessons.execution_options(populate_existing=True)).all()
    db.session.expire(cohort, ["lessons"])


def change_timetable(by: Viewer, change: Change) -> TimetableChange:
    """Make a change of a cohort's timetable as it was computed.

    The cohort's last day follows, and its teachers; held lessons stay. Returns the line of the history.
    Raises Outdated when the lessons are no longer those it was computed from, and CohortTaken, RoomTaken,
    TeacherTaken or LearnerTaken when something stands in the way, and CalledOff when the cohort was called off.
    """
    cohort, replan = change.cohort, change.replan
    hold(cohort, replan)
    db.session.refresh(cohort, ["called_off_on"])
    refuse_called_off(cohort)
    if fingerprint(standing_of(cohort)) != fingerprint(change.seen):
        raise Outdated(_l("The lessons changed in the meantime. Please look again."))
    refuse_conflicts(by, change.wanted())
    line = TimetableChange(cohort_id=cohort.id, by_id=by.account_id, wish=change.wish, reason=change.reason)
    db.session.add(line)
    db.session.flush()
    lessons = {lesson.id: lesson for lesson in cohort.lessons}
    for step in replan.steps:
        lesson = _apply(cohort, lessons.get(step.lesson_id or 0), step, change.reason)
        if change.wish is Wish.TEACHER and step.before:
            lesson.stands_in_for_id = None if change.lasting else _stands_in_for(lesson, step.before)
        line.lessons.append(_history(lesson, step))
    if change.slots:
        cohort.slots = [PatternSlot(weekday=s.weekday, starts_at=s.starts_at, hours=s.hours) for s in change.slots]
    cohort.ends_on = replan.ends_on_after or cohort.ends_on
    db.session.flush()
    db.session.expire(cohort, ["lessons", "slots"])
    if change.lasting:
        _follow_teachers(cohort, replan)
    record(by, f"timetable.{change.wish}", "cohort", cohort.id, lessons=len(replan.steps))
    return line


def _apply(cohort: Cohort, lesson: Lesson | None, step: Step, reason: str | None) -> Lesson:
    if lesson is None:
        lesson = Lesson(cohort_id=cohort.id, number=step.number, replaces_id=step.replaces_id)
        db.session.add(lesson)
    if step.after is None:
        lesson.state, lesson.cancel_reason = LessonState.CANCELLED, reason or "–"
    else:
        _place(lesson, step.after)
    db.session.flush()
    return lesson


def _stands_in_for(lesson: Lesson, before: Meeting) -> int | None:
    """Who was to give a lesson that somebody gives instead; nobody when it comes back to whoever was to give it."""
    meant = lesson.stands_in_for_id or before.teacher_id
    return meant if meant != lesson.teacher_id else None


def _place(lesson: Lesson, at: Meeting) -> None:
    lesson.starts_at, lesson.ends_at, lesson.hours = at.starts_at, at.ends_at, at.hours
    lesson.teacher_id, lesson.room_id = at.teacher_id, at.room_id


def _history(lesson: Lesson, step: Step) -> LessonChange:
    line = LessonChange(lesson_id=lesson.id, act=step.act)
    for prefix, meeting in (("was_", step.before), ("", step.after)):
        for name in ("starts_at", "ends_at", "hours", "teacher_id", "room_id") if meeting else ():
            setattr(line, prefix + name, getattr(meeting, name))
    return line


def _follow_teachers(cohort: Cohort, replan: Replan) -> None:
    """Whoever teaches from now on is a teacher of the cohort; whoever is left without a lesson to come is not.

    Nobody loses the rolls they called: a lesson's own teacher reaches it whatever the cohort's list says.
    """
    given = {step.before.teacher_id for step in replan.steps if step.before}
    taking = {step.after.teacher_id for step in replan.steps if step.after}
    coming = {lesson.teacher_id for lesson in cohort.lessons if lesson.state is LessonState.PLANNED}
    known = {account.id for account in cohort.teachers}
    new = db.session.scalars(select(Account).where(Account.id.in_(taking - known)))
    cohort.teachers = [one for one in cohort.teachers if one.id not in given - coming] + list(new)


def cancel_lesson(by: Viewer, lesson: Lesson, reason: str, make_up: bool) -> TimetableChange:
    """Cancel a planned lesson for a reason; with make_up, its hours are added at the end of the cohort.

    Raises NotPlanned, NoPattern, PatternRefused, and what change_timetable raises.
    """
    return change_timetable(by, cancellation(lesson.cohort, lesson, reason, make_up))
