"""Noting consent: an answer to one purpose, or its withdrawal; what was noted before stays."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.consent_models import Answer, Consent, Purpose
from lms.learners.consent_queries import latest
from lms.learners.consent_texts import current_version, language_for
from lms.learners.models import Learner
from lms.learners.safeguarding_rules import is_minor


def note_answer(
    by: Viewer,
    learner: Learner,
    purpose: Purpose,
    answer: Answer,
    on: date,
    guardian_name: str | None = None,
    language: str | None = None,
) -> Consent:
    """Note what somebody, or the guardian named for them, said to the present text of a purpose.

    `language` is the one it was put in: the person's own where there is a text in it. Raises DomainError when a
    minor would answer for themselves, on a day to come, or when something is withdrawn that was not given.
    """
    # Two withdrawals at once: the second waits here and then finds nothing to withdraw.
    db.session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update(key_share=True))
    today = clock.today(learner.centre.time_zone)
    if on > today:
        raise DomainError(_l("The day of an answer cannot be in the future."))
    if is_minor(learner.born_on, learner.born_precision, on) and not guardian_name:
        raise DomainError(_l("For somebody under 18 the guardian answers. Write their name."))
    before = latest(learner, purpose)
    if answer is Answer.WITHDRAWN and (before is None or before.answer is not Answer.GIVEN):
        raise DomainError(_l("There is no consent to withdraw."))
    if before is not None and on < before.on:
        raise DomainError(_l("A later answer is noted already. Choose its day or a later one."))
    consent = Consent(
        learner_id=learner.id,
        purpose=purpose,
        answer=answer,
        version=before.version if before and answer is Answer.WITHDRAWN else current_version(purpose),
        language=language_for(language or learner.language),
        on=on,
        by_guardian=bool(guardian_name),
        guardian_name=guardian_name or None,
        noted_by_id=by.account_id,
    )
    db.session.add(consent)
    db.session.flush()
    record(by, "consent.note", "learner", learner.id, purpose=purpose.value, answer=answer.value)
    return consent
