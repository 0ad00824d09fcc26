"""The results of a quiz as the teacher's desk shows them: people, items, answers, one sitting, downloads."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.judging.reading import read_partly
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import ItemKind, QuizKind
from lms.assessments.taking import actions
from lms.assessments.taking.actions import GivenAnswer
from lms.assessments.taking.queries import asked_in
from lms.centres.models import Centre
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.results.conftest import Join, Sit, overdue
from tests.assessments.taking.conftest import Give
from tests.factories import enrol, make_centre, make_cohort, make_learner, make_programme, make_staff, name_for

SignIn = Callable[[Account], FlaskClient]
EVERY = [kind for kind in ItemKind if kind is not ItemKind.SPOKEN]


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def row_of(page: str, learner: Learner) -> str:
    """A person's line in the list of people, in words."""
    people = page.partition('id="matrix"')[0]
    rows = re.findall(r"<tr>.*?</tr>", people, re.DOTALL)
    return words_of(next(row for row in rows if learner.name_bg in row))


def test_people_stand_with_what_they_have_reached(
    desk: FlaskClient, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, ItemKind.GAP_TYPED, ItemKind.WRITTEN, pass_percent=60)
    half, busy, gone = join(), join(), join()
    sit(learner, given, "++0")
    sit(half, given, "+-+")
    sit(busy, given, "+..", handed_in=False)
    overdue(sit(gone, given, "-..", handed_in=False))
    nobody = join()
    page = desk.get(f"/assignments/{given.id}").text
    assert "handed in 66.7% passed 1 1 –" in row_of(page, learner)
    assert "handed in – 1 1 1 answer to mark" in row_of(page, half)
    assert "in the middle 1 of 3" in row_of(page, busy)
    assert "time over, not handed in 1 of 3" in row_of(page, gone)
    assert "not begun" in row_of(page, nobody)
    assert "Handed in 2 of 5" in words_of(page)


def test_people_by_items_and_what_was_answered_how_often(
    desk: FlaskClient, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, ItemKind.ORDERING)
    other, third = join(), join()
    for person, signs in ((learner, "+0"), (other, "-+"), (third, "+.")):
        sit(person, given, signs)
    page = desk.get(f"/assignments/{given.id}").text
    matrix, _, items = page.partition('<ol class="item-results">')
    cells = re.findall(r'data-number="\d"><span class="cell cell-(\w+)"', matrix)
    assert sorted(cells) == sorted(["right", "no_answer", "wrong", "right", "right", "no_answer"])
    first, second = (words_of(item) for item in items.split('id="item-')[1:])
    assert "66.7% right" in first and "съм 2 people" in first and "си 1 person" in first and "е nobody" in first
    assert "33.3% right" in second and "искам да купя хляб. 1 person" in second and "no answer 2 people" in second


def test_every_kind_of_item_has_its_answers_in_words(desk: FlaskClient, learner: Learner, give: Give, sit: Sit) -> None:
    given = give(*EVERY)
    attempt = sit(learner, given, "+" * len(EVERY))
    page = desk.get(f"/assignments/{given.id}").text
    for text in ("чета · чете", "съм · е", "хляб, мляко", "☕ – кафе, 🚌 – автобус, 🍌 – банан", "True"):
        assert text in words_of(page)
    assert "Здравейте!" not in page  # a text is read where it stands whole
    shown = words_of(desk.get(f"/assignments/{given.id}/people/{attempt.id}").text)
    assert "Здравейте!" in shown and "waits for a teacher" in shown and "чета · чете" in shown


def test_one_sitting_shows_answer_key_share_and_what_was_forgiven(
    desk: FlaskClient, learner: Learner, give: Give
) -> None:
    given = give(ItemKind.GAP_TYPED, ItemKind.SINGLE_CHOICE)
    by = learner.account.viewer
    attempt = actions.start(by, learner, given, "en")
    (typed, _) = asked_in(attempt)
    answer = read_partly(typed.shown, {"gap-1": ["ЧЕТА!"], "gap-2": ["чета"]})
    actions.keep_answers(attempt, [GivenAnswer(1, typed.version, answer)])
    actions.hand_in(by, attempt)
    page = words_of(desk.get(f"/assignments/{given.id}/people/{attempt.id}").text)
    assert "ЧЕТА! · чета чета · чете partly right 50.0% Let pass: capital letters, punctuation" in page
    assert "Share 25.0%" in page and "no answer" in page


