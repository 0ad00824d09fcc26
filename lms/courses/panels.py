"""What a person's page shows of the courses: the cohorts they are or were in, and what they wait for."""

from flask_babel import gettext as _

from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.courses import words
from lms.courses.enrolment_queries import enrolments_of
from lms.courses.offer_message_queries import standing_offers
from lms.courses.offer_words import TEXTS
from lms.courses.waiting_queries import waiting_of
from lms.learners.models import Learner
from lms.learners.panels import Panel, provides_panel
from lms.learners.words import MEETS, times
from lms.messages import words as message_words
from lms.messages.queries import last_sent


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


@provides_panel
def offers_panel(learner: Learner, viewer: Viewer) -> Panel | None:
    """The places that are held for a person until they answer, and whether they were written to about them."""
    offers = standing_offers(learner, viewer) if holds(viewer.role, "offers.message") else ()
    if not offers:
        return None
    sent = last_sent(viewer, TEXTS, [one.id for one in offers])
    facts = {"offers": offers, "sent": sent, "words": words, "message_words": message_words}
    return Panel(_("A place is offered"), "courses/offer_panel.html", facts)
