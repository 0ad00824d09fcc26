"""The pages of the courses, joined to their blueprint, and their panel on a person's page."""

from lms.courses import (
    cohort_views,
    enrolment_views,
    forming_views,
    panels,
    planning_views,
    programme_views,
    waiting_views,
)
from lms.courses.pages import blueprint

__all__ = [
    "blueprint",
    "cohort_views",
    "enrolment_views",
    "forming_views",
    "panels",
    "planning_views",
    "programme_views",
    "waiting_views",
]
