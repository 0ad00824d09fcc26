"""What a lesson may have beside its roll: guests, people who checked in, entries that were set aside.

Nearly every lesson has none of them, and its roll is the page asked for most: whether there is anything is asked for
all of them at once, and for little.
"""

from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, exists, select

from lms.attendance.checkin_models import CheckIn, CheckInSession
from lms.attendance.guest_models import Guest
from lms.attendance.set_aside_models import SetAside
from lms.courses.models import Lesson
from lms.database import db


class Beside(NamedTuple):
    """Whether there ever was anything of each kind, whoever may see it."""

    guests: bool
    check_ins: bool
    set_aside: bool


_LESSON: BindParameter[int] = bindparam("lesson")
_BESIDE = select(
    exists().where(Guest.lesson_id == _LESSON),
    exists().where(CheckIn.session_id == CheckInSession.id, CheckInSession.lesson_id == _LESSON),
    exists().where(SetAside.lesson_id == _LESSON),
)


def beside(lesson: Lesson) -> Beside:
    """What there is beside the roll of a lesson."""
    return Beside(*db.session.execute(_BESIDE, {"lesson": lesson.id}).one())
