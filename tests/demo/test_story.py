"""The story of the demonstration's year: what holds for every seed and day."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from lms.attendance.models import MarkKind
from lms.attendance.rules import enrolled_on, wrong_minutes
from lms.courses.states import EnrolmentState, Outcome
from lms.demo import content
from lms.demo.people import PHONE
from lms.demo.presence import ease, minutes_of
from lms.demo.story import imagine
from lms.demo.world import SittingState, Stay, World
from lms.learners.models import Sex

TODAY = date(2026, 10, 14)


@pytest.fixture(scope="module", params=[(2019, TODAY), (7, date(2026, 1, 2)), (41, date(2028, 2, 29))], ids=str)
def world(request: pytest.FixtureRequest) -> World:
    return imagine(*request.param)


def shares(stays: list[Stay]) -> float:
    attended, held = map(sum, zip(*(minutes_of(stay) for stay in stays), strict=True))
    return attended / held


def said(world: World) -> Iterator[MarkKind]:
    for stay in world.stays:
        yield from (touches[-1].value.kind for touches in stay.touches.values())


def told(world: World) -> list[str]:
    """Everything the world holds, as text: equal worlds tell equal texts."""
    places = {person: str(place) for place, person in enumerate(world.people)}
    parts = [[person.facts, person.habits, person.registered_on] for person in world.people]
    parts += [[places[one.person], one.group.code, one.starts_on, one.ends_on, one.touches] for one in world.stays]
    parts += [[places[one.person], one.since, one.level, one.note] for one in world.waits]
    parts += [[places[one.person], one.on, one.state] for one in world.sittings]
    return [repr(part) for part in parts]


def test_the_same_seed_and_day_tell_the_same_story() -> None:
    assert told(imagine(5, TODAY)) == told(imagine(5, TODAY))
    assert told(imagine(5, TODAY)) != told(imagine(6, TODAY))


def test_about_160_people_more_women_than_men_nobody_twice(world: World) -> None:
    assert 145 <= len(world.people) <= 180
    sexes = Counter(person.facts.sex for person in world.people)
    assert sexes[Sex.FEMALE] > sexes[Sex.MALE]
    assert len({(one.facts.given_latin, one.facts.family_latin) for one in world.people}) == len(world.people)


def test_contacts_are_fictitious_and_nobody_shares_them(world: World) -> None:
    phones = [person.facts.phone for person in world.people if person.facts.phone]
    emails = [person.facts.email for person in world.people if person.facts.email]
    assert all(phone.startswith(PHONE) and len(phone) == len(PHONE) + 4 for phone in phones)
    assert all(email.endswith("@example.org") and email.isascii() for email in emails)
    assert len(set(phones)) == len(phones) and len(set(emails)) == len(emails)


def test_forty_people_wait_and_nobody_waits_in_the_future(world: World) -> None:
    waiting = [wait for wait in world.waits if wait.ended is None]
    assert len(waiting) == 40 and {wait.person.centre for wait in waiting} == {"SOF", "BUR"}
    for wait in world.waits:
        assert wait.person.registered_on <= wait.since <= (wait.ended or [world.today])[0] <= world.today


def test_a_cohort_never_has_more_than_fifteen_people(world: World) -> None:
    for group in world.groups:
        here = [stay for stay in world.stays if stay.group is group]
        for day in {stay.starts_on for stay in here}:
            assert sum(enrolled_on(day, stay.starts_on, stay.ends_on) for stay in here) <= 15


def test_nobody_is_in_two_cohorts_at_once(world: World) -> None:
    of_person: dict[object, list[Stay]] = defaultdict(list)
    for stay in sorted(world.stays, key=lambda stay: stay.starts_on):
        of_person[stay.person].append(stay)
    for stays in of_person.values():
        for before, after in pairwise(stays):
            assert before.ends_on and before.ends_on < after.starts_on


def test_everybody_enrolled_is_marked_in_every_lesson_held_and_nobody_else(world: World) -> None:
    for stay in world.stays:
        held = stay.group.held_before(world.today)
        there = [one.number for one in held if enrolled_on(one.day, stay.starts_on, stay.ends_on)]
        assert sorted(stay.touches) == there
    assert all(one.starts_on <= (one.ends_on or one.starts_on) for one in world.stays)


def test_minutes_fit_the_lessons(world: World) -> None:
    for stay in world.stays:
        minutes = stay.group.programme["hour_minutes"] * min(slot.hours for slot in stay.group.slots)
        for touches in stay.touches.values():
            assert all(wrong_minutes(one.value, minutes) is None for one in touches)
            assert [one.after for one in touches] == sorted(one.after for one in touches)
            assert touches[-1].after < timedelta(minutes=minutes + 5)


def test_all_kinds_of_marks_occur(world: World) -> None:
    kinds = Counter(said(world))
    assert set(kinds) == set(MarkKind)
    assert 0.65 < kinds[MarkKind.PRESENT] / kinds.total() < 0.9


def test_mornings_are_stronger_than_evenings_and_leavers_drift_away(world: World) -> None:
    begun = [stay for stay in world.stays if stay.touches and stay.drifts_from is None]
    morning = [stay for stay in begun if ease(stay.group) > 0.98]
    evening = [stay for stay in begun if ease(stay.group) < 0.92]
    assert shares(morning) > shares(evening)
    left = [stay for stay in world.stays if stay.state is EnrolmentState.WITHDRAWN and stay.touches]
    assert shares(left) < shares(evening)


def test_finished_cohorts_have_outcomes_and_others_none(world: World) -> None:
    for stay in world.stays:
        finished = stay.group.ends_on < world.today
        assert (stay.outcome is not None) == finished
        if stay.outcome is Outcome.COMPLETED:
            attended, held = minutes_of(stay)
            assert attended * 100 >= held * 70 and (stay.final_score or 0) >= 60
    outcomes = Counter(stay.outcome for stay in world.stays)
    assert outcomes[Outcome.COMPLETED] > outcomes[Outcome.ATTENDED] > 0 and outcomes[Outcome.WITHDREW] > 5


def test_leavers_say_why_and_movers_go_on_the_day_after(world: World) -> None:
    for stay in world.stays:
        assert (stay.state is EnrolmentState.WITHDRAWN) == (stay.leaving is not None)
        if stay.continues:
            before = stay.continues
            assert before.state is EnrolmentState.TRANSFERRED and before.person is stay.person
            assert before.ends_on and stay.starts_on == before.ends_on + timedelta(days=1)
    assert sum(stay.continues is not None for stay in world.stays) == 3


def test_placements_come_before_the_place_and_some_are_undecided(world: World) -> None:
    first: dict[object, date] = {}
    for stay in world.stays:
        first.setdefault(stay.person, stay.starts_on)
    for sitting in world.sittings:
        assert sitting.person.registered_on <= sitting.on < world.today
        assert sitting.on <= first.get(sitting.person, sitting.on)
    decided = [one for one in world.sittings if one.state is SittingState.DECIDED]
    undecided = [one for one in world.sittings if one.state is SittingState.FINISHED]
    assert len(decided) > 110 and {one.person.centre for one in undecided} == {"SOF", "BUR"}


def test_whoever_learns_to_read_does_not_read_yet(world: World) -> None:
    literacy = [one for one in world.people if one.level.value == "literacy"]
    assert literacy and all(one.facts.reads_cyrillic is False for one in literacy)


def test_one_newcomer_of_each_centre_reads_arabic_and_has_the_placement_before_them(world: World) -> None:
    sat = {sitting.person for sitting in world.sittings}
    ready = [one for one in world.newcomers if one.facts.language == "ar" and one not in sat]
    assert {one.centre for one in ready} == set(content.read("cohorts")["newcomers"])
