"""The course of hand_computed.md, read from the document itself: its tables as frames, without a database."""

import re
from datetime import date
from pathlib import Path

from lms.progress.frames import COHORTS, ENROLMENTS, LESSONS, MARKS, Frames, tidy

BY_HAND = Path(__file__).with_name("hand_computed.md").read_text()
KINDS = {"present": "present", "late": "late", "left": "left_early", "absent": "absent", "excused": "excused"}
STATES = {"withdrew": "withdrawn", "transferred": "transferred"}


def table(first_column: str, text: str = BY_HAND) -> list[dict[str, str]]:
    """The table whose first column has this title."""
    rows = []
    for line in text[text.index(f"| {first_column} |") :].splitlines():
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def march(text: str, before: str) -> date | None:
    found = re.search(rf"{before} ?(\d+) March", text)
    return date(2026, 3, int(found[1])) if found else None


def sections() -> dict[str, str]:
    """The text about each cohort, by its code."""
    return {part[:2]: part for part in re.split(r"^## Cohort ", BY_HAND, flags=re.M)[1:]}


def frames_of_the_document() -> Frames:
    ends = {row["enrolment"]: row for row in table("enrolment")}
    names = sorted({name.split(" in ")[0] for name in ends})
    cohorts, lessons, enrolments, marks = [], [], [], []
    for number, (code, text) in enumerate(sections().items(), start=1):
        days = {row["lesson"]: (march(row["day"], ""), row["state"].split(" ")[0]) for row in table("lesson", text)}
        first, last = (pick(day for day, _ in days.values() if day) for pick in (min, max))
        cohorts.append((number, code, 1, "Centre", 1, "Course", first, last, 10, 45))
        lessons += [(10 * number + int(one), number, day, 2, state) for one, (day, state) in days.items()]
        for row in table("person", text):
            person, when = row["person"], row["enrolled"]
            end = ends.get(f"{person} in {code}") or ends[person]
            enrolment = 100 * number + names.index(person)
            state = STATES.get(end["proposed"], "completed")
            reason = "work" if state == "withdrawn" else None
            from_id = 100 + names.index(person) if "(from K1)" in when else None
            score = None if end["final exam"] == "–" else int(end["final exam"])
            span = (march(when, "from") or first, march(when, "until") or last)
            enrolments.append(
                (enrolment, names.index(person), number, state, *span, reason, end["proposed"], score, from_id)
            )
            for column, cell in row.items():
                if column.startswith("lesson ") and (kind := KINDS.get(cell.split(" ")[0])):
                    minutes = int(re.findall(r"\d+", cell)[-1])
                    marks.append((10 * number + int(column[7:]), enrolment, kind, minutes))
    return Frames(tidy(enrolments, ENROLMENTS), tidy(lessons, LESSONS), tidy(marks, MARKS), tidy(cohorts, COHORTS))
