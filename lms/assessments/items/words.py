"""Items in plain words for staff: levels, skills, kinds, states, topics; and an item in one line."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.assessments.items.models import ItemVersion
from lms.assessments.items.unfinished import filled
from lms.assessments.judging.typed import Leniency
from lms.assessments.states import ItemKind, ItemLevel, ItemState, Skill, Within

ITEM_LEVELS = {
    ItemLevel.PRE_A1: _l("below A1"),
    ItemLevel.A1: "A1",
    ItemLevel.A2: "A2",
    ItemLevel.B1: "B1",
}

WITHIN_NAMES = {
    Within.EASY: _l("easy for its level"),
    Within.MIDDLE: _l("as its level"),
    Within.HARD: _l("hard for its level"),
}

SKILL_NAMES = {
    Skill.LISTENING: _l("Listening"),
    Skill.READING: _l("Reading"),
    Skill.USE_OF_LANGUAGE: _l("Use of language"),
    Skill.SPEAKING: _l("Speaking"),
    Skill.WRITING: _l("Writing"),
}

STATE_NAMES = {
    ItemState.DRAFT: _l("draft"),
    ItemState.REVIEWED: _l("reviewed"),
    ItemState.LIVE: _l("live"),
    ItemState.RETIRED: _l("retired"),
}
TONES = {ItemState.DRAFT: "info", ItemState.REVIEWED: "info", ItemState.LIVE: "good", ItemState.RETIRED: "neutral"}

KIND_NAMES = {
    ItemKind.SINGLE_CHOICE: _l("one right choice"),
    ItemKind.SEVERAL_CHOICES: _l("several right choices"),
    ItemKind.TRUE_FALSE: _l("true, false or not said"),
    ItemKind.DIALOGUE: _l("reply in a dialogue"),
    ItemKind.PICTURE_CHOICE: _l("choice of pictures"),
    ItemKind.GAP_TYPED: _l("gap to type in"),
    ItemKind.GAP_LIST: _l("gap with a list"),
    ItemKind.ORDERING: _l("putting in order"),
    ItemKind.MATCHING: _l("matching"),
    ItemKind.SPOKEN: _l("short spoken answer"),
    ItemKind.WRITTEN: _l("short written answer"),
}

TOPIC_NAMES = {
    "signs": _l("Signs"),
    "people": _l("People"),
    "family": _l("Family"),
    "food": _l("Food"),
    "transport": _l("Transport"),
    "city": _l("The town"),
    "home": _l("Home"),
    "neighbours": _l("Neighbours"),
    "doctor": _l("Doctor"),
    "shop": _l("Shop"),
    "school": _l("School"),
    "documents": _l("Documents"),
    "work": _l("Work"),
    "money": _l("Money and post"),
    "phone": _l("Telephone"),
    "time": _l("Time and dates"),
    "weather": _l("Weather and clothes"),
    "holidays": _l("Holidays"),
    "rights": _l("Rights"),
}

VOICE_NAMES = {
    "woman": _l("a woman"),
    "man": _l("a man"),
    "woman2": _l("another woman"),
    "man2": _l("another man"),
}

LENIENCY_NAMES = {
    Leniency.CASE: _l("capital and small letters"),
    Leniency.SPACES: _l("spaces"),
    Leniency.PUNCTUATION: _l("points, commas and quotation marks"),
    Leniency.LOOKALIKES: _l("Latin letters that look like Cyrillic ones"),
    Leniency.ACCENTS: _l("stress marks"),
    Leniency.SHORT_I: _l("и and й"),
    Leniency.TRANSLITERATION: _l("Bulgarian written in Latin letters"),
}
LONGEST = 120
"""Letters of an item in one line."""


def standing(version: ItemVersion) -> tuple[str, str]:
    """How far a version has come, and the tone of its badge."""
    if version.state is ItemState.DRAFT and version.offered_at:
        return _("waits for review"), "warn"
    return str(STATE_NAMES[version.state]), TONES[version.state]


def in_short(version: ItemVersion) -> str:
    """What tells an item apart from others in a list: its question, or else what is read, said or heard."""
    body = filled(version.kind, version.body)
    question = [body.get("picture", ""), body.get("stem", ""), *body.get("parts", ())]
    said = [line["say"] for line in (*body.get("lines", ()), *body.get("audio", {}).get("lines", ()))]
    pairs = [_side(pair["left"]) for pair in body.get("pairs", ())]
    words = " ".join(filter(None, (*question, *said, *pairs))) or str(body.get("text", ""))
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def _side(side: dict[str, Any]) -> str:
    return str(side.get("text") or side.get("picture"))
