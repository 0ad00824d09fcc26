"""Reading what was decided about versions, and what was answered to them and not accepted."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.rules import NO_RULING, Ruling
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.rulings.gathering import Given
from lms.assessments.rulings.models import AcceptedAnswer, KeyCorrection
from lms.database import db


def ruling_for_answer(version_id: int) -> Ruling:
    """What an answer that is being kept is judged by.

    It holds the version until the answer is kept, so that no decision falls between judging and keeping. Whoever
    locks a sitting too does it after this, as `remarking` does.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(ItemVersion.id).where(ItemVersion.id == version_id).with_for_update(read=True))
    return ruling_of(version_id)


def ruling_of(version_id: int) -> Ruling:
    """What was decided about a version and stands."""
    accepted: defaultdict[int, list[str]] = defaultdict(list)
    for one in accepted_answers(version_id):
        accepted[one.gap].append(one.text)
    correction = standing_correction(version_id)
    if not accepted and correction is None:
        return NO_RULING
    key = correction.key if correction and correction.key else {}
    return Ruling(accepted=accepted, key=key, void=bool(correction and correction.void))


def accepted_answers(version_id: int) -> Sequence[AcceptedAnswer]:
    """The typed answers that were accepted for a version, in the order in which they were."""
    asked = select(AcceptedAnswer).where(
        AcceptedAnswer.item_version_id == version_id, AcceptedAnswer.withdrawn_at.is_(None)
    )
    return db.session.scalars(asked.order_by(AcceptedAnswer.id)).all()


def standing_correction(version_id: int) -> KeyCorrection | None:
    """The correction of a version's key that stands, if there is one."""
    return db.session.scalar(
        select(KeyCorrection).where(KeyCorrection.item_version_id == version_id, KeyCorrection.withdrawn_at.is_(None))
    )


def given_to(version: ItemVersion) -> list[Given]:
    """Every answer to a version and who gave it; “I don’t know” is none."""
    asked = (
        select(Attempt.learner_id, Response.answer)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Response.item_version_id == version.id, Response.answer.is_not(None))
        .order_by(Response.id)
    )
    return [Given(learner_id, answer) for learner_id, answer in db.session.execute(asked) if answer]
