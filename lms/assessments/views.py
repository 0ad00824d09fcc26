"""The pages of assessments, joined to their blueprint, and what a person's page shows of them."""

from lms.assessments import home_views, next_steps, panels, timeline
from lms.assessments.authoring import views as authoring_views
from lms.assessments.items import review_views
from lms.assessments.items import views as item_views
from lms.assessments.pages import blueprint
from lms.assessments.placement import learner_views, recounting, staff_views, talk_views
from lms.assessments.quizzes import merging
from lms.assessments.rulings import views as ruling_views

__all__ = [
    "authoring_views",
    "blueprint",
    "home_views",
    "item_views",
    "learner_views",
    "merging",
    "next_steps",
    "panels",
    "recounting",
    "review_views",
    "ruling_views",
    "staff_views",
    "talk_views",
    "timeline",
]
