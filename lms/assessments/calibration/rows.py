"""A calibration that was worked out, as rows of the database."""

from collections.abc import Iterator
from math import isnan
from typing import Any

import numpy as np

from lms.assessments.calibration.reading import Reading
from lms.assessments.calibration.renewing import Renewed


def rows(reading: Reading, renewed: Renewed) -> Iterator[dict[str, Any]]:
    """What a calibration says of each version; plain numbers, and nothing where there is none."""
    columns = _columns(reading, renewed)
    for place, version in enumerate(reading.versions):
        plain = {name: values[place].item() for name, values in columns.items()}
        known = {name: None if isnan(value) else value for name, value in plain.items()}
        yield {"item_version_id": version.id, **known}


def _columns(reading: Reading, renewed: Renewed) -> dict[str, Any]:
    curves, known, fit = renewed.fit.curves, renewed.errors, renewed.squares
    return {
        "answers": reading.task.answers.counts(),
        "a": curves.a,
        "a_error": known.log_a,
        "b": curves.b,
        "b_error": known.b,
        "b_before": reading.task.in_use.b,
        "infit": fit.infit,
        "infit_error": fit.infit_error,
        "outfit": fit.outfit,
        "outfit_error": fit.outfit_error,
        "misfits": fit.misfits(),
        **_drift(renewed, len(curves.b)),
    }


def _drift(renewed: Renewed, items: int) -> dict[str, Any]:
    nothing, drift = np.full(items, np.nan), renewed.drift
    if drift is None:
        return {"drift": nothing, "drift_error": nothing, "drifts": np.zeros(items, dtype=bool)}
    known = drift.answers > 0
    return {
        "drift": np.where(known, drift.logits, np.nan),
        "drift_error": np.where(known, drift.error, np.nan),
        "drifts": drift.drifts(),
    }
