"""The navigation: the pages a role begins from, in the order of its work."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from lms.access.scope import holds
from lms.access.viewer import Role

HOME = {
    Role.ADMINISTRATOR: "staff.index",
    Role.COORDINATOR: "courses.cohorts",
    Role.TEACHER: "attendance.today",
    Role.MEDIATOR: "learners.index",
    Role.LEARNER: "assessments.learn",
    Role.OBSERVER: "progress.statistics",
}

ENTRIES = (
    # endpoint, label, permission
    ("attendance.today", _l("Today"), "lessons.own"),
    ("courses.calendar", _l("Calendar"), "calendar.view"),
    ("learners.index", _l("Learners"), "learners.view"),
    ("courses.cohorts", _l("Cohorts"), "cohorts.view"),
    ("courses.waiting", _l("Waiting list"), "waiting.view"),
    ("assessments.placements", _l("Placements"), "placements.view"),
    ("assessments.items", _l("Items"), "items.view"),
    ("progress.statistics", _l("Statistics"), "statistics.view"),
    ("courses.programmes", _l("Programmes"), "programmes.view"),
    ("centres.index", _l("Centres"), "centres.view"),
    ("staff.index", _l("Staff"), "staff.manage"),
)


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation."""

    url: str
    label: str
    current: bool


def init_app(app: Flask) -> None:
    """Give templates the navigation and the question whether the viewer holds a permission."""
    app.jinja_env.globals.update(navigation=navigation, may=may)


def may(permission: str) -> bool:
    """Whether the viewer's role holds a permission, for showing a link or a button."""
    return bool(current_user.is_authenticated) and holds(current_user.role, permission)


def navigation() -> list[Entry]:
    """The entries the viewer's role may open."""
    allowed = [(url_for(endpoint), label) for endpoint, label, permission in ENTRIES if may(permission)]
    return [Entry(url, label, f"{request.path}/".startswith(f"{url}/")) for url, label in allowed]
