"""Panels on a person's page: rooms further right add what they know, without learners knowing them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lms.access.viewer import Viewer
from lms.learners.models import Learner


@dataclass(frozen=True)
class Panel:
    """One panel: its heading, the template that shows it, and what the template is given."""

    title: str
    template: str
    context: dict[str, Any]


Provider = Callable[[Learner, Viewer], Panel | None]
_providers: list[Provider] = []


def provides_panel(provider: Provider) -> Provider:
    """Register a function that makes a panel for a person and viewer, or None where there is nothing to show.

    Panels stand in the order in which the rooms are wired together.
    """
    if provider not in _providers:
        _providers.append(provider)
    return provider


def panels_for(learner: Learner, viewer: Viewer) -> list[Panel]:
    """The panels that the rooms have for this person and viewer."""
    made = (provider(learner, viewer) for provider in _providers)
    return [panel for panel in made if panel is not None]
