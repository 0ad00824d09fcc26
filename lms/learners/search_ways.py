"""The ways in which a key answers a word of a question, as conditions that an index of either database serves.

By digits everybody finds only what they may read on the record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from lms.access.scope import permission_table
from lms.access.viewer import Viewer
from lms.learners.models import Learner
from lms.learners.search_models import NameKey
from lms.learners.search_rules import KeyKind, Match, Term

_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Way:
    """How near the word is to the keys of a kind that lie in any of some ranges, and who may find by it."""

    match: Match
    kind: KeyKind
    ranges: tuple[ColumnElement[bool], ...]
    allowed: tuple[ColumnElement[bool], ...] = ()
    covered: bool = False
    """Whether a later way has all these keys, too."""


def ways(by: Viewer, key: Any, term: Term) -> Iterator[Way]:
    """The ways in which a key answers a term, the closest first."""
    if term.digits:
        yield from _by_digits(by, key, term)
        return
    yield Way(Match.EXACT, KeyKind.WORD, (key.key.in_(term.forms),), covered=True)
    yield Way(Match.PREFIX, KeyKind.WORD, _beginning(key.key, term.forms))
    if term.codes:
        yield Way(Match.VARIANT, KeyKind.SOUND, (key.key.in_(sorted(term.codes)),), covered=term.codes_begin)
    if term.beginnings:
        yield Way(Match.VARIANT_PREFIX, KeyKind.SOUND, _beginning(key.key, term.beginnings))
    if term.parts:
        yield Way(Match.PART, KeyKind.PART, _beginning(key.key, term.parts))


def _by_digits(by: Viewer, key: Any, term: Term) -> Iterator[Way]:
    digits = (term.digits, term.digits.lstrip("0")) if term.is_number else (term.digits,)
    yield Way(Match.EXACT, KeyKind.NUMBER, (key.key.in_(digits),), covered=not term.is_number)
    if term.is_number:
        return
    personal = select(Learner.id).where(Learner.personal_number == term.digits)
    record = _holding(by, "learners.change", key)
    yield Way(Match.EXACT, KeyKind.NUMBER, (key.learner_id.in_(personal),), record)
    yield Way(Match.PREFIX, KeyKind.NUMBER, _beginning(key.key, digits))
    if telephones := term.telephones:
        yield Way(Match.VARIANT, KeyKind.PHONE, _beginning(key.key, telephones), _holding(by, "learners.contact", key))


def _holding(by: Viewer, permission: str, key: Any) -> tuple[ColumnElement[bool], ...]:
    own = select(Learner.id).where(Learner.id == key.learner_id, permission_table().condition(by, permission))
    return (own.exists(),)


def all_in(found: Iterable[Way]) -> list[Way]:
    """The ways that no later one covers: whoever answers at all answers one of these."""
    return [way for way in found if not way.covered]


def distance(by: Viewer, term: Term, learner_id: Any) -> ColumnElement[int]:
    """How far a person is from a term; NULL when they do not answer it."""
    key = aliased(NameKey)
    # A function of one argument is none on SQLite.
    return func.coalesce(*_nearest(key, ways(by, key, term), learner_id), null())


def answers_to(by: Viewer, term: Term, learner_id: Any) -> ColumnElement[bool]:
    """Whether a person answers a term."""
    key = aliased(NameKey)
    return or_(*(one.is_not(None) for one in _nearest(key, all_in(ways(by, key, term)), learner_id)))


def _nearest(key: Any, found: Iterable[Way], learner_id: Any) -> list[ScalarSelect[int]]:
    # Each range is asked apart, and nothing after the first that answers: no plan can read more than a few keys.
    return [
        select(literal(way.match.value))
        .where(key.learner_id == learner_id, key.kind == way.kind, part, *way.allowed)
        .limit(1)
        .scalar_subquery()
        for way in found
        for part in way.ranges
    ]


def frequency(by: Viewer, term: Term, most: int) -> ColumnElement[int]:
    """How many keys answer a term, of whomever; `most` of each range are counted."""
    key = aliased(NameKey)
    counts = [
        select(func.count())
        .select_from(select(key.kind).where(key.kind == way.kind, part).limit(most).subquery())
        .scalar_subquery()
        for way in all_in(ways(by, key, term))
        for part in way.ranges
    ]
    return sum(counts[1:], counts[0])


def _beginning(column: Any, texts: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    """Where a column begins with one of the texts, a range for each."""
    return tuple(and_(column >= text, column < text + _LAST) for text in texts)
