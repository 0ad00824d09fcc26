"""How well people did in the rest of a test, without the item that is looked at. Pure: from frames to a series."""

import numpy as np
import pandas as pd

from lms.assessments.placement import belief
from lms.assessments.placement.scale import GRID, Floats


def abilities(others: pd.DataFrame, said: pd.Series) -> pd.Series:
    """The expected ability of each attempt, in logits, by its other answers.

    `others` has the columns attempt_id, a, b, c, spread and right, one row an answer that the engine asked for; `said`
    has the number of statements by attempt, from which beliefs begin. An attempt without other answers is not there:
    what people say of themselves is no measure of them.
    """
    if others.empty:
        return pd.Series(dtype="float64")
    logs = _log_likely(others)
    attempts, places = np.unique(others["attempt_id"], return_inverse=True)
    together = np.log([belief.start(int(said[attempt])) for attempt in attempts])
    np.add.at(together, places, logs)
    weights = np.exp(together - together.max(axis=1, keepdims=True))
    return pd.Series(belief.normalised(weights) @ GRID, index=attempts)


def _log_likely(answers: pd.DataFrame) -> Floats:
    """The logarithm of how likely each answer is for each ability; shape (answers, grid)."""
    a, b, c, spread = (answers[name].to_numpy(dtype=float) for name in ("a", "b", "c", "spread"))
    right = belief.right(belief.know(a, b, spread), c)
    was_right = answers["right"].to_numpy(dtype=bool)[:, None]
    return np.asarray(np.log(np.where(was_right, right, 1 - right)))


def shares(others: pd.DataFrame) -> pd.Series:
    """The share of other answers that are right, by attempt: in a test that asks everybody the same."""
    return others.groupby("attempt_id")["right"].mean().astype("float64")
