"""Marks, and why they are refused, in plain words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext, pgettext

from lms.attendance.models import Entry, Mark, MarkKind
from lms.attendance.rules import Refusal, Value

KIND_NAMES = {
    MarkKind.PRESENT: _l("Present"),
    MarkKind.LATE: _l("Late"),
    MarkKind.LEFT_EARLY: _l("Left early"),
    MarkKind.ABSENT: _l("Absent"),
    MarkKind.EXCUSED: _l("Excused"),
}

REFUSALS = {
    Refusal.TOO_EARLY: _l("The roll can be called from half an hour before the lesson."),
    Refusal.CANCELLED: _l("This lesson is cancelled, so nobody can be marked."),
    Refusal.TOO_LATE: _l("The time for corrections is over. A coordinator of the centre can still correct."),
    Refusal.REASON_MISSING: _l("The time for corrections is over: say why you correct it now."),
    Refusal.NOT_ENROLLED: _l("This person is not in the cohort on the day of the lesson."),
    Refusal.MINUTES_MISSING: _l("How many minutes? Enter a whole number."),
    Refusal.MINUTES_WRONG: _l("Enter at least 1 minute, and fewer than the lesson has."),
    Refusal.IDENTIFIER_USED: _l(
        "Another mark had already been saved from this page. If what is chosen now is right, save once more."
    ),
    Refusal.UNREADABLE: _l("This mark could not be read. Mark the person once more."),
}


def letters() -> dict[MarkKind, str]:
    """One letter a mark, for the grid."""
    return {
        MarkKind.PRESENT: "+",
        MarkKind.LATE: pgettext("one letter: late", "L"),
        MarkKind.LEFT_EARLY: pgettext("one letter: left early", "E"),
        MarkKind.ABSENT: pgettext("one letter: absent", "A"),
        MarkKind.EXCUSED: pgettext("one letter: excused", "X"),
    }


def who(entry: Entry) -> str:
    """Who made an entry."""
    return entry.made_by.name if entry.made_by else str(_("the system"))


def said_in(thing: Entry | Mark | None) -> str:
    """What an entry or a mark says, in words."""
    return said(Value(thing.kind, thing.minutes, thing.reason) if thing else None)


def said(value: Value | None) -> str:
    """A value in words: “late, 10 minutes (came with her child)”."""
    if value is None:
        return str(_("not yet called"))
    noted = value.reason and value.kind is not MarkKind.EXCUSED
    return f"{_kind_said(value)} ({value.reason})" if noted else _kind_said(value)


def _kind_said(value: Value) -> str:
    minutes = value.minutes or 0
    match value.kind:
        case MarkKind.PRESENT:
            return str(_("present"))
        case MarkKind.LATE:
            return str(ngettext("late, %(num)d minute", "late, %(num)d minutes", minutes))
        case MarkKind.LEFT_EARLY:
            return str(ngettext("left %(num)d minute early", "left %(num)d minutes early", minutes))
        case MarkKind.ABSENT:
            return str(_("absent"))
        case MarkKind.EXCUSED:
            return str(_("excused: %(reason)s", reason=value.reason) if value.reason else _("excused"))


def row_labels() -> dict[str, Any]:
    """What stands in every row of a roll, put into the viewer's language once for all of them."""
    named = [(kind.value, str(name)) for kind, name in KIND_NAMES.items()]
    return {
        "segments": [one for one in named if one[0] != MarkKind.LEFT_EARLY],
        "left_early": [one for one in named if one[0] == MarkKind.LEFT_EARLY],
        "unsettled": _("To settle"),
        "uncalled": _("not yet called"),
        "more": _("More"),
        "menu": _("Minutes, reason and history: %(name)s"),
        "minutes": _("Minutes missed"),
        "length": _("of %(length)s"),
        "reason": _("Reason, if excused"),
        "remark": _("Note"),
    }


def live_words() -> dict[str, object]:
    """What the roll on a telephone says by itself: the kinds, where each mark is, and what keeps it from being sent."""
    return {
        "kinds": {
            **{kind.value: str(name) for kind, name in KIND_NAMES.items()},
            "uncalled": _("Not yet called"),
            "unsettled": _("To settle"),
        },
        "standings": {
            "none": "",
            "kept": _("on this device, not sent yet"),
            "sent": _("being sent"),
            "confirmed": _("saved"),
            "conflict": _("marked differently by somebody else"),
            "refused": _("not saved"),
        },
        "troubles": {
            "unreached": _("There is no connection. Sending goes on by itself when it returns."),
            "failed": _("Azbuka cannot save at the moment and is tried again by itself."),
            "signed_out": _("You are signed out. Sign in, and sending goes on."),
            "other_account": _("Somebody else is signed in on this device. Sign in yourself, and sending goes on."),
            "gone": _("This lesson is no longer yours to call. Tell a coordinator what you marked: it stays here."),
        },
        "kept_one": ngettext("%(num)d mark is kept on this device.", "%(num)d marks are kept on this device.", 1),
        "kept_many": ngettext(
            "%(num)d mark is kept on this device.", "%(num)d marks are kept on this device.", 2
        ).replace("2", "{count}"),
        "begin": _("Tap the name of who is missing; tap again for late. Then “Done” marks the rest as present."),
        "sending": _("Sending …"),
        "saved": _("Everything that is marked is saved."),
        "unkept": _("Not saved: this device has no room to keep marks. Write them down and tell a coordinator."),
        "undo": _("Undo: {name}"),
        "minutes": str(REFUSALS[Refusal.MINUTES_MISSING]),
        "minutes_wrong": str(REFUSALS[Refusal.MINUTES_WRONG]),
        "unsaved": _("Not everything is saved: look at the marks with “!”."),
    }
