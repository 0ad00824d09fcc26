"""Typing a signed sheet of the register back: its code, and a grid of small fields."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms import clock
from lms.access.declare import permission
from lms.access.viewer import viewer
from lms.attendance import words
from lms.attendance.actions import TAKEN, Answer, AnswerKind, Arrival, enter
from lms.attendance.pages import Page, blueprint
from lms.attendance.queries import day_of, window_of
from lms.attendance.register_code import SheetCode, WrongCode, read_code
from lms.attendance.register_form import Tampered, TypedSheet, typed_sheet_of
from lms.attendance.register_letters import kinds_by_letter
from lms.attendance.register_sheets import Sheet, came_later, sheet_behind
from lms.attendance.rules import TIMED, Refusal
from lms.courses.models import Lesson

LONGEST_REASON = 400


@blueprint.get("/register")
@permission("roll.call")
def find_sheet() -> Page:
    """Where the code of a sheet is typed."""
    text = request.args.get("code", "").strip()
    if not text:
        return render_template("attendance/find_sheet.html", text="", wrong=None)
    try:
        return redirect(url_for("attendance.typed_sheet", sheet_code=read_code(text).compact))
    except WrongCode:
        wrong = _("This is no code of a sheet: a character is wrong, missing or in another's place.")
        return render_template("attendance/find_sheet.html", text=text[:40], wrong=wrong), 422


@blueprint.get("/register/<sheet_code>")
@permission("roll.call")
def typed_sheet(sheet_code: str) -> Page:
    """The grid of a sheet, with the marks there are."""
    asked, sheet, called = _sheet(sheet_code)
    return _typing_page(asked, sheet, typed_sheet_of(sheet, called, viewer()))


@blueprint.post("/register/<sheet_code>")
@permission("roll.call")
def save_typed_sheet(sheet_code: str) -> Page:
    """Take what was typed into the rolls, lesson by lesson; what cannot be taken stays as it was typed."""
    asked, sheet, called = _sheet(sheet_code)
    typed = typed_sheet_of(sheet, called, viewer())
    try:
        typed.read(request.form)
    except Tampered:
        abort(400)
    why = request.form.get("why", "").strip()[:LONGEST_REASON]
    arrivals = typed.arrivals("rest" in request.form and sheet.month is None)
    missing = not why and any(window_of(lesson).needs_reason(clock.now()) for lesson in arrivals)
    if typed.troubled or missing:
        return _typing_page(asked, sheet, typed, why, missing), 422
    answers = {lesson.id: _call(lesson, entries, why) for lesson, entries in arrivals.items()}
    now_called = typed_sheet_of(sheet, called, viewer())
    now_called.keep(typed, answers)
    if now_called.troubled:
        return _typing_page(asked, sheet, now_called, why), 422
    _say_what_became([answer for given in answers.values() for answer in given])
    return redirect(url_for("attendance.typed_sheet", sheet_code=sheet_code), 303)


def _sheet(text: str) -> tuple[SheetCode, Sheet, frozenset[int]]:
    try:
        code = read_code(text)
    except WrongCode:
        abort(404)
    return (code, *sheet_behind(code, viewer()))


def _call(lesson: Lesson, arrivals: Sequence[Arrival], why: str) -> list[Answer]:
    """A reason belongs only to the lessons whose time for corrections is over."""
    late = window_of(lesson).needs_reason(clock.now())
    return enter(viewer(), lesson, arrivals, why if late else None)


def _typing_page(code: SheetCode, sheet: Sheet, typed: TypedSheet, why: str = "", missing: bool = False) -> str:
    return render_template(
        "attendance/typed_sheet.html",
        code=code,
        sheet=sheet,
        typed=typed,
        changed=code.check != sheet.code.check,
        later=came_later(sheet.cohort, code.known),
        day_of=day_of,
        why=why,
        why_missing=words.REFUSALS[Refusal.REASON_MISSING] if missing else None,
        longest_reason=LONGEST_REASON,
        keys={letter: kind.value for letter, kind in kinds_by_letter().items()},
        timed=[kind.value for kind in TIMED],
        letters=words.letters(),
        words=words,
    )


def _say_what_became(answers: Sequence[Answer]) -> None:
    taken = sum(answer.kind in TAKEN for answer in answers)
    conflicts = sum(answer.kind is AnswerKind.CONFLICT for answer in answers)
    if not taken:
        flash(_("Nothing was changed, so nothing new was saved."), "info")
    elif conflicts:
        flash(_("Saved. Some marks differ from what somebody else marked: please settle them."), "warning")
    else:
        flash(ngettext("Saved: %(num)d mark.", "Saved: %(num)d marks.", taken), "success")
