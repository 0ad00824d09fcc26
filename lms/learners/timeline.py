"""The timeline of a person: rooms further right add what happened, without learners knowing them."""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.access.viewer import Viewer
from lms.learners.models import Learner


class Kind(enum.StrEnum):
    """What an event is about; the timeline can be narrowed to one."""

    RECORD = "record"
    PLACEMENT = "placement"
    WAITING = "waiting"
    COURSE = "course"
    ATTENDANCE = "attendance"
    RESULT = "result"
    MESSAGE = "message"
    DOCUMENT = "document"
    CONSENT = "consent"


@dataclass(frozen=True)
class Event:
    """One thing that happened to a person: its day at the centre, a sentence, and where to read more."""

    day: date
    kind: Kind
    text: Any
    detail: Any = ""
    link: str | None = None


Provider = Callable[[Learner, Viewer], Iterable[Event]]
_providers: list[Provider] = []


def provides_events(provider: Provider) -> Provider:
    """Register a function that tells what happened to a person, as far as the viewer may know it."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def events_of(learner: Learner, viewer: Viewer) -> list[Event]:
    """What happened to a person, the latest first; on one day, what a room tells last stands on top."""
    told = [event for provider in _providers for event in provider(learner, viewer)]
    told.reverse()
    return sorted(told, key=lambda event: event.day, reverse=True)
