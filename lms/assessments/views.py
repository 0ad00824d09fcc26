"""The pages of assessments, joined to their blueprint, and what a person's page shows of them."""

from lms.assessments import home_views, next_steps, panels, timeline
from lms.assessments.authoring import views as authoring_views
from lms.assessments.calibration import views as calibration_views
from lms.assessments.exchange import views as exchange_views
from lms.assessments.items import review_views
from lms.assessments.items import views as item_views
from lms.assessments.marking import recording_views
from lms.assessments.marking import views as marking_views
from lms.assessments.pages import blueprint
from lms.assessments.placement import learner_views, recounting, staff_views, talk_views
from lms.assessments.quizzes import assigning_views, building_views, merging
from lms.assessments.results import needs_views, sitting_views
from lms.assessments.results import views as result_views
from lms.assessments.rulings import views as ruling_views
from lms.assessments.statistics import views as statistics_views
from lms.assessments.taking import learner_views as taking_views
from lms.assessments.taking import recounting as quiz_recounting

__all__ = [
    "assigning_views",
    "authoring_views",
    "blueprint",
    "building_views",
    "calibration_views",
    "exchange_views",
    "home_views",
    "item_views",
    "learner_views",
    "marking_views",
    "merging",
    "needs_views",
    "next_steps",
    "panels",
    "quiz_recounting",
    "recording_views",
    "recounting",
    "result_views",
    "review_views",
    "ruling_views",
    "sitting_views",
    "staff_views",
    "statistics_views",
    "taking_views",
    "talk_views",
    "timeline",
]
