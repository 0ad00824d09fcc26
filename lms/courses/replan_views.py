"""Pages that change the timetable of a cohort that runs: choose, look at what would change, confirm."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.courses.cohort_forms import ONLINE
from lms.courses.conflicts import CohortTaken, LearnerTaken, RoomTaken, TeacherTaken, refuse_conflicts
from lms.courses.models import Cohort, Lesson
from lms.courses.pages import NOT_KEPT, Page, blueprint, page, today_at
from lms.courses.replan_actions import change_timetable
from lms.courses.replan_forms import (
    AddForm,
    CancelForm,
    ChangeForm,
    MoveForm,
    NewPatternForm,
    TeacherForm,
    teacher_choices,
    teachers_of,
)
from lms.courses.replan_queries import course_of, fitting, history_of, named
from lms.courses.replanning import Meeting, free_times
from lms.courses.wishes import Change, addition, cancellation, meeting_for, move, new_pattern, other_teacher

TAKEN = (CohortTaken, LearnerTaken, RoomTaken, TeacherTaken)


@blueprint.get("/lessons/<int:lesson_id>")
@permission("lessons.plan")
def lesson(lesson_id: int) -> Page:
    """One lesson, and what can be done with it."""
    found = load_or_404(Lesson, lesson_id, "lessons.plan")
    return page("lesson.html", lesson=found, cohort=found.cohort)


@blueprint.route("/lessons/<int:lesson_id>/cancel", methods=["GET", "POST"])
@permission("lessons.plan")
def cancel(lesson_id: int) -> Page:
    """Cancel a planned lesson, and make up for it at the end of the cohort if wanted."""
    found = load_or_404(Lesson, lesson_id, "lessons.plan")
    form = CancelForm()
    return _walk(
        form,
        "lesson_cancel.html",
        lambda: cancellation(found.cohort, found, form.reason.data, form.make_up.data),
        cohort=found.cohort,
        lesson=found,
    )


@blueprint.route("/lessons/<int:lesson_id>/move", methods=["GET", "POST"])
@permission("lessons.plan")
def move_lesson(lesson_id: int) -> Page:
    """Move a planned lesson to another day, time or place; what is taken is answered with what is free."""
    found = load_or_404(Lesson, lesson_id, "lessons.plan")
    local = clock.to_local(found.starts_at, found.cohort.centre.time_zone)
    form = MoveForm(
        data={
            "day": request.args.get("day", local.date(), type=date.fromisoformat),
            "starts_at": request.args.get("starts_at", local.time(), type=time.fromisoformat),
            "place": request.args.get("place", str(found.room_id or ONLINE)),
        }
    )
    form.offer(found.cohort.centre)

    def to() -> Meeting:
        return meeting_for(found.cohort, form.day.data, form.starts_at.data, found.hours, found.teacher_id, form.room)

    return _walk(
        form,
        "lesson_move.html",
        lambda: move(found, to(), form.reason.data),
        cohort=found.cohort,
        lesson=found,
        free=lambda: _free(found.cohort, to(), found.id),
    )


@blueprint.route("/lessons/<int:lesson_id>/teacher", methods=["GET", "POST"])
@permission("lessons.plan")
def replace_teacher(lesson_id: int) -> Page:
    """Let somebody else teach a lesson, or all from it on."""
    found = load_or_404(Lesson, lesson_id, "lessons.plan")
    form, teachers = TeacherForm(), teachers_of(found.cohort)
    form.teacher.choices = teacher_choices(teachers)
    return _walk(
        form,
        "lesson_teacher.html",
        lambda: other_teacher(found, teachers[form.teacher.data], form.span.data == "on", form.reason.data),
        cohort=found.cohort,
        lesson=found,
    )


@blueprint.route("/cohorts/<int:cohort_id>/lessons/new", methods=["GET", "POST"])
@permission("cohorts.plan")
def add_lesson(cohort_id: int) -> Page:
    """Add a lesson to a cohort."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.plan")
    teachers = teachers_of(cohort)
    form = AddForm(
        data={
            "day": request.args.get("day", type=date.fromisoformat),
            "starts_at": request.args.get("starts_at", type=time.fromisoformat),
            "place": request.args.get("place", str(cohort.room_id or ONLINE)),
            "teacher": request.args.get("teacher", next(iter(teachers), None), type=identifier),
            "hours": request.args.get("hours", 2, type=identifier),
        }
    )
    form.offer(cohort.centre)
    form.teacher.choices = teacher_choices(teachers)

    def at() -> Meeting:
        return meeting_for(cohort, form.day.data, form.starts_at.data, form.hours.data, form.teacher.data, form.room)

    return _walk(
        form,
        "lesson_add.html",
        lambda: addition(cohort, at(), form.reason.data),
        cohort=cohort,
        free=lambda: _free(cohort, at(), None),
    )


@blueprint.route("/cohorts/<int:cohort_id>/pattern", methods=["GET", "POST"])
@permission("cohorts.plan")
def change_pattern(cohort_id: int) -> Page:
    """Let a cohort meet at other times from a day on; what is left of its hours is laid out anew."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.plan")
    lines = [{"weekday": s.weekday, "starts_at": s.starts_at, "hours": s.hours} for s in cohort.slots]
    form = NewPatternForm(data={"slots": lines, "place": str(cohort.room_id or ONLINE)})
    form.offer(cohort.centre)
    return _walk(
        form,
        "pattern_change.html",
        lambda: new_pattern(cohort, form.pattern(), form.day.data, form.room, form.reason.data),
        cohort=cohort,
    )


@blueprint.get("/cohorts/<int:cohort_id>/history")
@permission("cohorts.view")
def history(cohort_id: int) -> Page:
    """Every change of a cohort's timetable: when, by whom, why, and from what to what."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.view")
    return page("history.html", cohort=cohort, changes=history_of(cohort))


def _free(cohort: Cohort, wish: Meeting, lesson_id: int | None) -> list[Meeting]:
    course = course_of(cohort, wish.starts_at.date())
    return free_times(course, wish, fitting(viewer(), cohort, wish, lesson_id), today_at(cohort))


def _walk(form: ChangeForm, template: str, wish: Callable[[], Change], **facts: Any) -> Page:
    """From the form over what would change to the change itself; `free` in the facts proposes other times."""
    propose = facts.pop("free", list)
    facts["free"] = []
    if not form.is_submitted() or request.form.get("step") == "change":
        return page(template, form=form, **facts)
    if form.validate():
        try:
            return _look_or_make(wish())
        except DomainError as refusal:
            form.explain(refusal)
            facts["free"] = propose() if isinstance(refusal, TAKEN) else []
    return page(template, 422, form=form, **facts)


def _look_or_make(change: Change) -> Page:
    """Show what would change, or make the change if it is the one that was shown."""
    made = request.form.get("step") == "make"
    if made and request.form.get("seen") == change.fingerprint():
        change_timetable(viewer(), change)
        flash(_("The timetable is changed."), "success")
        return redirect(url_for("courses.cohort", cohort_id=change.cohort.id), 303)
    refuse_conflicts(viewer(), change.wanted())
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]
    return page(
        "change_preview.html",
        change=change,
        cohort=change.cohort,
        named=named(change.replan),
        changed=made,
        sent=sent,
    )
