"""Pages of the forming of groups: the demand, what is asked for, the proposal, and what is changed in it by hand."""

from collections.abc import Callable, Mapping
from itertools import groupby

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.centres.queries import centres
from lms.courses import forming_actions, forming_queries, forming_words, waiting_words
from lms.courses.forming_forms import GroupForm, OpenForm, WishForm, first_guess
from lms.courses.forming_models import GroupProposal
from lms.courses.forming_plan import plan_from_json
from lms.courses.forming_queries import Group, Standing
from lms.courses.forms import MOST
from lms.courses.offer_forms import answer_until
from lms.courses.pages import Page, asked_centre, blueprint, page
from lms.courses.states import Level, ProposalState
from lms.learners.models import PartOfWeek
from lms.learners.words import MEETS, PARTS_OF_WEEK, times


@blueprint.get("/forming")
@permission("groups.form")
def forming() -> Page:
    """How many wait for what at a centre, and the proposals somebody can go on with."""
    centre = asked_centre("groups.form")
    if centre is None:
        return page("waiting_nowhere.html")
    return page(
        "forming.html",
        centre=centre,
        centres=centres(viewer(), "groups.form"),
        demand=forming_queries.demand(viewer(), centre.id),
        proposals=forming_queries.open_proposals(viewer(), centre.id),
        parts=PARTS_OF_WEEK,
    )


@blueprint.route("/forming/new", methods=["GET", "POST"])
@permission("groups.form")
def new_proposal() -> Page:
    """Choose what is possible; the proposal follows."""
    centre = asked_centre("groups.form")
    if centre is None:
        return page("waiting_nowhere.html")
    level, part = request.args.get("level", type=Level), request.args.get("part", type=PartOfWeek)
    form = WishForm(centre, data=first_guess(centre, level, part))
    if form.validate_on_submit():
        programme = form.programmes[form.programme.data]
        proposal = forming_actions.make_proposal(viewer(), centre, programme, form.plan())
        return _to(proposal)
    return page("forming_wish.html", 422 if form.is_submitted() else 200, form=form, centre=centre)


@blueprint.get("/forming/<int:proposal_id>")
@permission("groups.propose")
def proposal(proposal_id: int) -> Page:
    """The proposed groups as they stand now: who, when, where, why, and who is left out and why."""
    return _proposal_page(load_or_404(GroupProposal, proposal_id, "groups.propose"))


def _proposal_page(
    found: GroupProposal, status: int = 200, wrong: Mapping[tuple[str, int], GroupForm | OpenForm] | None = None
) -> Page:
    standing = forming_queries.standing_of(viewer(), found)
    closed = found.state is not ProposalState.OPEN
    return page(
        "forming_proposal.html",
        status,
        proposal=found,
        standing=standing,
        closed=closed,
        opened=forming_queries.cohorts_opened(found),
        forms=[]
        if closed
        else [_forms_of(found, standing, number, wrong or {}) for number in range(len(standing.groups))],
        reasons=_by_reason(standing),
        forming=forming_words,
        waits=waiting_words,
        times=times,
        modes=MEETS,
    )


def _forms_of(
    found: GroupProposal, standing: Standing, number: int, wrong: Mapping[tuple[str, int], GroupForm | OpenForm]
) -> tuple[GroupForm | OpenForm, GroupForm | OpenForm]:
    frame = standing.groups[number].frame
    facts = {
        "pattern": frame.pattern,
        "place": str(frame.room_id or "online"),
        "teacher": frame.teacher_id,
        "starts_on": frame.starts_on,
        "version": found.version,
    }
    until = {"reply_by": answer_until(found.centre, frame.starts_on), "version": found.version}
    change = wrong.get(("change", number)) or GroupForm(found.centre, standing.plan, formdata=MultiDict(), data=facts)
    answers = wrong.get(("open", number)) or OpenForm(formdata=MultiDict(), data=until)
    for field in (*change, *answers):
        # The page has these forms once for each group.
        field.id = f"{field.short_name}-{number + 1}"
    return change, answers


def _by_reason(standing: Standing) -> list[tuple[str, list[object]]]:
    """Everybody who is left out, reason by reason in the order in which the first of each stands."""
    said = [(forming_words.why_words(one, standing.plan.least), (one, entry)) for one, entry in standing.left_out]
    order = list(dict.fromkeys(words for words, _one in said))
    said.sort(key=lambda pair: order.index(pair[0]))
    return [(words, [one for _words, one in pairs]) for words, pairs in groupby(said, key=lambda pair: pair[0])]


