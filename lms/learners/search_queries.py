"""Finding people: by any part of a name in any script and spelling, their number, card, telephone or ЛНЧ.

Everybody finds among the people they may see, and by digits only what they may read on the record.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import aliased

from lms.access.scope import permission_table, scoped
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.accounts.rules import clean_card_code
from lms.database import db
from lms.learners.models import Learner
from lms.learners.search_models import NameKey
from lms.learners.search_rules import KeyKind, Match, Term, asked

CLOSEST = 200
"""The most people one question finds; whoever is not among the closest is found by writing more of the name."""
ENOUGH = 50
"""Where so many are found, nobody looks on for the word in the middle of other names."""
_LAST = "\U0010ffff"
_Way = tuple[Match, ColumnElement[bool]]


def search(by: Viewer, question: str = "", centre_id: int | None = None) -> Select[tuple[Learner]]:
    """The people the viewer may see who answer every word of the question, the closest first.

    Closer is: the word itself, its beginning, another spelling of it, a part of it; namesakes stand by name.
    At most the CLOSEST are found; without a question, everybody.
    """
    seen = scoped(select(Learner), "learners.view", by)
    if centre_id is not None:
        seen = seen.where(Learner.centre_id == centre_id)
    by_name = (Learner.family_cyrillic, Learner.given_cyrillic, Learner.id)
    if holder := _holder(question):
        return seen.where(Learner.account_id == holder, permission_table().condition(by, "learners.cards"))
    if not (terms := asked(question)):
        return seen.order_by(*by_name)
    found = _closest(by, terms, seen.with_only_columns(Learner.id))
    if not found:
        return seen.where(false())
    return seen.where(Learner.id.in_(found)).order_by(case(found, value=Learner.id), *by_name)


def _holder(question: str) -> int | None:
    """The account whose card this is, where the whole question is the code of one."""
    code = clean_card_code(question[:40])
    return db.session.scalar(select(Account.id).where(Account.card_code == code)) if code else None


def _closest(by: Viewer, terms: Sequence[Term], seen: Select[Any]) -> dict[int, int]:
    """Identifiers of the closest people and how far each is from the question."""
    # The word that says most is looked for; the others are asked of whoever has it.
    first, *others = sorted(terms, key=lambda term: (not term.digits, -len(term.text)))
    found: dict[int, int] = {}
    for match, way in _ways(by, NameKey, first):
        if len(found) >= (ENOUGH if match is Match.PART else CLOSEST):
            break
        statement = select(NameKey.learner_id).where(way, NameKey.learner_id.in_(seen)).distinct().limit(CLOSEST)
        for learner_id in db.session.scalars(_with_others(by, statement, others)):
            found.setdefault(learner_id, match)
    return _ranked(by, found, others)


def _with_others(by: Viewer, statement: Select[Any], others: Iterable[Term]) -> Select[Any]:
    for term in others:
        statement = statement.where(_distance(by, term, NameKey.learner_id).is_not(None))
    return statement


def _ranked(by: Viewer, found: dict[int, int], others: Sequence[Term]) -> dict[int, int]:
    """The sum of the distances over all words of the question."""
    if others and found:
        distances = [_distance(by, term, Learner.id) for term in others]
        statement = select(Learner.id, sum(distances[1:], distances[0])).where(Learner.id.in_(found))
        found = {learner_id: found[learner_id] + rest for learner_id, rest in db.session.execute(statement)}
    return dict(sorted(found.items(), key=lambda one: one[1])[:CLOSEST])


def _distance(by: Viewer, term: Term, learner_id: Any) -> ScalarSelect[int]:
    """How far a person is from one word of the question; NULL when they do not answer it."""
    key = aliased(NameKey)
    ways = list(_ways(by, key, term))
    nearest = func.min(case(*((way, match.value) for match, way in ways)))
    answers = or_(*(way for _, way in ways))
    return select(nearest).where(key.learner_id == learner_id, answers).scalar_subquery()


def _ways(by: Viewer, key: Any, term: Term) -> Iterator[_Way]:
    """The ways in which a key answers a term, the closest first."""
    if term.digits:
        yield from _by_digits(by, key, term)
        return
    yield Match.EXACT, and_(key.kind == KeyKind.WORD, key.key.in_(term.forms))
    yield Match.PREFIX, and_(key.kind == KeyKind.WORD, _beginning(key.key, term.forms))
    if term.codes:
        yield Match.VARIANT, and_(key.kind == KeyKind.SOUND, key.key.in_(sorted(term.codes)))
    if term.beginnings:
        yield Match.VARIANT_PREFIX, and_(key.kind == KeyKind.SOUND, _beginning(key.key, term.beginnings))
    parts = [key.key.contains(form, autoescape=True) for form in term.forms if len(form) > 1]
    if parts:
        yield Match.PART, and_(key.kind == KeyKind.WHOLE, or_(*parts))


def _by_digits(by: Viewer, key: Any, term: Term) -> Iterator[_Way]:
    digits = (term.digits, term.digits.lstrip("0")) if term.is_number else (term.digits,)
    yield Match.EXACT, and_(key.kind == KeyKind.NUMBER, key.key.in_(digits))
    if term.is_number:
        return
    reach, record = (
        select(Learner.id).where(permission_table().condition(by, name))
        for name in ("learners.contact", "learners.change")
    )
    personal = select(Learner.id).where(Learner.personal_number == term.digits)
    whole = and_(key.kind == KeyKind.WHOLE, key.learner_id.in_(personal), key.learner_id.in_(record))
    yield Match.EXACT, whole
    yield Match.PREFIX, and_(key.kind == KeyKind.NUMBER, _beginning(key.key, digits))
    if telephones := term.telephones:
        part = and_(key.kind == KeyKind.PHONE, _beginning(key.key, telephones))
        yield Match.VARIANT, and_(part, key.learner_id.in_(reach))


def _beginning(column: Any, texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column begins with one of the texts, as a range that an index of either database serves."""
    return or_(*(and_(column >= text, column < text + _LAST) for text in texts))
