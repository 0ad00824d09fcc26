"""What holds for every course: sums agree, rates are shares, cancelled lessons change nothing, lists add up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.states import LeavingReason
from lms.progress.definitions import BY_KEY
from lms.progress.evidence import rows_of
from lms.progress.frames import COHORTS, ENROLMENTS, LESSONS, MARKS, Frames, tidy
from lms.progress.periods import Period
from lms.progress.statistics import COUNTS, GROUPS, RATES, summary, total
from tests.soak import tries

FIRST = date(2026, 1, 1)
Draw = Callable[..., object]


@st.composite
def days(draw: Draw, most: int = 120) -> date:
    return FIRST + timedelta(days=draw(st.integers(0, most)))  # type: ignore[arg-type]


@st.composite
def worlds(draw: Draw) -> tuple[Frames, Period]:
    """Some cohorts of two centres and two programmes, their lessons, people and marks, and a period."""
    cohorts, lessons, enrolments, marks = [], [], [], []
    for cohort in range(1, draw(st.integers(0, 4)) + 1):  # type: ignore[operator]
        begin, length = draw(days(90)), draw(st.integers(0, 60))
        end = draw(st.sampled_from([None, begin + timedelta(days=length)]))  # type: ignore[operator]
        centre, programme = draw(st.integers(1, 2)), draw(st.integers(1, 2))
        minutes = 40 if programme == 1 else 45
        cohorts.append(
            (cohort, f"K{cohort}", centre, f"c{centre}", programme, f"p{programme}", begin, end, 20, minutes)
        )
        for _ in range(draw(st.integers(0, 4))):  # type: ignore[arg-type]
            state = draw(st.sampled_from(["held", "held", "planned", "cancelled"]))
            lessons.append((len(lessons) + 1, cohort, draw(days()), draw(st.integers(1, 4)), state))
        for _ in range(draw(st.integers(0, 4))):  # type: ignore[arg-type]
            state = draw(st.sampled_from(["active", "completed", "withdrawn", "transferred"]))
            start = draw(days())
            left = draw(st.one_of(st.none(), st.integers(0, 60).map(lambda n, s=start: s + timedelta(days=n))))
            outcome = draw(st.sampled_from(["completed", "attended"])) if state == "completed" else None
            reason = draw(st.sampled_from([None, *LeavingReason])) if state == "withdrawn" else None
            learner = draw(st.integers(1, 6))
            enrolments.append((len(enrolments) + 1, learner, cohort, state, start, left, reason, outcome, None, None))
    for enrolment in enrolments:
        for lesson in lessons:
            if lesson[1] == enrolment[2] and draw(st.booleans()):
                minutes = cohorts[lesson[1] - 1][9]  # type: ignore[operator]
                attended = draw(st.integers(0, lesson[3] * minutes))  # type: ignore[operator]
                kind = "late" if attended else draw(st.sampled_from(["absent", "excused"]))
                marks.append((lesson[0], enrolment[0], kind, attended))
    since = draw(days())
    period = Period(since, since + timedelta(days=draw(st.integers(0, 90))), draw(days(150)))  # type: ignore
    return Frames(
        tidy(enrolments, ENROLMENTS), tidy(lessons, LESSONS), tidy(marks, MARKS), tidy(cohorts, COHORTS)
    ), period


@tries(40)
@given(worlds())
def test_the_groups_add_up_to_the_total(world: tuple[Frames, Period]) -> None:
    frames, period = world
    everything = total(frames, period)
    for by in GROUPS:
        groups = summary(frames, period, by)
        for column in set(COUNTS) - {"reached"}:
            assert groups[column].sum() == pytest.approx(everything[column]), (by, column)
        # A person can be in several groups, and is one person in the total.
        assert max(groups["reached"], default=0) <= everything["reached"] <= groups["reached"].sum()


@tries(40)
@given(worlds())
def test_rates_are_shares_and_empty_over_nothing(world: tuple[Frames, Period]) -> None:
    frames, period = world
    lines = pd.concat([summary(frames, period, "cohort")[[*COUNTS, *RATES]], total(frames, period).to_frame().T])
    for rate in ("attendance_rate", "completion_rate"):
        assert lines[rate].dropna().between(0, 1 + 1e-9).all()
        assert (lines[rate].isna() == (lines[RATES[rate][1]] == 0)).all()
    assert (lines["finished_people"] + lines["running"] == lines["started"]).all()


@tries(40)
@given(worlds())
def test_cancelled_lessons_change_nothing(world: tuple[Frames, Period]) -> None:
    frames, period = world
    without = replace(frames, lessons=frames.lessons[frames.lessons["state"] != "cancelled"])
    pd.testing.assert_frame_equal(summary(frames, period, "cohort"), summary(without, period, "cohort"))


@tries(12)
@given(worlds())
def test_the_rows_behind_every_number_add_up_to_it(world: tuple[Frames, Period]) -> None:
    frames, period = world
    lines = summary(frames, period, "centre").set_index("centre_id")
    for centre in [None, *lines.index]:
        kept = frames.cohorts if centre is None else frames.cohorts[frames.cohorts["centre_id"] == centre]
        inside = frames.enrolments["cohort_id"].isin(kept["cohort_id"])
        lessons = frames.lessons[frames.lessons["cohort_id"].isin(kept["cohort_id"])]
        asked = replace(frames, cohorts=kept, enrolments=frames.enrolments[inside], lessons=lessons)
        line = total(frames, period) if centre is None else lines.loc[centre]
        for statistic in BY_KEY.values():
            rows = rows_of(statistic, asked, period)
            assert rows["part"].sum() == pytest.approx(line[statistic.numerator]), (centre, statistic.key)
            if statistic.is_rate:
                assert rows["whole"].sum() == pytest.approx(line[statistic.denominator]), (centre, statistic.key)
