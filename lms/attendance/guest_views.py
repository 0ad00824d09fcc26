"""Pages of guests for whoever calls the roll: taking one down in two taps, and taking that back."""

from dataclasses import dataclass
from types import ModuleType
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from lms import clock
from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.attendance import guest_words
from lms.attendance.actions import AnswerKind
from lms.attendance.guest_actions import add_guest, may_take_back, take_back_guest
from lms.attendance.guest_forms import GuestForm
from lms.attendance.guest_models import Guest
from lms.attendance.guest_queries import guests_at, people_waiting
from lms.attendance.guest_rules import SHOWN, worth_asking
from lms.attendance.pages import Page, blueprint
from lms.attendance.queries import window_of
from lms.attendance.rules import Refusal
from lms.courses.models import Lesson


@dataclass(frozen=True)
class Panel:
    """The guests of a lesson as the page of its roll shows them."""

    guests: list[tuple[Guest, bool]]
    """Each guest, and whether the viewer may take them back."""
    form: GuestForm | None
    """None while nobody can be added."""
    words: ModuleType = guest_words


@blueprint.app_template_global("guest_panel")
def guest_panel(lesson: Lesson, any_came: bool) -> Panel:
    """What the page of a roll shows of its guests."""
    came = guests_at(lesson, viewer()) if any_came else ()
    guests = [(guest, may_take_back(viewer(), guest)) for guest in came]
    window, now = window_of(lesson), clock.now()
    shut = window.closed_to(viewer().role, now) or window.needs_reason(now)
    return Panel(guests, None if shut else _form())


@blueprint.get("/lessons/<int:lesson_id>/guests")
@permission("roll.call", "guests.find")
def guest_new(lesson_id: int) -> Page:
    """Somebody else is here: a name, or who of those that wait."""
    return _page(load_or_404(Lesson, lesson_id, "roll.call"), _form())


@blueprint.post("/lessons/<int:lesson_id>/guests")
@permission("roll.call", "guests.find")
def guest_add(lesson_id: int) -> Page:
    """Take a guest down; or look for the name among those who wait, which puts it into no address."""
    lesson, form = load_or_404(Lesson, lesson_id, "roll.call"), GuestForm()
    valid = form.validate()
    if form.tampered:
        abort(400)
    if "look" in request.form:
        return _page(lesson, form)
    if not valid:
        return _page(lesson, form, 422)
    answer = add_guest(viewer(), lesson, form.arrival(clock.now()))
    if answer.kind is AnswerKind.REFUSED:
        wrong = form.minutes if answer.why in (Refusal.MINUTES_MISSING, Refusal.MINUTES_WRONG) else form.name
        wrong.errors = [guest_words.refusal_said(answer.why)]
        form.guest.data = str(uuid4())
        return _page(lesson, form, 422)
    flash(_("The guest is noted. The coordinator decides what follows; until then it counts nowhere."), "success")
    return redirect(url_for("attendance.roll", lesson_id=lesson_id, _anchor="guests"), 303)


@blueprint.post("/guests/<int:guest_id>/take-back")
@permission("guests.own")
def guest_take_back(guest_id: int) -> Page:
    """Take back what was added by mistake."""
    guest = load_or_404(Guest, guest_id, "guests.own")
    try:
        take_back_guest(viewer(), guest)
    except DomainError as refusal:
        flash(str(refusal), "warning")
    else:
        flash(_("The guest is taken back."), "success")
    return redirect(url_for("attendance.roll", lesson_id=guest.lesson_id, _anchor="guests"), 303)


def _form() -> GuestForm:
    return GuestForm(formdata=None, data={"guest": str(uuid4())})


def _page(lesson: Lesson, form: GuestForm, status: int = 200) -> Page:
    asked = (form.name.data or "")[:100]
    people = people_waiting(viewer(), lesson, asked)
    if people:
        record(viewer(), "guest.look", "lesson", lesson.id, found=len(people))
    return render_template(
        "attendance/guest_add.html",
        lesson=lesson,
        form=form,
        people=people[:SHOWN],
        more=len(people) > SHOWN,
        asked=asked if worth_asking(asked) else "",
        words=guest_words,
    ), status
