"""A centre with a coordinator, a teacher, a room and a programme, on Monday, 2 February 2026."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.centres.models import Centre, Room
from lms.courses.models import Programme
from tests.factories import at, make_centre, make_programme, make_room, make_staff

SignIn = Callable[[Account], FlaskClient]
SetClock = Callable[[datetime], None]
TODAY = date(2026, 2, 2)


@dataclass
class Scene:
    """Where cohorts are planned."""

    centre: Centre
    coordinator: Account
    teacher: Account
    room: Room
    programme: Programme

    def fields(self, **given: object) -> dict[str, object]:
        """What the form of a new cohort sends: ten hours, Mondays and Wednesdays at 18:00."""
        return {
            "programme": self.programme.id,
            "place": self.room.id,
            "starts_on": "2026-03-02",
            "capacity": 15,
            "teacher": self.teacher.id,
            "code": "A1-1",
            "slots-0-weekday": 0,
            "slots-0-starts_at": "18:00",
            "slots-0-hours": 2,
            "slots-1-weekday": 2,
            "slots-1-starts_at": "18:00",
            "slots-1-hours": 2,
        } | {name.replace("__", "-"): value for name, value in given.items()}


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Choose what time it is."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def scene(app: Flask, set_clock: SetClock) -> Scene:
    set_clock(at(TODAY, 9))
    centre = make_centre(code="SOF")
    return Scene(
        centre,
        make_staff(Role.COORDINATOR, centre),
        make_staff(Role.TEACHER, centre, name="Мария Учителска"),
        make_room(centre, name="Стая 1", seats=18),
        make_programme(hours=10),
    )


@pytest.fixture
def coordinator(scene: Scene, client_as: SignIn) -> FlaskClient:
    """The coordinator's browser."""
    return client_as(scene.coordinator)
