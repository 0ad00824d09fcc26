"""The waiting list as a spreadsheet, in the order of the page."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from lms.courses.waiting_queries import Waiting
from lms.courses.waiting_words import PRIORITIES, SOURCES
from lms.courses.words import LEVEL_NAMES
from lms.learners.words import MEETS, times
from lms.spreadsheets import Sheet, write_xlsx
from lms.spreadsheets.writing import Value


def waiting_xlsx(people: Sequence[Waiting], today: date) -> bytes:
    """One row for each person, with real days and numbers."""
    header = [
        _("Level"),
        _("Position"),
        _("Number"),
        _("Name"),
        _("In Cyrillic"),
        _("Waiting since"),
        _("Days"),
        _("Priority"),
        _("Can come"),
        _("Learns"),
        _("Reads Cyrillic"),
        _("The level"),
        _("Phone"),
        _("Note"),
    ]
    return write_xlsx([Sheet(_("Waiting list"), header, [_row(one, today) for one in people])])


def _row(one: Waiting, today: date) -> list[Value]:
    entry, learner = one.entry, one.entry.learner
    reads = {True: _("yes"), False: _("no"), None: ""}[learner.reads_cyrillic]
    return [
        str(LEVEL_NAMES[entry.level]),
        one.standing.position,
        learner.number,
        learner.name,
        learner.name_bg,
        entry.since,
        (today - entry.since).days,
        str(PRIORITIES[entry.priority]) if entry.priority else "",
        times(learner.available),
        str(MEETS[learner.meets]) if learner.meets else "",
        reads,
        str(SOURCES[entry.level_source]) if entry.level_source else "",
        learner.phone or "",
        entry.note or "",
    ]
