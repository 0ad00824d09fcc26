"""What somebody asks a calendar: whose, which view, around which day. Read from the address, never stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from flask import abort, request

from lms.access.scope import identifier
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.accounts.queries import staff_of_centre
from lms.centres.models import Centre, Room
from lms.centres.queries import centres
from lms.courses.calendar_queries import Chosen
from lms.courses.calendar_rules import EARLIEST, LATEST, View

COHORTS = "cohorts"
"""With which a teacher sees the lessons that others give in their cohorts, too."""
KEPT = ("centre", "teacher", "room", "whose")
T = TypeVar("T", Centre, Room, Account)


def view_asked() -> View:
    """The view that is asked for, otherwise the week."""
    asked = request.args.get("view", "")
    return View(asked) if asked in list(View) else View.WEEK


def day_asked(today: date) -> date:
    """The day that is asked for; today when none is, or none a calendar can be opened at."""
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return asked if EARLIEST <= asked <= LATEST else today


def chosen(by: Viewer) -> Chosen | None:
    """Whose calendar is asked for: of a centre, or one teacher or room of it; None for who has no centre.

    A teacher sees their own lessons in all their centres. What the viewer may not see is not found.
    """
    offered = centres(by, "calendar.view")
    if not offered:
        return None
    if by.role is Role.TEACHER:
        return Chosen(offered, own=by, whole_cohorts=request.args.get("whose") == COHORTS)
    centre = _one_of(offered, "centre") or offered[0]
    room = _one_of(centre.rooms, "room")
    teacher = _one_of(staff_of_centre(centre, Role.TEACHER), "teacher")
    return Chosen([centre], teacher=teacher, room=room)


def _one_of(offered: Sequence[T], name: str) -> T | None:
    """The one of these that the address names, none when it names none. A stranger is not found."""
    if not request.args.get(name):
        return None
    asked = request.args.get(name, type=identifier)
    return next((one for one in offered if one.id == asked), None) or abort(404)


def kept(view: View, day: date) -> Mapping[str, str]:
    """What the links of the page carry on."""
    asked = {name: value for name in KEPT if (value := request.args.get(name))}
    return {"view": view.value, "day": day.isoformat()} | asked