@blueprint.post("/forming/<int:proposal_id>/groups/<int:number>")
@permission("groups.propose")
def change_group(proposal_id: int, number: int) -> Page:
    """Give a proposed group another time, place, teacher or first day."""
    found, group = _group_or_404(proposal_id, number)
    form = GroupForm(found.centre, plan_from_json(found.plan))
    if not form.validate():
        return _proposal_page(found, 422, {("change", number - 1): form})
    frame = form.frame(group.frame)
    return _act(
        found, lambda: forming_actions.change_group(viewer(), found, form.version.data, number - 1, frame), number
    )


@blueprint.post("/forming/<int:proposal_id>/groups/<int:number>/drop")
@permission("groups.propose")
def drop_group(proposal_id: int, number: int) -> Page:
    """Take a group out of the proposal."""
    found, _group = _group_or_404(proposal_id, number)
    return _act(found, lambda: forming_actions.drop_group(viewer(), found, _version(), number - 1))


@blueprint.post("/forming/<int:proposal_id>/leave-out")
@permission("groups.propose")
def leave_out(proposal_id: int) -> Page:
    """Leave somebody out by hand."""
    found = load_or_404(GroupProposal, proposal_id, "groups.propose")
    return _act(found, lambda: forming_actions.leave_out(viewer(), found, _version(), _entries()))


@blueprint.post("/forming/<int:proposal_id>/take-in")
@permission("groups.propose")
def take_in(proposal_id: int) -> Page:
    """Take people into a group by hand."""
    found = load_or_404(GroupProposal, proposal_id, "groups.propose")
    number = request.form.get("into", 0, type=int)
    if not 1 <= number <= len(found.frames):
        flash(_("Choose the group first."), "warning")
        return _to(found)
    return _act(found, lambda: forming_actions.take_in(viewer(), found, _version(), number - 1, _entries()), number)


@blueprint.post("/forming/<int:proposal_id>/discard")
@permission("groups.propose")
def discard_proposal(proposal_id: int) -> Page:
    """Put the proposal away."""
    found = load_or_404(GroupProposal, proposal_id, "groups.propose")
    try:
        forming_actions.discard(viewer(), found)
    except DomainError as refusal:
        flash(refusal.message, "warning")
        return _to(found)
    flash(_("The proposal is put away. Nobody was written to."), "success")
    return redirect(url_for("courses.forming", centre=found.centre_id), 303)


@blueprint.post("/forming/<int:proposal_id>/groups/<int:number>/open")
@permission("groups.propose")
def open_group(proposal_id: int, number: int) -> Page:
    """Create the cohort of a group and offer its places."""
    found, group = _group_or_404(proposal_id, number)
    form = OpenForm()
    wrong = {("open", number - 1): form}
    if not form.validate():
        return _proposal_page(found, 422, wrong)
    seen = request.form.get("seen", "")[:400]
    try:
        until = form.moment(found.centre, group.frame.starts_on)
        cohort = forming_actions.open_group(viewer(), found, form.version.data, number - 1, seen, until)
    except (DomainError, ValidationError) as refusal:
        form.reply_by.errors = [refusal.args[0]]
        return _proposal_page(found, 422, wrong)
    offered = len(group.people)
    flash(
        ngettext(
            "The cohort %(code)s is created and %(num)d place is offered.",
            "The cohort %(code)s is created and %(num)d places are offered.",
            offered,
            code=cohort.code,
        ),
        "success",
    )
    return _to(found)


def _group_or_404(proposal_id: int, number: int) -> tuple[GroupProposal, Group]:
    found = load_or_404(GroupProposal, proposal_id, "groups.propose")
    groups = forming_queries.standing_of(viewer(), found).groups
    if not 1 <= number <= len(groups):
        abort(404)
    return found, groups[number - 1]


def _version() -> int:
    return request.form.get("version", 0, type=int)


def _entries() -> list[int]:
    return request.form.getlist("entries", type=identifier)[:MOST]


def _act(found: GroupProposal, act: Callable[[], None], number: int | None = None) -> Page:
    try:
        act()
    except DomainError as refusal:
        flash(refusal.message, "warning")
    return _to(found, f"group-{number}" if number else None)


def _to(found: GroupProposal, anchor: str | None = None) -> Page:
    return redirect(url_for("courses.proposal", proposal_id=found.id, _anchor=anchor), 303)
