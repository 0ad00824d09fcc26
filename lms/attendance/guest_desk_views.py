"""The coordinator's page of guests: who came, how often, who it could be, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404, scoped
from lms.access.viewer import viewer
from lms.attendance import guest_resolving as resolving
from lms.attendance import guest_words
from lms.attendance.actions import Answer, AnswerKind
from lms.attendance.guest_forms import ResolveForm
from lms.attendance.guest_models import Guest
from lms.attendance.guest_queries import Visits, chosen_guests, likely_people, unfinished_guests
from lms.attendance.pages import Page, blueprint
from lms.attendance.queries import day_of
from lms.attendance.words import REFUSALS
from lms.courses.waiting_queries import waiting_of
from lms.courses.words import LEVEL_NAMES
from lms.database import db
from lms.learners.models import Learner


@dataclass(frozen=True)
class Shown:
    """A guest as the page shows them, with the form that decides, and who they could be."""

    visits: Visits
    form: ResolveForm
    people: Sequence[Learner]


@blueprint.get("/guests")
@permission("guests.resolve", "learners.enrol")
def guests() -> Page:
    """Everybody of whom it is not decided what becomes of them."""
    return _page()


@blueprint.post("/guests/<int:guest_id>")
@permission("guests.resolve", "learners.enrol")
def guest_resolve(guest_id: int) -> Page:
    """Decide on the visits of a guest that are ticked; or look for who it could be."""
    guest, form = load_or_404(Guest, guest_id, "guests.resolve"), ResolveForm()
    act = ACTS.get(request.form.get("act", ""))
    if act is None and request.form.get("act") != "find":
        abort(400)
    if not form.validate():
        return _page(guest, form, 422)
    if act is None:
        return _page(guest, form)
    try:
        return act(_visits(form), form)
    except DomainError as refusal:
        form.form_errors = [refusal.message]
        return _page(guest, form, 422)


def _visits(form: ResolveForm) -> Sequence[Guest]:
    """The visits that are ticked. Raises DomainError when none is."""
    found = chosen_guests(viewer(), form.guests.data)
    if len(found) != len(set(form.guests.data)):
        abort(404)
    if not found:
        raise DomainError(_("Choose at least one visit."))
    return found


def _person(form: ResolveForm) -> Learner:
    """Who it was. Raises DomainError when nobody is chosen."""
    statement = scoped(select(Learner), "learners.enrol", viewer()).where(Learner.id.in_(form.learner.data))
    found: Learner | None = db.session.scalars(statement).first()
    if found is None:
        raise DomainError(_("Choose who it is. Whoever has no record yet goes through the intake first."))
    return found


def _enrol(visits: Sequence[Guest], form: ResolveForm) -> Page:
    person = _person(form)
    answers = resolving.enrol_guests(viewer(), visits, person, form.beyond.data or None)
    flash(_("%(name)s is enrolled. %(counted)s", name=person.name, counted=_counted(answers)), "success")
    return redirect(url_for("attendance.guests"), 303)


def _counted(answers: Sequence[Answer]) -> str:
    """How many lessons count by now, and why others do not."""
    taken = sum(answer.kind is not AnswerKind.REFUSED for answer in answers)
    said = [ngettext("%(num)d lesson counts.", "%(num)d lessons count.", taken)]
    refused = {answer.why for answer in answers if answer.why}
    return " ".join([*said, *(str(REFUSALS[why]) for why in sorted(refused))])


def _wait(visits: Sequence[Guest], form: ResolveForm) -> Page:
    person = _person(form)
    if resolving.let_wait(viewer(), visits, person):
        flash(_("%(name)s is on the waiting list.", name=person.name), "success")
    else:
        flash(_("%(name)s goes on waiting.", name=person.name), "success")
    return redirect(url_for("attendance.guests"), 303)


def _intake(visits: Sequence[Guest], _form: ResolveForm) -> Page:
    resolving.send_to_intake(viewer(), visits)
    first = visits[0]
    return redirect(url_for("intake.new", name=first.said, centre=first.centre_id), 303)


def _turn_away(visits: Sequence[Guest], form: ResolveForm) -> Page:
    if not form.reason.data:
        raise DomainError(_("Say why, so that the teacher can tell them."))
    resolving.turn_away(viewer(), visits, form.reason.data)
    flash(_("The guest is turned away. The teacher sees why."), "success")
    return redirect(url_for("attendance.guests"), 303)


ACTS = {"enrol": _enrol, "wait": _wait, "intake": _intake, "away": _turn_away}


def _page(asked: Guest | None = None, form: ResolveForm | None = None, status: int = 200) -> Page:
    shown = [_shown(visits, asked, form) for visits in unfinished_guests(viewer())]
    # What is wrong must be said, also where somebody else has just decided on the guest.
    lost = form if form and not any(one.form is form for one in shown) else None
    return render_template(
        "attendance/guests_desk.html",
        shown=shown,
        lost=lost,
        levels=LEVEL_NAMES,
        day_of=day_of,
        waiting_of=lambda learner: waiting_of(learner, viewer()),
        words=guest_words,
    ), status


def _shown(visits: Visits, asked: Guest | None, form: ResolveForm | None) -> Shown:
    first = visits.first
    own = form if asked in visits.guests else None
    if own is None:
        picked = [first.picked_id] if first.picked_id else []
        facts = {"guests": [guest.id for guest in visits.guests], "learner": picked}
        own = ResolveForm(formdata=None, data=facts)
    question = (own.q.data or "") if own is form else _asked_for(first)
    return Shown(visits, own, likely_people(viewer(), first, question))


def _asked_for(guest: Guest) -> str:
    """What the address asks to look for, which is how the intake leads back here: ?guest=5&q=A-000123."""
    return request.args.get("q", "").strip()[:100] if request.args.get("guest") == str(guest.id) else ""
