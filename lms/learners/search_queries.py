"""Finding people: by any part of a name in any script and spelling, their number, card, telephone or ЛНЧ.

Everybody finds among the people they may see, and by digits only what they may read on the record.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union_all

from lms.access.scope import permission_table, scoped
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.accounts.rules import clean_card_code
from lms.database import db
from lms.learners.models import Learner
from lms.learners.search_models import NameKey
from lms.learners.search_rules import KeyKind, Match, Term, asked

_LAST = "\U0010ffff"
Found = Select[int, int]
PART_FROM = 2
"""Letters from which a word is also looked for in the middle of names."""


def search(by: Viewer, question: str = "", centre_id: int | None = None) -> Select[tuple[Learner]]:
    """The people the viewer may see who answer every word of the question, the closest first.

    Closer is: the word itself, its beginning, another spelling of it, a part of it; namesakes stand by name.
    """
    statement = scoped(select(Learner), "learners.view", by)
    if centre_id is not None:
        statement = statement.where(Learner.centre_id == centre_id)
    if holder := _holder(question):
        return statement.where(Learner.account_id == holder, permission_table().condition(by, "learners.cards"))
    distances: list[ColumnElement[int]] = []
    for term in asked(question):
        found = union_all(*_found(by, term)).subquery()
        best = select(found.c.learner_id, func.min(found.c.distance).label("distance")).group_by(found.c.learner_id)
        closest = best.subquery()
        statement = statement.join(closest, closest.c.learner_id == Learner.id)
        distances.append(closest.c.distance)
    distance = [sum(distances[1:], distances[0])] if distances else []
    return statement.order_by(*distance, Learner.family_cyrillic, Learner.given_cyrillic, Learner.id)


def _holder(question: str) -> int | None:
    """The account whose card this is, where the whole question is the code of one."""
    code = clean_card_code(question[:40])
    return db.session.scalar(select(Account.id).where(Account.card_code == code)) if code else None


def _found(by: Viewer, term: Term) -> Iterator[Found]:
    if term.digits:
        yield from _by_digits(by, term)
    else:
        yield from _by_name(term)


def _by_name(term: Term) -> Iterator[Found]:
    exact = case((NameKey.key.in_(term.forms), Match.EXACT.value), else_=Match.PREFIX.value)
    yield _keys(KeyKind.WORD, _beginning(NameKey.key, term.forms), exact)
    if term.codes:
        yield _keys(KeyKind.SOUND, NameKey.key.in_(sorted(term.codes)), Match.VARIANT)
    if term.beginnings:
        yield _keys(KeyKind.SOUND, _beginning(NameKey.key, term.beginnings), Match.VARIANT_PREFIX)
    if parts := [form for form in term.forms if len(form) >= PART_FROM]:
        yield _keys(KeyKind.WHOLE, or_(*(NameKey.key.contains(form, autoescape=True) for form in parts)), Match.PART)


def _by_digits(by: Viewer, term: Term) -> Iterator[Found]:
    digits = (term.digits, term.digits.lstrip("0")) if term.is_number else (term.digits,)
    exact = case((NameKey.key.in_(digits), Match.EXACT.value), else_=Match.PREFIX.value)
    yield _keys(KeyKind.NUMBER, NameKey.key.in_(digits) if term.is_number else _beginning(NameKey.key, digits), exact)
    if not term.is_number:
        reach, record = (permission_table().condition(by, name) for name in ("learners.contact", "learners.change"))
        part = literal(Match.PART.value).label("distance")
        # Identifiers first, from the index of telephones alone; whose they are is asked of the few that are left.
        for telephone in term.telephones:
            holders = select(Learner.id).where(Learner.phone.contains(telephone, autoescape=True))
            yield select(Learner.id.label("learner_id"), part).where(Learner.id.in_(holders), reach)
        personal = Learner.personal_number == term.digits
        yield select(Learner.id.label("learner_id"), literal(Match.EXACT.value)).where(personal, record)


def _keys(kind: KeyKind, condition: ColumnElement[bool], distance: ColumnElement[int] | Match) -> Found:
    shown = literal(distance.value) if isinstance(distance, Match) else distance
    return select(NameKey.learner_id, shown.label("distance")).where(NameKey.kind == kind, condition)


def _beginning(column: Any, texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column begins with one of the texts, as a range that an index of either database serves."""
    return or_(*(and_(column >= text, column < text + _LAST) for text in texts))
