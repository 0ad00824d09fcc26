"""The administrator's pages: who works here, in which role and at which centres."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import Role, viewer
from lms.accounts import actions, queries, secrets
from lms.accounts.forms import ROLE_NAMES, NewStaffForm, StaffForm
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.database import db

blueprint = Blueprint("staff", __name__, url_prefix="/staff")
Page = str | Response | tuple[str, int]


@blueprint.get("")
@permission("staff.manage")
def index() -> Page:
    """Everybody who works here."""
    return render_template("accounts/staff.html", accounts=queries.staff(viewer()), role_names=ROLE_NAMES)


def _chosen_centres(form: StaffForm) -> list[Centre]:
    return list(db.session.scalars(select(Centre).where(Centre.id.in_(form.centres.data or []))))


def _offer_centres(form: StaffForm) -> None:
    all_centres = db.session.scalars(select(Centre).order_by(Centre.name_bg))
    form.centres.choices = [SelectChoice(centre.id, centre.name) for centre in all_centres]


def _staff_or_404(account_id: int) -> Account:
    return load_or_404(Account, account_id, "staff.manage")


def _needs_centre(form: StaffForm) -> bool:
    if form.role.data == Role.ADMINISTRATOR or form.centres.data:
        return False
    form.centres.errors = [_("Choose at least one centre.")]
    return True


@blueprint.route("/new", methods=["GET", "POST"])
@permission("staff.manage")
def new() -> Page:
    """Create an account and show the invitation to hand over."""
    form = NewStaffForm()
    _offer_centres(form)
    if form.validate_on_submit() and not _needs_centre(form):
        try:
            account = actions.create_staff(
                viewer(), Role(form.role.data), form.name.data, form.email.data, _chosen_centres(form)
            )
        except DomainError as refusal:
            form.email.errors = [refusal.message]
        else:
            return redirect(url_for("staff.show", account_id=account.id), 303)
    return render_template("accounts/staff_new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<int:account_id>", methods=["GET", "POST"])
@permission("staff.manage")
def show(account_id: int) -> Page:
    """One member of staff: change name, role and centres."""
    account = _staff_or_404(account_id)
    form = StaffForm(obj=account, data={"centres": [centre.id for centre in account.centres]})
    _offer_centres(form)
    if form.validate_on_submit() and not _needs_centre(form):
        try:
            actions.change_staff(viewer(), account, Role(form.role.data), form.name.data, _chosen_centres(form))
        except DomainError as refusal:
            form.role.errors = [refusal.message]
        else:
            flash(_("The changes are saved."), "success")
            return redirect(url_for("staff.index"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/staff_one.html", form=form, account=account), status


@blueprint.post("/<int:account_id>/invitation")
@permission("staff.manage")
def invite(account_id: int) -> Page:
    """Make a link with which the person sets a password; links made before stop working."""
    account = _staff_or_404(account_id)
    actions.end_sessions(viewer(), account)
    path = url_for("accounts.welcome", token=secrets.invitation(account.get_id()))
    link = current_app.config["BASE_URL"] + path
    return render_template("accounts/invitation.html", account=account, link=link)


@blueprint.post("/<int:account_id>/<any(activate, deactivate):act>")
@permission("staff.manage")
def set_active(account_id: int, act: str) -> Response:
    """Let a person in again, or let a leaver do nothing from this second on."""
    try:
        actions.set_active(viewer(), _staff_or_404(account_id), act == "activate")
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("The account can sign in.") if act == "activate" else _("The account is closed."), "success")
    return redirect(url_for("staff.index"), 303)
