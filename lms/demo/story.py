"""The story of the year: who joins which cohort, leaves it, moves to another one and how it ends for them.

Pure: `imagine` tells the same story for the same seed and day.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from lms.courses.states import EnrolmentState, LeavingReason, Level, Outcome
from lms.demo import content, presence
from lms.demo.endings import end
from lms.demo.groups import day_of_week, plan_groups
from lms.demo.people import Inventor
from lms.demo.waiting import newcomers, placement_before, queue, waited_before
from lms.demo.world import Group, Sitting, Stay, Wait, World

DRIFT = timedelta(days=14)
"""How long before they leave people begin to stay away."""


def imagine(seed: int, today: date) -> World:
    """The world of the demonstration on a day. Chance comes from the seed alone."""
    inventor = Inventor(Random(f"{seed}/people"), today)  # noqa: S311  nothing secret
    groups = plan_groups(today)
    by_key = {group.key: group for group in groups}
    stays: list[Stay] = []
    arriving: dict[str, list[Stay]] = defaultdict(list)
    for group in sorted(groups, key=lambda group: group.starts_on):
        telling = _Telling(Random(f"{seed}/{group.key}"), inventor, today, group)  # noqa: S311
        joined = [*arriving[group.key], *telling.join(stays)]
        telling.live(joined)
        if move := group.plan.get("move"):
            arriving[move["to"]] += telling.move_on(joined, by_key[move["to"]])
        stays += joined
    rng = Random(f"{seed}/queue")  # noqa: S311
    waits, sittings = _before(rng, stays, today)
    waiting, waiting_sat = queue(rng, inventor, today, completers(stays))
    fresh, fresh_sat = newcomers(rng, inventor, today)
    everybody = [*(stay.person for stay in stays), *(wait.person for wait in waiting), *fresh]
    # One who came back is one person; the order is that in which they first came.
    people = sorted(dict.fromkeys(everybody), key=lambda one: (one.registered_on, one.facts.given_latin))
    return World(
        today,
        tuple(groups),
        tuple(people),
        tuple(stays),
        (*waits, *waiting),
        (*sittings, *waiting_sat, *fresh_sat),
        tuple(fresh),
    )


def completers(stays: Sequence[Stay], key: str | None = None) -> list[Stay]:
    """The stays of people who completed a course (in one cohort) and have joined no other since."""
    last = {stay.person: stay for stay in stays}
    return [stay for stay in last.values() if stay.outcome is Outcome.COMPLETED and key in (None, stay.group.key)]


def _before(rng: Random, stays: Sequence[Stay], today: date) -> tuple[list[Wait], list[Sitting]]:
    """The waiting and the placement that came before each person's first stay."""
    first = {stay.person: stay for stay in reversed(stays)}
    order = sorted(first.values(), key=lambda stay: (stay.starts_on, stay.person.facts.given_latin))
    waits = [waited_before(rng, stay, today) for stay in order]
    return waits, [placement_before(rng, stay, today) for stay in order]


class _Telling:
    """Tells what happens in one cohort."""

    def __init__(self, rng: Random, inventor: Inventor, today: date, group: Group) -> None:
        self._rng, self._inventor, self._today, self._group = rng, inventor, today, group
        self._held = group.held_before(today)

    def join(self, earlier: Sequence[Stay]) -> list[Stay]:
        """The people of the cohort: some come from an earlier one, most are new, a few join late."""
        plan, group, rng = self._group.plan, self._group, self._rng
        after = plan.get("after", {"cohort": "", "people": 0})
        ready = completers(earlier, after["cohort"])
        returning = rng.sample(ready, min(after["people"], len(ready)))
        level = Level(group.programme["level"])
        people = [stay.person for stay in returning]
        while len(people) < plan["people"]:
            since = min(group.starts_on, self._today) - timedelta(days=rng.randint(5, 75))
            people.append(self._inventor.invent(group.centre, level, since))
        days = [group.starts_on] * (len(people) - plan.get("late", 0))
        days += [group.lessons[rng.randint(4, 8)].day for _ in range(plan.get("late", 0))]
        return [Stay(person, group, day) for person, day in zip(people, days, strict=True)]

    def live(self, stays: Sequence[Stay]) -> None:
        """Let people leave, slip away and move, let the lessons happen, and the end if it has come."""
        leave, slip = self._group.plan.get("leave", 0), self._group.plan.get("slip", 0)
        move = self._group.plan.get("move", {"people": 0})
        # Whoever came late or from elsewhere stays.
        steady = [stay for stay in stays if stay.starts_on == self._group.starts_on and not stay.continues]
        fates = self._rng.sample(steady, leave + slip + move["people"])
        for stay in fates[:leave]:
            self._leave(stay)
        for stay in fates[leave : leave + slip]:
            stay.drifts_from = self._today - timedelta(days=self._rng.randint(12, 18))
        for stay in fates[leave + slip :]:
            stay.state, stay.moved = EnrolmentState.TRANSFERRED, move["reason"]
            stay.ends_on = day_of_week(self._today, move["week"]) - timedelta(days=1)
        for stay in stays:
            for lesson in self._held:
                if stay.starts_on <= lesson.day and (stay.ends_on is None or lesson.day <= stay.ends_on):
                    presence.attend(self._rng, stay, lesson)
        if self._group.ends_on < self._today:
            for stay in stays:
                end(self._rng, stay)

    def move_on(self, stays: Sequence[Stay], to: Group) -> list[Stay]:
        """The stays with which those who moved go on in another cohort."""
        return [
            Stay(stay.person, to, stay.ends_on + timedelta(days=1), continues=stay)
            for stay in stays
            if stay.state is EnrolmentState.TRANSFERRED and stay.ends_on
        ]

    def _leave(self, stay: Stay) -> None:
        reasons = content.read("words")["leaving"]
        why = self._rng.choices(reasons, [one["weight"] for one in reasons])[0]
        lesson = self._held[round(len(self._held) * self._rng.uniform(0.25, 0.8))]
        stay.state, stay.ends_on = EnrolmentState.WITHDRAWN, lesson.day
        stay.leaving = LeavingReason(why["reason"]), why["note"]
        stay.drifts_from = lesson.day - DRIFT
