"""Who is shown to a visitor of the demonstration: with which address or card one signs in as whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.access.viewer import SYSTEM, Role
from lms.accounts.rules import shown_card_code
from lms.courses.states import EnrolmentState
from lms.demo.house import House
from lms.demo.world import Group, Person, World
from lms.learners.actions import issue_cards
from lms.learners.models import Learner

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class SignIn:
    """One line of the table of sign-ins."""

    who: str
    """Role, centre and what there is to see, with the person's name."""
    name: str
    """The e-mail of staff, the card code of learners."""
    secret: str
    """The password or the PIN."""


def sign_ins(house: House, world: World, learners: dict[Person, Learner], password: str) -> list[SignIn]:
    """Staff of each role, every teacher of a running cohort, and learners with new cards."""
    return [*_staff(house, world, password), *_learners(house, world, learners)]


def _staff(house: House, world: World, password: str) -> Iterator[SignIn]:
    running = [group for group in world.groups if group.starts_on <= world.today <= group.ends_on]
    for local, account in house.staff.items():
        where = [centre.name_en for centre in account.centres][:1] if len(account.centres) == 1 else []
        when = [_when(group) for group in running if group.teacher == local]
        if account.role is Role.TEACHER and not when:
            continue
        who = ", ".join([account.role, *where, *when])
        yield SignIn(f"{who}: {account.name}", account.email or "", password)


def _when(group: Group) -> str:
    """The weekly pattern in short: Mon–Fri 18:00."""
    days = sorted(slot.weekday for slot in group.slots)
    unbroken = days == list(range(days[0], days[-1] + 1))
    names = [DAYS[days[0]], DAYS[days[-1]]] if unbroken else [DAYS[day] for day in days]
    return f"{('–' if unbroken else ' ').join(names)} {group.slots[0].starts_at:%H:%M}"


def _learners(house: House, world: World, learners: dict[Person, Learner]) -> Iterator[SignIn]:
    sat = {sitting.person for sitting in world.sittings}
    fresh = [person for person in world.newcomers if person.facts.language == "ar" and person not in sat]
    here = [
        stay.person for stay in world.stays if stay.state is EnrolmentState.ACTIVE and stay.starts_on <= world.today
    ]
    for centre in house.centres:
        chosen = [
            (next(one for one in fresh if one.centre == centre), "has not begun the placement"),
            (next(one for one in here if one.centre == centre), "in a course"),
        ]
        for person, why in chosen:
            learner = learners[person]
            card = issue_cards(SYSTEM, [learner])[0]
            who = f"learner, {learner.centre.name_en}, {why}: {learner.name}"
            yield SignIn(who, shown_card_code(card.code), card.pin)
