"""Pages of entries that were set aside: all that wait, and those of one lesson, to be settled."""

from datetime import timedelta
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.attendance import set_aside_words, words
from lms.attendance.conflict_queries import unsettled_lessons
from lms.attendance.pages import Page, blueprint
from lms.attendance.rules import Refusal
from lms.attendance.set_aside_actions import leave_aside, take_after_all
from lms.attendance.set_aside_forms import SettleForm, settle_form
from lms.attendance.set_aside_queries import settled_entries, waiting_entries
from lms.courses.models import Lesson

SHOWN_AGAIN = timedelta(days=14)
"""How long what was settled stands on the list."""


@blueprint.get("/attendance/set-aside")
@permission("lessons.own")
def set_aside() -> Page:
    """All that waits for a person to settle it: conflicts and entries set aside, and what was settled lately."""
    waiting = waiting_entries(viewer())
    return render_template(
        "attendance/set_aside_list.html",
        conflicts=unsettled_lessons(viewer()),
        lessons=[list(entries) for _id, entries in groupby(waiting, key=lambda one: one.kept.lesson_id)],
        settled=settled_entries(viewer(), since=clock.now() - SHOWN_AGAIN),
        words=words,
        aside=set_aside_words,
    )


@blueprint.get("/lessons/<int:lesson_id>/set-aside")
@permission("roll.call")
def settle(lesson_id: int) -> Page:
    """The entries of a lesson that wait, each to be taken after all or left."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    return _settle_page(lesson, settle_form(waiting_entries(viewer(), lesson)))


@blueprint.post("/lessons/<int:lesson_id>/set-aside")
@permission("roll.call")
def save_settled(lesson_id: int) -> Page:
    """Take the chosen entries after all, or leave them with a reason."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    form = SettleForm(waiting_entries(viewer(), lesson))
    act = _leave if "leave" in request.form else _take
    refused: dict[int, str] = {}
    if trouble := _trouble(form):
        flash(trouble, "warning")
    elif form.validate():
        try:
            refused = act(form)
        except DomainError as error:
            flash(error.message, "warning")
    waiting = waiting_entries(viewer(), lesson)
    if trouble or form.errors or refused:
        return _settle_page(lesson, settle_form(waiting, form, refused)), 422
    if waiting:
        return redirect(url_for("attendance.settle", lesson_id=lesson_id), 303)
    return redirect(url_for("attendance.set_aside"), 303)


def _trouble(form: SettleForm) -> str | None:
    if not form.chosen:
        return str(_("Choose at least one mark."))
    if form.outdated:
        return str(_("One of these marks was settled or changed in the meantime. Please look again."))
    return None


def _take(form: SettleForm) -> dict[int, str]:
    refused = take_after_all(viewer(), form.wishes, form.why.data or None)
    if Refusal.REASON_MISSING in refused.values():
        form.why.errors = [words.REFUSALS[Refusal.REASON_MISSING]]
    if taken := len(form.wishes) - len(refused):
        flash(ngettext("%(num)d mark is taken.", "%(num)d marks are taken.", taken), "success")
    return {identifier: str(words.REFUSALS[why]) for identifier, why in refused.items()}


def _leave(form: SettleForm) -> dict[int, str]:
    if not form.why.data:
        form.why.errors = [_("Say why it is left out.")]
        return {}
    leave_aside(viewer(), form.wishes, form.why.data)
    left = len(form.wishes)
    flash(ngettext("%(num)d mark is left out.", "%(num)d marks are left out.", left), "success")
    return {}


def _settle_page(lesson: Lesson, form: SettleForm) -> str:
    return render_template(
        "attendance/set_aside_settle.html",
        lesson=lesson,
        form=form,
        settled=settled_entries(viewer(), lesson=lesson),
        words=words,
        aside=set_aside_words,
    )
