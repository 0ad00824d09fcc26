"""The digits on the screen: for how long they are good, what may be typed for them, and who is late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.attendance.checkin_rules import code_at, code_of, digits_in, is_good, is_running, seconds_left, value_for
from lms.attendance.models import MarkKind
from lms.attendance.rules import Value
from tests.attendance.conftest import DAY
from tests.factories import at

SECRET = "3132333435363738393031323334353637383930313233343536373839303132"
"""The key of RFC 6238, appendix B, for SHA-256."""
MOMENTS = st.floats(1.6e9, 3.7e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
SHOWN = datetime(2026, 3, 16, 16, 0, 0, tzinfo=UTC)
"""The beginning of a step."""
LATE = MarkKind.LATE
START, END = at(DAY, 18), at(DAY, 19, 30)


@pytest.mark.parametrize(
    ("moment", "digits"),
    [(59, "119246"), (1111111109, "084774"), (1111111111, "062674"), (1234567890, "819424"), (2000000000, "698825")],
)
def test_the_digits_are_those_of_the_standard(moment: int, digits: str) -> None:
    """RFC 6238, appendix B, gives eight digits; these are their last six."""
    assert code_at(SECRET, datetime.fromtimestamp(moment, UTC)) == digits


@pytest.mark.parametrize(
    ("after", "good"),
    [
        (timedelta(microseconds=-1), False),
        (timedelta(0), True),
        (timedelta(seconds=29, milliseconds=999), True),
        (timedelta(seconds=30), True),
        (timedelta(seconds=59, milliseconds=999), True),
        (timedelta(seconds=60), False),
        (timedelta(minutes=5), False),
    ],
)
def test_digits_are_good_for_their_minute_and_not_after(after: timedelta, good: bool) -> None:
    assert is_good(SECRET, code_at(SECRET, SHOWN), SHOWN + after) is good


@given(moment=MOMENTS, wait=st.floats(0, 29.9))
def test_whatever_the_screen_shows_is_good_for_half_a_minute_at_least(moment: datetime, wait: float) -> None:
    assert is_good(SECRET, code_at(SECRET, moment), moment + timedelta(seconds=wait))


@given(moment=MOMENTS)
def test_a_minute_later_no_shown_digits_are_good(moment: datetime) -> None:
    code, step = code_at(SECRET, moment), int(moment.timestamp()) // 30
    # Once in a million the same digits stand there again.
    assume(code not in (code_of(SECRET, step + 1), code_of(SECRET, step + 2)))
    assert not is_good(SECRET, code, moment + timedelta(minutes=1))


@given(moment=MOMENTS)
def test_the_screen_renews_itself_when_the_digits_change(moment: datetime) -> None:
    left = seconds_left(moment)
    whole = moment.replace(microsecond=0)
    assert 1 <= left <= 30
    assert code_at(SECRET, whole + timedelta(seconds=left - 1)) == code_at(SECRET, moment)
    assert (int(whole.timestamp()) + left) % 30 == 0


def test_other_secrets_and_anything_that_is_no_code_are_not_good() -> None:
    code = code_at(SECRET, SHOWN)
    assert not is_good("00" * 32, code, SHOWN)
    for wrong in ("", code[:5], code + "0", "000000" if code != "000000" else "000001"):
        assert not is_good(SECRET, wrong, SHOWN)
    assert all(len(code_of(SECRET, step)) == 6 for step in range(2000))


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("482915", "482915"),
        (" 482 915 ", "482915"),
        ("482-915", "482915"),
        ("٤٨٢٩١٥", "482915"),
        ("۴۸۲ ۹۱۵", "482915"),
        ("４８２９１５", "482915"),
        ("²³", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_digits_are_read_from_every_keyboard(typed: str, digits: str) -> None:
    assert digits_in(typed) == digits


@pytest.mark.parametrize(
    ("now", "running"),
    [
        (START - timedelta(minutes=30, microseconds=1), False),
        (START - timedelta(minutes=30), True),
        (START, True),
        (END - timedelta(microseconds=1), True),
        (END, False),
        (END + timedelta(days=1), False),
    ],
)
def test_one_checks_in_from_half_an_hour_before_the_lesson_until_it_ends(now: datetime, running: bool) -> None:
    assert is_running(START, END, now) is running


@pytest.mark.parametrize(
    ("came", "grace", "value"),
    [
        (timedelta(minutes=-20), 5, Value(MarkKind.PRESENT)),
        (timedelta(0), 0, Value(MarkKind.PRESENT)),
        (timedelta(seconds=59), 0, Value(MarkKind.PRESENT)),
        (timedelta(minutes=1), 0, Value(LATE, 1)),
        (timedelta(minutes=5, seconds=59), 5, Value(MarkKind.PRESENT)),
        (timedelta(minutes=6), 5, Value(LATE, 6)),
        (timedelta(minutes=89, seconds=59), 5, Value(LATE, 89)),
        (timedelta(minutes=200), 5, Value(LATE, 89)),
    ],
)
def test_late_is_who_came_after_the_grace_by_all_minutes_since_the_start(
    came: timedelta, grace: int, value: Value
) -> None:
    assert value_for(START + came, START, 90, grace) == value
