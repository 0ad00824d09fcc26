"""The pages of assessments, joined to their blueprint, and their panel on a person's page."""

from lms.assessments import learner_views, merging, panels, staff_views
from lms.assessments.pages import blueprint

__all__ = ["blueprint", "learner_views", "merging", "panels", "staff_views"]
