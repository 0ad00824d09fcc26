"""Laying out and re-laying a cohort, and looking for conflicts at a centre with very many lessons."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, select

from bench.ratio import report
from lms import create_app
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.centres.models import Centre, Room
from lms.courses.conflicts import Wanted, refuse_conflicts
from lms.courses.models import Cohort, Lesson, Programme
from lms.courses.replanning import Course, Meeting, Standing, relaid
from lms.courses.states import LessonState, Level
from lms.courses.timetable import Slot, lay_out
from lms.database import db
from lms.settings import Settings

PATTERN = [Slot(day, time(18), 2) for day in range(5)]
START = date(2026, 3, 2)
ZONE = "Europe/Sofia"
ROOMS = 40
EACH_DAY = 5


def main(short: bool) -> None:
    """Print what each costs; `short` fills the centre with a tenth of the lessons."""
    lessons = 10_000 if short else 100_000
    report("lay out a cohort of 100 hours", _laid)
    report("lay its lessons out anew", _again)
    with TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), secret_key="only for the benchmark"))  # noqa: S106
        with app.app_context():
            cohort, viewer = _centre(lessons)
            # Twenty minutes after the last lesson of each evening: everything is compared, and nothing is taken.
            wish = Wanted(cohort.centre, _meetings(cohort.room_id, time(19, 50)), 15, cohort)
            report(f"conflicts of 50 lessons among {lessons}", lambda: refuse_conflicts(viewer, wish))
            db.session.remove()
            db.engine.dispose()


def _laid() -> object:
    return lay_out(PATTERN, START, 100, 45, ZONE, {})


def _again() -> object:
    standing = [
        Standing(number, number, LessonState.PLANNED, meeting)
        for number, meeting in enumerate(_meetings(1, time(18)), start=1)
    ]
    weekends = [Slot(5, time(10), 4), Slot(6, time(10), 4)]
    return relaid(Course(START, 100, 45, ZONE, {}), standing, weekends, START, 1, None)


def _meetings(room_id: int | None, at: time) -> list[Meeting]:
    laid = lay_out([Slot(day, at, 2) for day in range(5)], START, 100, 45, ZONE, {}).lessons
    return [Meeting(one.starts_at, one.ends_at, one.hours, 1, room_id) for one in laid]


def _centre(lessons: int) -> tuple[Cohort, Viewer]:
    """A centre whose rooms are full on every day, back from the summer of the benchmark's cohort."""
    db.create_all()
    centre = Centre(code="SOF", name_bg="София", name_en="Sofia")
    teachers = [
        Account(role=Role.TEACHER, name=f"Teacher {n}", email=f"t{n}@example.org", centres=[centre])
        for n in range(ROOMS)
    ]
    rooms = [Room(centre=centre, name=f"Room {n}") for n in range(ROOMS)]
    programme = Programme(code="A1", title_bg="А1", title_en="A1", level=Level.A1, hours=100)
    cohorts = [
        Cohort(code=f"A1-{n}", programme=programme, centre=centre, room=room, starts_on=START)
        for n, room in enumerate(rooms)
    ]
    db.session.add_all([*teachers, *cohorts])
    db.session.flush()
    last = datetime(2026, 7, 1, tzinfo=UTC)
    rows = []
    for number in range(lessons):
        of, index = number % ROOMS, number // ROOMS
        begins = last - timedelta(days=index // EACH_DAY) + timedelta(hours=6 + 2 * (index % EACH_DAY))
        rows.append(
            {
                "cohort_id": cohorts[of].id,
                "number": index + 1,
                "starts_at": begins,
                "ends_at": begins + timedelta(minutes=90),
                "hours": 2,
                "state": LessonState.HELD,
                "teacher_id": teachers[of].id,
                "room_id": rooms[of].id,
            }
        )
    db.session.execute(insert(Lesson), rows)
    db.session.commit()
    cohort = db.session.scalars(select(Cohort).order_by(Cohort.id).limit(1)).one()
    other = Cohort(code="B", programme=programme, centre=centre, room=cohort.room, starts_on=START)
    db.session.add(other)
    db.session.flush()
    return other, Viewer(None, Role.COORDINATOR, frozenset({centre.id}))
