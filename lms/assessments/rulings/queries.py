"""Reading what was decided about versions, and what was answered to them and not accepted."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, or_, select

from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.rules import NO_RULING, Ruling
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.rulings.gathering import Given
from lms.assessments.rulings.models import AcceptedAnswer, KeyCorrection
from lms.database import db

Rulings = Mapping[int, Ruling]
"""What was decided about versions, by the identifier of each."""


def rulings_for_answers(version_ids: Collection[int]) -> Rulings:
    """What answers that are being kept are judged by.

    It holds the versions until the answers are kept, so that no decision falls between judging and keeping. Whoever
    locks a sitting too does it after this, as `remarking` does.
    """
    if db.engine.dialect.name == "postgresql":
        held = select(ItemVersion.id).where(ItemVersion.id.in_(version_ids)).order_by(ItemVersion.id)
        db.session.execute(held.with_for_update(read=True))
    return rulings_of(version_ids)


def rulings_of(version_ids: Collection[int]) -> Rulings:
    """What was decided about versions and stands; each of them has its ruling."""
    # Hardly an item has any, and every answer asks.
    if not db.session.scalar(select(or_(_accepted(version_ids).exists(), _corrections(version_ids).exists()))):
        return dict.fromkeys(version_ids, NO_RULING)
    accepted: defaultdict[int, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in db.session.scalars(_accepted(version_ids)):
        accepted[one.item_version_id][one.gap].append(one.text)
    corrections = {one.item_version_id: one for one in db.session.scalars(_corrections(version_ids))}
    return {one: _ruling(accepted.get(one, {}), corrections.get(one)) for one in version_ids}


def _ruling(accepted: Mapping[int, Sequence[str]], correction: KeyCorrection | None) -> Ruling:
    if not accepted and correction is None:
        return NO_RULING
    key = correction.key if correction and correction.key else {}
    return Ruling(accepted=accepted, key=key, void=bool(correction and correction.void))


def ruling_of(version_id: int) -> Ruling:
    """What was decided about a version and stands."""
    return rulings_of([version_id])[version_id]


def _accepted(version_ids: Collection[int]) -> Select[AcceptedAnswer]:
    ours = AcceptedAnswer.item_version_id.in_(version_ids)
    return select(AcceptedAnswer).where(ours, AcceptedAnswer.withdrawn_at.is_(None)).order_by(AcceptedAnswer.id)


def _corrections(version_ids: Collection[int]) -> Select[KeyCorrection]:
    ours = KeyCorrection.item_version_id.in_(version_ids)
    return select(KeyCorrection).where(ours, KeyCorrection.withdrawn_at.is_(None))


def accepted_answers(version_id: int) -> Sequence[AcceptedAnswer]:
    """The typed answers that were accepted for a version, in the order in which they were."""
    return db.session.scalars(_accepted([version_id])).all()


def standing_correction(version_id: int) -> KeyCorrection | None:
    """The correction of a version's key that stands, if there is one."""
    return db.session.scalar(_corrections([version_id]))


def given_to(version: ItemVersion) -> list[Given]:
    """Every answer to a version and who gave it; “I don’t know” is none."""
    asked = (
        select(Attempt.learner_id, Response.answer)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Response.item_version_id == version.id, Response.answer.is_not(None))
        .order_by(Response.id)
    )
    return [Given(learner_id, answer) for learner_id, answer in db.session.execute(asked) if answer]
