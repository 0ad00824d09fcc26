"""What attendance offers for a person who was just taken in: the lessons they came to as a guest."""

from flask import url_for
from flask_babel import gettext as _

from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.attendance.guest_queries import unfinished_guests
from lms.learners.models import Learner
from lms.learners.names import fold
from lms.learners.next_steps import Step, provides_step


@provides_step
def came_as_guest(learner: Learner, viewer: Viewer) -> Step | None:
    """Deciding on somebody who came as a guest under one of the person's names."""
    if not holds(viewer.role, "guests.resolve"):
        return None
    names = {fold(name) for name in learner.names}
    for visits in unfinished_guests(viewer):
        first = visits.first
        if first.centre_id == learner.centre_id and fold(first.said) in names:
            address = url_for("attendance.guests", guest=first.id, q=learner.number, _anchor=f"guest-{first.id}")
            why = _("Somebody of this name was at a lesson. Once enrolled, that lesson counts.")
            return Step(_("Came as a guest: decide"), why, address)
    return None
