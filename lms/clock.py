"""What time it is: moments are kept in UTC and shown in a centre's zone.

Everything that needs the present asks here, so that tests can choose it.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

HOME_ZONE = "Europe/Sofia"


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str = HOME_ZONE) -> date:
    """The calendar day it is now in a zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def to_utc(day: date, at: time, zone: str = HOME_ZONE) -> datetime:
    """The moment a wall clock in the zone shows `at` on `day`, in UTC."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def to_local(moment: datetime, zone: str = HOME_ZONE) -> datetime:
    """The same moment as the zone's wall clock shows it."""
    return moment.astimezone(ZoneInfo(zone))
