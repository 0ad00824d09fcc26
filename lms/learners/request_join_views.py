"""The public pages on which a person asks for a course, and reads what happens next."""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from lms.access.declare import public
from lms.accounts.limits import TooManyAttempts
from lms.learners.request_actions import take_request
from lms.learners.request_forms import JoinForm, page_language
from lms.learners.request_queries import all_centres

blueprint = Blueprint("join", __name__, url_prefix="/join")
Page = str | Response | tuple[str, int]


@blueprint.route("", methods=["GET", "POST"])
@public("people ask for a course here who have no account yet")
def ask() -> Page:
    """Ask for a course. The poster's code brings the centre along: /join?centre=BUR."""
    centres = all_centres()
    near = next((one.id for one in centres if one.code == request.args.get("centre") or len(centres) == 1), None)
    form = JoinForm(centres, data={"language": page_language(), "centre": near})
    if form.validate_on_submit():
        centre = next(one for one in centres if one.id == form.centre.data)
        days = current_app.config["SETTINGS"].request_days
        try:
            taken = take_request(centre, form.answers(), page_language(), request.remote_addr or "", days)
        except TooManyAttempts as refusal:
            form.form_errors.append(refusal.message)
            return render_template("learners/request_join.html", form=form, centres=centres), 429
        # Shown to this browser alone: a reference opens nothing.
        session["request"] = [taken.reference, centre.id]
        return redirect(url_for("join.thanks"), 303)
    if form.is_submitted() and form.too_young:
        return render_template("learners/request_young.html", centres=centres), 422
    return render_template(
        "learners/request_join.html", form=form, centres=centres
    ), 422 if form.is_submitted() else 200


@blueprint.get("/thanks")
@public("whoever has just asked for a course reads their reference here")
def thanks() -> Page:
    """The reference of the last request made in this browser, and what happens next."""
    if "request" not in session:
        return redirect(url_for("join.ask"), 303)
    reference, centre_id = session["request"]
    centre = next((one for one in all_centres() if one.id == centre_id), None)
    return render_template("learners/request_thanks.html", reference=reference, centre=centre)
