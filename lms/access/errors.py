"""The error every room raises when an act of the business is not possible.

Its message is shown to the person as it is, so it says what to do.
"""

from typing import Any


class DomainError(Exception):
    """An act was refused; `message` is a (lazily) translated sentence a person can act on."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
