"""The figures of one item and of one quiz: pure functions from tidy frames. What they mean in words: verdicts.py.

A frame of answers has one row an answer; ANSWERS are its columns.
"""

import pandas as pd

SMALLEST = 5
"""Fewer people than this are never told apart (docs/statistics.md, Small groups)."""
WHOLE, YES, TEXT, NUMBER, MAYBE = "int64", "bool", "str", "float64", "boolean"
ANSWERS = {
    "attempt_id": WHOLE, "person": WHOLE, "test": TEXT, "right": YES, "given": YES, "answer": TEXT,
    "seconds": NUMBER, "rest": NUMBER, "tongue": TEXT, "cyrillic": MAYBE,
}  # fmt: skip
"""`given` is false for “I don’t know”; `rest` says how well the person did in the rest of the same `test`, in whatever
unit that test has; `tongue` is the mother tongue (empty: not known), `cyrillic` whether the person reads it."""


def people(answers: pd.DataFrame) -> int:
    """How many different people answered."""
    return int(answers["person"].nunique())


def facility(answers: pd.DataFrame) -> float:
    """The share of answers that are right; “I don’t know” is not."""
    return float(answers["right"].mean())


def comparable(answers: pd.DataFrame) -> pd.DataFrame:
    """The answers with `rest` in standard deviations of its test, so that several tests can be looked at together."""
    rest = answers.groupby("test")["rest"]
    spread = rest.transform("std", ddof=0)
    standard = (answers["rest"] - rest.transform("mean")) / spread.where(spread > 0)
    return answers.assign(rest=standard).dropna(subset=["rest"])


def discrimination(answers: pd.DataFrame) -> float:
    """How being right goes with doing well in the rest: the corrected point-biserial correlation.

    The item itself is not in the rest, or else every item would agree with itself (Henrysson, 1963, Psychometrika 28,
    211-218). NaN where all answers or all rests are the same.
    """
    known = comparable(answers)
    right = known["right"].astype(float)
    if len(known) < 2 or right.nunique() < 2 or known["rest"].nunique() < 2:
        return float("nan")
    return float(right.corr(known["rest"]))


def choices(answers: pd.DataFrame) -> pd.DataFrame:
    """What was answered: one row an answer that at least SMALLEST people gave, the most frequent first.

    `answer` is its words, `chosen` how many people gave it, `share` of all answers, `rest` how well they do in the
    rest in standard deviations, `right` whether it is right.
    """
    given = answers[answers["given"]]
    rest = comparable(answers)["rest"].reindex(given.index)
    found = given.assign(rest=rest).groupby("answer", as_index=False)
    table = found.agg(
        chosen=("person", "nunique"), times=("person", "size"), rest=("rest", "mean"), right=("right", "any")
    )
    table["share"] = table["times"] / len(answers)
    often = table[table["chosen"] >= SMALLEST].drop(columns="times")
    return often.sort_values(["chosen", "answer"], ascending=[False, True], ignore_index=True)


def unknown(answers: pd.DataFrame) -> float:
    """The share of answers that are “I don’t know”."""
    return float((~answers["given"]).mean())


def median_seconds(answers: pd.DataFrame) -> float:
    """The time that half of the answers took at most, in seconds; NaN where it was not noted."""
    return float(answers["seconds"].median())


def alpha(table: pd.DataFrame) -> float:
    """How reliably a quiz tells people apart: Cronbach's alpha (1951, Psychometrika 16, 297-334).

    `table` has one row an attempt and one column an item, right or not. NaN for fewer than two items or two attempts,
    and where all have the same score.
    """
    items = table.shape[1]
    points = table.astype(float)
    whole = points.sum(axis=1).var(ddof=1)
    if items < 2 or len(points) < 2 or not whole > 0:
        return float("nan")
    return float(items / (items - 1) * (1 - points.var(ddof=1).sum() / whole))
