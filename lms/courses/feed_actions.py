"""What is done with calendar feeds: making an address, replacing it by a new one, switching it off."""

from sqlalchemy import select

from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.courses.feed_models import CalendarFeed
from lms.courses.feed_queries import feed_of
from lms.courses.models import Cohort
from lms.database import db


def make_feed(by: Viewer, cohort: Cohort | None) -> CalendarFeed:
    """Give the viewer a new address for the lessons of a cohort or, without one, for those they teach.

    The address they had before answers nobody any more.
    """
    _hold(by)
    feed = feed_of(by, cohort) or CalendarFeed(account_id=by.account_id, cohort_id=cohort.id if cohort else None)
    feed.renew()
    db.session.add(feed)
    db.session.flush()
    record(by, "feed.make", "calendar_feed", feed.id, cohort=feed.cohort_id)
    return feed


def remove_feed(by: Viewer, cohort: Cohort | None) -> None:
    """Switch the viewer's address off, if there is one."""
    _hold(by)
    if feed := feed_of(by, cohort):
        record(by, "feed.remove", "calendar_feed", feed.id, cohort=feed.cohort_id)
        db.session.delete(feed)


def _hold(by: Viewer) -> None:
    """Let no other request of this person make a second feed until this one is done."""
    db.session.execute(select(Account.id).where(Account.id == by.account_id).with_for_update(key_share=True))
