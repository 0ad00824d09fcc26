"""Which statistics of a group may be shown to somebody who may not see people.

Attendance is about the people enrolled in a quarter, completion about those who started in it; each is protected
by itself.
"""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from lms.progress.disclosure import Block, Cell, blocks_of, may_be_shown
from lms.progress.frames import Frames
from lms.progress.periods import Period, quarters_of_year
from lms.progress.statistics import COUNTS, RATES, REASONS
from lms.progress.stays import enrolled, starters

FINISHED = frozenset({"completed", "finished_people", "completion_rate"})
RUNNING = frozenset({"running", "awaiting"})
BOTH = frozenset({"started", "withdrawn"})
"""They are about the people of finished and of running cohorts together."""
THERE = frozenset({*COUNTS, *RATES}) - FINISHED - RUNNING - BOTH - REASONS.keys()


@dataclass(frozen=True)
class Protection:
    """The blocks of a year, by what their people have in common."""

    there: list[Block]
    finished: list[Block]
    running: list[Block]

    def hides(self, period: Period, centres: set[int], programmes: set[int]) -> frozenset[str]:
        """The columns that stay hidden for the people of these centres and programmes in a period.

        Why people left is never shown: it is about one person too easily.
        """
        days = [quarter.since for quarter in quarters_of_year(period) if period.contains(quarter.since)]
        cells = [(day, centre, programme) for day in days for centre in centres for programme in programmes]
        hidden = set(REASONS)
        finished, running = may_be_shown(cells, self.finished), may_be_shown(cells, self.running)
        hidden |= set() if may_be_shown(cells, self.there) else THERE
        hidden |= set() if finished else FINISHED
        hidden |= set() if running else RUNNING
        return frozenset(hidden if finished and running else hidden | BOTH)


def protection_of(frames: Frames, period: Period) -> Protection:
    """The protection of everything in the year of a period; `frames` hold the whole year and the whole scope."""
    there, finished, running = (defaultdict[Cell, set[int]](set) for _ in range(3))
    for quarter in quarters_of_year(period):
        begun = starters(frames, quarter)
        for kept, rows in (
            (there, enrolled(frames, quarter)),
            (finished, begun[begun["finished"]]),
            (running, begun[~begun["finished"]]),
        ):
            _add(kept, frames, quarter, rows)
    return Protection(blocks_of(there), blocks_of(finished), blocks_of(running))


def _add(kept: defaultdict[Cell, set[int]], frames: Frames, quarter: Period, rows: pd.DataFrame) -> None:
    places = frames.cohorts[["cohort_id", "centre_id", "programme_id"]]
    placed = rows[["cohort_id", "learner_id"]].merge(places, on="cohort_id")
    for centre, programme, learner in zip(
        placed["centre_id"], placed["programme_id"], placed["learner_id"], strict=True
    ):
        kept[quarter.since, int(centre), int(programme)].add(int(learner))
