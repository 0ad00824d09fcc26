"""Calibrations in plain words: models, states, and what to do about an item that is flagged."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.assessments.calibration.fitting import Model
from lms.assessments.calibration.models import CalibratedItem, Calibration

MODEL_NAMES = {
    Model.RASCH: _l("difficulty (Rasch)"),
    Model.TWO_PARAMETERS: _l("difficulty and discrimination (2PL)"),
}

MISFITS = _l(
    "It is not answered as its difficulty says: people who should know it are often wrong, or others right. "
    "Look for a second right answer, a hint, or a wrong key."
)
DRIFTED_HARDER = _l(
    "The latest people found it harder than those before. Look whether something changed: the sound, the picture, "
    "what the text speaks of."
)
DRIFTED_EASIER = _l(
    "The latest people found it easier than those before. Perhaps it is known by now: ask it less often, "
    "or write another in its place."
)


def standing(calibration: Calibration, in_use: Calibration | None) -> tuple[str, str]:
    """What a calibration is now, and the tone of its badge."""
    if calibration.undone_at:
        return _("undone"), "bad"
    return (_("in use"), "good") if calibration is in_use else (_("replaced"), "neutral")


def advice(item: CalibratedItem) -> list[str]:
    """What to do about an item; nothing for one that behaves."""
    said = [str(MISFITS)] if item.misfits else []
    if item.drifts:
        said.append(str(DRIFTED_HARDER if (item.drift or 0) > 0 else DRIFTED_EASIER))
    return said
