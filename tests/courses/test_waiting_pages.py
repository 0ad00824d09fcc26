"""The waiting list: who stands where and why, priority, taking off and putting back, the file."""

import io
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from lms.access.viewer import Role
from lms.courses.models import WaitingChange, WaitingEntry
from lms.courses.states import ClosedReason, Level, LevelSource, Priority, WaitingStep
from lms.courses.waiting_rules import Standing, standing
from lms.database import db
from lms.learners.models import Learner, Meets, PartOfWeek
from tests.courses.conftest import Scene, SignIn
from tests.factories import make_centre, make_cohort, make_learner, make_staff, make_waiting

ALL = frozenset(PartOfWeek)


def wait(client: FlaskClient, learner: Learner, **given: object) -> tuple[int, str]:
    data = {"level": "A1", "since": "2026-01-20", "available": ["evening", "weekend_morning"]} | given
    answer = client.post(f"/learners/{learner.id}/waiting", data=data)
    return answer.status_code, answer.text


def seen(client: FlaskClient, query: str = "") -> list[tuple[str, str]]:
    page = client.get(f"/waiting{query}").text
    names = re.findall(r'<a href="/learners/\d+">(\w+) Koval', page)
    return list(zip(names, re.findall(r'aria-label="[^"]+: [^"]+">(\d+)</a>', page), strict=True))


def steps(entry: WaitingEntry) -> list[WaitingStep]:
    return [change.step for change in entry.changes]


def test_a_person_is_put_on_the_waiting_list_once_a_level(scene: Scene, coordinator: FlaskClient) -> None:
    learner = make_learner(scene.centre)
    said = {"note": "има бебе", "meets": "either", "level_source": "teacher", "level_on": "2026-01-19"}
    assert wait(coordinator, learner, **said)[0] == 303
    entry = db.session.scalars(select(WaitingEntry)).one()
    assert (entry.level, entry.since, entry.note, entry.centre) == (
        Level.A1,
        date(2026, 1, 20),
        "има бебе",
        scene.centre,
    )
    assert (entry.level_source, entry.level_on) == (LevelSource.TEACHER, date(2026, 1, 19))
    assert learner.available == {PartOfWeek.EVENING, PartOfWeek.WEEKEND_MORNING}
    assert learner.meets is Meets.EITHER
    assert steps(entry) == [WaitingStep.ADDED]
    status, page = wait(coordinator, learner)
    assert status == 422 and "already waiting for this level" in page
    assert wait(coordinator, learner, level="A2")[0] == 303


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": "2026-02-03"}, "still to come"),
        ({"since": ""}, "Choose the day."),
        ({"level": "C2"}, "could not coerce"),
        ({"available": "midnight"}, "not a valid choice"),
        ({"meets": "by post"}, "Not a valid choice"),
        ({"level_on": "yesterday"}, "Not a valid date"),
    ],
)
def test_a_wrong_waiting_entry_is_answered_at_its_field(
    scene: Scene, coordinator: FlaskClient, given: dict[str, object], said: str
) -> None:
    status, page = wait(coordinator, make_learner(scene.centre), **(given | {"note": "бележка"}))
    assert status == 422
    assert said in page and "бележка" in page
    assert db.session.scalars(select(WaitingEntry)).all() == []


def test_not_ticking_any_time_leaves_a_person_not_asked(scene: Scene, coordinator: FlaskClient) -> None:
    learner = make_learner(scene.centre)
    wait(coordinator, learner, available=[])
    assert learner.available is None


