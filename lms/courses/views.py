"""The pages of the courses, joined to their blueprint, and what a person's page shows of them."""

from lms.courses import (
    calendar_views,
    cohort_views,
    enrolment_views,
    feed_views,
    forming_views,
    hours_views,
    merging,
    next_steps,
    offer_views,
    panels,
    planning_views,
    programme_views,
    replan_views,
    reply_views,
    syllabus_views,
    timeline,
    waiting_views,
)
from lms.courses.pages import blueprint

__all__ = [
    "blueprint",
    "calendar_views",
    "cohort_views",
    "enrolment_views",
    "feed_views",
    "forming_views",
    "hours_views",
    "merging",
    "next_steps",
    "offer_views",
    "panels",
    "planning_views",
    "programme_views",
    "replan_views",
    "reply_views",
    "syllabus_views",
    "timeline",
    "waiting_views",
]
