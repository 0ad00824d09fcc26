"""What waits for a member of staff besides lessons: rooms further right add it, and the first page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lms.access.viewer import Viewer


@dataclass(frozen=True)
class Task:
    """One thing that waits: what it is about, what is to be done, and where."""

    title: str
    """As the centre calls it, in Bulgarian."""
    waits: str
    address: str
    urgent: bool = False
    """Whether it cannot wait until next week."""


Provider = Callable[[Viewer], Iterable[Task]]
_providers: list[Provider] = []


def provides_tasks(provider: Provider) -> Provider:
    """Register a function that tells what waits for a viewer, as far as they may do it."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def tasks_for(viewer: Viewer) -> list[Task]:
    """What waits for a viewer, what is urgent first."""
    told = [task for provider in _providers for task in provider(viewer)]
    return sorted(told, key=lambda task: not task.urgent)
