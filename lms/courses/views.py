"""The pages of the courses, joined to their blueprint, and their panel on a person's page."""

from lms.courses import (
    calendar_views,
    cohort_views,
    enrolment_views,
    feed_views,
    hours_views,
    panels,
    planning_views,
    programme_views,
    replan_views,
    syllabus_views,
    waiting_views,
)
from lms.courses.pages import blueprint

__all__ = [
    "blueprint",
    "calendar_views",
    "cohort_views",
    "enrolment_views",
    "feed_views",
    "hours_views",
    "panels",
    "planning_views",
    "programme_views",
    "replan_views",
    "syllabus_views",
    "waiting_views",
]
