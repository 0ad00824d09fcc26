"""What can be done next for a person who was just taken in: rooms further right add their step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _

from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.learners.models import Learner


@dataclass(frozen=True)
class Step:
    """One thing to do: what its button says, what it is good for, and where it leads."""

    title: str
    why: str
    address: str
    sent: Mapping[str, object] = field(default_factory=dict)
    """What a button that acts at once sends; empty for a link."""


Provider = Callable[[Learner, Viewer], Step | None]
_providers: list[Provider] = []


def provides_step(provider: Provider) -> Provider:
    """Register a function that makes a step for a person and viewer, or None where there is nothing to do."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def steps_for(learner: Learner, viewer: Viewer) -> list[Step]:
    """What the viewer can do next for a person, in the order in which the rooms are wired together."""
    made = (provider(learner, viewer) for provider in _providers)
    return [step for step in made if step is not None]


@provides_step
def card(learner: Learner, viewer: Viewer) -> Step | None:
    """The card with which the person signs in."""
    if not holds(viewer.role, "learners.cards"):
        return None
    why = _("With it the person signs in on their phone. The PIN is shown once.")
    return Step(_("Print the card"), why, url_for("cards.make"), {"learner": learner.id})
