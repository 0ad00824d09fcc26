"""Frames of answers written by hand: each string is a person, and says whether they are right."""

from typing import Any

import pandas as pd

from lms.assessments.statistics.classical import ANSWERS


def answers(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame with what the rows say, and for the rest something usual."""
    usual = {"test": "1/fixed", "right": True, "given": True, "answer": "да", "seconds": 10.0, "rest": 0.0}
    filled = [
        {"attempt_id": place, "person": place, **usual, "tongue": "", "cyrillic": pd.NA, **row}
        for place, row in enumerate(rows, 1)
    ]
    return pd.DataFrame(filled, columns=list(ANSWERS)).astype(ANSWERS)


def scored(right: str, rest: list[float], **more: Any) -> pd.DataFrame:
    """Answers by a pattern such as “1101” and how well each person did in the rest."""
    return answers(*({"right": one == "1", "rest": other, **more} for one, other in zip(right, rest, strict=True)))
