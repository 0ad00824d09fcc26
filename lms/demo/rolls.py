"""Writing the roll calls of the demonstration: entries, and the marks they add up to.

Thousands at once, so not through the action; the marks are made by the same rules, and a test calls a
sample of the rolls anew and finds the same.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from lms.attendance.folding import Touch, answer_to, facts_of, fold
from lms.attendance.models import Entry, Mark
from lms.attendance.rules import length_of
from lms.attendance.totals import count_anew
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.states import LessonState
from lms.database import db
from lms.demo.world import Said, Stay

ON_ITS_WAY = timedelta(seconds=2)
"""How long an entry takes to arrive."""


def write_rolls(rng: Random, cohorts: dict[str, Cohort], enrolments: dict[Stay, Enrolment]) -> int:
    """Write every roll call that was made; returns the number of marks."""
    lessons = {(key, lesson.number): lesson for key, cohort in cohorts.items() for lesson in cohort.lessons}
    entries: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    for stay, enrolment in enrolments.items():
        for number, said in stay.touches.items():
            lesson = lessons[stay.group.key, number]
            touches = _touches(rng, lesson, said)
            # Each entry is answered by what its mark was made of when it came.
            entries += [_entry(lesson, enrolment, touches[: place + 1]) for place in range(len(touches))]
            marks.append(_mark(lesson, enrolment, touches))
            _hold(lesson, touches[0].made_at + ON_ITS_WAY)
    db.session.flush()
    db.session.execute(insert(Entry), entries)
    db.session.execute(insert(Mark), marks)
    count_anew()
    return len(marks)


def _touches(rng: Random, lesson: Lesson, said: Sequence[Said]) -> list[Touch]:
    # Whoever corrects has the mark before their eyes: each touch is based on the one before it.
    return [
        Touch(_identifier(rng), one.value, lesson.starts_at + one.after, seen + 1, based_on=seen)
        for seen, one in enumerate(said)
    ]


def _identifier(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _entry(lesson: Lesson, enrolment: Enrolment, touches: Sequence[Touch]) -> dict[str, Any]:
    touch = touches[-1]
    return {
        "id": touch.id,
        "lesson_id": lesson.id,
        "enrolment_id": enrolment.id,
        "kind": touch.value.kind,
        "minutes": touch.value.minutes,
        "reason": touch.value.reason,
        "version": touch.version,
        "based_on": touch.based_on,
        "made_at": touch.made_at,
        "received_at": touch.made_at + ON_ITS_WAY,
        "made_by_id": lesson.teacher_id,
        "answer": answer_to(touch, fold(touches)),
    }


def _mark(lesson: Lesson, enrolment: Enrolment, touches: Sequence[Touch]) -> dict[str, Any]:
    length = length_of(lesson.starts_at, lesson.ends_at)
    return {"lesson_id": lesson.id, "enrolment_id": enrolment.id} | facts_of(touches, length)


def _hold(lesson: Lesson, moment: datetime) -> None:
    lesson.state = LessonState.HELD
    lesson.held_at = min(moment, lesson.held_at or moment)
