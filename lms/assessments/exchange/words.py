"""Exchange in plain words: what becomes of items, and spreadsheets of what was said about them."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.comparing import Fate, Outcome
from lms.assessments.exchange.found import Loss
from lms.assessments.exchange.titles import TITLES
from lms.spreadsheets import Sheet

FATES = {
    Fate.NEW: _l("new"),
    Fate.VERSION: _l("a new version"),
    Fate.SAME: _l("in the bank already"),
    Fate.REFUSED: _l("not taken in"),
}


def to_write(fields: Iterable[str]) -> str:
    """The fields that are still to be written, in words."""
    return ", ".join(str(TITLES[name]) for name in fields)


def messages(outcomes: Sequence[Outcome]) -> Sheet:
    """Every message about every item of a file."""
    about = [_("Where"), _("Name"), _("Code"), _("What becomes of it")]
    header = [*about, _("What is wrong"), _("What is lost"), _("To write")]
    rows = [
        [
            str(one.incoming.place),
            one.incoming.name,
            one.code,
            str(FATES[one.fate]),
            "\n".join(one.incoming.faults),
            "\n".join(one.incoming.lost),
            to_write(one.incoming.unfinished),
        ]
        for one in outcomes
    ]
    return Sheet(_("Messages"), header, rows)


def losses(found: Sequence[Loss]) -> Sheet:
    """What does not go along in a file, item by item."""
    rows = [[one.code, _("not taken in") if one.left_out else "", str(one.message)] for one in found]
    return Sheet(_("What is lost"), [_("Code"), _("Item"), _("Message")], rows)
