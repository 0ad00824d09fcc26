"""The learner's page of checking in, on their own phone: the digits, one button, and what the teacher said."""

from flask import flash, make_response, redirect, render_template, url_for

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.viewer import viewer
from lms.accounts.limits import TooManyAttempts
from lms.attendance import checkin_words
from lms.attendance.checkin_actions import say_here
from lms.attendance.checkin_device import keep_number, own_number
from lms.attendance.checkin_forms import CodeForm
from lms.attendance.checkin_queries import own_check_ins, own_said
from lms.attendance.checkin_rules import DIGITS, digits_in
from lms.attendance.pages import Page, blueprint


@blueprint.get("/check-in")
@blueprint.get("/check-in/<code>")
@permission("check_in.own")
def check_in(code: str = "") -> Page:
    """Say “I am here”: the code on the screen brings the digits along, which are looked at with the button."""
    return _page(CodeForm(formdata=None, data={"code": digits_in(code)}))


@blueprint.post("/check-in")
@permission("check_in.own")
def check_in_say() -> Page:
    """Take down who is here."""
    form, number = CodeForm(), own_number()
    try:
        said = say_here(viewer(), digits_in(form.code.data or ""), number)
    except DomainError as refusal:
        form.code.errors, form.code.data = [refusal.message], ""
        return _page(form, 429 if isinstance(refusal, TooManyAttempts) else 422)
    if not said.new:
        flash(checkin_words.SAID_BEFORE, "info")
    return keep_number(redirect(url_for("attendance.check_in"), 303), number)


def _page(form: CodeForm, status: int = 200) -> Page:
    page = render_template(
        "attendance/check_in.html",
        form=form,
        brought=len(form.code.data or "") == DIGITS,
        waiting=[one for one in own_check_ins(viewer()) if one.done is None],
        done=own_said(viewer()),
        told=checkin_words.TOLD,
    )
    return keep_number(make_response(page, status), own_number())
