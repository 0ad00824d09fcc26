"""A learner's first page: the language once, then their course or what to do next."""

from flask import abort, render_template
from flask_login import current_user

from lms import clock
from lms.access.declare import permission
from lms.access.viewer import viewer
from lms.assessments.pages import Page, blueprint
from lms.assessments.placement import learner_words
from lms.assessments.placement.actions import is_left, stage_of
from lms.assessments.placement.queries import own_placement
from lms.assessments.placement.stages import Stage
from lms.assessments.quizzes.queries import own_learner
from lms.assessments.taking.learner_words import quiz_standing
from lms.assessments.taking.queries import given_to
from lms.courses.cohort_queries import own_courses
from lms.courses.offer_queries import own_offers


@blueprint.get("/learn")
@permission("learn.own", "quizzes.take", "attempts.own")
def learn() -> Page:
    """A learner's first page."""
    learner = own_learner(viewer()) or abort(404)
    if current_user.locale is None:
        return render_template("assessments/language.html")
    attempt = own_placement(viewer())
    under_way = attempt and stage_of(attempt) in (Stage.LETTERS, Stage.CAN_DO, Stage.ITEMS) and not is_left(attempt)
    finished = attempt if attempt and stage_of(attempt) is Stage.OVER and attempt.finished_at else None
    return render_template(
        "assessments/learn.html",
        learner=learner,
        attempt=finished,
        under_way=under_way,
        courses=own_courses(viewer(), clock.now()),
        offers=own_offers(viewer()),
        next_step=learner_words.next_step,
        quizzes=given_to(viewer(), clock.now()),
        quiz_standing=quiz_standing,
    )
