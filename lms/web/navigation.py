"""The navigation: the pages a role begins from, in the order of its work."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from lms.access.scope import holds
from lms.access.viewer import Role, viewer
from lms.assessments.items.queries import to_review
from lms.assessments.marking.queue import count_to_mark
from lms.attendance.absence_queries import absences_count
from lms.attendance.conflict_queries import count_unsettled
from lms.attendance.guest_queries import waiting_guests
from lms.attendance.set_aside_queries import count_waiting
from lms.courses.offer_queries import overdue_offers
from lms.learners.request_queries import waiting_requests

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
    ("attendance.set_aside", _l("To settle"), "lessons.own"),
    ("attendance.absences", _l("To call"), "absences.call"),
    ("courses.calendar", _l("Calendar"), "calendar.view"),
    ("learners.index", _l("Learners"), "learners.view"),
    ("requests.index", _l("Requests"), "requests.manage"),
    ("attendance.guests", _l("Guests"), "guests.resolve"),
    ("courses.cohorts", _l("Cohorts"), "cohorts.view"),
    ("courses.waiting", _l("Waiting list"), "waiting.view"),
    ("courses.places", _l("Free places"), "offers.answer"),
    ("assessments.placements", _l("Placements"), "placements.view"),
    ("assessments.quizzes", _l("Quizzes"), "quizzes.view"),
    ("assessments.marking", _l("To mark"), "answers.mark"),
    ("assessments.items", _l("Items"), "items.view"),
    ("progress.statistics", _l("Statistics"), "statistics.view"),
    ("courses.programmes", _l("Programmes"), "programmes.view"),
    ("centres.index", _l("Centres"), "centres.view"),
    ("staff.index", _l("Staff"), "staff.manage"),
)

COUNTS = {
    "assessments.marking": count_to_mark,
    "assessments.items": to_review,
    "attendance.absences": absences_count,
    "attendance.guests": waiting_guests,
    "attendance.set_aside": lambda by: count_waiting(by) + count_unsettled(by),
    "requests.index": waiting_requests,
    "courses.places": overdue_offers,
}
"""What waits behind an entry; asked on nearly every page of whoever may open it, so each is a count by an index."""


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation."""

    url: str
    label: str
    current: bool
    count: int = 0
    """How many things wait there for the viewer."""


def init_app(app: Flask) -> None:
    """Give templates the navigation and the question whether the viewer holds a permission."""
    app.jinja_env.globals.update(navigation=navigation, may=may)


def may(permission: str) -> bool:
    """Whether the viewer's role holds a permission, for showing a link or a button."""
    return bool(current_user.is_authenticated) and holds(current_user.role, permission)


def navigation(counted: bool = True) -> list[Entry]:
    """The entries the viewer's role may open; `counted`: with how many things wait behind each."""
    return [_entry(endpoint, label, counted) for endpoint, label, permission in ENTRIES if may(permission)]


def _entry(endpoint: str, label: str, counted: bool) -> Entry:
    url = url_for(endpoint)
    waiting = COUNTS[endpoint](viewer()) if counted and endpoint in COUNTS else 0
    return Entry(url, label, f"{request.path}/".startswith(f"{url}/"), waiting)
