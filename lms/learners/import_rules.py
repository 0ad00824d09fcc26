"""What an uploaded list means: who would be created, who is known already, what is wrong in which row.

Pure: the same rows and the same known people give the same findings, at the preview and at the confirmation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.learners import import_values
from lms.learners.import_columns import Columns, find_columns
from lms.learners.names import fold
from lms.learners.rules import Facts, completed, split_name, with_name
from lms.spreadsheets import Cell

LENGTHS = {"town": 120, "preferred_name": 200, "name_native": 400, "email": 254, "access_needs": 400}


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who has a record: what a row is compared with."""

    learner_id: int
    number: str
    names: frozenset[str]
    born_on: date | None
    phone: str | None


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: the field, what stands there, and what to do."""

    field: str
    cell: str
    message: Any


@dataclass(frozen=True)
class Finding:
    """What one row of the list means. `row` counts from 1, as the spreadsheet program shows it."""

    row: int
    facts: Facts
    problems: tuple[Problem, ...] = ()
    known: KnownPerson | None = None
    same_as_row: int | None = None

    @property
    def kind(self) -> str:
        """wrong, known (or twice in the list), or new."""
        if self.problems:
            return "wrong"
        return "known" if self.known or self.same_as_row else "new"


@dataclass
class Preview:
    """All findings of a list, and the headers that were not understood."""

    findings: list[Finding] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> list[Finding]:
        """The findings of one kind, in the order of the list."""
        return [finding for finding in self.findings if finding.kind == kind]


def storable(rows: Sequence[Sequence[Cell]]) -> list[list[Any]]:
    """The rows as plain JSON; days are written as 1990-12-31."""
    return [[_storable(cell) for cell in row] for row in rows]


def _storable(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, (date, time)) else cell


def preview(rows: Sequence[Sequence[Cell]], known: Iterable[KnownPerson], today: date) -> Preview:
    """Read a whole list. Raises DomainError when no column for the name is found."""
    columns = find_columns(rows)
    people = _Index(known)
    findings = []
    for index, row in enumerate(rows[columns.row + 1 :], start=columns.row + 1):
        if any(import_values.text(cell) for cell in row):
            findings.append(people.seen(_read(row, index + 1, columns, today)))
    return Preview(findings, columns.unknown)


def _read(row: Sequence[Cell], number: int, columns: Columns, today: date) -> Finding:
    cells = {name: row[index] for index, name in columns.fields.items() if index < len(row)}
    facts, problems = _named(cells), []
    for name, cell in cells.items():
        if not import_values.text(cell):
            continue
        try:
            facts = _with_value(facts, name, cell, today)
        except ValueError as error:
            problems.append(Problem(name, import_values.text(cell), error.args[0]))
    try:
        facts = completed(facts)
    except DomainError as error:
        problems.insert(0, Problem("given" if "given" in cells else "full_name", "", error.message))
    return Finding(number, facts, tuple(problems))


def _named(cells: dict[str, Cell]) -> Facts:
    texts = {name: import_values.text(cell) for name, cell in cells.items()}
    given, family = texts.get("given", ""), texts.get("family", "")
    if not given:
        given, family = split_name(" ".join(part for part in (texts.get("full_name", ""), family) if part))
    facts = with_name(Facts(name_native=texts.get("name_native") or None), given, family)
    own: dict[str, Any] = {name: texts[name] for name in ("given_cyrillic", "family_cyrillic") if texts.get(name)}
    return replace(facts, **own)


def _with_value(facts: Facts, name: str, cell: Cell, today: date) -> Facts:
    if name == "born":
        day, precision = import_values.born(cell, today)
        return replace(facts, born_on=day, born_precision=precision)
    if name in LENGTHS and len(import_values.text(cell)) > LENGTHS[name]:
        raise ValueError(_l("At most %(count)s characters.", count=LENGTHS[name]))
    if name in import_values.READERS:
        return _replaced(facts, name, import_values.READERS[name](cell))
    if name in ("town", "preferred_name", "access_needs"):
        return _replaced(facts, name, import_values.text(cell))
    return facts


def _replaced(facts: Facts, name: str, value: Any) -> Facts:
    return replace(facts, **{name: value})


def known_names(*names: str) -> frozenset[str]:
    """Names for comparing: folded, the order of the words does not matter."""
    return frozenset(" ".join(sorted(fold(name).split())) for name in names if name.strip())


class _Index:
    """Finds the person a row is about among those who are known and the rows before it."""

    def __init__(self, known: Iterable[KnownPerson]) -> None:
        # Looked up, never searched: a list of one name in many birth dates must not take the square of its length.
        self.by_name: dict[str, dict[date | None, KnownPerson]] = {}
        self.by_phone: dict[tuple[str, date | None, str], KnownPerson] = {}
        for person in known:
            self._add(person)

    def _add(self, person: KnownPerson) -> None:
        for name in person.names:
            self.by_name.setdefault(name, {}).setdefault(person.born_on, person)
        for word in _words(person.names) if person.phone else ():
            self.by_phone.setdefault((person.phone or "", person.born_on, word), person)

    def seen(self, finding: Finding) -> Finding:
        """The finding with whom it repeats; a new person is remembered for the rows that follow."""
        if finding.problems:
            return finding
        facts = finding.facts
        names = known_names(
            f"{facts.given_latin} {facts.family_latin}",
            f"{facts.given_cyrillic} {facts.family_cyrillic}",
            facts.name_native or "",
        )
        person = self._match(names, facts)
        if person is None:
            self._add(KnownPerson(-finding.row, "", names, facts.born_on, facts.phone))
            return finding
        if person.learner_id < 0:
            return replace(finding, same_as_row=-person.learner_id)
        return replace(finding, known=person)

    def _match(self, names: frozenset[str], facts: Facts) -> KnownPerson | None:
        # The same name is the same person unless two different birth dates say otherwise.
        for name in sorted(names):
            namesakes = self.by_name.get(name, {})
            for day in (facts.born_on, None) if facts.born_on else namesakes:
                if day in namesakes:
                    return namesakes[day]
        # A family shares a telephone: it counts only with a part of the name and the same birth date.
        relatives = (self.by_phone.get((facts.phone or "", facts.born_on, word)) for word in _words(names))
        return next(filter(None, relatives), None)


def _words(names: Iterable[str]) -> list[str]:
    return sorted({word for name in names for word in name.split()})
