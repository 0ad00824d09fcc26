"""The list of cohorts and the page of one, for those who run it and those who teach it."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from lms.access.viewer import Role
from lms.courses.models import Cohort
from lms.courses.states import EnrolmentState, LeavingReason, LessonState
from tests.courses.conftest import Scene, SignIn
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_slot,
    make_staff,
)


@pytest.fixture
def cohorts(scene: Scene) -> dict[str, Cohort]:
    """One cohort in each phase on 2 February 2026, and one of another centre."""
    days = {
        "over": (date(2025, 9, 1), date(2026, 2, 1)),
        "runs": (date(2026, 2, 2), date(2026, 4, 1)),
        "soon": (date(2026, 2, 3), date(2026, 5, 1)),
    }
    made = {
        code: make_cohort(scene.centre, scene.programme, scene.teacher, code=code, starts_on=first, ends_on=last)
        for code, (first, last) in days.items()
    }
    elsewhere = make_centre()
    teacher = make_staff(Role.TEACHER, elsewhere)
    return made | {"foreign": make_cohort(elsewhere, scene.programme, teacher, code="foreign")}


def listed(client: FlaskClient, query: str = "") -> set[str]:
    page = client.get(f"/cohorts{query}").text
    return {code for code in ("over", "runs", "soon", "foreign") if f">{code}</a>" in page}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", {"runs", "soon"}),
        ("?phase=running", {"runs"}),
        ("?phase=coming", {"soon"}),
        ("?phase=finished", {"over"}),
        ("?phase=nonsense", {"runs", "soon"}),
    ],
)
def test_cohorts_are_listed_by_phase_and_only_of_the_own_centre(
    cohorts: dict[str, Cohort], coordinator: FlaskClient, query: str, codes: set[str]
) -> None:
    assert listed(coordinator, query) == codes


def test_the_list_is_filtered_by_centre(cohorts: dict[str, Cohort], scene: Scene, client_as: SignIn) -> None:
    foreign = cohorts["foreign"].centre
    both = client_as(make_staff(Role.COORDINATOR, scene.centre, foreign))
    assert listed(both) == {"runs", "soon", "foreign"}
    assert listed(both, f"?centre={foreign.id}") == {"foreign"}
    assert listed(both, f"?centre={scene.centre.id}") == {"runs", "soon"}


def test_a_teacher_sees_the_cohorts_they_teach_and_changes_nothing(
    cohorts: dict[str, Cohort], scene: Scene, client_as: SignIn
) -> None:
    teacher, other = client_as(scene.teacher), client_as(make_staff(Role.TEACHER, scene.centre))
    assert listed(teacher) == {"runs", "soon"}
    assert listed(other) == set()
    enrolment = enrol(make_learner(scene.centre), cohorts["runs"])
    lesson = make_lesson(cohorts["runs"], at(date(2026, 2, 4), 18))
    address = f"/cohorts/{cohorts['runs'].id}"
    page = teacher.get(address).text
    assert enrolment.learner.name in page
    for hidden in ("/enrol", f"/lessons/{lesson.id}/cancel", "/withdraw", "/transfer"):
        assert hidden not in page
    assert other.get(address).status_code == 404


def test_the_page_of_a_cohort_shows_facts_lessons_and_people(
    cohorts: dict[str, Cohort], scene: Scene, coordinator: FlaskClient
) -> None:
    cohort = cohorts["runs"]
    make_slot(cohort, weekday=0, starts_at=at(date(2026, 2, 2), 18).time().replace(hour=18), hours=2)
    make_lesson(cohort, at(date(2026, 1, 28), 18), state=LessonState.HELD)
    make_lesson(cohort, at(date(2026, 1, 30), 18), state=LessonState.CANCELLED, cancel_reason="Сняг")
    for day in (4, 9, 11, 16):
        make_lesson(cohort, at(date(2026, 2, day), 18))
    here = enrol(make_learner(scene.centre, given_latin="Zora"), cohort)
    gone = enrol(
        make_learner(scene.centre, given_latin="Ana"),
        cohort,
        state=EnrolmentState.WITHDRAWN,
        leaving_reason=LeavingReason.CHILD_CARE,
    )
    page = coordinator.get(f"/cohorts/{cohort.id}").text
    assert "1 of 15 taken" in page and "2 of 10 held" in page
    assert "Monday 18:00, 2 academic hours" in page
    assert page.index(here.learner.name) < page.index(gone.learner.name)
    assert "Child care" in page and "Сняг" in page
    coming = page[page.index('id="next"') : page.index("</section>", page.index('id="next"'))]
    assert [day in coming for day in ("4 February", "9 February", "11 February", "16 February")] == [
        True,
        True,
        True,
        False,
    ]


def test_an_empty_cohort_says_what_to_do_next(cohorts: dict[str, Cohort], coordinator: FlaskClient) -> None:
    page = coordinator.get(f"/cohorts/{cohorts['soon'].id}").text
    assert "Begin with those who have been waiting longest." in page
    assert "Nobody is enrolled" in coordinator.get(f"/cohorts/{cohorts['over'].id}").text


def test_an_empty_list_says_what_to_do_next(scene: Scene, coordinator: FlaskClient) -> None:
    assert "There is no cohort yet" in coordinator.get("/cohorts").text
    assert "None of the cohorts is in this state." in coordinator.get("/cohorts?phase=finished").text


def test_foreign_cohorts_are_not_found(cohorts: dict[str, Cohort], coordinator: FlaskClient) -> None:
    assert coordinator.get(f"/cohorts/{cohorts['foreign'].id}").status_code == 404
    assert coordinator.get("/cohorts/999999").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [("?centre=x", 200), (f"?centre={10**25}", 200), ("?page=x", 200), (f"?page={10**25}", 200), ("?page=2", 404)],
)
def test_a_tampered_address_of_the_list_does_no_harm(
    cohorts: dict[str, Cohort], coordinator: FlaskClient, query: str, status: int
) -> None:
    assert coordinator.get(f"/cohorts{query}").status_code == status
    assert coordinator.get(f"/waiting?centre={10**25}").status_code == 404


def test_pages_speak_bulgarian_dates(cohorts: dict[str, Cohort], scene: Scene, client_as: SignIn) -> None:
    bulgarian = client_as(make_staff(Role.COORDINATOR, scene.centre, locale="bg"))
    assert "2 февруари 2026" in bulgarian.get(f"/cohorts/{cohorts['runs'].id}").text


@pytest.mark.parametrize(("over", "folded"), [(5, False), (6, True)])
def test_of_a_long_course_the_lessons_that_are_over_are_folded(
    scene: Scene, coordinator: FlaskClient, over: int, folded: bool
) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher)
    for day in range(over):
        make_lesson(cohort, at(date(2026, 1, 5) + timedelta(days=day), 18), state=LessonState.HELD)
    make_lesson(cohort, at(date(2026, 2, 9), 18))
    page = coordinator.get(f"/cohorts/{cohort.id}").text
    assert (f"{over} lessons that are over" in page) is folded
    assert page.count("No. ") == over + 1