def test_positions_are_counted_by_level_and_filters_keep_them(scene: Scene, coordinator: FlaskClient) -> None:
    people = [make_learner(scene.centre, given_latin=name) for name in ("Uno", "Due", "Tre")]
    people[1].reads_cyrillic = True
    make_waiting(people[0], since=date(2026, 1, 20), available={PartOfWeek.WEEKEND_MORNING}, meets=Meets.ONLINE)
    make_waiting(people[1], since=date(2025, 11, 3), available={PartOfWeek.MORNING}, meets=Meets.EITHER)
    make_waiting(people[2], since=date(2025, 10, 1), level=Level.A2)
    make_waiting(make_learner(scene.centre), since=date(2025, 1, 1), closed_on=date(2026, 1, 1))
    make_waiting(make_learner(make_centre(), given_latin="Foreign"))
    assert seen(coordinator) == [("Due", "1"), ("Uno", "2"), ("Tre", "1")]
    assert seen(coordinator, "?level=A2") == [("Tre", "1")]
    assert seen(coordinator, "?part=morning") == [("Due", "1")]
    assert seen(coordinator, "?meets=online") == [("Due", "1"), ("Uno", "2")]
    assert seen(coordinator, "?meets=in_person") == [("Due", "1")]
    assert seen(coordinator, "?reads=yes") == [("Due", "1")]
    assert seen(coordinator, "?q=uno") == [("Uno", "2")]
    assert seen(coordinator, "?level=C2&part=x&meets=y&reads=z") == seen(coordinator)
    assert "Nobody like this is waiting" in coordinator.get("/waiting?level=B1").text


@pytest.mark.parametrize(
    ("position", "everybody", "prioritised", "with_priority", "longer"),
    [(1, 1, 0, 0, 0), (1, 9, 4, 0, 0), (3, 9, 4, 2, 0), (5, 9, 4, 4, 0), (7, 43, 2, 2, 4)],
)
def test_who_stands_before_adds_up(
    position: int, everybody: int, prioritised: int, with_priority: int, longer: int
) -> None:
    assert standing(position, everybody, prioritised) == Standing(position, everybody, with_priority)
    assert standing(position, everybody, prioritised).longer == longer


def test_a_position_says_who_stands_before_and_why(scene: Scene, coordinator: FlaskClient) -> None:
    last = make_waiting(make_learner(scene.centre), since=date(2025, 6, 1))
    make_waiting(make_learner(scene.centre, given_latin="Longer"), since=date(2025, 5, 1))
    first = make_waiting(make_learner(scene.centre, given_latin="Prior"), priority=Priority.JOB, since=date(2026, 2, 1))
    page = coordinator.get(f"/waiting/{last.id}").text
    assert "3 of 3. Before: 1 person with priority and 1 person waiting longer" in page
    assert page.index("Prior Koval") < page.index("Longer Koval")
    assert "a job depends on the course" in page
    assert "1 of 3: nobody stands before" in coordinator.get(f"/waiting/{first.id}").text
    scene.coordinator.locale = "bg"
    assert "1 от 3: никой не е преди него" in coordinator.get(f"/waiting/{first.id}").text
    assert "1 човек с предимство и 1 човек" in coordinator.get(f"/waiting/{last.id}").text


def test_priority_is_given_and_taken_away_with_who_when_and_why(scene: Scene, coordinator: FlaskClient) -> None:
    make_waiting(make_learner(scene.centre, given_latin="Long"), since=date(2025, 1, 1))
    entry = make_waiting(make_learner(scene.centre, given_latin="Urgent"))
    address = f"/waiting/{entry.id}/priority"
    refused = coordinator.post(address, data={"priority": "other", "note": " "})
    assert refused.status_code == 422 and "Say what the reason is" in refused.text
    assert coordinator.post(address, data={"priority": "expiring_status", "note": "до март"}).status_code == 303
    assert (entry.priority, entry.priority_note) == (Priority.EXPIRING_STATUS, "до март")
    assert entry.priority_by == scene.coordinator and entry.priority_at is not None
    assert [name for name, _ in seen(coordinator)] == ["Urgent", "Long"]
    assert "до март" in coordinator.get(f"/waiting/{entry.id}").text
    assert coordinator.post(address, data={"priority": ""}).status_code == 303
    assert (entry.priority, entry.priority_note, entry.priority_at, entry.priority_by_id) == (None,) * 4
    assert [name for name, _ in seen(coordinator)] == ["Long", "Urgent"]
    assert steps(entry) == [WaitingStep.PRIORITY, WaitingStep.NO_PRIORITY]


