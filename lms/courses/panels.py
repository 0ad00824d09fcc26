"""What a person's page shows of the courses: the cohorts they are or were in, and what they wait for."""

from flask_babel import gettext as _

from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.courses import words
from lms.courses.enrolment_queries import enrolments_of
from lms.courses.waiting_queries import waiting_of
from lms.learners.models import Learner
from lms.learners.panels import Panel, provides_panel
from lms.learners.words import MEETS, times


@provides_panel
def courses_panel(learner: Learner, viewer: Viewer) -> Panel | None:
    """A person's enrolments and waiting entries; nothing for whoever sees no cohorts."""
    if not holds(viewer.role, "cohorts.view"):
        return None
    facts = {
        "learner": learner,
        "enrolments": enrolments_of(learner, viewer),
        "waiting": waiting_of(learner, viewer),
        "words": words,
        "times": times,
        "modes": MEETS,
    }
    return Panel(_("Courses"), "courses/panel.html", facts)
