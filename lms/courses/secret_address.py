"""Addresses that open something to whoever holds them: a calendar feed, a place that is offered.

The token is not stored. It is made of a seed and the application's secret key, so that its owner can copy it
again and whoever only has the database cannot.
"""

import hashlib
import secrets as chance
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts import secrets


def fingerprint(token: str) -> str:
    """Under which a token is stored and found: who reads the database cannot go back from it."""
    return hashlib.sha256(token.encode()).hexdigest()


class SecretAddress:
    """What a table with secret addresses has besides its own columns."""

    PURPOSE: ClassVar[str]
    """Part of what a token is made of, so that one of a feed never opens an offer."""
    LENGTH: ClassVar[int] = 64
    """Hexadecimal digits of a token."""

    seed: Mapped[str] = mapped_column(String(32))
    token_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)

    def renew(self) -> None:
        """Take a new token; the address made of the one before answers nobody any more."""
        self.seed = chance.token_hex(16)
        self.token_fingerprint = fingerprint(self._derived())

    @property
    def token(self) -> str | None:
        """The secret of the address; None when the secret key it was made with has been replaced."""
        derived = self._derived()
        return derived if fingerprint(derived) == self.token_fingerprint else None

    def _derived(self) -> str:
        return secrets.digest(f"{self.PURPOSE} {self.seed}")[: self.LENGTH]
