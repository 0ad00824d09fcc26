"""How much is tried, by properties and by fault drills: little in every run, much more in `make soak`."""

import os

from hypothesis import settings

FACTOR = int(os.environ.get("AZBUKA_SOAK", "1"))


def tries(few: int) -> settings:
    """The settings of a property whose examples are slow: `few` of them in an ordinary run."""
    return settings(max_examples=few * FACTOR, deadline=None)


def times(few: int, many: int) -> int:
    """How often a drill does what it tries: `few` times in an ordinary run, `many` in `make soak`."""
    return few if FACTOR == 1 else many


def load() -> None:
    """Make the ordinary number the one for properties that say nothing; how long one takes is not a test."""
    settings.register_profile("azbuka", max_examples=100 * FACTOR, deadline=None)
    settings.load_profile("azbuka")
