"""Which statistics of a group may be shown to somebody who may not see people.

Attendance is about the people enrolled in a quarter, completion about those who started in it; each number is
protected by how it divides them.
"""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from lms.progress.disclosure import Block, Cell, blocks_of, may_be_shown
from lms.progress.frames import Frames
from lms.progress.periods import Period, quarters_of_year
from lms.progress.statistics import COUNTS, RATES, REASONS, people_reached
from lms.progress.stays import enrolled, starters

Parts = tuple[pd.DataFrame, ...]
NEEDS = dict.fromkeys((*COUNTS, *RATES), ("there",)) | {
    "reached": ("there", "came"),
    # Who never came would follow from it; how many came is worth more to know than how many were enrolled.
    "enrolled": ("there", "came", "stayed_away"),
    "started": ("finished", "running"),
    "finished_people": ("finished",),
    "completed": ("finished", "completed"),
    "completion_rate": ("finished", "completed"),
    "running": ("running",),
    "awaiting": ("running", "awaiting"),
    "withdrawn": ("finished", "running", "withdrawn"),
}
"""By which divisions of the people (`divisions`) each column is protected."""


@dataclass(frozen=True)
class Protection:
    """The blocks of a year, by how their people are divided."""

    blocks: dict[str, list[Block]]

    def hides(self, period: Period, centres: set[int], programmes: set[int]) -> frozenset[str]:
        """The columns that stay hidden for the people of these centres and programmes in a period.

        Why people left is never shown: it is about one person too easily.
        """
        days = [quarter.since for quarter in quarters_of_year(period) if period.contains(quarter.since)]
        cells = [(day, centre, programme) for day in days for centre in centres for programme in programmes]
        shown = {name for name, blocks in self.blocks.items() if may_be_shown(cells, blocks)}
        return frozenset(column for column, needed in NEEDS.items() if not shown.issuperset(needed)) | REASONS.keys()


def protection_of(frames: Frames, period: Period) -> Protection:
    """The protection of everything in the year of a period; `frames` hold the whole year and the whole scope."""
    people: dict[str, dict[Cell, list[set[int]]]] = defaultdict(dict)
    for quarter in quarters_of_year(period):
        for name, parts in divisions(frames, quarter).items():
            for number, rows in enumerate(parts):
                for cell, learner in _placed(frames, quarter, rows):
                    people[name].setdefault(cell, [set() for _ in parts])[number].add(learner)
    return Protection(
        {name: blocks_of(people[name]) for name in {name for needed in NEEDS.values() for name in needed}}
    )


def divisions(frames: Frames, quarter: Period) -> dict[str, Parts]:
    """The enrolments of a quarter in the parts that follow from the numbers about them."""
    there, begun = enrolled(frames, quarter), starters(frames, quarter)
    met = there["enrolment_id"].isin(people_reached(frames, quarter)["enrolment_id"])
    finished, running = begun[begun["finished"]], begun[~begun["finished"]]
    completed, withdrawn = finished[finished["completed"]], begun[begun["withdrawn"]]
    # Who did neither follows from the two where nobody is still running.
    neither = finished[~finished["completed"] & ~finished["withdrawn"]]
    return {
        "there": (there,),
        "came": (there[met],),
        "stayed_away": (there[~met],),
        "finished": (finished,),
        "running": (running,),
        "completed": (completed, finished[~finished["completed"]]),
        "awaiting": (running[running["awaiting"]], running[~running["awaiting"]]),
        "withdrawn": (withdrawn, begun[~begun["withdrawn"]], neither),
    }


def _placed(frames: Frames, quarter: Period, rows: pd.DataFrame) -> list[tuple[Cell, int]]:
    places = frames.cohorts[["cohort_id", "centre_id", "programme_id"]]
    placed = rows[["cohort_id", "learner_id"]].merge(places, on="cohort_id")
    columns = (placed[name].astype(int) for name in ("centre_id", "programme_id", "learner_id"))
    return [((quarter.since, centre, programme), learner) for centre, programme, learner in zip(*columns, strict=True)]
