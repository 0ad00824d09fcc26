"""What every item must have before it can be reviewed, and what every list of choices must: messages for fields."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.authoring.pieces import gaps_in, place
from lms.assessments.items.recordings import words_digest
from lms.assessments.states import ItemKind, Skill

Lack = tuple[Any, Any]
"""A field, and what is to be written there."""
NOTHING_ASKED = _l("Write what is asked, or give something to read, to see or to hear.")
_OTHER_GAPS = frozenset({"fill_gap", "missing_letter"})
_ASKS = {
    ItemKind.SINGLE_CHOICE: ("stem", "picture", "text", "heard"),
    ItemKind.SEVERAL_CHOICES: ("stem", "picture", "text", "heard"),
    ItemKind.PICTURE_CHOICE: ("stem", "text", "heard"),
    ItemKind.TRUE_FALSE: ("text", "heard"),
    ItemKind.DIALOGUE: ("lines", "heard"),
}
"""Of these fields one at least says something."""
_NEEDS_STEM = frozenset({ItemKind.TRUE_FALSE, ItemKind.GAP_TYPED, ItemKind.GAP_LIST, ItemKind.SPOKEN, ItemKind.WRITTEN})
_FREE = frozenset({ItemKind.SPOKEN, ItemKind.WRITTEN})


def lacking(form: Any) -> Iterator[Lack]:
    """What an item of any kind lacks."""
    yield from _asked(form)
    yield from _gaps(form)
    yield from _heard(form)
    if not form.grammar.data:
        yield form.grammar, _l("Say what the item asks for.")
    if form.kind not in _FREE and not form.why.data:
        yield form.why, _l("Say why the key is right.")


def _asked(form: Any) -> Iterator[Lack]:
    if form.kind in _NEEDS_STEM and not form.stem.data:
        yield form.stem, _l("Write what is asked.")
    names = _ASKS.get(form.kind, ())
    if names and not any(_says(form[name].data) for name in names):
        yield form["stem" if "stem" in names else "text"], NOTHING_ASKED


def _says(data: Any) -> bool:
    if isinstance(data, list):
        return any(row["say"] for row in data)
    return bool(data)


def _gaps(form: Any) -> Iterator[Lack]:
    """A gap in the question, where what to do speaks of one, and only there."""
    if form.kind in (ItemKind.GAP_TYPED, ItemKind.GAP_LIST, ItemKind.DIALOGUE):
        return
    gaps, wanted = gaps_in(form.stem.data), int(form.instruction.data in _OTHER_GAPS)
    if gaps != wanted:
        yield form.stem, wrong_gaps(gaps, wanted)


def wrong_gaps(gaps: int, wanted: int) -> Any:
    """How many gaps there are, and how many there must be."""
    if not wanted:
        return _l("No gap belongs here: what the learner is to do says nothing of one.")
    return _l("There must be %(wanted)s gap (___), and there are %(gaps)s.", wanted=wanted, gaps=gaps)


def _heard(form: Any) -> Iterator[Lack]:
    lines = [row for row in form.heard if row.form.say.data]
    heard = bool(lines or form.sound.data)
    if form.skill.data == Skill.LISTENING and not heard:
        yield form.file, _l("An item of listening has something to be heard. Write what is said, and record it.")
    elif heard and not lines:
        yield form.file, _l("Write what is said in the recording.")
    elif heard and not form.sound.data:
        yield form.file, _l("There is no recording yet.")
    elif form.spoken.data and form.spoken.data != spoken_words(form):
        yield form.file, _l("The words have changed since the computer spoke them. Let it speak once more.")


def spoken_words(form: Any) -> str:
    """What stands for the words that are heard, as the form has them now."""
    return words_digest(form.body.get("audio", {}).get("lines", []), synthetic=True)


def choices(rows: Sequence[Any], name: str = "text", fewest: int = 3, keys: set[int] | None = None) -> Iterator[Lack]:
    """What a list of choices lacks; `keys` are the places of those that are right."""
    keys = keys or set()
    used = [row for row in rows if row.form[name].data]
    if len(used) < fewest:
        empty = next((row for row in rows if not row.form[name].data), rows[-1])
        yield empty.form[name], _l("There must be at least %(count)s choices.", count=fewest)
    for number, row in enumerate(rows):
        if row.form[name].data and number not in keys and not row.form.tempts.data:
            yield row.form.tempts, _l("Say why somebody who does not know would choose it.")
        elif not row.form[name].data and row.form.tempts.data:
            yield row.form[name], _l("Write the choice, or clear its note.")
    yield from repeated([row.form[name] for row in used])


def one_key(rows: Sequence[Any], key: Any, name: str = "text") -> Iterator[Lack]:
    """What a list of choices with one key lacks."""
    marked = place(key.data)
    if marked is None or marked >= len(rows) or not rows[marked].form[name].data:
        yield key, _l("Mark the choice that is right.")
    yield from choices(rows, name, keys=set() if marked is None else {marked})


def repeated(fields: Sequence[Any]) -> Iterator[Lack]:
    """Fields that say what another before them says."""
    there: set[str] = set()
    for field in fields:
        text = field.data.casefold()
        if text in there:
            yield field, _l("This stands there twice.")
        there.add(text)
