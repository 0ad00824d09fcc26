"""The rule by which an enrolment is completed, with its arithmetic: what the proposed outcome rests on.

Source: the courses' own rule, attendance of at least 70 % of the hours held and a passed final exam; both
bounds are the programme's.
"""

from dataclasses import dataclass
from math import floor

from lms.courses.states import EnrolmentState, Outcome

# 70 of 100 hours in minutes that are thirds must not fail on the last binary digit.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Standing:
    """What counts for one enrolment. Hours are academic hours; scores are of 100."""

    state: EnrolmentState
    attended_hours: float
    excused_hours: float
    held_hours: float
    threshold_percent: int
    pass_mark: int
    excused_counts: bool
    final_score: int | None
    unmarked_hours: float = 0.0

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
        return self.share is not None and self.share * 100 + TOLERANCE >= self.threshold_percent

    @property
    def passed(self) -> bool | None:
        """Whether the final exam was passed; nothing while there is no score."""
        return None if self.final_score is None else self.final_score >= self.pass_mark

    @property
    def proposed(self) -> Outcome:
        """The outcome that the rule proposes; a person confirms it."""
        if self.state is EnrolmentState.WITHDRAWN:
            return Outcome.WITHDREW
        if self.state is EnrolmentState.TRANSFERRED:
            return Outcome.TRANSFERRED
        return Outcome.COMPLETED if self.enough_hours and self.passed else Outcome.ATTENDED
