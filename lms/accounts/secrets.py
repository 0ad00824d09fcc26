"""Keeping passwords and PINs (argon2), digests of names that are not stored, and invitation links."""

import hashlib
import hmac

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from lms.accounts.rules import INVITATION_AGE

_hasher = PasswordHasher()
# Compared against when nobody has the name, so that the answer takes as long as for a real account.
_NOBODY = _hasher.hash("nobody")


def keep(secret: str) -> str:
    """The argon2id hash under which a password or PIN is stored."""
    return _hasher.hash(secret)


def matches(kept: str | None, secret: str) -> bool:
    """Whether a secret is the one that was kept; takes the same time when nothing was."""
    try:
        return _hasher.verify(kept or _NOBODY, secret) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def digest(subject: str) -> str:
    """A keyed digest: lets attempts be counted by a name or address without storing it."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, subject.casefold().encode(), hashlib.sha256).hexdigest()


def invitation(identity: str) -> str:
    """The token of a link with which an account's owner sets a password; valid for seven days."""
    return _serializer().dumps(identity)


def invited(token: str) -> str | None:
    """The identity an invitation was made for, or None when it is forged or too old."""
    try:
        found: str = _serializer().loads(token, max_age=int(INVITATION_AGE.total_seconds()))
    except BadSignature:
        return None
    return found


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="azbuka.invitation")
