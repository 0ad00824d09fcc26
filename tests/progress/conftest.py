"""The small course, looked at on 1 May 2026."""

from datetime import date

import pytest
from flask import Flask

from lms import clock
from lms.progress.periods import Period
from tests.progress.small_course import Course, build_small_course

TODAY = date(2026, 5, 1)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), TODAY)


@pytest.fixture
def course(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Course:
    made = build_small_course()
    monkeypatch.setattr(clock, "today", lambda zone="Europe/Sofia": TODAY)
    return made
