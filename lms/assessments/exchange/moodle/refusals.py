"""What a reader raises when a question is none that can be asked here."""

from typing import Any


class NotAsked(Exception):
    """A question cannot become an item; `message` says why."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message
