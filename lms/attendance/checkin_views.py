"""Checking in for whoever calls the roll: the screen with the digits, and the list that is accepted."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.accounts.qr import qr
from lms.attendance import words
from lms.attendance.checkin_accepting import Accepted, accept_check_ins
from lms.attendance.checkin_forms import ListForm, list_form
from lms.attendance.checkin_models import CheckInState
from lms.attendance.checkin_opening import close_check_in, open_check_in
from lms.attendance.checkin_queries import check_ins_at, check_ins_in, is_open, session_of
from lms.attendance.checkin_rules import code_at, is_running, seconds_left
from lms.attendance.pages import Page, blueprint
from lms.attendance.queries import window_of
from lms.attendance.roll import Roll
from lms.courses.models import Lesson


@blueprint.app_template_global("check_in_waits")
def check_in_waits(roll: Roll) -> int:
    """How many people checked in at a lesson and wait to be accepted: for its roll."""
    return check_ins_in(roll).pending


@blueprint.app_template_global("may_check_in")
def may_check_in(lesson: Lesson) -> bool:
    """Whether people can check in at a lesson now, once it is opened."""
    window, now = window_of(lesson), clock.now()
    return not window.closed_to(viewer().role, now) and is_running(lesson.starts_at, lesson.ends_at, now)


@blueprint.get("/lessons/<int:lesson_id>/check-in")
@permission("roll.call")
def check_in_screen(lesson_id: int) -> Page:
    """What the class sees: the code to scan, the digits, and who is in."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    session, now = session_of(lesson), clock.now()
    running = session is not None and is_open(session)
    code = code_at(session.secret, now) if session and running else ""
    found = check_ins_at(lesson, viewer())
    address = current_app.config["BASE_URL"] + url_for("attendance.check_in")
    return render_template(
        "attendance/check_in_screen.html",
        lesson=lesson,
        code=code,
        code_qr=qr(f"{address}/{code}") if code else None,
        address=address.split("://")[-1],
        left=seconds_left(now),
        people=[one for one in found.people if one.check_in.state is not CheckInState.DECLINED],
        everybody=len(found.roll.lines),
    )


@blueprint.post("/lessons/<int:lesson_id>/check-in")
@permission("roll.call")
def check_in_turn(lesson_id: int) -> Page:
    """Open the checking in, or close it."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    act = request.form.get("act")
    if act not in ("open", "close"):
        abort(400)
    if act == "close":
        close_check_in(viewer(), lesson)
        return redirect(url_for("attendance.check_in_list", lesson_id=lesson_id), 303)
    try:
        open_check_in(viewer(), lesson)
    except DomainError as refusal:
        flash(str(refusal), "warning")
    return redirect(url_for("attendance.check_in_screen", lesson_id=lesson_id), 303)


@blueprint.get("/lessons/<int:lesson_id>/check-in/list")
@permission("roll.call")
def check_in_list(lesson_id: int) -> Page:
    """Who checked in, when, and what each would be marked."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    session, found = session_of(lesson), check_ins_at(lesson, viewer())
    return render_template(
        "attendance/check_in_list.html",
        lesson=lesson,
        found=found,
        form=list_form(found.people),
        lines={one.check_in.id: one for one in found.people},
        running=session is not None and is_open(session),
        grace=current_app.config["SETTINGS"].check_in_grace,
        words=words,
    )


@blueprint.post("/lessons/<int:lesson_id>/check-in/list")
@permission("roll.call")
def check_in_accept(lesson_id: int) -> Page:
    """Mark those who are ticked."""
    lesson, form = load_or_404(Lesson, lesson_id, "roll.call"), ListForm()
    if not form.validate():
        abort(400)
    done = accept_check_ins(viewer(), lesson, form.ticks())
    _say_what_became(done)
    if done.refused:
        return redirect(url_for("attendance.check_in_list", lesson_id=lesson_id), 303)
    return redirect(url_for("attendance.roll", lesson_id=lesson_id), 303)


def _say_what_became(done: Accepted) -> None:
    if done.called:
        called = ngettext("%(num)d person is marked.", "%(num)d people are marked.", done.called)
        flash(_("The list is accepted: %(called)s", called=called), "success")
    if done.declined:
        text = ngettext("%(num)d person is not confirmed.", "%(num)d people are not confirmed.", done.declined)
        flash(text, "info")
    for one in done.left:
        said = words.said_in(one.line.mark)
        flash(
            _("%(name)s is marked otherwise (%(mark)s), which was left so.", name=one.line.learner.called, mark=said),
            "warning",
        )
    for why in sorted(done.refused):
        flash(str(words.REFUSALS[why]), "warning")
