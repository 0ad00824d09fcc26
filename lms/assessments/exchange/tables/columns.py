"""The columns of a table of items: their headers in English and Bulgarian, understood in either and in any order."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.learners.names import fold
from lms.spreadsheets import Cell

LETTERS = "abcdef"
GAPS = 4
HEADERS: dict[str, tuple[str, str]] = {
    "code": ("Code", "Код"),
    "kind": ("Kind", "Вид"),
    "level": ("Level", "Ниво"),
    "within": ("Difficulty", "Трудност"),
    "skill": ("Skill", "Умение"),
    "topic": ("Topic", "Тема"),
    "grammar": ("Grammar point", "Граматика"),
    "instruction": ("What to do", "Какво да се направи"),
    "picture": ("Picture", "Картинка"),
    "text": ("Text to read", "Текст за четене"),
    "audio": ("What is heard", "Какво се чува"),
    "lines": ("Talk", "Разговор"),
    "stem": ("Question", "Въпрос"),
    **{f"choice_{one}": (f"Choice {one.upper()}", f"Отговор {one.upper()}") for one in LETTERS},
    "key": ("Key", "Верен отговор"),
    **{f"tempts_{one}": (f"Why {one.upper()} tempts", f"Защо подвежда {one.upper()}") for one in LETTERS},
    "tempts_true": ("Why “true” tempts", "Защо подвежда „вярно“"),
    "tempts_false": ("Why “not true” tempts", "Защо подвежда „невярно“"),
    "tempts_not_said": ("Why “it does not say” tempts", "Защо подвежда „не се казва“"),
    **{f"gap_{n}": (f"Gap {n}", f"Празно място {n}") for n in range(1, GAPS + 1)},
    "forgive": ("What is forgiven", "Какво се прощава"),
    "parts": ("Parts in order", "Части по ред"),
    "end": ("Sign at the end", "Знак накрая"),
    "also": ("Other right orders", "Други верни подредби"),
    "tempting_orders": ("Orders that tempt", "Подредби, които подвеждат"),
    "pairs": ("Pairs", "Двойки"),
    "extra": ("Right sides that fit nothing", "Излишни десни страни"),
    "rubric": ("Rubric", "Критерии за оценяване"),
    "seconds": ("Seconds", "Секунди"),
    "words_least": ("Words at least", "Най-малко думи"),
    "words_most": ("Words at most", "Най-много думи"),
    "model": ("A good answer", "Добър отговор"),
    "why": ("Why the key is right", "Защо отговорът е верен"),
    "author": ("Author", "Автор"),
}
_ASKING = frozenset({"stem", "text", "picture", "audio", "lines", "parts", "pairs"})
SEARCHED_ROWS = 20
_MEANING = {fold(header): name for name, headers in HEADERS.items() for header in (name, *headers)}


@dataclass(frozen=True)
class Columns:
    """In which row the header stands (from 0), which column holds which field, and what was not understood."""

    row: int
    fields: dict[int, str]
    unknown: tuple[str, ...]


def titles() -> list[str]:
    """The headers in the language of the page."""
    bulgarian = str(get_locale()).startswith("bg")
    return [headers[bulgarian] for headers in HEADERS.values()]


def title_of(name: str) -> str:
    """The header of one column in the language of the page."""
    return titles()[list(HEADERS).index(name)]


def find_columns(rows: Sequence[Sequence[Cell]]) -> Columns:
    """Find the header and what its columns mean.

    Raises DomainError when no column asks anything, or when two mean the same.
    """
    best = max(range(min(len(rows), SEARCHED_ROWS)), key=lambda index: len(_meanings(rows[index])))
    found = _meanings(rows[best])
    if not _ASKING & set(found.values()):
        raise DomainError(_l("No column for the question was found. The first row of the template names the columns."))
    double = [name for name in HEADERS if list(found.values()).count(name) > 1]
    if double:
        raise DomainError(
            _l("Two columns mean the same: %(column)s. Remove or rename one.", column=title_of(double[0]))
        )
    unknown = tuple(str(cell) for index, cell in enumerate(rows[best]) if cell not in (None, "") and index not in found)
    return Columns(best, found, unknown)


def _meanings(row: Sequence[Cell]) -> dict[int, str]:
    return {
        index: _MEANING[fold(cell)]
        for index, cell in enumerate(row)
        if isinstance(cell, str) and fold(cell) in _MEANING
    }