def test_the_best_sitting_counts_and_all_can_be_looked_at(
    desk: FlaskClient, learner: Learner, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, ItemKind.ORDERING, attempts=2)
    first, second = sit(learner, given, "++"), sit(learner, given, "+-")
    page = desk.get(f"/assignments/{given.id}").text
    assert "100.0%" in row_of(page, learner) and f"/people/{first.id}" in page
    assert f"/people/{second.id}" in desk.get(f"/assignments/{given.id}/people/{first.id}").text


def test_late_answers_are_noted(desk: FlaskClient, learner: Learner, give: Give, sit: Sit) -> None:
    given = give(ItemKind.SINGLE_CHOICE, ItemKind.ORDERING)
    attempt = sit(learner, given, "++")
    attempt.responses[1].late = True
    db.session.commit()
    assert "1 late answer" in row_of(desk.get(f"/assignments/{given.id}").text, learner)
    assert "late" in words_of(desk.get(f"/assignments/{given.id}/people/{attempt.id}").text)


def test_whoever_left_the_cohort_leaves_their_answers(
    desk: FlaskClient, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given, silent = give(ItemKind.SINGLE_CHOICE), join()
    sit(learner, given, "+")
    for enrolment in given.cohort.enrolments if given.cohort else ():
        enrolment.state = EnrolmentState.WITHDRAWN
    db.session.commit()
    page = desk.get(f"/assignments/{given.id}").text
    assert learner.name_bg in page and silent.name_bg not in page


def test_a_quiz_given_to_one_person_shows_that_person(
    desk: FlaskClient, learner: Learner, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, cohort_id=None, learner_id=learner.id)
    sit(learner, given, "+")
    assert "handed in 100.0%" in row_of(desk.get(f"/assignments/{given.id}").text, learner)


def test_the_quiz_leads_to_its_results(desk: FlaskClient, give: Give) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    assert f'href="/assignments/{given.id}"' in desk.get(f"/quizzes/{given.quiz_id}").text


def test_the_workbook_has_people_answers_items_and_how_it_is_counted(
    desk: FlaskClient, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE, ItemKind.GAP_TYPED)
    learner.given_latin = '=HYPERLINK("x")'
    sit(learner, given, "+-")
    join()
    answer = desk.get(f"/assignments/{given.id}/results.xlsx")
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["People", "Answers", "Items", "Definitions"]
    header, *rows = book["People"].iter_rows(values_only=True)
    assert header[-2:] == ("Item 1", "Item 2")
    done = next(row for row in rows if row[0] == learner.number)
    assert done[2].startswith("=HYPERLINK") and done[3:5] == ("handed in", 0.5) and done[-2:] == (1, 0)
    assert all(cell.data_type != "f" for row in book["People"] for cell in row)
    assert next(row for row in rows if row[0] != learner.number)[4] is None
    assert [row[5] for row in book["Answers"].iter_rows(min_row=2, values_only=True)] == ["right", "wrong"]
    assert [row[5] for row in book["Items"].iter_rows(min_row=2, values_only=True)] == [1, 0]
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "quiz.download")).one()
    assert (line.subject_id, line.detail) == (given.id, {"kind": "xlsx", "people": 2})


def test_no_cell_of_the_plain_table_is_a_formula(desk: FlaskClient, learner: Learner, give: Give, sit: Sit) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    learner.given_latin = "=cmd"
    sit(learner, given, "+")
    text = desk.get(f"/assignments/{given.id}/results.csv").data.decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(text))
    assert row[2].startswith("'=cmd") and row[4] == "1.0"


def everything(page: FlaskClient, attempt: Attempt) -> set[int]:
    """What somebody is answered who asks for each page of a sitting."""
    given = f"/assignments/{attempt.assignment_id}"
    asked = [page.get(f"{given}{rest}") for rest in ("", "/results.csv", "/results.xlsx", f"/people/{attempt.id}")]
    acts = ("/release", "/withdraw", "/end", f"/people/{attempt.id}/again")
    return {answer.status_code for answer in [*asked, *(page.post(f"{given}{act}") for act in acts)]}


