"""What reading a file finds, and what writing one leaves out: item by item, in sentences."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Incoming:
    """One item of a file, or what keeps it from being one."""

    place: Any
    """Where it stands in the file, in words."""
    name: str
    """What the file calls it."""
    item: dict[str, Any] | None
    lost: tuple[Any, ...] = ()
    """What of it was left out."""
    faults: tuple[Any, ...] = ()
    """Why it cannot come in."""
    unfinished: tuple[str, ...] = ()
    """The fields that are still to be written before it can go live."""


@dataclass
class Read:
    """What a file holds."""

    items: list[Incoming] = field(default_factory=list)
    remarks: list[Any] = field(default_factory=list)
    """What is to be said of the file as a whole."""


@dataclass(frozen=True)
class Loss:
    """Something of an item that does not go along, or all of it."""

    code: str
    message: Any
    left_out: bool = False
    """Whether the item is not in the file at all."""


@dataclass(frozen=True)
class Written:
    """A file, how many items are in it, and what is not."""

    data: bytes
    count: int
    losses: tuple[Loss, ...]


class NotCarried(Exception):
    """A format cannot hold an item, or the bank a question; `message` says why."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message
