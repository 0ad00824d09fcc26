"""The rule by which an enrolment is completed, with its arithmetic: what the proposed outcome rests on.

Source: the courses' own rule, attendance of at least 70 % of the hours held and a passed final exam; both
bounds are the programme's.
"""

from dataclasses import dataclass

from lms.attendance.share_rules import HourShare
from lms.courses.states import EnrolmentState, Outcome


@dataclass(frozen=True, kw_only=True)
class Standing(HourShare):
    """What counts for one enrolment. Hours are academic hours; scores are of 100."""

    state: EnrolmentState
    pass_mark: int
    final_score: int | None
    unmarked_hours: float = 0.0

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
