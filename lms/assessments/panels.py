"""What a person's page shows of assessments: their placements, their quizzes and what they need to take them."""

from flask_babel import gettext as _

from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.assessments.placement import queries, words
from lms.assessments.quizzes.assignment_models import Accommodation
from lms.assessments.results import words as result_words
from lms.assessments.results.queries import quizzes_of
from lms.database import db
from lms.learners.models import Learner
from lms.learners.panels import Panel, provides_panel


@provides_panel
def placements_panel(learner: Learner, viewer: Viewer) -> Panel | None:
    """A person's placements; nothing for whoever sees none."""
    if not holds(viewer.role, "placements.view"):
        return None
    found = queries.placements_of(learner, viewer)
    return Panel(_("Placement"), "assessments/panel.html", {"placements": found, "words": words, "learner": learner})


@provides_panel
def quizzes_panel(learner: Learner, viewer: Viewer) -> Panel | None:
    """A person's quizzes with what came out, and what they need; nothing for whoever sees no results."""
    if not holds(viewer.role, "assignments.view"):
        return None
    needs = db.session.get(Accommodation, learner.id)
    facts = {"learner": learner, "lines": quizzes_of(learner, viewer), "needs": needs, "words": result_words}
    return Panel(_("Quizzes"), "assessments/quizzes_panel.html", facts)
