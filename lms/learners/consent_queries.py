"""Reading consent: what a person's answers are now, how they came to be, and who was not asked yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.consent_models import Answer, Consent, Purpose
from lms.learners.models import Learner

PER_PAGE = 50


@dataclass(frozen=True)
class Standing:
    """One purpose and the answer that counts; None where the person was not asked."""

    purpose: Purpose
    latest: Consent | None

    @property
    def given(self) -> bool:
        """Whether the person agrees now."""
        return self.latest is not None and self.latest.answer is Answer.GIVEN


def consents_of(learner: Learner) -> Sequence[Consent]:
    """Every answer of a person, the latest first. The viewer must be allowed to see the record."""
    statement = select(Consent).options(joinedload(Consent.noted_by)).where(Consent.learner_id == learner.id)
    return db.session.scalars(statement.order_by(Consent.id.desc())).all()


def standings(answers: Sequence[Consent]) -> list[Standing]:
    """What counts of somebody's answers, the latest first: one line for each purpose."""
    return [Standing(purpose, next((one for one in answers if one.purpose is purpose), None)) for purpose in Purpose]


def latest(learner: Learner, purpose: Purpose) -> Consent | None:
    """The answer that counts for one purpose."""
    statement = select(Consent).where(Consent.learner_id == learner.id, Consent.purpose == purpose)
    return db.session.scalars(statement.order_by(Consent.id.desc()).limit(1)).one_or_none()


def not_asked(by: Viewer, number: int) -> Pagination:
    """The page with this number of the people who were not asked every question, the latest to come first."""
    asked = (
        select(Consent.learner_id)
        .group_by(Consent.learner_id)
        .having(func.count(Consent.purpose.distinct()) == len(Purpose))
    )
    statement = scoped(select(Learner), "consents.note", by).where(Learner.id.not_in(asked))
    statement = statement.options(joinedload(Learner.centre)).order_by(Learner.created_at.desc(), Learner.id.desc())
    return db.paginate(statement, page=number, per_page=PER_PAGE, error_out=False)
