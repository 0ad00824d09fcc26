"""The staff's pages of calibrations: which there are, what each moved, and going back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments.calibration import actions, queries, words
from lms.assessments.calibration.models import Calibration
from lms.assessments.pages import Page, blueprint


@blueprint.get("/calibrations")
@permission("calibrations.view")
def calibrations() -> Page:
    """All calibrations, the newest first."""
    page, listed = queries.calibrations(viewer(), request.args.get("page", 1, type=identifier))
    return render_template(
        "assessments/calibrations.html", page=page, listed=listed, in_use=queries.in_use(), words=words
    )


@blueprint.get("/calibrations/<int:calibration_id>")
@permission("calibrations.view", "calibrations.undo")
def calibration(calibration_id: int) -> Page:
    """What one calibration says of each item, those to be looked at first."""
    found = load_or_404(Calibration, calibration_id, "calibrations.view")
    in_use = queries.in_use()
    return render_template(
        "assessments/calibration.html",
        calibration=found,
        page=queries.items_of(found, request.args.get("page", 1, type=identifier)),
        state=words.standing(found, in_use),
        may_undo=found is in_use and holds(viewer().role, "calibrations.undo"),
        words=words,
    )


@blueprint.post("/calibrations/<int:calibration_id>/undo")
@permission("calibrations.undo")
def undo_calibration(calibration_id: int) -> Response:
    """Go back to what was in use before."""
    found = load_or_404(Calibration, calibration_id, "calibrations.undo")
    try:
        actions.undo(viewer(), found)
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("The calibration is undone. Placements go on with the numbers that were there before."), "success")
    return redirect(url_for("assessments.calibrations"), 303)
