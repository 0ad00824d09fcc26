"""The pages of the courses, joined to their blueprint, and what a person's page shows of them."""

from lms.courses import (
    cohort_views,
    enrolment_views,
    next_steps,
    panels,
    planning_views,
    programme_views,
    timeline,
    waiting_views,
)
from lms.courses.pages import blueprint

__all__ = [
    "blueprint",
    "cohort_views",
    "enrolment_views",
    "next_steps",
    "panels",
    "planning_views",
    "programme_views",
    "timeline",
    "waiting_views",
]
