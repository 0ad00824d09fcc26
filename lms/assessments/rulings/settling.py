"""An item as it would be worded with what was decided about it: a new version begins with it. Pure."""

from collections.abc import Mapping
from typing import Any

from lms.assessments.judging.rules import Ruling


def settled(body: Mapping[str, Any], ruling: Ruling) -> dict[str, Any]:
    """The body with its corrected key, and with accepted answers among those that are right."""
    found = {**body, **ruling.key}
    if ruling.accepted:
        found["gaps"] = [
            {**gap, "accept": list(dict.fromkeys((*gap["accept"], *ruling.accepted.get(number, ()))))}
            for number, gap in enumerate(found["gaps"])
        ]
    return found
