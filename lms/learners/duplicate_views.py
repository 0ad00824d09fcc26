"""Pages of records that could be one person: the list of pairs, saying they are two, and making them one."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.centres.queries import centres
from lms.learners import duplicate_queries, merge_actions, words
from lms.learners.models import Learner

blueprint = Blueprint("duplicates", __name__, url_prefix="/learners")
Page = str | Response | tuple[str, int]


@blueprint.get("/duplicates")
@permission("learners.merge")
def index() -> Page:
    """The pairs of people of a centre who could be one."""
    own = list(centres(viewer(), "learners.create"))
    if not own:
        abort(404)
    asked = request.args.get("centre", type=identifier)
    centre = next((one for one in own if one.id == asked), own[0])
    pairs = duplicate_queries.possible_duplicates(viewer(), centre.id)
    return render_template("learners/duplicates.html", pairs=pairs, centres=own, centre=centre, words=words)


@blueprint.post("/<int:learner_id>/distinct/<int:other_id>")
@permission("learners.merge")
def distinct(learner_id: int, other_id: int) -> Response:
    """Remember that two people are two."""
    first, second = _both(learner_id, other_id)
    merge_actions.mark_distinct(viewer(), first.id, [second.id])
    flash(
        _("%(one)s and %(other)s stay two people. They are not shown again.", one=first.name, other=second.name),
        "success",
    )
    return redirect(url_for("duplicates.index", centre=first.centre_id), 303)


@blueprint.get("/<int:learner_id>/merge/<int:other_id>")
@permission("learners.merge")
def choose(learner_id: int, other_id: int) -> Page:
    """Two records side by side, to choose what stays of each."""
    kept, gone = _both(learner_id, other_id)
    for learner in (kept, gone):
        record(viewer(), "learner.view", "learner", learner.id)
        if learner.personal_number:
            record(viewer(), "learner.number", "learner", learner.id)
    return _choose(kept, gone)


@blueprint.post("/<int:learner_id>/merge/<int:other_id>")
@permission("learners.merge")
def merge(learner_id: int, other_id: int) -> Page:
    """Make one record of two."""
    kept, gone = _both(learner_id, other_id)
    number = gone.number
    taken = {line[0] for line in merge_actions.FIELDS if request.form.get(line[0]) == "gone"}
    try:
        merge_actions.merge(viewer(), kept, gone, taken)
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("duplicates.choose", learner_id=learner_id, other_id=other_id), 303)
    flash(_("The records are one now. The number %(number)s finds it, too.", number=number), "success")
    return redirect(url_for("learners.show", learner_id=learner_id), 303)


def _both(learner_id: int, other_id: int) -> tuple[Learner, Learner]:
    if learner_id == other_id:
        abort(404)
    first = load_or_404(Learner, learner_id, "learners.merge")
    return first, load_or_404(Learner, other_id, "learners.merge")


def _choose(kept: Learner, gone: Learner) -> str:
    rows = [_row(kept, gone, line) for line in merge_actions.FIELDS]
    differing = [row for row in rows if row["kept"] != row["gone"]]
    return render_template(
        "learners/merge.html",
        kept=kept,
        gone=gone,
        rows=[row for row in differing if row["kept"] and row["gone"]],
        # Where only one of them knows something there is nothing to weigh.
        one_sided=[row for row in differing if not (row["kept"] and row["gone"])],
    )


def _row(kept: Learner, gone: Learner, line: tuple[str, ...]) -> dict[str, Any]:
    said = words.FIELDS[line[0]]
    mine, theirs = (said.read(one) for one in (kept, gone))
    # What only one of them knows is kept unless somebody chooses otherwise.
    return {"name": line[0], "label": said.label, "kept": mine, "gone": theirs, "from_gone": bool(theirs and not mine)}
