"""Pages of attendance: the teacher's day and the roll of a lesson."""

from collections import Counter

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import Role, viewer
from lms.attendance import set_aside_words, words
from lms.attendance.actions import TAKEN, AnswerKind, call_roll
from lms.attendance.agenda import agenda
from lms.attendance.beside import beside
from lms.attendance.forms import RollForm, form_of
from lms.attendance.pages import Page, blueprint
from lms.attendance.queries import ITS_COHORT, day_of, window_of
from lms.attendance.roll import Roll, roll_of
from lms.attendance.set_aside_queries import settled_entries, waiting_entries
from lms.courses.desk import tasks_for
from lms.courses.models import Cohort, Lesson
from lms.courses.states import LessonState
from lms.courses.syllabus_actions import record_taught
from lms.courses.syllabus_queries import planned_for

ITS_PLAN, ITS_ROOM = joinedload(Lesson.cohort).joinedload(Cohort.programme), joinedload(Lesson.room)


@blueprint.get("/today")
@permission("lessons.own")
def today() -> Page:
    """The first page of a teacher: today's lessons, rolls not called yet, what else waits, the week ahead."""
    found = agenda(viewer(), current_app.config["SETTINGS"].correction_days)
    of_centre = viewer().role is not Role.TEACHER
    kept = [url_for("attendance.today"), *(_roll_address(lesson) for lesson in found.kept(viewer().account_id))]
    return render_template(
        "attendance/today.html",
        agenda=found,
        of_centre=of_centre,
        kept=kept,
        account=viewer().account_id,
        tasks=tasks_for(viewer()),
    )


@blueprint.get("/lessons/<int:lesson_id>/roll")
@permission("roll.call")
def roll(lesson_id: int) -> Page:
    """The roll of a lesson, to be called or corrected."""
    found = roll_of(load_or_404(Lesson, lesson_id, "roll.call", ITS_COHORT, ITS_PLAN, ITS_ROOM), viewer())
    return _roll_page(form_of(found, window_of(found.lesson).needs_reason(clock.now())))


@blueprint.post("/lessons/<int:lesson_id>/roll")
@permission("roll.call")
def save_roll(lesson_id: int) -> Page:
    """Save what was touched; with “rest”, whoever was not touched is present."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    form = RollForm(roll_of(lesson, viewer()), window_of(lesson).needs_reason(clock.now()))
    if not form.validate():
        if form.tampered:
            abort(400)
        return _roll_page(form), 422
    arrivals = form.arrivals(rest_present="rest" in request.form)
    answers = call_roll(viewer(), lesson, arrivals, (form.why.data or "").strip() or None)
    now_called = roll_of(lesson, viewer())
    if aside := set_aside_words.kept_words(answers):
        flash(aside, "warning")
    if any(answer.kind is AnswerKind.REFUSED for answer in answers):
        form.explain(answers, now_called)
        return _roll_page(form), 422
    noted = _note_taught(lesson, form)
    if not aside or noted or any(answer.kind in TAKEN for answer in answers):
        _say_what_became(now_called, bool(answers), noted)
    return redirect(url_for("attendance.roll", lesson_id=lesson_id), 303)


def _roll_address(lesson: Lesson) -> str:
    return url_for("attendance.roll", lesson_id=lesson.id)


def _roll_page(form: RollForm) -> str:
    lesson = form.roll.lesson
    window = window_of(lesson)
    there = beside(lesson)
    rows = form.shown()
    return render_template(
        "attendance/roll.html",
        form=form,
        roll=form.roll,
        lesson=lesson,
        closed=window.closed_to(viewer().role, clock.now()),
        day=day_of(lesson),
        opens_at=window.opens_at,
        account=viewer().account_id,
        now=clock.now(),
        rows=rows,
        counts=Counter(row.state for row in rows),
        words=words,
        beside=there,
        waiting=waiting_entries(viewer(), lesson) if there.set_aside else (),
        settled=settled_entries(viewer(), lesson=lesson) if there.set_aside else (),
        aside=set_aside_words,
        # Whoever calls a roll has no eye for what waits elsewhere, and no time to wait until it is counted.
        counted=False,
    )


def _note_taught(lesson: Lesson, form: RollForm) -> bool:
    """Keep what was taught. What only the plan says is kept once the roll is called, not before."""
    said, seen, now = form.taught.data, form.taught_seen.data or "", lesson.taught or ""
    if said is None or window_of(lesson).closed_to(viewer().role, clock.now()):
        return False
    planned = planned_for(lesson)
    if now != seen and said in (seen, planned):
        # Somebody else has written since this page was opened, and nobody has typed anything here.
        return False
    if lesson.state is LessonState.PLANNED and said == planned:
        return False
    return record_taught(viewer(), lesson, said)


def _say_what_became(found: Roll, changed: bool, noted: bool) -> None:
    if noted and not changed:
        flash(_("Saved what was taught."), "success")
    elif not changed:
        flash(_("Nothing was changed, so nothing new was saved."), "info")
    elif found.conflicts:
        flash(_("Saved. Some marks differ from what somebody else marked: please settle them."), "warning")
    elif found.uncalled:
        left = found.uncalled
        flash(
            ngettext("Saved. %(num)d person is not yet called.", "Saved. %(num)d people are not yet called.", left),
            "warning",
        )
    else:
        flash(_("Saved: everybody is called."), "success")
