"""Deciding about a version that was answered: accepting what was typed, correcting the key, taking both back.

Every decision marks all answers to the version anew, in the same transaction.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.reading import LONGEST
from lms.assessments.judging.rules import BY_TEACHER, leniency
from lms.assessments.judging.typed import match
from lms.assessments.rulings import queries
from lms.assessments.rulings.models import AcceptedAnswer, KeyCorrection
from lms.assessments.rulings.remarking import Remarked, hold, remark
from lms.assessments.states import ItemKind
from lms.database import db


def accept(by: Viewer, version: ItemVersion, gap: int, text: str) -> Remarked:
    """Accept what was typed into a gap (from 0). What is accepted already changes nothing.

    Raises DomainError for a gap that the version does not have.
    """
    hold(version)
    text = text.strip()
    if version.kind is not ItemKind.GAP_TYPED or not 0 <= gap < len(version.body["gaps"]):
        raise DomainError(_l("This question has no such gap."))
    if not 0 < len(text) <= LONGEST:
        raise DomainError(_l("Write what is to be accepted."))
    ruling = queries.ruling_of(version.id)
    foreseen = {**version.body, **ruling.key}
    known = [*foreseen["gaps"][gap]["accept"], *ruling.accepted.get(gap, ())]
    if match(text, known, leniency(foreseen)):
        return Remarked()
    accepted = AcceptedAnswer(item_version_id=version.id, gap=gap, text=text, accepted_by_id=by.account_id or 0)
    db.session.add(accepted)
    db.session.flush()
    return _remark(by, version, "item.accept", accepted=accepted.id, gap=gap)


def withdraw_accepted(by: Viewer, version: ItemVersion, accepted: AcceptedAnswer) -> Remarked:
    """Take an acceptance back. What was taken back before changes nothing."""
    hold(version)
    db.session.refresh(accepted)
    if accepted.withdrawn_at is not None:
        return Remarked()
    _withdraw(by, accepted)
    return _remark(by, version, "item.accept_withdrawn", accepted=accepted.id, gap=accepted.gap)


def correct(by: Viewer, version: ItemVersion, key: Mapping[str, Any] | None, reason: str) -> Remarked:
    """Put another key in the place of a version's own, or (None) find that it has no right answer.

    It replaces an earlier correction. Raises DomainError for what a teacher marks, for the key that holds already, and
    without a reason.
    """
    hold(version)
    if version.kind in BY_TEACHER:
        raise DomainError(_l("A teacher marks this question; it has no key."))
    if not reason.strip():
        raise DomainError(_l("Say why, so that others understand the decision later."))
    ruling = queries.ruling_of(version.id)
    now = {**version.body, **ruling.key}
    if ruling.void == (key is None) and now == {**now, **(key or {})}:
        raise DomainError(_l("This is the key already."))
    if standing := queries.standing_correction(version.id):
        _withdraw(by, standing)
        db.session.flush()
    correction = KeyCorrection(
        item_version_id=version.id,
        key=None if key is None else dict(key),
        void=key is None,
        reason=reason.strip(),
        corrected_by_id=by.account_id or 0,
    )
    db.session.add(correction)
    db.session.flush()
    everybody = ruling.void or correction.void
    return _remark(by, version, "item.correct", everybody, correction=correction.id, void=correction.void)


def withdraw_correction(by: Viewer, version: ItemVersion, correction: KeyCorrection) -> Remarked:
    """Let the version's own key hold again. What was taken back before changes nothing."""
    hold(version)
    db.session.refresh(correction)
    if correction.withdrawn_at is not None:
        return Remarked()
    _withdraw(by, correction)
    return _remark(by, version, "item.correct_withdrawn", correction.void, correction=correction.id)


def _withdraw(by: Viewer, decision: AcceptedAnswer | KeyCorrection) -> None:
    decision.withdrawn_at, decision.withdrawn_by_id = clock.now(), by.account_id


def _remark(by: Viewer, version: ItemVersion, act: str, everybody: bool = False, **detail: Any) -> Remarked:
    db.session.flush()
    done = remark(by, version, everybody)
    record(by, act, "item", version.item_id, version=version.version, **detail, **vars(done))
    return done
