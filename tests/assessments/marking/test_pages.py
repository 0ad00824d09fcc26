"""The teacher's desk page by page, and what the person who answered reads of it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.accounts.models import Account
from lms.assessments.marking.models import Rating, Recording
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.centres.models import Centre
from lms.courses.models import Cohort
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.marking.conftest import SPOKEN, HandIn, points, response_at
from tests.factories import enrol, make_learner, make_learner_account

Client = Callable[[Account], FlaskClient]


@pytest.fixture
def desk(client_as: Client, teacher: Account) -> FlaskClient:
    return client_as(teacher)


def chosen(given: int, comment: str = "") -> dict[str, str]:
    """What the form sends when so many points are chosen."""
    return {f"points_{code}": str(value) for code, value in points(given).items()} | {"comment": comment}


def mark(desk: FlaskClient, response: Response, given: int, comment: str = "") -> str | None:
    """Mark an answer; where the page leads then."""
    answer = desk.post(f"/marking/{response.id}", data=chosen(given, comment))
    assert answer.status_code == 303
    return answer.location


def test_the_queue_tells_what_waits_and_the_menu_how_much(
    desk: FlaskClient, attempt: Attempt, written: Response, learner: Learner
) -> None:
    page = desk.get("/marking").text
    assert "Разкажете за себе си." in page and "Напишете съобщение." in page
    assert page.count(learner.name) == 2 and "Mark 1 answer" in page
    assert '<span class="visually-hidden">waiting:</span> 2' in page
    mark(desk, written, 6)
    assert '<span class="visually-hidden">waiting:</span> 1' in desk.get("/marking").text


def test_an_empty_desk_says_so(desk: FlaskClient) -> None:
    assert "Nothing waits to be marked" in desk.get("/marking").text


def test_one_answer_stands_beside_its_task_a_good_answer_and_the_lines(desk: FlaskClient, written: Response) -> None:
    page = desk.get(f"/marking/{written.id}").text
    for text in ("Напишете съобщение.", "5 to 40 words.", "Здравейте!", "1 word", "защото съм болна"):
        assert text in page, text
    for text in ("Answers nearly all that is asked.", "Few mistakes for the level."):
        assert text in page, text


def test_a_recording_is_played_and_a_deleted_one_is_said_to_be_gone(desk: FlaskClient, attempt: Attempt) -> None:
    response, recording = response_at(attempt, SPOKEN), db.session.scalars(select(Recording)).one()
    assert response
    assert f'src="/quizzes/recordings/{recording.id}"' in desk.get(f"/marking/{response.id}").text
    db.session.delete(recording)
    db.session.commit()
    assert "The recording is no longer kept." in desk.get(f"/marking/{response.id}").text


def test_saving_leads_to_the_next_of_the_pile_then_to_the_next_pile_then_back(
    desk: FlaskClient, hand_in: HandIn, learner: Learner, centre: Centre, cohort: Cohort
) -> None:
    other = make_learner(centre, account=make_learner_account(centre))
    enrol(other, cohort)
    mine, theirs = hand_in(learner), hand_in(other)
    way = [response_at(one, place) for place in (1, 2) for one in (mine, theirs)]
    for now, then in zip(way, [*way[1:], None], strict=True):
        assert now
        page = f"/marking/{then.id}" if then else "/marking"
        fields = chosen(6)
        if now.position == SPOKEN:
            fields["points_clarity"] = fields.pop("points_spelling")
        assert desk.post(f"/marking/{now.id}", data=fields).location == page
    assert "What you marked last" in desk.get("/marking").text


def test_a_mark_that_is_changed_stays_on_its_page_filled_in(desk: FlaskClient, written: Response) -> None:
    mark(desk, written, 6, "Добре!")
    page = desk.get(f"/marking/{written.id}").text
    assert "Добре!" in page and page.count("checked") == 4
    assert mark(desk, written, 9) == f"/marking/{written.id}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points_task": ""}, "Choose a line."),
        ({"points_task": "4"}, "Not a valid choice"),
        ({"points_task": "x"}, "Invalid Choice"),
        ({"comment": "x" * 1001}, "longer than 1000"),
    ],
)
def test_what_is_missing_is_told_and_nothing_entered_is_lost(
    desk: FlaskClient, written: Response, change: dict[str, str], said: str
) -> None:
    answer = desk.post(f"/marking/{written.id}", data=chosen(6, "Почти!") | change)
    assert answer.status_code == 422 and said in answer.text
    assert "comment" in change or "Почти!" in answer.text
    assert db.session.scalars(select(Rating)).all() == []


def test_names_are_hidden_until_they_are_wanted_again(
    desk: FlaskClient, attempt: Attempt, written: Response, learner: Learner
) -> None:
    assert desk.post("/marking/names", data={"hidden": "1", "next": "/marking"}).location == "/marking"
    for address in ("/marking", f"/marking/{written.id}"):
        assert learner.name not in desk.get(address).text
    assert "Answer 1" in desk.get("/marking").text
    # Only to pages of ours.
    assert desk.post("/marking/names", data={"hidden": "0", "next": "https://example.org/"}).location == "/"
    assert learner.name in desk.get(f"/marking/{written.id}").text


def test_a_second_marker_sees_neither_the_points_nor_the_name_and_whoever_asked_sees_both_marks(
    client_as: Client, desk: FlaskClient, colleague: Account, teacher: Account, written: Response, learner: Learner
) -> None:
    mark(desk, written, 12, "Чудесно!")
    other = client_as(colleague)
    address = f"/marking/{written.id}"
    assert other.get(address).status_code == 404
    desk.post(f"{address}/second", data={"wanted": "1"})
    page = other.get(address).text
    assert "second marker" in other.get("/marking").text
    for text in (learner.name, "Чудесно!", "What was given", teacher.name, "checked"):
        assert text not in page, text
    mark(other, written, 3, "Много грешки.")
    page = other.get(address).text
    assert "Чудесно!" not in page and "two marks differ" in page
    page = desk.get(address).text
    for text in ("Чудесно!", "Много грешки.", "Two marks differ. What you choose now counts.", colleague.name):
        assert text in page, text
    mark(desk, written, 6, "Нещо средно.")
    # Now that it is settled, whoever gave it a mark sees all of it and changes nothing.
    page = other.get(address).text
    assert "What was given: 50.0%" in page and "There is nothing for you to mark here." in page


def test_a_third_teacher_finds_nothing_once_two_have_marked(
    client_as: Client, desk: FlaskClient, colleague: Account, coordinator: Account, written: Response
) -> None:
    mark(desk, written, 6)
    desk.post(f"/marking/{written.id}/second", data={"wanted": "1"})
    mark(client_as(coordinator), written, 6)
    assert client_as(colleague).get(f"/marking/{written.id}").status_code == 404
    assert client_as(colleague).post(f"/marking/{written.id}", data=chosen(0)).status_code == 404


def test_whoever_is_too_late_is_told_on_the_page(
    client_as: Client, desk: FlaskClient, coordinator: Account, written: Response, given: Assignment
) -> None:
    mark(desk, written, 6)
    late = client_as(coordinator)
    late.post(f"/marking/{written.id}", data=chosen(12))
    assert "Somebody else has marked this answer already." in late.get(f"/marking/{written.id}").text
    given.released_at = clock.now()
    db.session.commit()
    desk.post(f"/marking/{written.id}", data=chosen(12))
    page = desk.get(f"/marking/{written.id}").text
    assert "The results are shown already" in page and "There is nothing for you to mark here." in page
    desk.post(f"/marking/{written.id}/second", data={"wanted": "1"})
    assert "The results are shown already" in desk.get("/marking").text


def test_a_spoken_task_without_an_answer_is_done_now(desk: FlaskClient, hand_in: HandIn, learner: Learner) -> None:
    attempt = hand_in(learner, said=False)
    assert "1 spoken task was handed in without an answer." in desk.get("/marking").text
    assert learner.name in desk.get("/marking/live").text
    address = f"/marking/live/{attempt.id}/{SPOKEN}"
    page = desk.get(desk.post(address).location).text
    assert "The person wants to say it to you." in page
    assert desk.post(address).location == "/marking/live"
    assert "There is an answer to this task." in desk.get("/marking/live").text
    assert "Nothing is missing" in desk.get("/marking/live").text


def result_of(phone: FlaskClient, attempt: Attempt) -> str:
    return phone.get(f"/quizzes/attempts/{attempt.id}/result").text


def test_the_person_reads_lines_and_comment_when_the_results_are_shown_and_not_before(
    desk: FlaskClient, phone: FlaskClient, attempt: Attempt, written: Response, given: Assignment
) -> None:
    mark(desk, written, 8, "Хубаво писмо!")
    before = result_of(phone, attempt)
    for text in ("Хубаво писмо!", "2 of 3", "защото съм болна"):
        assert text not in before, text
    given.released_at = clock.now()
    db.session.commit()
    page = result_of(phone, attempt)
    for text in ("Хубаво писмо!", "How you write the words", "2 of 3", "Cannot be read.", "защото съм болна"):
        assert text in page, text
    assert "Your teacher will look at this answer." in page and "has not looked at all your answers" in page
    recording = db.session.scalars(select(Recording)).one()
    assert f'src="/quizzes/recordings/{recording.id}"' in page
    db.session.delete(recording)
    db.session.commit()
    assert "Your recording is no longer kept." in result_of(phone, attempt)


def test_of_two_marks_the_person_reads_both_and_of_a_settled_one_only_that(
    client_as: Client,
    desk: FlaskClient,
    phone: FlaskClient,
    colleague: Account,
    attempt: Attempt,
    written: Response,
    given: Assignment,
) -> None:
    other = client_as(colleague)
    mark(desk, written, 6, "Първо.")
    desk.post(f"/marking/{written.id}/second", data={"wanted": "1"})
    mark(other, written, 7, "Второ.")
    given.released_at = clock.now()
    db.session.commit()
    page = result_of(phone, attempt)
    assert "Първо." in page and "Второ." in page and "0.5 of 3" in page
    given.released_at = None
    db.session.commit()
    mark(other, written, 12, "Второ.")
    mark(desk, written, 9, "Трето.")
    given.released_at = clock.now()
    db.session.commit()
    page = result_of(phone, attempt)
    assert "Трето." in page and "Първо." not in page and "Второ." not in page


def test_what_two_marked_differently_tells_the_person_nothing_yet(
    client_as: Client,
    desk: FlaskClient,
    phone: FlaskClient,
    colleague: Account,
    attempt: Attempt,
    written: Response,
    given: Assignment,
) -> None:
    mark(desk, written, 0, "Първо.")
    desk.post(f"/marking/{written.id}/second", data={"wanted": "1"})
    mark(client_as(colleague), written, 12, "Второ.")
    given.released_at = clock.now()
    db.session.commit()
    page = result_of(phone, attempt)
    assert "Първо." not in page and "Второ." not in page
