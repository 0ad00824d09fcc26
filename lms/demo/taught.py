"""Writing what the teachers of the demonstration noted after their lessons, in one line each."""

from random import Random

from lms.courses.models import Cohort
from lms.courses.states import LessonState
from lms.courses.syllabus_queries import PlanLine, plan_of
from lms.database import db
from lms.demo import content

FORGETS = 0.06
"""How often a teacher notes nothing."""
KEEPS_THE_PLAN = 0.35
"""How often a teacher leaves the suggested line as it is."""


def write_taught(rng: Random, cohorts: dict[str, Cohort]) -> None:
    """Write what was taught in every lesson that was held."""
    for cohort in cohorts.values():
        for line in plan_of(cohort).lines:
            if line.lesson.state is LessonState.HELD and rng.random() >= FORGETS:
                line.lesson.taught = _said(rng, line)
            # It was changed in the story, not while the demonstration is loaded.
            line.lesson.changed_at = line.lesson.held_at or cohort.created_at
    db.session.flush()


def _said(rng: Random, line: PlanLine) -> str:
    words = content.read("words")
    if not line.shares:
        return str(rng.choice(words["taught_alone"]))
    planned = "; ".join(share.unit.title_bg for share in line.shares)
    return planned if rng.random() < KEEPS_THE_PLAN else f"{planned} – {rng.choice(words['taught'])}"
