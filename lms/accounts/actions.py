"""What is done with accounts: creating, inviting, deactivating, signing in and issuing cards."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import STAFF, Role, Viewer
from lms.accounts import limits, queries, rules, secrets
from lms.accounts.models import Account, SignInAttempt
from lms.accounts.rules import FAILURES_PER_ACCOUNT, FAILURES_PER_ADDRESS
from lms.centres.models import Centre
from lms.database import db


def create_staff(by: Viewer, role: Role, name: str, email: str, centres: Sequence[Centre]) -> Account:
    """Create an account for a member of staff, who sets a password through an invitation.

    Raises DomainError when the e-mail already has an account or the role is not one of staff.
    """
    email = email.strip().lower()
    if role not in STAFF:
        raise DomainError(_l("Learners sign in with a card, not with an e-mail."))
    if db.session.scalar(select(Account.id).where(Account.email == email)):
        raise DomainError(_l("This e-mail already has an account."))
    account = Account(role=role, name=name.strip(), email=email, centres=list(centres))
    db.session.add(account)
    db.session.flush()
    record(by, "account.create", "account", account.id, role=role)
    return account


def change_staff(by: Viewer, account: Account, role: Role, name: str, centres: Sequence[Centre]) -> None:
    """Change a member of staff's name, role and centres; a changed role ends the open sessions.

    Raises DomainError when administrators would take the role from themselves: somebody must hold it.
    """
    if account.id == by.account_id and account.role != role:
        raise DomainError(_l("You cannot change your own role. Ask another administrator."))
    if account.role != role:
        account.session_epoch += 1
    account.role, account.name, account.centres = role, name.strip(), list(centres)
    record(by, "account.change", "account", account.id, role=role)


def set_password(by: Viewer, account: Account, password: str) -> None:
    """Set a password and end every session of the account.

    Raises DomainError when the password is too weak.
    """
    rules.check_password(password, account.name, *(account.email or "").split("@"))
    account.password_hash = secrets.keep(password)
    account.session_epoch += 1
    record(by, "account.password", "account", account.id)


def set_active(by: Viewer, account: Account, active: bool) -> None:
    """Let an account in again, or let it do nothing from this second on.

    Raises DomainError when somebody would lock themselves out.
    """
    if account.id == by.account_id:
        raise DomainError(_l("You cannot deactivate your own account. Ask another administrator."))
    account.active = active
    account.session_epoch += 1
    record(by, "account.activate" if active else "account.deactivate", "account", account.id)


def end_sessions(by: Viewer, account: Account) -> None:
    """Sign an account out on every device."""
    account.session_epoch += 1
    record(by, "account.end_sessions", "account", account.id)


def issue_card(by: Viewer, account: Account) -> str:
    """Give a learner's account a new card code and PIN; what was printed before no longer works.

    Returns the PIN, which is kept only as a hash and so can be printed only now.
    """
    pin = rules.new_pin()
    account.card_code, account.pin_hash = rules.new_card_code(), secrets.keep(pin)
    account.card_issued_at = clock.now()
    account.session_epoch += 1
    db.session.flush()
    record(by, "account.card", "account", account.id)
    return pin


def create_learner_account(by: Viewer, name: str, centre: Centre, locale: str | None) -> Account:
    """Create the account behind a learner's card."""
    account = Account(role=Role.LEARNER, name=name, centres=[centre], locale=locale)
    db.session.add(account)
    db.session.flush()
    record(by, "account.create", "account", account.id, role=Role.LEARNER)
    return account


def sign_in_staff(email: str, password: str, address: str) -> Account | None:
    """The account these belong to, or None. Raises TooManyAttempts when the account or address must wait."""
    account = queries.by_email(email)
    kept = account.password_hash if account else None
    return _checked(account, kept, password, f"account:{email.strip()}", address)


def sign_in_card(code: str, pin: str, address: str) -> Account | None:
    """The learner's account these belong to, or None. Raises TooManyAttempts as for staff."""
    code = rules.clean_card_code(code)
    account = queries.by_card(code)
    kept = account.pin_hash if account else None
    return _checked(account, kept, "".join(pin.split()), f"card:{code}", address)


def check_own_password(account: Account, password: str, address: str) -> bool:
    """Whether this is the account's present password. Raises TooManyAttempts as when signing in."""
    return _checked(account, account.password_hash, password, f"account:{account.email}", address) is not None


def _checked(account: Account | None, kept: str | None, secret: str, subject: str, address: str) -> Account | None:
    by_address = f"address:{address}"
    limits.refuse_over({subject: FAILURES_PER_ACCOUNT, by_address: FAILURES_PER_ADDRESS})
    if secrets.matches(kept, secret):
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.subject == secrets.digest(subject)))
        return account
    limits.count((subject, by_address))
    return None
