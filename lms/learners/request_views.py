"""Pages of coordinators: the requests for a course, one of them with everything that can become of it, the poster."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms import clock
from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.accounts.qr import qr
from lms.centres.models import Centre
from lms.centres.queries import centres
from lms.database import db
from lms.learners import request_actions as actions
from lms.learners import request_queries as queries
from lms.learners import request_rules as rules
from lms.learners import request_words
from lms.learners.models import Learner
from lms.learners.request_forms import INVITATION
from lms.learners.request_models import CourseRequest, DeclineReason
from lms.learners.request_staff_forms import AcceptForm, DeclineForm, MoveForm, TryForm

blueprint = Blueprint("requests", __name__, url_prefix="/requests")
Page = str | Response | tuple[str, int]
PER_PAGE = 25


@blueprint.get("")
@permission("requests.manage", "learners.create")
def index() -> Page:
    """The requests that wait, oldest first, with whom each may be from; or those decided."""
    waiting = request.args.get("show") != "decided"
    centre_id = request.args.get("centre", type=identifier)
    number = request.args.get("page", 1, type=identifier)
    statement = queries.requests(viewer(), waiting, centre_id)
    found = db.paginate(statement, page=number, per_page=PER_PAGE, error_out=False)
    return render_template(
        "learners/requests.html",
        found=found,
        likely=queries.likely_people(viewer(), found.items) if waiting else {},
        waiting=waiting,
        centre_id=centre_id,
        centres=centres(viewer(), "learners.create"),
        now=clock.now(),
        words=request_words,
    )


def _load(request_id: int) -> CourseRequest:
    return load_or_404(CourseRequest, request_id, "requests.manage")


@blueprint.get("/<int:request_id>")
@permission("requests.manage")
def show(request_id: int) -> Page:
    """One request: what the person wrote, from whom it may be, and what can become of it."""
    asked = _load(request_id)
    record(viewer(), "request.view", "course_request", asked.id)
    return _page(asked)


def _page(
    asked: CourseRequest,
    accepting: AcceptForm | None = None,
    declining: DeclineForm | None = None,
    trying: TryForm | None = None,
) -> Page:
    given, family = rules.suggested_name(asked)
    moving = MoveForm()
    moving.offer([one for one in queries.all_centres() if one.id != asked.centre_id])
    refused = bool(accepting or declining or trying)
    return render_template(
        "learners/request_show.html",
        asked=asked,
        accepting=accepting or AcceptForm(formdata=None, data={"given_latin": given, "family_latin": family}),
        declining=declining or DeclineForm(formdata=None),
        trying=trying or TryForm(formdata=None),
        moving=moving,
        likely=queries.likely_people(viewer(), [asked]).get(asked.id, []) if asked.open else [],
        words=request_words,
    ), 422 if refused else 200


def _back(asked: CourseRequest, refusal: DomainError) -> Response:
    flash(str(refusal), "warning")
    return redirect(url_for("requests.show", request_id=asked.id), 303)


@blueprint.post("/<int:request_id>/accept")
@permission("requests.manage")
def accept(request_id: int) -> Page:
    """Make the person's record."""
    asked, form = _load(request_id), AcceptForm()
    if not form.validate():
        return _page(asked, accepting=form)
    try:
        learner = actions.accept_request(viewer(), asked, form.given_latin.data or "", form.family_latin.data or "")
    except actions.AlreadyDecided as refusal:
        return _back(asked, refusal)
    except DomainError as refusal:
        form.given_latin.errors = [refusal.message]
        return _page(asked, accepting=form)
    flash(
        _(
            "%(name)s is in the list with the number %(number)s. Next: the placement, or the waiting list.",
            name=learner.name,
            number=learner.number,
        ),
        "success",
    )
    return redirect(url_for("learners.show", learner_id=learner.id), 303)


@blueprint.route("/<int:request_id>/merge/<int:learner_id>", methods=["GET", "POST"])
@permission("requests.manage", "learners.change")
def merge(request_id: int, learner_id: int) -> Page:
    """Add a request to a record that exists: what is empty is filled, what differs is chosen."""
    asked, learner = _load(request_id), load_or_404(Learner, learner_id, "learners.change")
    if request.method == "POST":
        try:
            actions.merge_request(viewer(), asked, learner, frozenset(request.form.getlist("take")))
        except actions.AlreadyDecided as refusal:
            return _back(asked, refusal)
        flash(_("The request is added to the record of %(name)s.", name=learner.name), "success")
        return redirect(url_for("learners.show", learner_id=learner.id), 303)
    record(viewer(), "learner.view", "learner", learner.id)
    return render_template(
        "learners/request_merge.html",
        asked=asked,
        learner=learner,
        filled=rules.filled(learner, asked),
        differences=rules.differences(learner, asked),
        words=request_words,
    )


@blueprint.post("/<int:request_id>/decline")
@permission("requests.manage")
def decline(request_id: int) -> Page:
    """Close the request with a reason."""
    asked, form = _load(request_id), DeclineForm()
    if not form.validate():
        return _page(asked, declining=form)
    try:
        actions.decline_request(viewer(), asked, DeclineReason(form.reason.data), form.decline_note.data)
    except DomainError as refusal:
        return _back(asked, refusal)
    flash(_("The request %(reference)s is declined.", reference=asked.reference), "success")
    return redirect(url_for("requests.index"), 303)


@blueprint.post("/<int:request_id>/try")
@permission("requests.manage")
def tried(request_id: int) -> Page:
    """Note that the person was not reached, or asks to be called later."""
    asked, form = _load(request_id), TryForm()
    if not form.validate():
        return _page(asked, trying=form)
    try:
        actions.note_try(viewer(), asked, form.again_on.data, form.try_note.data)
    except actions.AlreadyDecided as refusal:
        return _back(asked, refusal)
    except DomainError as refusal:
        form.again_on.errors = [refusal.message]
        return _page(asked, trying=form)
    flash(_("Your note is kept."), "success")
    return redirect(url_for("requests.index"), 303)


@blueprint.post("/<int:request_id>/move")
@permission("requests.manage")
def move(request_id: int) -> Page:
    """Give the request to another centre."""
    asked, form = _load(request_id), MoveForm()
    others = {one.id: one for one in queries.all_centres() if one.id != asked.centre_id}
    form.offer(list(others.values()))
    if not form.validate():
        return _back(asked, DomainError(_("Choose a centre.")))
    try:
        actions.move_request(viewer(), asked, others[form.to.data])
    except DomainError as refusal:
        return _back(asked, refusal)
    moved = _("%(reference)s is now a request to %(centre)s.", reference=asked.reference, centre=asked.centre.name)
    flash(moved, "success")
    return redirect(url_for("requests.index"), 303)


@blueprint.get("/poster/<int:centre_id>")
@permission("learners.create")
def poster(centre_id: int) -> Page:
    """A sheet for the door of a centre: the code that opens the public page, in the languages of learners."""
    centre = load_or_404(Centre, centre_id, "learners.create")
    address = current_app.config["BASE_URL"] + url_for("join.ask", centre=centre.code)
    short = current_app.config["BASE_URL"].split("://")[1] + url_for("join.ask")
    languages = [(code, _invitation(code)) for code in current_app.config["SETTINGS"].languages]
    return render_template(
        "learners/request_poster.html", centre=centre, qr=qr(address), short=short, languages=languages
    )


def _invitation(language: str) -> str:
    with force_locale(language):
        return str(INVITATION)
