"""Loading the demonstration centre into an empty database: two centres, a year of courses, everybody in them."""

from dataclasses import dataclass
from datetime import date
from random import Random

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import SYSTEM
from lms.accounts.models import Account
from lms.assessments.loading import load_items
from lms.database import db
from lms.demo.house import build_cohorts, build_house
from lms.demo.minors import write_minors
from lms.demo.offers import write_offers
from lms.demo.quizzes import write_quizzes
from lms.demo.records import write_people, write_stays, write_waits
from lms.demo.requests import write_requests
from lms.demo.rolls import write_rolls
from lms.demo.sign_ins import SignIn, sign_ins
from lms.demo.sittings import write_sittings
from lms.demo.story import imagine
from lms.demo.taught import write_taught
from lms.learners.models import Learner

SEED = 2019


@dataclass(frozen=True)
class DemoSummary:
    """What was loaded, and who can sign in with what."""

    people: int
    cohorts: int
    enrolments: int
    marks: int
    placements: int
    waiting: int
    sign_ins: list[SignIn]


class NotEmpty(DomainError):
    """The database already has people."""


def load(password: str, seed: int = SEED, today: date | None = None) -> DemoSummary:
    """Write the demonstration centre as it stands on a day, today unless told otherwise.

    All staff sign in with `password`. The same seed and day give the same data, except for the codes and PINs
    of cards, which are new every time. Does not commit. Raises NotEmpty when somebody has an account or a
    record already.
    """
    if db.session.scalar(select(Account.id).limit(1)) or db.session.scalar(select(Learner.id).limit(1)):
        raise NotEmpty(_l("The demonstration is loaded only into an empty database; this one has people."))
    today = today or clock.today()
    world = imagine(seed, today)
    house = build_house(today, password)
    load_items(SYSTEM)
    cohorts = build_cohorts(house, world)
    learners = write_people(house, world)
    enrolments = write_stays(house, world, learners, cohorts)
    write_waits(house, world, learners)
    write_requests(Random(f"{seed}/requests"), house, today)  # noqa: S311
    minors = write_minors(house, today)
    marks = write_rolls(Random(f"{seed}/entries"), cohorts, enrolments)  # noqa: S311  nothing secret
    offered = write_offers(house, today)
    write_taught(Random(f"{seed}/taught"), cohorts)  # noqa: S311
    placements = write_sittings(Random(f"{seed}/answers"), house, world, learners)  # noqa: S311
    write_quizzes(Random(f"{seed}/quizzes"), cohorts.values(), today)  # noqa: S311
    waiting = sum(wait.ended is None for wait in world.waits)
    record(SYSTEM, "demo.load", "centre", seed=seed, people=len(learners) + minors, marks=marks)
    entries = sign_ins(house, world, learners, password)
    return DemoSummary(
        len(learners) + minors, len(cohorts), len(enrolments) + offered, marks, placements, waiting, entries
    )
