"""What each statistic means, written once: the page, the downloads and docs/statistics.md say the same.

Each names what it divides by what, and what its number opens to.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.courses.words import LEAVING_REASONS
from lms.progress.statistics import RATES, REASONS, UNSAID


@dataclass(frozen=True)
class Statistic:
    """One statistic: its column, its title, how it is counted, and what its number opens to."""

    key: str
    title: Any
    text: Any
    behind: str = "enrolments"
    """The rows behind it: enrolments, people, lessons or cohorts."""
    of: str = ""
    """The column it is counted out of, where it is no rate."""

    @property
    def is_rate(self) -> bool:
        """Whether it is a share of two counts."""
        return self.key in RATES

    @property
    def numerator(self) -> str:
        """The column that is counted."""
        return RATES[self.key][0] if self.is_rate else self.key

    @property
    def denominator(self) -> str:
        """The column it is divided by or counted out of; empty where there is none."""
        return RATES[self.key][1] if self.is_rate else self.of


STATISTICS = (
    Statistic(
        "enrolled",
        _l("Enrolled"),
        _l(
            "Enrolments with at least one day in the period. Requests and offers are not counted, nor who left "
            "before the first day. A person who moved to another cohort has an enrolment in each."
        ),
    ),
    Statistic(
        "reached",
        _l("People reached"),
        _l(
            "Different people who attended at least one minute in the period. "
            "Somebody in two cohorts is counted once, so the total can be less than the sum."
        ),
        "people",
    ),
    Statistic(
        "held_hours",
        _l("Hours held"),
        _l("Academic hours of the lessons held in the period. Cancelled lessons are not counted."),
        "lessons",
    ),
    Statistic(
        "attendance_rate",
        _l("Attendance"),
        _l(
            "Hours attended divided by the hours held while the person was enrolled. A late person attended the "
            "lesson without the minutes missed; absent and excused hours are not attended; an hour that is not "
            "marked is held but not attended."
        ),
    ),
    Statistic(
        "unmarked_hours",
        _l("Hours not marked"),
        _l("Hours held while a person was enrolled for which nothing was marked. They should be none."),
        of="due_hours",
    ),
    Statistic(
        "progress",
        _l("Progress"),
        _l(
            "Hours held up to the end of the period divided by the hours of the programme, "
            "over the cohorts that ran in the period."
        ),
        "cohorts",
    ),
    Statistic(
        "completion_rate",
        _l("Completion"),
        _l(
            "Of the people who started in a cohort that began in the period and has finished, the share whose "
            "outcome is “completed”. A cohort has finished when its last day has passed and every outcome is "
            "confirmed; until then its people are counted as running, never as failures. A transferred person "
            "is counted only in the cohort they went to."
        ),
    ),
    Statistic(
        "running",
        _l("In running cohorts"),
        _l("People who started in a cohort that began in the period and has not finished."),
        of="started",
    ),
    Statistic(
        "awaiting",
        _l("Outcome to confirm"),
        _l(
            "Of the people in running cohorts, those whose cohort's last day has passed "
            "and whose outcome nobody has confirmed yet."
        ),
        of="running",
    ),
    Statistic(
        "withdrawn",
        _l("Withdrawn"),
        _l("People who started in a cohort that began in the period and left it before its end."),
        of="started",
    ),
)
UNCALLED = Statistic(
    "uncalled_hours",
    _l("Hours without a roll call"),
    _l(
        "Academic hours of lessons whose day has passed and that were neither called nor cancelled. "
        "They are in no other number: call the roll, or cancel the lesson."
    ),
    "lessons",
)
"""What the other numbers do not know of."""
BY_REASON = tuple(
    Statistic(
        column,
        _l("Reason not said") if reason == UNSAID else LEAVING_REASONS[reason],
        _l("Of the people who withdrew, those who left for this reason."),
        of="withdrawn",
    )
    for column, reason in REASONS.items()
)
"""Who withdrew, by the reason for leaving."""
BY_KEY = {statistic.key: statistic for statistic in (*STATISTICS, UNCALLED, *BY_REASON)}
COLUMNS: dict[str, Any] = {
    "attended_hours": _l("Hours attended"),
    "due_hours": _l("Hours held while enrolled"),
    "held_to_date": _l("Hours held so far"),
    "planned_hours": _l("Hours of the programme"),
    "completed": _l("Completed"),
    "finished_people": _l("Started in a finished cohort"),
    "started": _l("Started"),
} | {key: statistic.title for key, statistic in BY_KEY.items()}
"""What each column is called."""
