"""Which absences matter and whom to call: the rules by tables, and what holds whatever the marks are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.absence_rules import Limits, Met, Signal, Terms, Watched, watch
from lms.attendance.call_rules import Call, due, order, reasons
from lms.attendance.models import MarkKind
from lms.attendance.share_rules import HourShare
from lms.learners.contact_models import Answer

TODAY = date(2026, 3, 30)
"""A Monday."""
KINDS = {"+": MarkKind.PRESENT, "L": MarkKind.LATE, "A": MarkKind.ABSENT, "X": MarkKind.EXCUSED, "?": None}
HOURS = 2


def lessons(marks: str, last: date = TODAY, every: int = 1) -> list[Met]:
    """A lesson of two academic hours for each letter, the last of them on a day, so many days apart."""
    found = []
    for place, letter in enumerate(marks):
        day = last - timedelta(days=every * (len(marks) - 1 - place))
        kind = KINDS[letter]
        attended = {"+": HOURS, "L": HOURS - 0.5}.get(letter, 0)
        known = None if kind is None else at(day)
        found.append(Met(place + 1, day, HOURS, kind, attended, int(kind is not None), known))
    return found


def at(day: date, hour: int = 18) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def seen(marks: str, terms: Terms | None = None, limits: Limits | None = None, every: int = 1) -> Watched:
    return watch(lessons(marks, every=every), terms or Terms(ahead=100), TODAY, limits or Limits())


@pytest.mark.parametrize(
    ("marks", "row", "last"),
    [
        ("", 0, None),
        ("++", 0, 0),
        ("+A", 1, -1),
        ("+AA", 2, -2),
        ("AAA", 3, None),
        ("+AXA", 2, -3),  # an excused lesson neither counts nor ends the row
        ("+XX", 0, -2),
        ("+A?A", 2, -3),  # nothing is known of a lesson without a mark
        ("AAL", 0, 0),  # half a lesson is being there
        ("AA+A", 1, -1),
    ],
)
def test_absences_in_a_row_are_those_since_the_person_was_last_there(marks: str, row: int, last: int | None) -> None:
    found = seen(marks)
    assert len(found.row) == row
    assert found.last_there == (None if last is None else TODAY + timedelta(days=last))
    assert (Signal.IN_A_ROW in found.signals) == (row >= 2)


@pytest.mark.parametrize(
    ("marks", "every", "often"),
    [
        ("A+A+A+", 1, True),
        ("A+A+X+", 1, False),
        ("A++++++A++++++A", 1, False),  # the first was on the fourteenth day before today
        ("A+++++A++++++A", 1, True),  # on the thirteenth
        ("A+A+A", 7, False),
    ],
)
def test_three_absences_count_when_they_are_in_the_last_fourteen_days(marks: str, every: int, often: bool) -> None:
    assert (Signal.OFTEN in seen(marks, every=every).signals) == often


@pytest.mark.parametrize(
    ("marks", "falls"),
    [
        ("+++++++A", False),  # 87.5 %
        ("++++A+A+", True),  # 75 %; 4 of 4 until two weeks ago
        ("A+A++++A", False),  # 62.5 %; it was 50 %
        ("+AXX++++", False),  # 62.5 %; it was 25 %
        ("++++XX++", True),  # excused hours are not attended
    ],
)
def test_a_share_falls_when_it_is_under_the_limit_and_lower_than_two_weeks_ago(marks: str, falls: bool) -> None:
    # Four days apart: of the eight lessons the last four are in the last fourteen days.
    assert (Signal.FALLING in seen(marks, every=4).signals) == falls


def test_what_was_held_two_weeks_ago_to_the_day_belongs_to_the_time_before() -> None:
    assert Signal.FALLING not in seen("+A++", every=7).signals  # 75 %; it was 50 % with the lesson on that day
    assert Signal.FALLING in seen("+++A", every=7, limits=Limits(percent=90)).signals


def test_whoever_has_been_here_for_less_than_two_weeks_falls_from_nothing() -> None:
    assert seen("+A").signals == frozenset()


def test_excused_hours_count_towards_the_share_where_the_programme_says_so() -> None:
    assert Signal.FALLING not in seen("++++XX++", Terms(excused_counts=True, ahead=100), every=4).signals


@pytest.mark.parametrize(
    ("attended", "held", "ahead", "threshold", "may_miss"),
    [
        (20, 20, 80, 70, 30),  # 30 of 100 hours
        (10, 20, 80, 70, 20),
        (10, 40, 60, 70, 0),  # exactly all that is left
        (9.9, 40, 60, 70, -1),
        (0, 0, 100, 70, 30),
        (5, 10, 0, 70, -2),
        (10, 10, 0, 70, 0),  # nothing is left to miss
        (7, 10, 3, 0, 3),
        (100 / 3 * 2, 100, 11.0, 70, -1),
        (70, 100, 0, 70, 0),
    ],
)
def test_how_many_hours_may_still_be_missed(
    attended: float, held: float, ahead: float, threshold: int, may_miss: int
) -> None:
    assert share_of(attended, held, threshold).may_miss(ahead) == may_miss


def share_of(attended: float, held: float, threshold: int = 70) -> HourShare:
    return HourShare(
        attended_hours=attended, excused_hours=0, held_hours=held, threshold_percent=threshold, excused_counts=False
    )


@given(
    attended=st.integers(0, 200), missed=st.integers(0, 200), ahead=st.integers(0, 200), threshold=st.integers(0, 100)
)
def test_missing_that_many_hours_reaches_the_threshold_and_one_more_does_not(
    attended: int, missed: int, ahead: int, threshold: int
) -> None:
    held = attended + missed
    may_miss = share_of(attended, held, threshold).may_miss(ahead)

    def reached(misses: int) -> bool:
        end = share_of(attended + ahead - misses, held + ahead, threshold)
        return end.enough_hours or end.share is None

    assert may_miss <= ahead
    assert may_miss < 0 or reached(may_miss)
    assert may_miss == ahead or not reached(max(0, may_miss + 1))


def test_out_of_reach_is_said_instead_of_falling() -> None:
    found = seen("++++AAAA", Terms(ahead=2), every=4)
    assert found.signals == {Signal.IN_A_ROW, Signal.OFTEN, Signal.OUT_OF_REACH}
    assert found.may_miss < 0


def test_hours_of_the_cohort_a_person_came_from_go_with_them() -> None:
    before = tuple(lessons("AAAA", last=TODAY - timedelta(days=40)))
    found = seen("++", Terms(ahead=0, earlier=before))
    assert found.share.held_hours == 12 and found.share.attended_hours == 4
    assert found.signals == {Signal.OUT_OF_REACH} and found.absences == ()


def test_a_limit_of_nothing_is_not_looked_at() -> None:
    assert seen("++++AAAA", limits=Limits(0, 0, 14, 0), every=4).signals == frozenset()
    assert seen("+A", limits=Limits(1, 3, 14, 80)).signals == {Signal.IN_A_ROW}


@given(marks=st.text("+LAX?", max_size=30), extra=st.sampled_from("X?"))
def test_an_excused_or_unmarked_lesson_changes_no_row(marks: str, extra: str) -> None:
    plain, with_one = seen(marks), seen(marks + extra)
    assert len(with_one.row) == len(plain.row)
    assert set(with_one.lately) <= set(with_one.absences)


@given(marks=st.text("+LAX?", max_size=30))
def test_being_there_ends_every_row(marks: str) -> None:
    found = seen(marks + "+")
    assert found.row == () and found.last_there == TODAY
    assert Signal.IN_A_ROW not in found.signals


def called(answer: Answer, day: date, hour: int = 20, next_on: date | None = None) -> Call:
    return Call(at(day, hour), day, answer, next_on)


YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("marks", "last", "is_due"),
    [
        ("+AA", None, True),
        ("+++", None, False),
        # Called after the last absence became known: until the next one.
        ("+AA", called(Answer.SPOKE, TODAY), False),
        ("+AA", called(Answer.SPOKE, TODAY, hour=10), True),
        ("+AA", called(Answer.SPOKE, YESTERDAY), True),
        ("+AAX", called(Answer.SPOKE, YESTERDAY), False),
        # Nobody reached: again the next day, unless they came.
        ("+AAX", called(Answer.NO_ANSWER, TODAY), False),
        ("+AAX", called(Answer.NO_ANSWER, YESTERDAY), True),
        ("+AAX", called(Answer.WRONG_NUMBER, YESTERDAY), True),
        ("A+A+A+", called(Answer.NO_ANSWER, YESTERDAY), False),
        # Asked to be called again.
        ("+AAX", called(Answer.CALL_AGAIN, YESTERDAY, next_on=TODAY), True),
        ("+AAX", called(Answer.CALL_AGAIN, YESTERDAY, next_on=TOMORROW), False),
        ("+AAX", called(Answer.CALL_AGAIN, YESTERDAY), True),
        ("+AAX", called(Answer.CALL_AGAIN, TODAY), False),
        # Will come on a day: what is missed before it is no news.
        ("+AAA", called(Answer.COMING, YESTERDAY, next_on=TOMORROW), False),
        ("+AAA", called(Answer.COMING, YESTERDAY, next_on=TODAY), True),
        ("+AA+", called(Answer.COMING, YESTERDAY, next_on=TODAY), False),
        ("+AAX", called(Answer.COMING, YESTERDAY, next_on=TODAY), False),
        ("+AA?", called(Answer.COMING, YESTERDAY, next_on=TODAY), False),
        ("+AAA", called(Answer.WANTS_TO_LEAVE, TODAY), False),
    ],
)
def test_who_is_called_now(marks: str, last: Call | None, is_due: bool) -> None:
    assert due(seen(marks), last, TODAY) is is_due


def test_whoever_named_a_day_in_vain_is_called_though_the_marks_alone_say_nothing() -> None:
    promised = called(Answer.COMING, TODAY - timedelta(days=9), next_on=TODAY)
    found = seen("A+++++++XA")  # there until the day before yesterday
    assert found.signals == frozenset()
    came = called(Answer.COMING, TODAY - timedelta(days=9), next_on=TODAY - timedelta(days=2))
    assert reasons(found, promised) == {Signal.NOT_COME} and due(found, promised, TODAY)
    assert reasons(found, came) == frozenset() and not due(found, came, TODAY)


def test_who_can_still_be_kept_stands_first_then_the_longest_row_then_the_fewest_hours() -> None:
    people = {
        "lost": seen("++AAAAA", Terms(ahead=2)),
        "three": seen("++AAA", Terms(ahead=100)),
        "two, little left": seen("++AA", Terms(ahead=20)),
        "two, much left": seen("++AA", Terms(ahead=100)),
    }
    assert sorted(people, key=lambda name: order(people[name], name)) == [
        "three",
        "two, little left",
        "two, much left",
        "lost",
    ]
