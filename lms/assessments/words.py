"""Items, levels and suggestions in plain words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.assessments import rules
from lms.assessments.quizzes.models import Attempt
from lms.assessments.rules import Finding
from lms.assessments.states import AttemptState, ItemLevel, ItemState, Skill
from lms.courses.states import Level

LEVEL_NAMES = {
    Level.LITERACY: _l("Literacy"),
    Level.A1: "A1",
    Level.A2: "A2",
    Level.B1: _l("Above our courses"),
}

ITEM_LEVELS = {
    ItemLevel.PRE_A1: _l("below A1"),
    ItemLevel.A1: "A1",
    ItemLevel.A2: "A2",
    ItemLevel.B1: "B1",
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

INSTRUCTIONS = {
    "same_word": _l("Find the same word."),
    "word_for_picture": _l("Find the word for the picture."),
    "missing_letter": _l("Which letter is missing?"),
    "picture_for_word": _l("Find the picture for the word."),
    "fill_gap": _l("What is missing in the sentence?"),
    "read_answer": _l("Read. Then choose the answer."),
}

TOPIC_NAMES = {
    "signs": _l("Signs"),
    "food": _l("Food"),
    "transport": _l("Transport"),
    "home": _l("Home"),
    "neighbours": _l("Neighbours"),
    "doctor": _l("Doctor"),
    "shop": _l("Shop"),
    "school": _l("School"),
    "documents": _l("Documents"),
    "work": _l("Work"),
}

_NEXT_STEPS = {
    Level.LITERACY: _l("We suggest a course in which you learn to read and write."),
    Level.A1: _l("We suggest the course A1 for you."),
    Level.A2: _l("We suggest the course A2 for you."),
    Level.B1: _l("You know a lot already. We will tell you where you can learn more."),
}

_REASONS = {
    Finding.NOT_ASKED: _l("%(level)s: not asked, because it could not have changed the suggestion."),
    Finding.ENOUGH: _l("%(level)s: %(right)s of %(asked)s right. That is enough; %(needed)s are needed."),
    Finding.CARRIED: _l("%(level)s: %(right)s of %(asked)s right. It counts as known, because the next level is sure."),
    Finding.TOO_FEW: _l("%(level)s: %(right)s of %(asked)s right. That is too few; %(needed)s are needed."),
}

_CONCLUSIONS = {
    Level.LITERACY: _l("Reading Cyrillic is not sure yet. Learning to read comes first."),
    Level.A1: _l("The person reads Cyrillic. A1 is not known yet, so A1 is the course to learn in."),
    Level.A2: _l("A1 is known. Not enough beyond it is sure, so A2 is the course to learn in."),
    Level.B1: _l("A2 is known and B1 has begun: above our courses. Advise where to learn further."),
}


def next_step(level: Level) -> str:
    """What the learner reads when a coordinator has decided."""
    return str(_NEXT_STEPS[level])


def standing(attempt: Attempt) -> tuple[str, str]:
    """Where a placement stands, and the tone of its badge."""
    if attempt.state is AttemptState.STARTED:
        return _("in progress"), "info"
    if attempt.decided_level is None:
        return _("to decide"), "warn"
    if attempt.decided_level is attempt.suggested_level:
        return _("confirmed"), "good"
    return _("decided otherwise"), "good"


def reasons(detail: Mapping[str, Any], suggested: Level) -> list[str]:
    """Why a level is suggested: a sentence for each block of items, then the conclusion."""
    right = {ItemLevel(level): count["right"] for level, count in detail["levels"].items()}
    asked = {ItemLevel(level): count["asked"] for level, count in detail["levels"].items()}
    found = rules.findings(right, asked)
    sentences = [_reason(level, found[level], right[level], asked[level]) for level in ItemLevel]
    return [*sentences, str(_CONCLUSIONS[suggested])]


def _reason(level: ItemLevel, finding: Finding, right: int, asked: int) -> str:
    facts = {"level": ITEM_LEVELS[level], "right": right, "asked": asked, "needed": rules.needed(level)}
    return str(_REASONS[finding]) % facts
