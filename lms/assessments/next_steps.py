"""What waits with assessments: the placement of a person who was just taken in, and quizzes of a teacher."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from lms import clock
from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.results.waiting import closing, to_show
from lms.assessments.results.words import given_to
from lms.courses.desk import Task, provides_tasks
from lms.learners.models import Learner
from lms.learners.next_steps import Step, provides_step


@provides_step
def placement(_learner: Learner, viewer: Viewer) -> Step | None:
    """The placement: the person begins it with their card; whoever decides it sees it come."""
    if not holds(viewer.role, "placements.view"):
        return None
    why = _("The person begins it on a phone, with the card. What it suggests appears among the placements.")
    return Step(_("To the placements"), why, url_for("assessments.placements"))


@provides_tasks
def quizzes(viewer: Viewer) -> Iterator[Task]:
    """Quizzes that close soon, and results that wait to be shown."""
    if not holds(viewer.role, "assignments.manage"):
        return
    now = clock.now()
    for assignment, left in closing(viewer, now):
        yield _task(assignment, _closes(assignment, left), urgent=True)
    for assignment in to_show(viewer, now):
        yield _task(assignment, _("The results wait to be shown."))


def _task(assignment: Assignment, waits: str, urgent: bool = False) -> Task:
    title = f"{assignment.quiz.title} · {given_to(assignment)}"
    return Task(title, waits, url_for("assessments.results", assignment_id=assignment.id), urgent)


def _closes(assignment: Assignment, left: int) -> str:
    given = assignment.cohort or assignment.learner
    local = clock.to_local(assignment.closes_at, given.centre.time_zone) if given and assignment.closes_at else None
    people = ngettext("%(num)d person has not handed in.", "%(num)d people have not handed in.", left)
    moment = format_datetime(local, "short", rebase=False)
    return str(_("Closes on %(moment)s: %(people)s", moment=moment, people=people))
