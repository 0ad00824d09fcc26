"""Moments as they are said at a centre, and that nothing that can happen lacks its words."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from lms import clock
from lms.mail.letters import Trouble
from lms.messages import words
from lms.messages.models import Channel, Kind, State

NOW = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # half past midnight of 3 March in Sofia


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 2, 22, 12, tzinfo=UTC), "today, 00:12"),
        (datetime(2026, 3, 2, 21, 59, tzinfo=UTC), "yesterday, 23:59"),
        (datetime(2026, 3, 1, 21, 59, tzinfo=UTC), "1 March, 23:59"),
        (datetime(2025, 12, 31, 10, 0, tzinfo=UTC), "31 December 2025, 12:00"),
    ],
)
def test_a_moment_is_said_by_the_centre_s_clock(
    app: Flask, monkeypatch: pytest.MonkeyPatch, moment: datetime, said: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert words.when(moment, "Europe/Sofia") == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("bg", "3 март, 00:12"),
        ("ar", "3 مارس، 00:12"),
        ("zh", "3月3日 00:12"),
        ("tr", "3 Mart 00:12"),
        ("fr", "3 mars, 00:12"),
    ],
)
def test_a_moment_in_a_message_is_said_as_in_its_language(app: Flask, language: str, said: str) -> None:
    with force_locale(language):
        assert words.said_moment(datetime(2026, 3, 2, 22, 12, tzinfo=UTC), "Europe/Sofia") == said


def test_everything_that_can_happen_has_its_words() -> None:
    assert set(words.KINDS) == set(Kind)
    assert set(words.CHANNELS) == set(Channel)
    assert set(words.TROUBLES) == set(Trouble)
    assert set(words.STATE_TONES) == set(State)
