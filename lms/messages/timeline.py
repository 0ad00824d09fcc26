"""What this room tells on a person's timeline: what was sent to them, by what, when and by whom."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import format_time
from flask_babel import gettext as _

from lms import clock
from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.learners.models import Learner
from lms.learners.timeline import Event, Kind, provides_events
from lms.messages.queries import messages_to
from lms.messages.words import CHANNELS, KINDS


@provides_events
def sent(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """Every message, for those who may reach the person; what failed says so."""
    if not holds(viewer.role, "learners.reach"):
        return
    page = url_for("messages.index", learner_id=learner.id)
    for one in reversed(messages_to(learner, viewer)):
        what = {"channel": CHANNELS[one.channel], "kind": KINDS[one.kind]}
        if one.went:
            text = _("Message sent (%(channel)s): %(kind)s", **what)
        else:
            text = _("Message not sent (%(channel)s): %(kind)s", **what)
        at = clock.to_local(one.at, learner.centre.time_zone)
        detail = [format_time(at, "HH:mm", rebase=False), one.by.name if one.by else ""]
        yield Event(at.date(), Kind.MESSAGE, text, " · ".join(filter(None, detail)), page)
