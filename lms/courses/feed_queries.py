"""Reading calendar feeds: somebody's own, the one behind a secret address, and the lessons in it."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from lms import clock
from lms.access.scope import holds, scoped
from lms.access.viewer import Viewer
from lms.courses.calendar_queries import with_place
from lms.courses.feed_models import CalendarFeed
from lms.courses.models import Cohort, Lesson
from lms.courses.secret_address import fingerprint
from lms.database import db

KEPT = timedelta(days=366)
"""How long a lesson that is over stays in a feed."""


def feed_of(by: Viewer, cohort: Cohort | None) -> CalendarFeed | None:
    """The viewer's own address for the lessons of a cohort or, without one, for those they teach."""
    return db.session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.account_id == by.account_id, CalendarFeed.cohort_id == (cohort.id if cohort else None)
        )
    ).one_or_none()


def feed_behind(token: str) -> CalendarFeed | None:
    """The feed that a secret address belongs to, as long as its owner may see what is in it.

    Found by its fingerprint, so that the time it takes tells nothing about tokens there are.
    """
    found = db.session.scalars(
        select(CalendarFeed).where(CalendarFeed.token_fingerprint == fingerprint(token))
    ).one_or_none()
    return found if found and found.account.active and _still_allowed(found) else None


def _still_allowed(feed: CalendarFeed) -> bool:
    by = feed.account.viewer
    if feed.cohort_id is None:
        return holds(by.role, "feeds.own") and bool(by.centre_ids)
    allowed = scoped(select(Cohort.id), "feeds.cohort", by).where(Cohort.id == feed.cohort_id)
    return db.session.scalar(allowed) is not None


def lessons_in(feed: CalendarFeed) -> Sequence[Lesson]:
    """The lessons of a feed in the order of time, cancelled ones too: those to come and those of the last year."""
    statement = scoped(select(Lesson), "lessons.own", feed.account.viewer)
    statement = statement.where(Lesson.ends_at >= clock.now() - KEPT)
    if feed.cohort_id is None:
        statement = statement.where(Lesson.teacher_id == feed.account_id)
    else:
        statement = statement.where(Lesson.cohort_id == feed.cohort_id)
    return db.session.scalars(with_place(statement)).all()
