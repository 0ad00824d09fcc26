"""Protecting a minor: noting who answers for them, naming staff, and writing what only those named read."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.database import db
from lms.learners.models import Learner
from lms.learners.names import clean
from lms.learners.safeguarding_models import NamedStaff, Safeguarding, SafeguardingNote
from lms.learners.safeguarding_rules import Around, is_minor


def protect(by: Viewer, learner: Learner, around: Around, unaccompanied: bool) -> None:
    """Note who answers for a minor, and whether they are here without a parent or guardian.

    Whoever does it is named, when nobody is yet. Raises DomainError for an adult who is called unaccompanied.
    """
    _hold(learner)
    today = clock.today(learner.centre.time_zone)
    of_age = learner.born_on is not None and not is_minor(learner.born_on, learner.born_precision, today)
    if unaccompanied and not learner.unaccompanied and of_age:
        raise DomainError(_l("Only somebody under 18 can be an unaccompanied minor. Check the date of birth."))
    kept = db.session.get(Safeguarding, learner.id) or Safeguarding(learner_id=learner.id)
    for name, value in vars(around).items():
        setattr(kept, name, value)
    db.session.add(kept)
    learner.unaccompanied = unaccompanied
    if by.account_id is not None and not _count(learner):
        db.session.add(NamedStaff(learner_id=learner.id, account_id=by.account_id, named_by_id=by.account_id))
    db.session.flush()
    record(by, "safeguarding.change", "learner", learner.id, unaccompanied=unaccompanied)


def name_staff(by: Viewer, learner: Learner, account: Account) -> None:
    """Let a member of staff see a minor. Naming somebody twice is naming them once."""
    _hold(learner)
    if db.session.get(NamedStaff, (learner.id, account.id)) is None:
        db.session.add(NamedStaff(learner_id=learner.id, account_id=account.id, named_by_id=by.account_id))
        db.session.flush()
        record(by, "safeguarding.name", "learner", learner.id, account=account.id)


def unname_staff(by: Viewer, learner: Learner, account_id: int) -> None:
    """Take a member of staff off those named. Raises DomainError for the last one: nobody would see the minor."""
    _hold(learner)
    named = db.session.get(NamedStaff, (learner.id, account_id))
    if named is None:
        return
    if _count(learner) == 1:
        raise DomainError(_l("Name somebody else first: without anybody named, nobody would see this record."))
    db.session.delete(named)
    db.session.flush()
    record(by, "safeguarding.unname", "learner", learner.id, account=account_id)


def write_note(by: Viewer, learner: Learner, text: str) -> None:
    """Write a note for a minor's safety. Raises DomainError for an empty one."""
    written = "\n".join(clean(line) for line in text.splitlines()).strip()
    if not written:
        raise DomainError(_l("Write what should be known."))
    db.session.add(SafeguardingNote(learner_id=learner.id, by_id=by.account_id, text=written))
    record(by, "safeguarding.note", "learner", learner.id)


def _hold(learner: Learner) -> None:
    # Two of those named at once: the second sees whom the first left.
    db.session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update(key_share=True))


def _count(learner: Learner) -> int:
    statement = select(func.count()).select_from(NamedStaff).where(NamedStaff.learner_id == learner.id)
    return db.session.scalar(statement) or 0
