"""Forming groups on the page: the demand, a proposal, changing it by hand, and confirming in a world that moves."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access.viewer import Role
from lms.courses.forming_models import GroupProposal
from lms.courses.models import Cohort, Enrolment, WaitingEntry
from lms.courses.states import EnrolmentState, ProposalState, Route
from lms.database import db
from lms.learners.models import Meets, PartOfWeek
from tests.courses.conftest import Scene, SignIn
from tests.factories import at, enrol, make_centre, make_cohort, make_learner, make_lesson, make_staff, make_waiting

EVENING = frozenset({PartOfWeek.EVENING})


@pytest.fixture
def people(scene: Scene) -> list[int]:
    """Five who can come in the evening, named after their place in the list, and one who cannot."""
    names = ("First", "Second", "Third", "Fourth", "Fifth")
    entries = [
        make_waiting(make_learner(scene.centre, given_latin=name), since=date(2025, 9, day), available=EVENING)
        for day, name in enumerate(names, start=1)
    ]
    early = make_learner(scene.centre, given_latin="Early")
    make_waiting(early, since=date(2025, 1, 1), available={PartOfWeek.MORNING}, meets=Meets.ONLINE)
    return [entry.id for entry in entries]


def asked(scene: Scene, **given: object) -> dict[str, object]:
    return {
        "programme": scene.programme.id,
        "size": 3,
        "least": 2,
        "reading": "mixed",
        "patterns": [0],
        "rooms": [scene.room.id],
        "teachers": [scene.teacher.id],
        "earliest": "2026-03-02",
        "latest": "2026-03-30",
    } | given


@pytest.fixture
def proposal(scene: Scene, coordinator: FlaskClient, people: list[int]) -> GroupProposal:
    answer = coordinator.post(f"/forming/new?centre={scene.centre.id}", data=asked(scene, most_groups=1))
    assert answer.status_code == 303, answer.text
    return db.session.scalars(select(GroupProposal)).one()


def members(client: FlaskClient, proposal: GroupProposal) -> list[str]:
    page = client.get(f"/forming/{proposal.id}").text
    return re.findall(r'<td data-label="Name"><a href="/waiting/\d+">(\w+) Koval', page)


def send(client: FlaskClient, proposal: GroupProposal, act: str, **data: object) -> tuple[int, str]:
    data = {"version": proposal.version} | data
    answer = client.post(f"/forming/{proposal.id}/{act}", data=data, follow_redirects=True)
    return answer.status_code, answer.text


def seen(client: FlaskClient, proposal: GroupProposal) -> str:
    found = re.search(r'name="seen" value="([\d,]*)"', client.get(f"/forming/{proposal.id}").text)
    assert found
    return found[1]


def test_the_demand_says_how_many_can_come_when(coordinator: FlaskClient, people: list[int]) -> None:
    page = coordinator.get("/forming").text
    row = re.sub(r"<[^>]+>|\s+", " ", page[page.index("<tbody>") :])
    assert "first since 1 Jan 2025" in row
    assert re.search(r'data-label="Evenings"><a[^>]*part=evening">5</a>', page)
    assert re.search(r'data-label="Mornings"><a[^>]*>0</a> <span[^>]*>online 1<', page)


def test_a_proposal_says_who_and_why_and_who_is_left_out_and_why(
    coordinator: FlaskClient, proposal: GroupProposal
) -> None:
    assert members(coordinator, proposal) == ["First", "Second", "Third"]
    page = coordinator.get(f"/forming/{proposal.id}").text
    assert "waiting since 1 Sept 2025" in page
    assert "Group 1 is full with people who stand before them" in page
    assert "No group of the kind they ask for" in page
    assert "Monday, 2 March 2026" in page
    assert proposal.programme.title in coordinator.get("/forming").text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"patterns": []}, "Choose at least one time"),
        ({"rooms": []}, "Choose at least one room"),
        ({"teachers": []}, "Choose at least one teacher"),
        ({"least": 9}, "cannot need more people than it holds"),
        ({"size": 16}, "From 1 to 15."),
        ({"earliest": "2026-01-01"}, "Begin today or later"),
        ({"latest": "2026-03-01"}, "comes after the first one"),
        ({"slots-0-weekday": "1"}, "Complete this line"),
    ],
)
def test_what_cannot_be_asked_is_answered_at_its_field(
    scene: Scene, coordinator: FlaskClient, given: dict[str, object], said: str
) -> None:
    answer = coordinator.post(f"/forming/new?centre={scene.centre.id}", data=asked(scene) | given)
    assert answer.status_code == 422 and said in answer.text
    assert db.session.scalars(select(GroupProposal)).all() == []


def test_leaving_out_lets_the_next_move_up_and_taking_in_undoes_it(
    coordinator: FlaskClient, proposal: GroupProposal, people: list[int]
) -> None:
    page = send(coordinator, proposal, "leave-out", entries=people[0])[1]
    assert "Left out by hand" in page
    assert members(coordinator, proposal) == ["Second", "Third", "Fourth"]
    send(coordinator, proposal, "take-in", entries=[people[0], people[4]], into=1)
    assert members(coordinator, proposal) == ["First", "Second", "Fifth"]
    assert "taken in by hand" in coordinator.get(f"/forming/{proposal.id}").text


def test_a_group_gets_another_day_and_a_clash_is_shown(
    scene: Scene, coordinator: FlaskClient, proposal: GroupProposal
) -> None:
    other = make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-9")
    make_lesson(other, at(date(2026, 3, 11), 18))
    assert "Мария Учителска is taken on Wednesday, 11 March 2026" in coordinator.get(f"/forming/{proposal.id}").text
    form = {"pattern": 0, "place": "online", "teacher": scene.teacher.id, "starts_on": "2026-03-16"}
    page = send(coordinator, proposal, "groups/1", **form)[1]
    assert "is taken on" not in page and "Monday, 16 March 2026" in page
    assert members(coordinator, proposal) == []
    assert send(coordinator, proposal, "groups/1", **(form | {"starts_on": "2020-01-01"}))[0] == 422


def test_a_colleagues_change_is_not_overwritten(
    coordinator: FlaskClient, proposal: GroupProposal, people: list[int]
) -> None:
    stale = proposal.version
    send(coordinator, proposal, "leave-out", entries=people[0])
    page = send(coordinator, proposal, "leave-out", entries=people[1], version=stale)[1]
    assert "A colleague has changed this proposal meanwhile" in page
    assert proposal.left_out == [people[0]]


def test_confirming_creates_the_cohort_and_offers_its_places(coordinator: FlaskClient, proposal: GroupProposal) -> None:
    shown = seen(coordinator, proposal)
    status, page = send(coordinator, proposal, "groups/1/open", seen=shown, reply_by="2026-02-07")
    assert status == 200 and "is created and 3 places are offered" in page
    cohort = db.session.scalars(select(Cohort)).one()
    assert (cohort.code, cohort.capacity, len(cohort.lessons)) == ("A1-SOF-1", 3, 5)
    states = db.session.scalars(select(Enrolment.state)).all()
    assert states == [EnrolmentState.OFFERED] * 3
    assert (proposal.state, proposal.opened, proposal.frames) == (ProposalState.DONE, [cohort.id], [])
    assert "closed" in send(coordinator, proposal, "discard")[1]


def test_a_group_for_beginners_of_the_letters_stays_one(
    scene: Scene, coordinator: FlaskClient, people: list[int]
) -> None:
    for entry in db.session.scalars(select(WaitingEntry).where(WaitingEntry.id.in_(people))):
        entry.learner.reads_cyrillic = False
    coordinator.post(f"/forming/new?centre={scene.centre.id}", data=asked(scene, most_groups=1, reading="letters"))
    proposal = db.session.scalars(select(GroupProposal)).one()
    send(coordinator, proposal, "groups/1/open", seen=seen(coordinator, proposal), reply_by="2026-02-07")
    assert db.session.scalars(select(Cohort.route)).one() is Route.LETTERS


@pytest.mark.parametrize(("day", "status"), [("2026-02-01", 422), ("2026-03-03", 422), ("", 422), ("2026-03-02", 200)])
def test_an_answer_is_asked_for_from_today_until_the_start(
    coordinator: FlaskClient, proposal: GroupProposal, day: str, status: int
) -> None:
    shown = seen(coordinator, proposal)
    assert send(coordinator, proposal, "groups/1/open", seen=shown, reply_by=day)[0] == status


def test_when_the_list_has_changed_nothing_is_done_and_it_says_who(
    scene: Scene, coordinator: FlaskClient, proposal: GroupProposal, people: list[int]
) -> None:
    shown = seen(coordinator, proposal)
    other = make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-9")
    enrol(db.session.get_one(WaitingEntry, people[0]).learner, other)
    status, page = send(coordinator, proposal, "groups/1/open", seen=shown, reply_by="2026-02-07")
    assert status == 422
    assert "No longer in the group: First Koval. New in it: Fourth Koval." in page
    assert db.session.scalar(select(func.count()).select_from(Cohort)) == 1


def test_when_the_room_was_taken_meanwhile_nothing_is_written(
    scene: Scene, coordinator: FlaskClient, proposal: GroupProposal
) -> None:
    shown = seen(coordinator, proposal)
    other = make_cohort(
        scene.centre, scene.programme, make_staff(Role.TEACHER, scene.centre), code="A1-9", room=scene.room
    )
    make_lesson(other, at(date(2026, 3, 4), 18))
    status, page = send(coordinator, proposal, "groups/1/open", seen=shown, reply_by="2026-02-07")
    assert status == 422 and "Стая 1 is taken on Wednesday, 4 March 2026" in page
    assert db.session.scalars(select(Enrolment)).all() == []


def test_a_proposal_of_another_centre_is_not_found(client_as: SignIn, proposal: GroupProposal) -> None:
    stranger = client_as(make_staff(Role.COORDINATOR, make_centre()))
    assert stranger.get(f"/forming/{proposal.id}").status_code == 404
    assert stranger.post(f"/forming/{proposal.id}/discard").status_code == 404


def test_a_group_can_be_done_without_and_a_proposal_put_away(coordinator: FlaskClient, proposal: GroupProposal) -> None:
    assert "No group can be proposed" in send(coordinator, proposal, "groups/1/drop")[1]
    assert "The proposal is put away" in send(coordinator, proposal, "discard")[1]
    assert proposal.state is ProposalState.DISCARDED
