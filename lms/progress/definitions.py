"""What each statistic means, written once: the page, the downloads and docs/statistics.md say the same.

Each names what it divides by what, and which rows lie behind it.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Statistic:
    """One statistic: its column, its title, how it is counted, and what its number opens to."""

    key: str
    title: Any
    text: Any
    behind: str = ""
    """people (enrolments), or lessons; empty where there is no list."""
    numerator: str = ""
    denominator: str = ""

    @property
    def is_rate(self) -> bool:
        """Whether it is a share of two counts."""
        return bool(self.denominator)


STATISTICS = (
    Statistic(
        "enrolled",
        _l("Enrolled"),
        _l("Enrolments with at least one day in the period. Requests and offers are not counted."),
        "people",
    ),
    Statistic(
        "reached",
        _l("People reached"),
        _l("Different people who attended at least one minute in the period. Somebody in two cohorts is counted once."),
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
        "people",
        "attended_hours",
        "due_hours",
    ),
    Statistic(
        "unmarked_hours",
        _l("Hours not marked"),
        _l("Hours held while a person was enrolled for which nothing was marked. They should be none."),
        "people",
    ),
    Statistic(
        "progress",
        _l("Progress"),
        _l(
            "Hours held up to the end of the period divided by the hours of the programme, "
            "over the cohorts that ran in the period."
        ),
        "lessons",
        "held_to_date",
        "planned_hours",
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
        "people",
        "completed",
        "finished_people",
    ),
    Statistic(
        "running",
        _l("Still running"),
        _l("People who started in a cohort that began in the period and has not finished."),
        "people",
    ),
    Statistic(
        "withdrawn",
        _l("Withdrawn"),
        _l("People who started in a cohort that began in the period and left it before its end."),
        "people",
    ),
)
BY_KEY = {statistic.key: statistic for statistic in STATISTICS}
