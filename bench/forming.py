"""How long the forming of groups takes: 500 waiting people, fourteen forms, five rooms, eight teachers, five weeks."""

from datetime import date, timedelta
from random import Random

from bench.ratio import report
from lms.courses.forming_plan import BUILT_IN
from lms.courses.forming_rules import fill, propose
from lms.courses.forming_terms import Candidate, Course, Diary, Form, Frame, RoomChoice, Waiter, Wish, parts_of
from lms.courses.timetable import lay_out
from lms.learners.models import Meets, PartOfWeek

START = date(2026, 3, 2)
PEOPLE = 500


def waiting(people: int) -> list[Waiter]:
    """A waiting list in which everybody can come at one to four times of the week."""
    rng, parts = Random(7), list(PartOfWeek)
    return [
        Waiter(n, n, frozenset(rng.sample(parts, rng.randint(1, 4))), rng.choice(list(Meets)), rng.random() < 0.5)
        for n in range(1, people + 1)
    ]


def propose_all(people: int) -> tuple[Frame, ...]:
    """Lay out every form for every week of the window, propose as many groups as make sense, and give reasons."""
    weeks = [START + timedelta(weeks=week) for week in range(5)]
    candidates = []
    for index, pattern in enumerate(BUILT_IN):
        laid = (lay_out(pattern, day, 100, 45, "Europe/Sofia", {}) for day in weeks)
        courses = tuple(Course(one.starts_on, one.lessons) for one in laid)
        candidates += [Candidate(Form(parts_of(pattern), online), index, courses) for online in (False, True)]
    wish = Wish(15, 8, None, tuple(RoomChoice(n, 15) for n in range(5)), tuple(range(8)))
    list_ = waiting(people)
    frames = propose(list_, candidates, wish, Diary())
    fill(list_, frames, [one.form for one in candidates], wish)
    return frames


def main(short: bool = False) -> None:
    """Print the time of one proposal for the whole list; it must stay under two seconds."""
    report(
        f"propose groups for {PEOPLE} waiting people (2000 ms allowed)", lambda: propose_all(PEOPLE), 1 if short else 5
    )
