"""What was taught in a lesson, as a telephone sends it, perhaps long after it was written."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import StringField
from wtforms.validators import Length

from lms.access.viewer import Viewer
from lms.attendance.arrivals import AnswerKind
from lms.centres.forms import trimmed
from lms.courses.forms import PageForm
from lms.courses.models import Lesson
from lms.courses.syllabus_actions import record_taught
from lms.database import db

LONGEST_LINE = 300
"""Characters in the line of what was taught."""


class TaughtForm(PageForm):
    """The line as it comes from a telephone."""

    text = StringField(
        validators=[Length(max=LONGEST_LINE, message=_l("Use at most 300 characters."))], filters=[trimmed]
    )


def write_taught(by: Viewer, lesson: Lesson, line: str, seen: Collection[str]) -> AnswerKind:
    """Write the line down; CONFLICT, and nothing written, where a line stands that its author has not seen.

    `seen` is whatever may stand there to the author's knowledge: what the page showed, and what it sent before.
    Raises DomainError when the lesson is cancelled.
    """
    # What stands there is read by whoever may write it next, not by two at once.
    held = select(Lesson).where(Lesson.id == lesson.id).with_for_update().execution_options(populate_existing=True)
    now = db.session.scalars(held).one().taught or ""
    if now not in {" ".join(one.split()) for one in (line, *seen)}:
        return AnswerKind.CONFLICT
    return AnswerKind.APPLIED if record_taught(by, lesson, line) else AnswerKind.ALREADY_KNOWN
