"""Reading attempts and responses."""

from sqlalchemy import select

from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.models import Response
from lms.database import db


def is_answered(version: ItemVersion) -> bool:
    """Whether anybody answered a version."""
    asked = select(Response.id).where(Response.item_version_id == version.id).limit(1)
    return db.session.scalar(asked) is not None