def test_a_change_is_kept_in_the_history_with_before_and_after(scene: Scene, coordinator: FlaskClient) -> None:
    entry = make_waiting(make_learner(scene.centre), meets=Meets.IN_PERSON, available=ALL)
    data = {"since": "2025-12-01", "note": "ново", "meets": "online", "available": ["morning"]}
    assert 'value="2026-01-12"' in coordinator.get(f"/waiting/{entry.id}/change").text
    assert coordinator.post(f"/waiting/{entry.id}/change", data=data).status_code == 303
    assert (entry.learner.available, entry.learner.meets) == ({PartOfWeek.MORNING}, Meets.ONLINE)
    assert entry.changes[0].detail == {"since": ["2026-01-12", "2025-12-01"], "note": [None, "ново"]}
    page = coordinator.get(f"/waiting/{entry.id}").text
    assert "waiting since: 12 Jan 2026 → 1 Dec 2025; note: – → ново" in page
    assert coordinator.post(f"/waiting/{entry.id}/change", data=data).status_code == 303
    assert len(entry.changes) == 1
    late = coordinator.post(f"/waiting/{entry.id}/change", data=data | {"since": "2026-02-03"})
    assert late.status_code == 422 and "still to come" in late.text


def test_a_person_is_taken_off_with_a_reason_and_put_back_where_they_stood(
    scene: Scene, coordinator: FlaskClient, client_as: SignIn
) -> None:
    entry = make_waiting(make_learner(scene.centre), since=date(2025, 5, 5))
    address = f"/waiting/{entry.id}/close"
    assert coordinator.get(address).status_code == 200
    assert "Say why the person no longer waits." in coordinator.post(address).text
    assert coordinator.post(address, data={"reason": "x"}).status_code == 422
    stranger = client_as(make_staff(Role.COORDINATOR, make_centre()))
    assert stranger.post(address, data={"reason": "unreachable"}).status_code == 404
    assert coordinator.post(address, data={"reason": "unreachable", "note": "три пъти"}).status_code == 303
    assert (entry.closed_on, entry.closed_reason, entry.closed_note) == (
        date(2026, 2, 2),
        ClosedReason.UNREACHABLE,
        "три пъти",
    )
    again = coordinator.post(address, data={"reason": "other"})
    assert again.status_code == 422 and "no longer on the waiting list" in again.text
    assert "Nobody is waiting" in coordinator.get("/waiting").text
    assert "cannot be reached · три пъти" in coordinator.get(f"/waiting/{entry.id}").text
    assert coordinator.post(f"/waiting/{entry.id}/reopen", data={"note": "обади се"}).status_code == 303
    assert (entry.since, entry.closed_on, entry.closed_reason) == (date(2025, 5, 5), None, None)
    assert steps(entry) == [WaitingStep.CLOSED, WaitingStep.REOPENED]
    coordinator.post(f"/waiting/{entry.id}/reopen")
    assert "already waiting for this level" in coordinator.get(f"/waiting/{entry.id}").text
    assert len(db.session.scalars(select(WaitingChange)).all()) == 2


def test_enrolling_closes_the_entry_with_the_cohort_and_its_page_leads_to_places(
    scene: Scene, coordinator: FlaskClient
) -> None:
    entry = make_waiting(make_learner(scene.centre))
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-7")
    full = make_cohort(
        scene.centre, scene.programme, scene.teacher, code="A1-8", ends_on=date(2026, 1, 1), starts_on=date(2025, 1, 1)
    )
    page = coordinator.get(f"/waiting/{entry.id}").text
    assert f'href="/cohorts/{cohort.id}/enrol?q={entry.learner.number}"' in page and full.code not in page
    coordinator.post(f"/cohorts/{cohort.id}/enrol", data={"people": entry.learner_id, "starts_on": "2026-03-02"})
    assert (entry.closed_reason, entry.closed_note) == (ClosedReason.ENROLLED, "A1-7")


def test_the_list_comes_as_a_spreadsheet_with_what_the_page_is_limited_to(
    scene: Scene, coordinator: FlaskClient
) -> None:
    make_waiting(make_learner(scene.centre, given_latin="=1+1"), available=ALL, priority=Priority.JOB)
    make_waiting(make_learner(scene.centre), level=Level.A2)
    answer = coordinator.get(f"/waiting/download.xlsx?centre={scene.centre.id}&level=A1")
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][:2] == ("A1", 1) and rows[1][3] == "=1+1 Koval"
    assert "a job depends on the course" in rows[1] and "any time" in rows[1]
    assert coordinator.get(f"/waiting/download.xlsx?centre={make_centre().id}").status_code == 404