@pytest.mark.parametrize("role", [Role.TEACHER, Role.MEDIATOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_nobody_sees_results_of_cohorts_that_are_not_theirs(
    client_as: SignIn, centre: Centre, learner: Learner, give: Give, sit: Sit, role: Role
) -> None:
    attempt = sit(learner, give(ItemKind.SINGLE_CHOICE), "+")
    assert everything(client_as(make_staff(role, centre)), attempt) == {404}
    assert everything(client_as(make_staff(Role.COORDINATOR, make_centre())), attempt) == {404}
    assert everything(client_as(learner.account), attempt) == {404}


def test_a_sitting_opens_only_under_its_own_quiz(desk: FlaskClient, learner: Learner, give: Give, sit: Sit) -> None:
    attempt = sit(learner, give(ItemKind.SINGLE_CHOICE), "+")
    other = give(ItemKind.ORDERING, kind=QuizKind.FINAL)
    assert desk.get(f"/assignments/{other.id}/people/{attempt.id}").status_code == 404
    assert desk.post(f"/assignments/{other.id}/people/{attempt.id}/again").status_code == 404


def test_a_sitting_of_a_quiz_is_no_placement(
    client_as: SignIn, coordinator: Account, phone: FlaskClient, learner: Learner, give: Give, sit: Sit
) -> None:
    attempt = sit(learner, give(ItemKind.SINGLE_CHOICE), "+")
    page = client_as(coordinator)
    for path in ("", "/talk"):
        assert page.get(f"/placements/{attempt.id}{path}").status_code == 404
    assert page.post(f"/placements/{attempt.id}", data={"level": "A1"}).status_code == 404
    assert phone.post(f"/placement/{attempt.id}/can-do").status_code == 404


def test_an_unaccompanied_minor_is_seen_by_those_named_and_by_who_teaches_them(
    client_as: SignIn, coordinator: Account, desk: FlaskClient, learner: Learner, join: Join, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    attempt, silent = sit(learner, given, "+"), join()
    learner.unaccompanied = silent.unaccompanied = True
    db.session.commit()
    page = client_as(coordinator)
    assert learner.name_bg not in page.get(f"/assignments/{given.id}").text
    assert silent.name_bg not in page.get(f"/assignments/{given.id}").text
    assert page.get(f"/assignments/{given.id}/people/{attempt.id}").status_code == 404
    taught = desk.get(f"/assignments/{given.id}").text
    assert learner.name_bg in taught and silent.name_bg in taught
    assert f"/learners/{learner.id}" not in desk.get(f"/assignments/{given.id}/people/{attempt.id}").text
    name_for(learner, coordinator)
    assert page.get(f"/assignments/{given.id}/people/{attempt.id}").status_code == 200


def test_a_teacher_who_moved_to_another_centre_sees_nothing_more(
    client_as: SignIn, teacher: Account, learner: Learner, give: Give, sit: Sit
) -> None:
    attempt = sit(learner, give(ItemKind.SINGLE_CHOICE), "+")
    teacher.centres = [make_centre()]
    db.session.commit()
    assert everything(client_as(teacher), attempt) == {404}


def test_another_cohort_of_the_same_teacher_is_another_list(
    desk: FlaskClient, centre: Centre, teacher: Account, learner: Learner, give: Give, sit: Sit
) -> None:
    given = give(ItemKind.SINGLE_CHOICE)
    sit(learner, given, "+")
    stranger = make_learner(centre)
    enrol(stranger, make_cohort(centre, make_programme(), teacher))
    assert stranger.name_bg not in desk.get(f"/assignments/{given.id}").text


def test_a_quiz_nobody_was_enrolled_for_says_so(desk: FlaskClient, give: Give) -> None:
    given = give(ItemKind.SINGLE_CHOICE, closes_at=clock.now() + timedelta(days=1))
    for enrolment in given.cohort.enrolments if given.cohort else ():
        enrolment.state = EnrolmentState.TRANSFERRED
    db.session.commit()
    assert "Nobody is in this cohort yet" in desk.get(f"/assignments/{given.id}").text
