"""The results of a quiz as files: people, every answer, every item, and how it is counted."""

from collections.abc import Iterator

from flask_babel import gettext as _

from lms.assessments.items import words
from lms.assessments.items.answers import in_words
from lms.assessments.pages import right_answer
from lms.assessments.results.items import item_results
from lms.assessments.results.lines import Line
from lms.assessments.results.queries import Results
from lms.assessments.results.words import CAME, CELLS, DEFINITIONS
from lms.spreadsheets import Sheet, write_csv, write_xlsx
from lms.spreadsheets.writing import Value

SHARE = 4
"""The column of the share in the table of people."""


def results_xlsx(results: Results) -> bytes:
    """A workbook with real numbers and percentages; names and answers are never formulas."""
    about = [[str(what), str(how)] for what, how in DEFINITIONS]
    return write_xlsx(
        [
            Sheet(_("People"), _header(results), _rows(results), frozenset({SHARE})),
            Sheet(_("Answers"), _answer_header(), _answer_rows(results), frozenset({6})),
            Sheet(_("Items"), _item_header(), _item_rows(results), frozenset({5})),
            Sheet(_("Definitions"), [_("Column"), _("How it is counted")], about),
        ]
    )


def results_csv(results: Results) -> bytes:
    """People by items as a plain table: shares between 0 and 1, what is not marked empty."""
    return write_csv(_header(results), _rows(results))


def _header(results: Results) -> list[str]:
    return [
        _("Number"),
        _("Name in Cyrillic"),
        _("Name in Latin letters"),
        _("State"),
        _("Share"),
        _("Passed"),
        _("Minutes"),
        _("Late answers"),
        _("Sittings"),
        *(_("Item %(number)s", number=one.position) for one in results.items),
    ]


def _rows(results: Results) -> Iterator[list[Value]]:
    for line in results.lines:
        passed = {True: _("yes"), False: _("no"), None: None}[line.passed]
        facts: list[Value] = [line.learner.number, line.learner.name_bg, line.learner.name, str(CAME[line.came])]
        facts += [line.share, passed, line.minutes, line.late, len(line.attempts)]
        yield facts + [_points(line, one.position) for one in results.items]


def _points(line: Line, position: int) -> float | None:
    if line.counts is None:
        return None
    response = line.answers.get(position)
    return response.share if response else 0.0


def _answer_header() -> list[str]:
    return [_("Number"), _("Name in Cyrillic"), _("Item"), _("Question"), _("Answered"), _("Result"), _("Share")]


def _answer_rows(results: Results) -> Iterator[list[Value]]:
    """A row for each person who has handed in, and item."""
    for line in results.handed_in:
        for item in results.items:
            version, response = item.item_version, line.answers.get(item.position)
            said = in_words(version.kind, version.body, response.answer) if response and response.answer else ""
            person: list[Value] = [line.learner.number, line.learner.name_bg, item.position, words.in_short(version)]
            yield [*person, said, str(CELLS[line.cell(item.position)]), _points(line, item.position)]


def _item_header() -> list[str]:
    return [_("Item"), _("Code"), _("Question"), _("Skill"), _("Key"), _("How much was right"), _("Answers")]


def _item_rows(results: Results) -> Iterator[list[Value]]:
    for one in item_results(results):
        version = one.version
        answers = "; ".join(f"{tally.text or CELLS[tally.cell]}: {len(tally.people)}" for tally in one.tallies)
        facts: list[Value] = [one.line.position, version.item.code, words.in_short(version)]
        key = right_answer(version, results.rulings)
        yield [*facts, str(words.SKILL_NAMES[version.skill]), key, one.facility, answers]
