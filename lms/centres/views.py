"""Pages of the centres: which there are, their rooms, and the days on which they are closed."""

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.centres import actions, queries
from lms.centres.forms import CentreForm, ClosureForm, RoomForm
from lms.centres.models import Centre
from lms.centres.rules import public_holidays

blueprint = Blueprint("centres", __name__, url_prefix="/centres")
Page = str | Response | tuple[str, int]
YEAR = timedelta(days=365)


@blueprint.get("")
@permission("centres.view")
def index() -> Page:
    """The centres the viewer works for."""
    return render_template("centres/index.html", centres=queries.centres(viewer(), "centres.view"))


@blueprint.route("/new", methods=["GET", "POST"])
@permission("centres.create")
def new() -> Page:
    """Open a centre."""
    form = CentreForm()
    if form.validate_on_submit():
        try:
            centre = actions.create_centre(viewer(), form.facts())
        except DomainError as refusal:
            form.code.errors = [refusal.message]
        else:
            return _to(centre, _("The centre is open. Add its rooms."))
    return render_template("centres/form.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/<int:centre_id>")
@permission("centres.view")
def show(centre_id: int) -> Page:
    """A centre with its rooms and the days on which it is closed."""
    return _page(load_or_404(Centre, centre_id, "centres.view"))


@blueprint.route("/<int:centre_id>/edit", methods=["GET", "POST"])
@permission("centres.manage")
def edit(centre_id: int) -> Page:
    """Change a centre's code, names and address."""
    centre = load_or_404(Centre, centre_id, "centres.manage")
    form = CentreForm(obj=centre)
    if form.validate_on_submit():
        try:
            actions.change_centre(viewer(), centre, form.facts())
        except DomainError as refusal:
            form.code.errors = [refusal.message]
        else:
            return _to(centre, _("The changes are saved."))
    status = 422 if form.is_submitted() else 200
    return render_template("centres/form.html", form=form, centre=centre), status


@blueprint.post("/<int:centre_id>/rooms")
@permission("centres.manage")
def add_room(centre_id: int) -> Page:
    """Add a room."""
    centre = load_or_404(Centre, centre_id, "centres.manage")
    form = RoomForm()
    if form.validate():
        try:
            actions.save_room(viewer(), centre, None, form.name.data, form.seats.data)
        except DomainError as refusal:
            form.name.errors = [refusal.message]
        else:
            return _to(centre, _("The room is added."))
    return _page(centre, room_form=form), 422


@blueprint.route("/<int:centre_id>/rooms/<int:room_id>", methods=["GET", "POST"])
@permission("centres.manage")
def room(centre_id: int, room_id: int) -> Page:
    """Change a room."""
    centre = load_or_404(Centre, centre_id, "centres.manage")
    found = queries.room_or_404(centre, room_id)
    form = RoomForm(obj=found)
    if form.validate_on_submit():
        try:
            actions.save_room(viewer(), centre, found, form.name.data, form.seats.data)
        except DomainError as refusal:
            form.name.errors = [refusal.message]
        else:
            return _to(centre, _("The changes are saved."))
    status = 422 if form.is_submitted() else 200
    return render_template("centres/room.html", form=form, centre=centre, room=found), status


@blueprint.post("/<int:centre_id>/rooms/<int:room_id>/remove")
@permission("centres.manage")
def remove_room(centre_id: int, room_id: int) -> Page:
    """Remove a room nothing was ever held in."""
    centre = load_or_404(Centre, centre_id, "centres.manage")
    try:
        actions.remove_room(viewer(), queries.room_or_404(centre, room_id))
    except DomainError as refusal:
        return _to(centre, refusal.message, "warning")
    return _to(centre, _("The room is removed."))


@blueprint.post("/<int:centre_id>/days")
@permission("centres.manage")
def close(centre_id: int) -> Page:
    """Close the centre for a day or several."""
    centre = load_or_404(Centre, centre_id, "centres.manage")
    form = ClosureForm()
    if form.validate():
        last = form.last.data or form.first.data
        try:
            count = actions.close_days(viewer(), centre, form.first.data, last, form.reason.data)
        except DomainError as refusal:
            form.last.errors = [refusal.message]
        else:
            text = ngettext("%(num)d day is marked as closed.", "%(num)d days are marked as closed.", count)
            return _to(centre, text)
    return _page(centre, closure_form=form), 422


@blueprint.post("/<int:centre_id>/days/<int:day_id>/remove")
@permission("centres.manage")
def open_day(centre_id: int, day_id: int) -> Page:
    """Make a closed day an ordinary one again."""
    centre = load_or_404(Centre, centre_id, "centres.manage")
    if closed := queries.closed_day(centre, day_id):
        actions.open_day(viewer(), closed)
    return _to(centre, _("The centre is open on that day again."))


def _to(centre: Centre, text: str, category: str = "success") -> Response:
    flash(text, category)
    return redirect(url_for("centres.show", centre_id=centre.id), 303)


def _page(centre: Centre, room_form: RoomForm | None = None, closure_form: ClosureForm | None = None) -> str:
    today = clock.today(centre.time_zone)
    return render_template(
        "centres/show.html",
        centre=centre,
        # Without the request's data: the form that was sent is the other one.
        room_form=room_form or RoomForm(formdata=None),
        closure_form=closure_form or ClosureForm(formdata=None),
        own_days=queries.own_days(centre, today, date.max),
        public=_holidays_ahead(today),
    )


def _holidays_ahead(today: date) -> list[tuple[date, str]]:
    language = queries.page_language()
    both = public_holidays(today.year, language) | public_holidays(today.year + 1, language)
    return sorted((day, name) for day, name in both.items() if today <= day < today + YEAR)
