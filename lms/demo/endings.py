"""How a stay in a finished cohort ends: the final exam, and the outcome that the rule of completion proposes.

Pure: chance comes from the generator that is given.
"""

from random import Random

from lms.courses.outcomes import ENDS_AS
from lms.courses.states import EnrolmentState
from lms.demo.presence import minutes_of
from lms.demo.world import Stay
from lms.progress.rules import Standing


def end(rng: Random, stay: Stay) -> None:
    """Let a person take the final exam, unless they left, and let a coordinator confirm what follows."""
    programme = stay.group.programme
    attended, held = minutes_of(stay)
    if stay.state is EnrolmentState.ACTIVE:
        stay.final_score = _score(rng, attended / held)
    standing = Standing(
        state=stay.state,
        attended_hours=attended / programme["hour_minutes"],
        # No programme of the demonstration counts excused hours towards the threshold.
        excused_hours=0.0,
        held_hours=held / programme["hour_minutes"],
        threshold_percent=programme["threshold_percent"],
        pass_mark=programme["pass_mark"],
        excused_counts=False,
        final_score=stay.final_score,
    )
    stay.outcome = standing.proposed
    stay.state = ENDS_AS[stay.outcome]
    stay.ends_on = stay.ends_on or stay.group.ends_on


def _score(rng: Random, share: float) -> int | None:
    """The final exam: those who came often do better; some who came rarely stay away from it."""
    if rng.random() > min(0.97, share + 0.2):
        return None
    return max(20, min(98, round(rng.gauss(46 + 38 * share, 8))))
