"""Signing in and out, by e-mail or card, and a person's own account."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.access.declare import permission, public
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import Role, viewer
from lms.accounts import actions, queries, secrets, session
from lms.accounts.forms import CardForm, ChangePasswordForm, NewPasswordForm, SignInForm
from lms.accounts.limits import TooManyAttempts
from lms.accounts.models import Account

blueprint = Blueprint("accounts", __name__)
Page = str | Response | tuple[str, int]


def next_address() -> str:
    """Where to go after signing in: the page that was asked for, if it is one of ours."""
    try:
        wanted = urlsplit(request.values.get("next", ""))
    except ValueError:
        return url_for("web.home")
    ours = not wanted.scheme and not wanted.netloc and wanted.path.startswith("/")
    # A browser reads //host and /\host as another site's address.
    if ours and not wanted.path.startswith(("//", "/\\")):
        return wanted.path + (f"?{wanted.query}" if wanted.query else "")
    return url_for("web.home")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public("whoever has an account signs in here")
def sign_in() -> Page:
    """Staff sign in with e-mail and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    try:
        account = actions.sign_in_staff(form.email.data, form.password.data, request.remote_addr or "")
    except TooManyAttempts as refusal:
        form.form_errors.append(refusal.message)
        return render_template("accounts/sign_in.html", form=form), 429
    if account is None:
        form.form_errors.append(_("The e-mail or the password is not right."))
        return render_template("accounts/sign_in.html", form=form), 422
    session.begin(account)
    return redirect(next_address(), 303)


@blueprint.route("/card", methods=["GET", "POST"])
@blueprint.route("/card/<code>", methods=["GET", "POST"])
@public("learners sign in here with their card")
def card(code: str = "") -> Page:
    """Learners sign in with the code of their card and its PIN; the QR on the card brings the code along."""
    form = CardForm(code=code)
    if not form.validate_on_submit():
        return render_template("accounts/card.html", form=form), 422 if form.is_submitted() else 200
    try:
        account = actions.sign_in_card(form.code.data, form.pin.data, request.remote_addr or "")
    except TooManyAttempts as refusal:
        form.form_errors.append(refusal.message)
        return render_template("accounts/card.html", form=form), 429
    if account is None:
        form.form_errors.append(_("The code or the PIN is not right. Look at your card again."))
        return render_template("accounts/card.html", form=form), 422
    session.begin(account)
    return redirect(next_address(), 303)


@blueprint.post("/sign-out")
@public("signing out must always work")
def sign_out() -> Response:
    """End this browser's session; a learner's everywhere, whose card may have been used on a shared phone."""
    learner = current_user.is_authenticated and current_user.role is Role.LEARNER
    if learner:
        actions.end_sessions(viewer(), _own_account())
    session.end()
    return redirect(url_for("accounts.card" if learner else "accounts.sign_in"), 303)


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public("a new member of staff sets a password with an invitation")
def welcome(token: str) -> Page:
    """Set a password with an invitation link, which works once and for seven days."""
    account = queries.by_session_identity(secrets.invited(token) or "")
    if account is None or account.role is Role.LEARNER:
        return render_template("accounts/invitation_over.html"), 404
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            actions.set_password(account.viewer, account, form.password.data)
        except DomainError as refusal:
            form.password.errors = [refusal.message]
        else:
            session.begin(account)
            flash(_("Your password is set. Welcome!"), "success")
            return redirect(url_for("web.home"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/welcome.html", form=form, account=account), status


def _own_account() -> Account:
    return load_or_404(Account, viewer().account_id or 0, "account.own")


@blueprint.get("/account")
@permission("account.own")
def own() -> Page:
    """A person's own account: password, and signing out everywhere."""
    return render_template("accounts/own.html", form=ChangePasswordForm(), account=_own_account())


@blueprint.post("/account/password")
@permission("account.own")
def change_password() -> Page:
    """Change one's own password; other devices are signed out, this one stays."""
    account, form = _own_account(), ChangePasswordForm()
    if account.role is Role.LEARNER:
        abort(404)
    if form.validate() and _present_password_given(form, account):
        try:
            actions.set_password(viewer(), account, form.password.data)
        except DomainError as refusal:
            form.password.errors = [refusal.message]
        else:
            session.begin(account)
            flash(_("Your password is changed. Other devices have been signed out."), "success")
            return redirect(url_for("accounts.own"), 303)
    return render_template("accounts/own.html", form=form, account=account), 422


def _present_password_given(form: ChangePasswordForm, account: Account) -> bool:
    try:
        given = actions.check_own_password(account, form.current.data, request.remote_addr or "")
    except TooManyAttempts as refusal:
        form.current.errors = [refusal.message]
        return False
    if not given:
        form.current.errors = [_("This is not your present password.")]
    return given


@blueprint.post("/account/sign-out-everywhere")
@permission("account.own")
def sign_out_everywhere() -> Response:
    """End every session of one's own account, this one too."""
    actions.end_sessions(viewer(), _own_account())
    session.end()
    flash(_("You are signed out on every device."), "success")
    return redirect(url_for("accounts.sign_in"), 303)
