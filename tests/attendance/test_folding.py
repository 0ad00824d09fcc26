"""How entries add up: nothing lost, the same in every order, conflicts exactly when values differ."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.folding import Standing, Touch, answer_to, fold, shown_at, trusted_moment
from lms.attendance.models import EntryAnswer, MarkKind
from lms.attendance.rules import Value

START = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
PRESENT, ABSENT = Value(MarkKind.PRESENT), Value(MarkKind.ABSENT)
VALUES = (PRESENT, ABSENT, Value(MarkKind.LATE, 10), Value(MarkKind.LATE, 20), Value(MarkKind.EXCUSED))


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


def touch(name: str, value: Value, version: int, **given: object) -> Touch:
    return replace(Touch(name, value, minute(version), version), **given)  # type: ignore[arg-type]


def folded(*touches: Touch) -> Standing:
    return fold(touches)


def test_an_entry_replaces_what_its_author_had_seen() -> None:
    standing = folded(touch("a", PRESENT, 1), touch("b", ABSENT, 2, based_on=1))
    assert (standing.wins.id, standing.in_conflict) == ("b", False)


def test_an_entry_against_an_older_state_with_another_value_is_a_conflict_and_the_later_made_wins() -> None:
    standing = folded(touch("a", PRESENT, 1), touch("b", ABSENT, 2, made_at=minute(0)))
    assert (standing.wins.id, standing.in_conflict) == ("a", True)
    assert {kept.id for kept in standing.side_by_side} == {"a", "b"}


def test_an_entry_against_an_older_state_with_the_same_value_is_no_conflict() -> None:
    assert not folded(touch("a", PRESENT, 1), touch("b", PRESENT, 2)).in_conflict


def test_other_minutes_are_another_value_and_other_words_for_a_reason_are_not() -> None:
    assert folded(touch("a", Value(MarkKind.LATE, 5), 1), touch("b", Value(MarkKind.LATE, 9), 2)).in_conflict
    doctor, illness = Value(MarkKind.EXCUSED, None, "doctor"), Value(MarkKind.EXCUSED, None, "illness")
    assert not folded(touch("a", doctor, 1), touch("b", illness, 2)).in_conflict


def test_whoever_has_seen_both_values_settles_the_conflict_and_may_settle_it_for_either() -> None:
    conflict = [touch("a", PRESENT, 1), touch("b", ABSENT, 2)]
    settled = folded(*conflict, touch("c", PRESENT, 3, based_on=2))
    assert (settled.wins.id, settled.in_conflict) == ("c", False)


def test_whoever_had_seen_only_one_of_the_values_settles_nothing() -> None:
    conflict = [touch("a", PRESENT, 1), touch("b", ABSENT, 2)]
    assert folded(*conflict, touch("c", PRESENT, 3, based_on=1)).in_conflict


def test_a_device_that_changes_its_mind_without_a_network_is_not_in_conflict_with_itself() -> None:
    first, second = touch("a", PRESENT, 1), touch("b", ABSENT, 2, follows="a")
    assert not folded(first, second).in_conflict
    swapped = folded(touch("b", ABSENT, 1, follows="a"), touch("a", PRESENT, 2))
    assert (swapped.wins.id, swapped.in_conflict) == ("b", False)


def test_entries_that_follow_each_other_in_a_circle_are_still_all_there() -> None:
    circle = folded(touch("a", PRESENT, 1, follows="b"), touch("b", ABSENT, 2, follows="a"))
    assert circle.in_conflict
    assert len(circle.side_by_side) == 2


def test_a_page_shows_the_value_of_the_version_it_was_made_at_and_nothing_for_a_conflict() -> None:
    touches = [touch("a", PRESENT, 1), touch("b", ABSENT, 2)]
    assert [shown_at(touches, version) for version in (0, 1, 2)] == [None, PRESENT, None]


@pytest.mark.parametrize(
    ("made", "counts"),
    [(minute(5), minute(5)), (minute(999), minute(20)), (minute(-999_999), minute(-30))],
)
def test_a_clock_that_is_wrong_counts_as_the_nearest_moment_that_is_possible(made: datetime, counts: datetime) -> None:
    assert trusted_moment(made, received_at=minute(20), opens_at=minute(-30)) == counts


def test_the_answer_names_a_conflict_only_to_an_entry_that_is_in_it() -> None:
    late, standing = touch("c", PRESENT, 3), [touch("a", PRESENT, 1), touch("b", ABSENT, 2, follows="c")]
    assert answer_to(late, folded(*standing, late)) is EntryAnswer.APPLIED
    assert answer_to(standing[1], folded(*standing, late)) is EntryAnswer.CONFLICT


@dataclass(frozen=True)
class Sent:
    """An entry as a device sends it: its version is known only when it arrives."""

    id: str
    value: Value
    made_at: datetime
    follows: str | None


@st.composite
def devices(draw: st.DrawFn) -> list[list[Sent]]:
    """Devices without a network, each touching the same mark a few times, each by a clock of its own."""
    chains: list[list[Sent]] = []
    for name in "xyz"[: draw(st.integers(1, 3))]:
        chain: list[Sent] = []
        for value in draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=3)):
            before = chain[-1].id if chain else None
            made = minute(draw(st.integers(0, 30)))
            chain.append(Sent(f"{name}{len(chain)}", value, made, before))
        chains.append(chain)
    return chains


def arrive(order: list[Sent], seen: int) -> list[Touch]:
    """The server's numbering of entries in the order they came, after `seen` that all devices knew."""
    known = [touch(f"known{n}", VALUES[n], n, based_on=n - 1) for n in range(1, seen + 1)]
    numbered = enumerate(order, start=seen + 1)
    return known + [Touch(s.id, s.value, s.made_at, n, seen, s.follows) for n, s in numbered]


@given(devices(), st.integers(0, 2), st.data())
def test_the_result_is_the_same_in_any_order_of_arrival(
    chains: list[list[Sent]], seen: int, data: st.DataObject
) -> None:
    sent = [entry for chain in chains for entry in chain]
    one = folded(*arrive(sent, seen))
    other = folded(*arrive(data.draw(st.permutations(sent)), seen))
    assert (one.wins.id, one.in_conflict) == (other.wins.id, other.in_conflict)


@given(devices(), st.integers(0, 2), st.data())
def test_a_conflict_shows_exactly_when_the_devices_last_words_differ(
    chains: list[list[Sent]], seen: int, data: st.DataObject
) -> None:
    sent = [entry for chain in chains for entry in chain]
    standing = folded(*arrive(data.draw(st.permutations(sent)), seen))
    last = {chain[-1].id: chain[-1].value for chain in chains}
    assert {kept.id for kept in standing.side_by_side} == set(last)
    assert standing.in_conflict is (len(set(last.values())) > 1)
    assert standing.wins.made_at == max(chain[-1].made_at for chain in chains)
