"""What the courses offer for a person who was just taken in: a place on the waiting list."""

from flask import url_for
from flask_babel import gettext as _

from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.learners.models import Learner
from lms.learners.next_steps import Step, provides_step


@provides_step
def wait(learner: Learner, viewer: Viewer) -> Step | None:
    """Putting the person on the waiting list, where the viewer keeps it."""
    if not holds(viewer.role, "learners.enrol"):
        return None
    why = _("For a course whose level is known. Whoever waits longest is called first.")
    return Step(_("Put on the waiting list"), why, url_for("courses.wait", learner_id=learner.id))
