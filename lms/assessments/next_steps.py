"""What assessments offer for a person who was just taken in: the placement."""

from flask import url_for
from flask_babel import gettext as _

from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.learners.models import Learner
from lms.learners.next_steps import Step, provides_step


@provides_step
def placement(_learner: Learner, viewer: Viewer) -> Step | None:
    """The placement: the person begins it with their card; whoever decides it sees it come."""
    if not holds(viewer.role, "placements.view"):
        return None
    why = _("The person begins it on a phone, with the card. What it suggests appears among the placements.")
    return Step(_("To the placements"), why, url_for("assessments.placements"))
