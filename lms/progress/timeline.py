"""What progress tells on a person's timeline: final tests and how courses ended."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.access.scope import holds, scoped
from lms.access.viewer import Viewer
from lms.courses.models import Cohort, Enrolment
from lms.courses.words import OUTCOMES
from lms.database import db
from lms.learners.models import Learner
from lms.learners.timeline import Event, Kind, provides_events


@provides_events
def results(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """The final test and the confirmed outcome of each course in cohorts the viewer may see."""
    if not holds(viewer.role, "outcomes.view"):
        return
    visible = scoped(select(Cohort.id), "outcomes.view", viewer)
    statement = select(Enrolment).options(joinedload(Enrolment.cohort))
    statement = statement.where(Enrolment.learner_id == learner.id, Enrolment.cohort_id.in_(visible))
    for one in db.session.scalars(statement.order_by(Enrolment.starts_on)):
        code, link = one.cohort.code, url_for("outcomes.show", cohort_id=one.cohort_id)
        if one.final_score is not None and one.final_on:
            text = _("%(cohort)s: final test, %(score)s of 100", cohort=code, score=one.final_score)
            yield Event(one.final_on, Kind.RESULT, text, link=link)
        if one.outcome and one.outcome_on:
            yield Event(one.outcome_on, Kind.RESULT, f"{code}: {OUTCOMES[one.outcome]}", link=link)
