"""The pages and files of the statistics: who sees what, numbers that open to what they count, files that agree."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.progress.definitions import BY_REASON, STATISTICS
from tests.factories import at, enrol, make_centre, make_cohort, make_learner, make_lesson, make_staff, save
from tests.progress.small_course import Course, P, lessons, mark

SignIn = Callable[[Account], FlaskClient]
MARCH = "/statistics?span=own&since=2026-03-01&until=2026-03-31"
LINK = re.compile(
    r'href="(/statistics/people\?[^"]*)">([^<]*)</a>\s*(?:<svg.*?</svg>\s*<span[^>]*>([^<]*)</span>)?', re.S
)


def number(text: str) -> float:
    return float(text.replace(",", "").strip())


@pytest.fixture
def two_centres(course: Course) -> Account:
    """A coordinator of the course's centre and of another, where two people started; one is still there."""
    other = make_centre(name_en="Another centre")
    cohort = make_cohort(
        other, course.programme, course.teacher, code="K9", starts_on=date(2026, 3, 4), ends_on=date(2026, 6, 30)
    )
    (lesson,) = lessons(cohort, 4)
    for _ in range(2):
        mark(lesson, enrol(make_learner(other), cohort), P)
    make_lesson(cohort, at(date(2026, 3, 11), 18))
    return make_staff(Role.COORDINATOR, course.centre, other)


@pytest.mark.parametrize("by", ["centre", "programme", "cohort"])
def test_every_number_of_the_page_opens_to_rows_that_add_up_to_it(
    client_as: SignIn, two_centres: Account, by: str
) -> None:
    client = client_as(two_centres)
    links = LINK.findall(client.get(f"{MARCH}&by={by}").text)
    assert len(links) > 20
    for address, shown, parts in links:
        page = client.get(unescape(address))
        assert page.status_code == 200
        sums = (
            re.findall(r'<td class="num"[^>]*>([^<]*)</td>', page.text.split("<tfoot>")[-1])
            if "<tfoot>" in page.text
            else ["0"]
        )
        expected = parts.split(" of ") if parts else [shown]
        assert [number(one) for one in sums] == [number(one) for one in expected], address


def test_the_page_says_the_main_finding_with_its_denominators(client_as: SignIn, course: Course) -> None:
    page = " ".join(client_as(course.coordinator).get(f"{MARCH}&by=cohort").text.split())
    assert "7 people were reached, attendance was 73.9%, 2 of 7 completed (28.6%)." in page
    assert "26 of 36" in page
    assert "style=" not in page
    assert all(str(statistic.text) in unescape(page) for statistic in STATISTICS)


def test_looking_at_people_leaves_a_line_without_names(client_as: SignIn, course: Course) -> None:
    page = client_as(course.coordinator).get(f"/statistics/people{MARCH[11:]}&by=cohort&key=withdrawn")
    assert "Darya" in page.text
    assert "Work" in page.text
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "statistics.people")).one()
    assert line.detail == {"key": "withdrawn", "rows": 1}


def test_a_teacher_sees_own_cohorts_only(client_as: SignIn, course: Course) -> None:
    second = course.cohorts["K2"]
    other = make_staff(Role.TEACHER, course.centre)
    second.teachers = [other]
    for lesson in second.lessons:
        lesson.teacher = other
    save(second)
    client = client_as(other)
    page = client.get(f"{MARCH}&by=cohort").text
    assert ">K2<" in page
    assert ">K1<" not in page
    assert client.get(f"/statistics/people{MARCH[11:]}&by=cohort&key=enrolled&group={second.id}").status_code == 200
    foreign = course.cohorts["K1"].id
    assert client.get(f"/statistics/people{MARCH[11:]}&by=cohort&key=enrolled&group={foreign}").status_code == 404


@pytest.mark.parametrize("asked", ["centre={id}", "programme=99999", "centre=abc"])
def test_what_is_not_the_viewers_is_not_found(client_as: SignIn, course: Course, asked: str) -> None:
    asked = asked.format(id=make_centre().id)
    for address in (f"{MARCH}&{asked}", f"/statistics/people{MARCH[11:]}&{asked}&key=enrolled"):
        assert client_as(course.coordinator).get(address).status_code == 404


@pytest.mark.parametrize("asked", ["key=nothing", "key=enrolled&group=abc", "key=enrolled&span=forever"])
def test_an_address_no_page_makes_is_refused(client_as: SignIn, course: Course, asked: str) -> None:
    assert client_as(course.coordinator).get(f"/statistics/people?{asked}").status_code == 400


def test_dates_the_wrong_way_round_are_answered_at_the_field(client_as: SignIn, course: Course) -> None:
    page = client_as(course.coordinator).get("/statistics?span=own&since=2026-03-31&until=2026-03-01")
    assert page.status_code == 422
    assert "The first day must not be after the last one." in page.text
    assert 'value="2026-03-31"' in page.text


def test_an_empty_period_says_what_to_do(client_as: SignIn, course: Course) -> None:
    page = client_as(course.coordinator).get("/statistics?span=own&since=2020-01-01&until=2020-03-31").text
    assert "Nothing ran in this period" in page


