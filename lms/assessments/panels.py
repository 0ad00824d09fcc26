"""What a person's page shows of assessments: their placements."""

from flask_babel import gettext as _

from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.assessments.placement import queries, words
from lms.learners.models import Learner
from lms.learners.panels import Panel, provides_panel


@provides_panel
def placements_panel(learner: Learner, viewer: Viewer) -> Panel | None:
    """A person's placements; nothing for whoever sees none."""
    if not holds(viewer.role, "placements.view"):
        return None
    found = queries.placements_of(learner, viewer)
    return Panel(_("Placement"), "assessments/panel.html", {"placements": found, "words": words})
