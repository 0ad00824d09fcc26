"""Reading accounts: the scopes the permission table uses, and finding whoever signs in."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import STAFF, Role, Viewer
from lms.accounts.models import Account, SignInAttempt
from lms.accounts.rules import THROTTLE_WINDOW
from lms.centres.models import Centre
from lms.database import db


def own_account(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Account: the viewer's own."""
    return Account.id == viewer.account_id


def staff_accounts(_viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Account: everybody who works at a centre, learners not."""
    return Account.role.in_(STAFF)


def by_session_identity(identity: str) -> Account | None:
    """The account a session belongs to, unless its sessions were ended or it was deactivated."""
    number, _, epoch = identity.partition(".")
    if not (number.isdigit() and epoch.isdigit()):
        return None
    account = db.session.get(Account, int(number), options=[joinedload(Account.centres)])
    return account if account and account.active and account.session_epoch == int(epoch) else None


def by_email(email: str) -> Account | None:
    """The active account of a member of staff."""
    statement = select(Account).where(Account.email == email.strip().lower(), Account.active)
    return db.session.scalars(statement).one_or_none()


def by_card(code: str) -> Account | None:
    """The active account a card belongs to."""
    return db.session.scalars(select(Account).where(Account.card_code == code, Account.active)).one_or_none()


def attempts(subject: str) -> int:
    """How many attempts were counted for the digest of a subject within the window that counts."""
    since = clock.now() - THROTTLE_WINDOW
    statement = select(func.count()).where(SignInAttempt.subject == subject, SignInAttempt.at > since)
    return db.session.scalar(statement) or 0


def staff(by: Viewer) -> Sequence[Account]:
    """The staff accounts the viewer manages, active ones first, by name."""
    statement = scoped(select(Account), "staff.manage", by)
    return db.session.scalars(statement.order_by(Account.active.desc(), Account.name)).all()


def staff_of_centre(centre: Centre, role: Role) -> Sequence[Account]:
    """The active staff of a centre in one role, by name: for choosing a teacher or a mediator."""
    statement = select(Account).where(Account.role == role, Account.active, Account.centres.contains(centre))
    return db.session.scalars(statement.order_by(Account.name)).all()
