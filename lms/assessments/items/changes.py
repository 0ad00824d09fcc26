"""What changed from one version of an item to the next, in the words of its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from lms.assessments.items import words
from lms.assessments.items.instructions import INSTRUCTIONS
from lms.assessments.items.keys import KeyLine, key_lines
from lms.assessments.items.models import ItemVersion
from lms.assessments.items.unfinished import filled
from lms.assessments.judging.typed import Leniency

Body = Mapping[str, Any]
Lines = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One thing that reads otherwise: the lines that only the older and only the newer version has."""

    label: str
    before: Lines
    after: Lines


def changes(older: ItemVersion, newer: ItemVersion) -> list[Change]:
    """What the newer version says otherwise, in the order of the page."""
    before, after = facts(older), facts(newer)
    labels = dict.fromkeys((*before, *after))
    pairs = [(label, before.get(label, ()), after.get(label, ())) for label in labels]
    return [Change(label, *_apart(old, new)) for label, old, new in pairs if old != new]


def _apart(old: Lines, new: Lines) -> tuple[Lines, Lines]:
    gone = tuple(line for line in old if line not in new)
    come = tuple(line for line in new if line not in old)
    # Where only the order is another, all of it tells.
    return (gone, come) if gone or come else (old, new)


def facts(version: ItemVersion) -> dict[str, Lines]:
    """Everything a version says, by what it is about."""
    body = filled(version.kind, version.body)
    said: dict[str, Sequence[Any]] = {
        _("Level"): [words.ITEM_LEVELS[version.level]],
        _("Difficulty"): [words.WITHIN_NAMES[body.get("within", "middle")]],
        _("Skill"): [words.SKILL_NAMES[version.skill]],
        _("Topic"): [words.TOPIC_NAMES[version.topic]],
        _("Grammar point"): [version.grammar],
        _("What to do"): [INSTRUCTIONS[body["instruction"]]],
        _("To read"): body.get("text", "").splitlines(),
        _("Picture"): [body.get("picture", "")],
        _("What is heard"): [line["say"] for line in body.get("audio", {}).get("lines", ())],
        _("Recording"): [_recording(version)],
        _("Question"): body.get("stem", "").splitlines(),
        _("Dialogue"): [f"{line['who']}: {line['say']}" for line in body.get("lines", ())],
        _("Answers"): list(map(_answer, key_lines(version.kind, body))),
        _("A good answer of this level"): body.get("model", "").splitlines(),
        _("How much"): _how_much(body),
        _("What does not count"): [words.LENIENCY_NAMES[Leniency(one)] for one in body.get("forgive", ())],
    }
    return {str(label): tuple(filter(None, map(str, lines))) for label, lines in said.items()}


def _how_much(body: Body) -> list[str]:
    if "seconds" in body:
        return [_("%(seconds)s seconds", seconds=body["seconds"])]
    return [_("%(least)s to %(most)s words", **body["words"])] if "words" in body else []


def _recording(version: ItemVersion) -> str:
    if version.sound is None:
        return ""
    seconds = _("%(seconds)s seconds", seconds=round(version.sound.seconds, 1))
    # Two recordings of one length are still two.
    return f"{seconds} ({version.sound.digest[:6]})"


def _answer(line: KeyLine) -> str:
    return f"{'✓' if line.right else '–'} {line.text}" + (f" ({line.why})" if line.why else "")
