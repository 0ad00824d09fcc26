"""What assessments tell on a person's timeline: placements taken and decided."""

from collections.abc import Iterator
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from lms import clock
from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.assessments.placement import words
from lms.assessments.placement.queries import placements_of
from lms.learners.models import Learner
from lms.learners.timeline import Event, Kind, provides_events


@provides_events
def placements(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """The placements the viewer may see: begun, finished, decided."""
    if not holds(viewer.role, "placements.view"):
        return

    def day(moment: datetime) -> date:
        return clock.to_local(moment, learner.centre.time_zone).date()

    for attempt in reversed(placements_of(learner, viewer)):
        link = url_for("assessments.result", attempt_id=attempt.id)
        if attempt.finished_at is None:
            yield Event(day(attempt.started_at), Kind.PLACEMENT, _("Began the placement"), link=link)
        elif attempt.suggested_level:
            level = words.LEVEL_NAMES[attempt.suggested_level]
            text = _("Finished the placement: it suggests %(level)s", level=level)
            yield Event(day(attempt.finished_at), Kind.PLACEMENT, text, link=link)
        if attempt.decided_level and attempt.decided_at:
            text = _("Placement decided: %(level)s", level=words.LEVEL_NAMES[attempt.decided_level])
            yield Event(day(attempt.decided_at), Kind.PLACEMENT, text, attempt.decision_reason or "", link)
