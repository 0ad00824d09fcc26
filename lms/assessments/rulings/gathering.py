"""Answers that were given and not accepted, gathered: what was said, and how many people said it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.assessments.judging.rules import NO_RULING, Ruling, judge, leniency
from lms.assessments.judging.typed import plain
from lms.assessments.states import ItemKind

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """One answer, and who gave it."""

    learner_id: int
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class Unaccepted:
    """A typed answer that is not right so far: in which gap (from 0), as most wrote it, and how many people."""

    gap: int
    text: str
    people: int


@dataclass(frozen=True)
class OrderGiven:
    """An order of the parts that is not right so far, by their numbers, and how many people put them so."""

    order: tuple[int, ...]
    people: int


def typed_unaccepted(body: Body, given: Iterable[Given], ruling: Ruling = NO_RULING) -> list[Unaccepted]:
    """What was typed and is not right, for each gap; what most people typed first.

    Spellings between which the item makes no difference are one answer. In a void item nothing is wrong.
    """
    if ruling.void:
        return []
    forgiven = leniency({**body, **ruling.key})
    spelt: defaultdict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    people: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for one in given:
        judged = judge(ItemKind.GAP_TYPED, body, one.answer, ruling)
        for gap, (text, part) in enumerate(zip(one.answer["gaps"], judged.parts, strict=True)):
            if text and not part.right:
                same = gap, plain(text, forgiven)
                spelt[same][text] += 1
                people[same].add(one.learner_id)
    found = [Unaccepted(gap, spelt[gap, same].most_common(1)[0][0], len(who)) for (gap, same), who in people.items()]
    return sorted(found, key=lambda one: (one.gap, -one.people, one.text))


def orders_unaccepted(body: Body, given: Iterable[Given], ruling: Ruling = NO_RULING) -> list[OrderGiven]:
    """The orders that people put the parts in and that are not right, the most frequent first."""
    people: defaultdict[tuple[int, ...], set[int]] = defaultdict(set)
    for one in given:
        if not judge(ItemKind.ORDERING, body, one.answer, ruling).right:
            people[_first_that_reads_so(body["parts"], one.answer["order"])].add(one.learner_id)
    found = [OrderGiven(order, len(who)) for order, who in people.items()]
    return sorted(found, key=lambda one: (-one.people, one.order))


def _first_that_reads_so(parts: Sequence[str], order: Sequence[str]) -> tuple[int, ...]:
    """The order by numbers; of parts that read alike the first one stands first."""
    left = list(range(1, len(parts) + 1))
    found = []
    for identifier in order:
        number = next(one for one in left if parts[one - 1] == parts[int(identifier) - 1])
        left.remove(number)
        found.append(number)
    return tuple(found)
