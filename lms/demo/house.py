"""Writing the house of the demonstration: centres, rooms, staff, programmes and cohorts with their lessons.

It goes through the rooms' own actions, which refuse what a coordinator could not do either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lms.access.viewer import SYSTEM, Role, Viewer
from lms.accounts import secrets
from lms.accounts.actions import create_staff
from lms.accounts.models import Account
from lms.centres.actions import close_days, create_centre, save_room
from lms.centres.models import Centre, Room
from lms.clock import to_utc
from lms.courses.cohort_actions import create_cohort
from lms.courses.cohort_rules import LARGEST_COHORT
from lms.courses.models import Cohort, Programme
from lms.courses.planning import CohortPlan
from lms.courses.programme_actions import create_programme
from lms.courses.replan_actions import cancel_lesson
from lms.courses.states import Level
from lms.courses.syllabus_actions import take_outlines
from lms.courses.syllabus_content import outlines
from lms.database import db
from lms.demo import content
from lms.demo.groups import own_days
from lms.demo.world import Group, World

DOMAIN = "example.org"
OPENED = timedelta(days=430)
"""How long before the day of loading the staff began to work."""


@dataclass(frozen=True)
class House:
    """What everything else refers to, by the names content/demo uses."""

    centres: dict[str, Centre]
    rooms: dict[tuple[str, str], Room]
    staff: dict[str, Account]
    programmes: dict[str, Programme]

    def of(self, role: Role, centre: str) -> Account:
        """The first member of staff with a role at a centre."""
        found = self.centres[centre]
        return next(one for one in self.staff.values() if one.role is role and found in one.centres)

    def coordinator(self, centre: str) -> Viewer:
        """The coordinator of a centre, who does what is done there."""
        return self.of(Role.COORDINATOR, centre).viewer


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the wall clock of the centres."""
    return to_utc(day, time(hour, minute))


def build_house(today: date, password: str) -> House:
    """Write centres, rooms, closed days, staff and programmes with their units."""
    house = House({}, {}, {}, {})
    for plan in content.read("centres")["centres"]:
        facts = {name: plan[name] for name in ("code", "name_bg", "name_en", "address", "phone")}
        centre = house.centres[plan["code"]] = create_centre(SYSTEM, facts)
        for room in plan["rooms"]:
            house.rooms[plan["code"], room["name"]] = save_room(SYSTEM, centre, None, **room)
        for day, reason in own_days(plan, today).items():
            close_days(SYSTEM, centre, day, day, reason)
    _appoint_staff(house, today, password)
    for plan in content.read("programmes")["programmes"]:
        house.programmes[plan["code"]] = _design(plan)
    return house


def _design(plan: Mapping[str, Any]) -> Programme:
    facts = {name: value for name, value in plan.items() if name != "outlines"}
    programme = create_programme(SYSTEM, facts | {"level": Level(plan["level"])})
    if "outlines" in plan:
        take_outlines(SYSTEM, programme, [outlines()[code] for code in plan["outlines"]])
    return programme


def _appoint_staff(house: House, today: date, password: str) -> None:
    # Hashing is slow on purpose, so the one password is hashed once.
    kept = secrets.keep(password)
    for plan in content.read("staff")["staff"]:
        centres = [house.centres[code] for code in plan["centres"]]
        address = f"{plan['email']}@{DOMAIN}"
        account = create_staff(SYSTEM, Role(plan["role"]), plan["name"], address, centres)
        account.password_hash, account.locale = kept, plan.get("locale", "bg")
        account.created_at = at(today - OPENED, 10)
        house.staff[plan["email"]] = account


def build_cohorts(house: House, world: World) -> dict[str, Cohort]:
    """Write the cohorts with their lessons, some of them cancelled and made up for, by their keys."""
    return {group.key: _build(house, group, world.today) for group in world.groups}


def _build(house: House, group: Group, today: date) -> Cohort:
    plan = CohortPlan(
        code=group.code,
        programme=house.programmes[group.programme["code"]],
        centre=house.centres[group.centre],
        room=house.rooms[group.centre, group.room] if group.room else None,
        starts_on=group.starts_on,
        capacity=LARGEST_COHORT,
        teacher=house.staff[group.teacher],
        slots=group.slots,
    )
    coordinator = house.coordinator(group.centre)
    cohort = create_cohort(coordinator, plan)
    planned_on = min(group.starts_on - timedelta(days=80), today - timedelta(days=8))
    cohort.created_at = at(planned_on, 9, 30)
    for lesson in list(cohort.lessons):
        if reason := group.cancelled.get(lesson.number):
            called_off = cancel_lesson(coordinator, lesson, reason, make_up=True)
            called_off.at = min(lesson.starts_at - timedelta(hours=3), at(today - timedelta(days=1), 17))
    db.session.flush()
    return cohort
