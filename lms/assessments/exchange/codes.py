"""Codes for items that come without one: A1-U-1000 and on, beyond the numbers that people give by hand. Pure."""

from collections.abc import Callable, Iterable

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.assessments.states import ItemLevel, Skill

FIRST, LAST = 1000, 99_999
_LEVELS = {ItemLevel.PRE_A1: "PRE"}
_SKILLS = {
    Skill.LISTENING: "L",
    Skill.READING: "R",
    Skill.USE_OF_LANGUAGE: "U",
    Skill.SPEAKING: "S",
    Skill.WRITING: "W",
}


class FreshCodes:
    """Codes that nothing has: neither in the bank nor in the file that is taken in."""

    def __init__(self, taken: Callable[[str], Iterable[str]], also: Iterable[str]) -> None:
        """`taken` tells the codes of the bank that begin with something, `also` are those of the file."""
        self._taken = taken
        self._also = set(also)
        self._last: dict[str, int] = {}

    def next(self, level: str, skill: str) -> str:
        """The next code for a level and a skill. Raises DomainError when all are taken."""
        prefix = f"{_LEVELS.get(ItemLevel(level), level)}-{_SKILLS[Skill(skill)]}-"
        if prefix not in self._last:
            numbers = [
                int(code.removeprefix(prefix)) for code in (*self._taken(prefix), *self._also) if _is(code, prefix)
            ]
            self._last[prefix] = max((FIRST - 1, *numbers))
        self._last[prefix] += 1
        if self._last[prefix] > LAST:
            raise DomainError(_l("There are no more codes that begin with %(prefix)s.", prefix=prefix))
        return f"{prefix}{self._last[prefix]}"


def _is(code: str, prefix: str) -> bool:
    return code.startswith(prefix) and code.removeprefix(prefix).isdigit()
