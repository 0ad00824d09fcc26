"""The share of the hours held that counts for a person, against the threshold of their programme.

Pure: no database, no request. Source: the courses' own rule, attendance of at least 70 % of the hours held; the
bound, and whether excused hours count, are the programme's. Whoever shows or decides by the share does it from here.
"""

from dataclasses import dataclass
from math import floor

# 70 of 100 hours in minutes that are thirds must not fail on the last binary digit.
TOLERANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class HourShare:
    """What was held and attended in one enrolment, in academic hours, with the rule it is held against."""

    attended_hours: float
    excused_hours: float
    held_hours: float
    threshold_percent: int
    excused_counts: bool

    @property
    def counted_hours(self) -> float:
        """The hours that count towards the threshold: attended, and excused where the programme says so."""
        return self.attended_hours + (self.excused_hours if self.excused_counts else 0.0)

    @property
    def share(self) -> float | None:
        """The counted share of the hours held while enrolled; nothing before the first lesson."""
        return self.counted_hours / self.held_hours if self.held_hours else None

    @property
    def shown_share(self) -> float | None:
        """The share as it is shown: rounded down to a tenth of a percent, so that 69.96 % never reads as 70 %."""
        return None if self.share is None else floor(self.share * 1000 + TOLERANCE) / 1000

    @property
    def enough_hours(self) -> bool:
        """Whether the threshold is reached."""
        return self.reaches(self.threshold_percent)

    def reaches(self, percent: int) -> bool:
        """Whether the share is at least so many percent."""
        return self.share is not None and self.share * 100 + TOLERANCE >= percent

    def may_miss(self, ahead: float) -> int:
        """How many of the academic hours still ahead may be missed, in whole hours; the threshold is reached then.

        Below zero: it is not reached even by whoever misses nothing more.
        """
        needed = self.threshold_percent / 100 * (self.held_hours + ahead)
        return floor(min(self.counted_hours + ahead - needed, ahead) + TOLERANCE)
