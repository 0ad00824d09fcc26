"""Finding people: by any part of a name in any script and spelling, their number, card, telephone or ЛНЧ.

Everybody finds among the people they may see, and by digits only what they may read on the record.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, select, union_all

from lms.access.scope import permission_table, scoped
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.accounts.rules import clean_card_code
from lms.database import db
from lms.learners.models import Learner
from lms.learners.search_models import NameKey
from lms.learners.search_rules import Term, asked
from lms.learners.search_ways import Way, all_in, answers_to, distance, frequency, ways

CLOSEST = 200
"""The most people one question finds; whoever is not among the closest is found by writing more of the name."""
FEW = 2_500
"""Whoever sees no more people than this has each of them asked; for others the keys are looked up first."""
MANY = 50_000
"""Words that have so many keys are all taken for common."""


def search(
    by: Viewer, question: str = "", centre_id: int | None = None, permission: str = "learners.view"
) -> Select[Learner]:
    """The people over whom the viewer holds the permission who answer every word of the question, the closest first.

    Closer is: the word itself, its beginning, another spelling of it, a part of it; namesakes stand by name.
    At most the CLOSEST are found; without a question, everybody.
    """
    seen = scoped(select(Learner), permission, by)
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
    return seen.where(Learner.id.in_(found)).order_by(_order(found), *by_name)


def _order(found: dict[int, int]) -> Any:
    # A branch for each distance, not for each person: the statement is the same whoever is found.
    groups = {far: [one for one, its in found.items() if its == far] for far in sorted(set(found.values()))}
    return case(*((Learner.id.in_(ids), far) for far, ids in groups.items()))


def _holder(question: str) -> int | None:
    """The account whose card this is, where the whole question is the code of one."""
    code = clean_card_code(question[:40])
    return db.session.scalar(select(Account.id).where(Account.card_code == code)) if code else None


def _closest(by: Viewer, terms: Sequence[Term], seen: Select[Any]) -> dict[int, int]:
    """Identifiers of the closest people and how far each is from the question."""
    if db.session.scalar(seen.offset(FEW).limit(1)) is None:
        found = _answering(by, terms, seen)
    else:
        found = _looked_up(by, terms, seen)
    return dict(sorted(found.items(), key=lambda one: one[1])[:CLOSEST])


def _looked_up(by: Viewer, terms: Sequence[Term], seen: Select[Any]) -> dict[int, int]:
    """Of very many people CLOSEST at least: by the way that is closest for the first word."""
    found: dict[int, int] = {}
    if len(terms) == 1:
        for way in ways(by, NameKey, terms[0]):
            found = dict.fromkeys(_having(way, seen), way.match.value) | found
            if len(found) >= CLOSEST:
                break
        return found
    # The word that fewest have is looked up; the others are asked of whoever has it.
    first, *others = _rarest_first(by, terms)
    answers = [answers_to(by, term, NameKey.learner_id) for term in others]
    people: set[int] = set()
    for way in all_in(ways(by, NameKey, first)):
        people |= _having(way, seen, answers)
        if len(people) >= CLOSEST:
            break
    return _answering(by, terms, seen.where(Learner.id.in_(people))) if people else {}


def _rarest_first(by: Viewer, terms: Sequence[Term]) -> list[Term]:
    counts = db.session.execute(select(*(frequency(by, term, MANY) for term in terms))).one()
    order = sorted(zip(counts, terms, strict=True), key=lambda one: (one[0], -len(one[1].text)))
    return [term for _, term in order]


def _having(way: Way, seen: Select[Any], answers: Sequence[ColumnElement[bool]] = ()) -> set[int]:
    """The people with a key on this way who answer the rest; of very many, CLOSEST at least."""
    shown = seen.where(Learner.id == NameKey.learner_id).exists()
    keys = select(NameKey.learner_id).where(NameKey.kind == way.kind, *way.allowed, shown, *answers)
    size = 2 * CLOSEST
    while True:
        # Keys are counted and not people: to tell these apart the database would read every key first.
        parts = [keys.where(part).limit(size).subquery() for part in way.ranges]
        rows = db.session.scalars(union_all(*(select(part.c.learner_id) for part in parts)).limit(size)).all()
        people = set(rows)
        if len(people) >= CLOSEST or len(rows) < size:
            return people
        size *= 4


def _answering(by: Viewer, terms: Sequence[Term], people: Select[Any]) -> dict[int, int]:
    """Whoever of some people answers every term, and the sum of the distances over all terms."""
    found: dict[int, int] = {}
    among = people
    for term in sorted(terms, key=lambda term: -len(term.text)):
        rows = db.session.execute(among.add_columns(distance(by, term, Learner.id))).all()
        found = {learner_id: found.get(learner_id, 0) + far for learner_id, far in rows if far is not None}
        if not found:
            break
        among = people.where(Learner.id.in_(found))
    return found
