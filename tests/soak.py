"""How many examples a property is tried on: few in every run, many more in `make soak`."""

import os

from hypothesis import settings

FACTOR = int(os.environ.get("AZBUKA_SOAK", "1"))


def tries(few: int) -> settings:
    """The settings of a property whose examples are slow: `few` of them in an ordinary run."""
    return settings(max_examples=few * FACTOR, deadline=None)


def load() -> None:
    """Make the ordinary number the one for properties that say nothing; how long one takes is not a test."""
    settings.register_profile("azbuka", max_examples=100 * FACTOR, deadline=None)
    settings.load_profile("azbuka")
