"""The pages of assessments, joined to their blueprint, and what a person's page shows of them."""

from lms.assessments import home_views, next_steps, panels, timeline
from lms.assessments.exchange import views as exchange_views
from lms.assessments.items import views as item_views
from lms.assessments.pages import blueprint
from lms.assessments.placement import learner_views, staff_views, talk_views
from lms.assessments.quizzes import merging

__all__ = [
    "blueprint",
    "exchange_views",
    "home_views",
    "item_views",
    "learner_views",
    "merging",
    "next_steps",
    "panels",
    "staff_views",
    "talk_views",
    "timeline",
]
