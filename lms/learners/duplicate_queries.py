"""Looking for records that could be one person, among the people whose records the viewer keeps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from sqlalchemy import ColumnElement, Subquery, false, or_, select

from lms.access.scope import LARGEST_IDENTIFIER, permission_table, scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.duplicate_models import DistinctPeople
from lms.learners.duplicate_rules import Likeness, Person, likeness, written
from lms.learners.models import BirthPrecision, Learner
from lms.learners.search_models import NameKey
from lms.learners.search_rules import KeyKind
from lms.learners.search_sounds import sounds

COMPARED = 300
"""The most records one person is compared with."""
CROWD = 60
"""People who share one trait; with more of them the trait says nothing."""


@dataclass(frozen=True)
class LookAlike:
    """A record that could be the person's."""

    learner: Learner
    likeness: Likeness


@dataclass(frozen=True)
class Pair:
    """Two records that could be one person; the older one stands first."""

    first: Learner
    second: Learner
    likeness: Likeness


def look_alikes(by: Viewer, person: Person) -> list[LookAlike]:
    """Who could be the person being written down, the surest first."""
    statement = scoped(select(Learner), "learners.change", by).where(or_(false(), *_traits(person))).limit(COMPARED)
    found = [LookAlike(one, alike) for one in db.session.scalars(statement) if (alike := likeness(person, one))]
    return sorted(found, key=lambda one: (-one.likeness.sure, one.learner.id))


def _traits(person: Person) -> list[ColumnElement[bool]]:
    traits: list[ColumnElement[bool]] = [
        Learner.id.in_(select(first.c.learner_id).join(second, first.c.learner_id == second.c.learner_id))
        for words in written(person)
        for one, other in combinations(words[:4], 2)
        for first, second in [(_sounding(one), _sounding(other))]
    ]
    if person.born_on and person.born_precision is BirthPrecision.DAY:
        traits.append(Learner.born_on == person.born_on)
    if person.phone:
        traits.append(Learner.phone == person.phone)
    if person.personal_number:
        traits.append(Learner.personal_number == person.personal_number)
    return traits


def _sounding(word: str) -> Subquery:
    return (
        select(NameKey.learner_id)
        .where(NameKey.kind == KeyKind.SOUND, NameKey.key.in_(sorted(sounds(word))))
        .distinct()
        .subquery()
    )


def known_elsewhere(by: Viewer, person: Person) -> bool:
    """Whether a person with this personal number has a record that the viewer may not see; never whose."""
    if not person.personal_number:
        return False
    own = permission_table().condition(by, "learners.change")
    others = select(Learner.id).where(
        Learner.personal_number == person.personal_number, Learner.merged_into_id.is_(None), ~own
    )
    return db.session.scalar(others.limit(1)) is not None


@dataclass(frozen=True)
class Doubt:
    """Why a person who is being written down could be known already."""

    alike: list[LookAlike]
    elsewhere: bool

    @property
    def answer(self) -> str:
        """What the button “somebody else” says: whom they are not."""
        return ",".join(["other", *(str(one.learner.id) for one in self.alike)])


def doubt_about(by: Viewer, person: Person, answer: str | None) -> Doubt | None:
    """The doubt about a new person; None where there is none, or `answer` says of everybody that it is not them."""
    alike, elsewhere = look_alikes(by, person), known_elsewhere(by, person)
    open_ones = {one.learner.id for one in alike} - set(settled(by, answer))
    return Doubt(alike, elsewhere) if open_ones or (elsewhere and not answer) else None


def settled(by: Viewer, answer: str | None) -> list[int]:
    """The people somebody said a new person is not, as far as the viewer may see them."""
    named = [int(one) for one in (answer or "").split(",")[:COMPARED] if one.isascii() and one.isdigit()]
    ids = [one for one in named if 0 < one <= LARGEST_IDENTIFIER]
    return list(db.session.scalars(scoped(select(Learner.id), "learners.change", by).where(Learner.id.in_(ids))))


def possible_duplicates(by: Viewer, centre_id: int) -> list[Pair]:
    """The pairs of a centre that could be one person and were not said to be two, the surest first."""
    statement = scoped(select(Learner), "learners.change", by).where(Learner.centre_id == centre_id)
    people = db.session.scalars(statement.order_by(Learner.id)).all()
    distinct = {tuple(pair) for pair in db.session.execute(select(DistinctPeople.first_id, DistinctPeople.second_id))}
    by_id = {one.id: one for one in people}
    found = [
        Pair(by_id[first], by_id[second], alike)
        for first, second in sorted(_sharing(people) - distinct)
        if (alike := likeness(by_id[first], by_id[second]))
    ]
    return sorted(found, key=lambda pair: -pair.likeness.sure)


def _sharing(people: Iterable[Learner]) -> set[tuple[int, int]]:
    """The pairs that share a trait few share: looked up, never everybody with everybody."""
    holders: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for person in people:
        for trait in _shared_traits(person):
            holders[trait].append(person.id)
    crowds = (ids for ids in holders.values() if len(ids) <= CROWD)
    return {pair for ids in crowds for pair in combinations(sorted(set(ids)), 2)}


def _shared_traits(person: Learner) -> set[tuple[object, ...]]:
    names = written(person)
    traits: set[tuple[object, ...]] = {("number", person.personal_number)} if person.personal_number else set()
    for words in names:
        for one, other in combinations(words[:4], 2):
            traits |= {("name", *sorted(codes)) for codes in product(sounds(one), sounds(other))}
    given = {code for words in names for word in words for code in sounds(word)}
    for kind, value in (("born", person.born_on), ("phone", person.phone)):
        traits |= {(kind, value, code) for code in given} if value else set()
    return traits


def merged_from(learner: Learner) -> Sequence[Learner]:
    """The records that became part of this one."""
    return db.session.scalars(select(Learner).where(Learner.merged_into_id == learner.id).order_by(Learner.id)).all()


def taken_by(by: Viewer, learner_id: int) -> Learner | None:
    """The record that took the place of the one with this identifier, if the viewer may see it."""
    into = select(Learner.merged_into_id).where(Learner.id == learner_id).scalar_subquery()
    return db.session.scalars(scoped(select(Learner), "learners.view", by).where(Learner.id == into)).one_or_none()
