"""Who is next for a place that fell free: the rule by examples, and what holds for any waiting list."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.filling_rules import line_for, passed_over, still_filled
from lms.courses.forming_terms import Form, Obstacle, Waiter, Why
from lms.courses.states import Route
from lms.learners.models import Meets, PartOfWeek

MORNING, EVENING = PartOfWeek.MORNING, PartOfWeek.EVENING
EVENINGS = Form(frozenset({EVENING}))


def waiter(position: int, *parts: PartOfWeek, **given: object) -> Waiter:
    facts: dict[str, object] = {"meets": Meets.IN_PERSON, "reads_cyrillic": True, "available": frozenset(parts)}
    return Waiter(**({"entry_id": position, "position": position} | facts | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "hours", "percent", "offered"),
    [
        (0, 100, 20, True),
        (0, 100, 0, True),  # before the first lesson always
        (2, 100, 0, False),
        (19, 100, 20, True),
        (20, 100, 20, False),
        (16, 80, 20, False),
        (99, 100, 100, True),
        (100, 100, 100, False),
    ],
)
def test_a_place_is_offered_until_a_share_of_the_hours_is_held(
    held: int, hours: int, percent: int, offered: bool
) -> None:
    assert still_filled(held, hours, percent) is offered


@pytest.mark.parametrize(
    ("first", "form", "answered", "why"),
    [
        (waiter(1, MORNING), EVENINGS, {}, Why.TIME),
        (waiter(1, EVENING, meets=Meets.ONLINE), EVENINGS, {}, Why.MODE),
        (waiter(1, EVENING), Form(frozenset({EVENING}), online=True), {}, Why.MODE),
        (waiter(1, available=None), EVENINGS, {}, Why.NOT_ASKED),
        (waiter(1, EVENING), Form(frozenset({EVENING}), route=Route.LETTERS), {}, Why.READING),
        (
            waiter(1, EVENING, reads_cyrillic=None),
            Form(frozenset({EVENING}), route=Route.READS),
            {},
            Why.READING_UNKNOWN,
        ),
        (waiter(1, EVENING, obstacle=Obstacle(Why.OFFERED, "A1-2")), EVENINGS, {}, Why.OFFERED),
        (waiter(1, EVENING, obstacle=Obstacle(Why.ENROLLED, "A1-2")), EVENINGS, {}, Why.ENROLLED),
        (waiter(1, EVENING), EVENINGS, {1: Why.DECLINED}, Why.DECLINED),
        (waiter(1, EVENING), EVENINGS, {1: Why.UNANSWERED}, Why.UNANSWERED),
    ],
)
def test_whoever_does_not_suit_is_passed_over_and_it_is_said_why(
    first: Waiter, form: Form, answered: dict[int, Why], why: Why
) -> None:
    meets, reads = Meets.ONLINE if form.online else Meets.IN_PERSON, form.route is not Route.LETTERS
    second = waiter(2, EVENING, meets=meets, reads_cyrillic=reads)
    line = line_for([first, second], form, answered, 1)
    assert line.next == (second,)
    assert [(left.waiter, left.why) for left in line.passed] == [(first, why)]


def test_nobody_behind_the_last_who_is_asked_is_called_passed_over() -> None:
    people = [waiter(1, EVENING), waiter(2, MORNING), waiter(3, EVENING), waiter(4, MORNING)]
    line = line_for(people, EVENINGS, {}, 2)
    assert [one.position for one in line.next] == [1, 3]
    assert [left.waiter.position for left in line.passed] == [2]


@pytest.mark.parametrize(
    ("chosen", "before"),
    [([1], ()), ([2], (1,)), ([1, 4], (2, 3)), ([4, 2], (1, 3)), ([], ()), ([9], (1, 2, 3, 4)), ([1, 9], (2, 3, 4))],
)
def test_whoever_stands_before_a_chosen_person_and_is_not_chosen_is_named(
    chosen: list[int], before: tuple[int, ...]
) -> None:
    assert passed_over([waiter(n, EVENING) for n in range(1, 5)], chosen) == before


def any_waiters() -> st.SearchStrategy[Sequence[Waiter]]:
    one = st.builds(
        waiter,
        st.integers(1, 60),
        available=st.none() | st.frozensets(st.sampled_from(list(PartOfWeek))),
        meets=st.none() | st.sampled_from(list(Meets)),
        reads_cyrillic=st.none() | st.booleans(),
        obstacle=st.none() | st.just(Obstacle(Why.OFFERED, "A1-2")),
    )
    return st.lists(one, max_size=30, unique_by=lambda waiter: waiter.position)


@given(any_waiters(), st.sampled_from(list(Route)), st.booleans(), st.integers(0, 8))
def test_the_line_is_the_list_s_order_and_everybody_before_its_end_is_in_it_or_told_why(
    people: Sequence[Waiter], route: Route, online: bool, most: int
) -> None:
    form = Form(frozenset({EVENING}), online, route)
    line = line_for(people, form, {}, most)
    next_, passed = [one.position for one in line.next], [left.waiter.position for left in line.passed]
    assert next_ == sorted(next_) and len(next_) <= most
    assert all(form.suits(one) and not one.obstacle for one in line.next)
    assert not any(form.suits(left.waiter) and not left.waiter.obstacle for left in line.passed)
    everybody = sorted(one.position for one in people)
    reached = everybody if len(next_) < most else [one for one in everybody if next_ and one <= next_[-1]]
    assert sorted(next_ + passed) == reached
