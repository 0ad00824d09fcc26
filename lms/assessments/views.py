"""The pages of assessments, joined to their blueprint, and what a person's page shows of them."""

from lms.assessments import learner_views, merging, next_steps, panels, staff_views, timeline
from lms.assessments.pages import blueprint

__all__ = ["blueprint", "learner_views", "merging", "next_steps", "panels", "staff_views", "timeline"]
