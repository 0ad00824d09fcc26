"""What this room tells on a person's timeline: when they came, and what they agreed to."""

from collections.abc import Iterator

from flask_babel import gettext as _

from lms import clock
from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.learners import words
from lms.learners.consent_queries import consents_of
from lms.learners.models import Learner
from lms.learners.timeline import Event, Kind, provides_events


@provides_events
def intake(learner: Learner, _viewer: Viewer) -> Iterator[Event]:
    """The day on which somebody came into the list."""
    yield Event(
        clock.to_local(learner.created_at, learner.centre.time_zone).date(),
        Kind.RECORD,
        _("Came into the list of %(centre)s", centre=learner.centre.name),
    )


@provides_events
def consents(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """Every answer about consent, for those who note them."""
    if not holds(viewer.role, "consents.note"):
        return
    for one in reversed(consents_of(learner)):
        said = f"{words.PURPOSES[one.purpose]}: {words.ANSWERS[one.answer]}"
        told = [_("by %(guardian)s", guardian=one.guardian_name)] if one.guardian_name else []
        noted = [_("noted by %(name)s", name=one.noted_by.name)] if one.noted_by else []
        yield Event(one.on, Kind.CONSENT, said, ", ".join([*told, *noted]))