def test_an_observer_sees_totals_and_no_way_to_people(client_as: SignIn, course: Course) -> None:
    client = client_as(make_staff(Role.OBSERVER, course.centre))
    page = client.get("/statistics?span=this_year").text
    assert "7 people were reached" in " ".join(page.split())
    assert "/statistics/people" not in page
    assert "Withdrawn, by reason" not in page
    assert client.get("/statistics/people?span=this_year&key=enrolled").status_code == 404
    for refused in ("by=cohort", "span=own&since=2026-03-02&until=2026-03-02", "span=twelve_months"):
        assert client.get(f"/statistics?{refused}").status_code == 422


def test_what_is_hidden_on_the_observers_page_is_hidden_in_the_files(
    client_as: SignIn, course: Course, two_centres: Account
) -> None:
    client = client_as(make_staff(Role.OBSERVER, *two_centres.centres))
    page = client.get("/statistics?span=this_year&by=centre").text
    # Two people in one of two centres: the other would give them away, so only the total of attendance is shown.
    body, foot = page.split("<tfoot>")[:2]
    assert body.count(">hidden<") == 2 * 6 + 3 + 2
    # The two are also all who are still running and all who have not come in April, so that how many were enrolled is
    # hidden in the total too; how many came is not. Two who completed and one who withdrew are too few as well.
    assert foot.split("</tfoot>")[0].count(">hidden<") == 5
    rows = list(csv.reader(io.StringIO(client.get("/statistics/download.csv?span=this_year").data.decode("utf-8-sig"))))
    attendance = slice(1, rows[0].index("Completion"))
    assert {cell for line in rows[1:3] for cell in line[attendance]} == {"hidden"}
    total = dict(zip(rows[0], rows[3], strict=True))
    shown = [total[name] for name in ("Enrolled", "People reached", "Completed", "Started in a finished cohort")]
    assert shown == ["hidden", "9", "hidden", "7"]
    assert not {str(one.title) for one in BY_REASON} & set(rows[0])
    for centre in two_centres.centres:
        narrowed = client.get(f"/statistics?span=this_year&centre={centre.id}").text
        assert "There are too few people" in narrowed


def test_the_workbook_says_what_the_page_says(client_as: SignIn, course: Course) -> None:
    client = client_as(course.coordinator)
    book = load_workbook(io.BytesIO(client.get(f"/statistics/download.xlsx{MARCH[11:]}&by=cohort").data))
    statistics, definitions = book.worksheets
    header, first, second, everything = statistics.iter_rows(values_only=True)
    lines = {row[0]: dict(zip(header, row, strict=True)) for row in (first, second, everything)}
    assert lines["K1"]["Attendance"] == pytest.approx(26 / 36)
    assert (lines["K1"]["Hours attended"], lines["K1"]["Hours held while enrolled"]) == (26, 36)
    assert lines["Total"]["Completion"] == pytest.approx(2 / 7)
    assert (lines["Total"]["People reached"], lines["K2"]["Enrolled"], lines["K1"]["Work"]) == (7, 2, 1)
    share = statistics.cell(2, header.index("Attendance") + 1)
    assert share.number_format == "0.0%"
    told = {row[0]: row[1] for row in definitions.iter_rows(values_only=True)}
    assert all(told[str(statistic.title)] == str(statistic.text) for statistic in STATISTICS)
    page = client.get(f"{MARCH}&by=cohort").text
    assert f"{lines['K1']['Attendance']:.1%}" in page
    act = db.session.scalars(select(AuditLine).where(AuditLine.act == "statistics.download")).one()
    assert act.detail == {"kind": "xlsx", "rows": 2}


def test_a_cohort_called_like_a_formula_stays_a_text(client_as: SignIn, course: Course) -> None:
    course.cohorts["K1"].code = "=cmd|' /C calc'!A0"
    save(course.cohorts["K1"])
    client = client_as(course.coordinator)
    text = client.get(f"/statistics/download.csv{MARCH[11:]}&by=cohort").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not any(cell.startswith("=") for cell in cells)
    book = load_workbook(io.BytesIO(client.get(f"/statistics/download.xlsx{MARCH[11:]}&by=cohort").data))
    cell = next(row[0] for row in book.worksheets[0].iter_rows(min_row=2) if str(row[0].value).startswith("="))
    assert cell.data_type == "s"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MEDIATOR])
def test_others_find_no_statistics(client_as: SignIn, course: Course, role: Role) -> None:
    client = client_as(make_staff(role, course.centre))
    for address in ("/statistics", "/statistics/people", "/statistics/download.csv"):
        assert client.get(address).status_code == 404


def test_people_still_running_stand_apart(client_as: SignIn, course: Course) -> None:
    galina = course.enrolments["Galina"]
    galina.state, galina.outcome = EnrolmentState.ACTIVE, None
    save(galina)
    page = " ".join(client_as(course.coordinator).get(MARCH).text.split())
    assert "1 of 5 completed (20.0%)." in page
    assert "Outcome to confirm" in page
