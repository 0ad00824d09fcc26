"""What this room tells on a person's timeline: when they came, how they were reached, what they agreed to."""

from collections.abc import Iterator

from flask_babel import format_date
from flask_babel import gettext as _

from lms import clock
from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.learners import words
from lms.learners.consent_queries import consents_of
from lms.learners.contact_queries import contacts_of
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


@provides_events
def contacts(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """Every call and visit, for those who note them."""
    if not holds(viewer.role, "learners.reach"):
        return
    for one in reversed(contacts_of(learner, viewer)):
        day = clock.to_local(one.at, learner.centre.time_zone).date()
        said = f"{words.WAYS[one.way]}: {words.CONTACT_ANSWERS[one.answer]}"
        if one.next_on:
            said = f"{said}, {format_date(one.next_on, 'full', rebase=False)}"
        yield Event(day, Kind.MESSAGE, said, " · ".join(filter(None, [one.note, one.by.name])))
