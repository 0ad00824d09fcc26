"""Adding and removing rows of a form that was sent, before it is read: nothing that was typed is lost by it. Pure."""

import re
from collections.abc import Iterable, Sequence

from lms.assessments.authoring.pieces import gaps_in

Fields = Sequence[tuple[str, str]]
"""What a form sends: names and values in their order."""
MOST_GAPS = 4
_LIST = "(?:gaps-[0-9]+-)?(?:choices|tempts|heard|lines|pairs|extra)"
_ADD = re.compile(f"add:({_LIST})")
_REMOVE = re.compile(f"remove:({_LIST}):([0-9]{{1,3}})")


def pressed(fields: Fields, button: str) -> Fields:
    """The fields after a button “add:choices” or “remove:gaps-0-choices:2” was pressed; as they are after any other."""
    if add := _ADD.fullmatch(button):
        return with_row(fields, add[1])
    if remove := _REMOVE.fullmatch(button):
        return without_row(fields, remove[1], int(remove[2]))
    return fields


def with_row(fields: Fields, name: str) -> Fields:
    """One more row at the end of a list."""
    # No field has this name; that a row has a number is enough for it to be there.
    return [*fields, (f"{name}-{_rows(fields, name)}-new", "")]


def without_row(fields: Fields, name: str, gone: int) -> Fields:
    """A list without one row; those after it move up, and so does the mark of the right one."""
    marked = f"{name.removesuffix('choices')}key" if name.endswith("choices") else None
    return list(_closed_up(fields, name, gone, marked))


def _closed_up(fields: Fields, name: str, gone: int, marked: str | None) -> Iterable[tuple[str, str]]:
    for one, value in fields:
        number = _number(one, name)
        if number is not None and number >= gone:
            if number > gone:
                yield f"{name}-{number - 1}{one[len(f'{name}-{number}') :]}", value
        elif one == marked and value.isascii() and value.isdigit():
            if int(value) != gone:
                yield one, str(int(value) - (int(value) > gone))
        else:
            yield one, value


def _number(field: str, name: str) -> int | None:
    """The number of the row that a field belongs to; None for a field of no row of this list."""
    found = re.match(re.escape(name) + "-([0-9]{1,3})(?:-|$)", field)
    return int(found[1]) if found else None


def as_many_gaps(fields: Fields) -> Fields:
    """As many parts “gaps-0”, “gaps-1”… as the sentence has gaps; a part in which something stands is never removed."""
    stem = next((value for name, value in fields if name == "stem"), "")
    wanted = min(max(1, gaps_in(stem)), MOST_GAPS)
    while (there := _rows(fields, "gaps")) < wanted:
        fields = with_row(fields, "gaps")
    while there > wanted and not _says(fields, f"gaps-{there - 1}-"):
        fields = without_row(fields, "gaps", there - 1)
        there -= 1
    return fields


def _rows(fields: Fields, name: str) -> int:
    return max((number for one, _ in fields if (number := _number(one, name)) is not None), default=-1) + 1


def _says(fields: Fields, prefix: str) -> bool:
    return any(value.strip() for name, value in fields if name.startswith(prefix))
