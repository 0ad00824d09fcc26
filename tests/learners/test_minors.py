"""Minors: who counts as one, who answers for them, and that an unaccompanied one is there only for those named."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms import clock
from lms.access.declare import ACCOUNT_HEADER
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import AttemptState
from lms.attendance.actions import AnswerKind, Arrival, call_roll
from lms.attendance.models import MarkKind
from lms.attendance.rules import Refusal, Value
from lms.courses.cohort_queries import places_taken
from lms.courses.offer_actions import offer_places
from lms.courses.states import Level
from lms.database import db
from lms.learners.models import BirthPrecision, Learner
from lms.learners.safeguarding_actions import name_staff, protect, unname_staff
from lms.learners.safeguarding_models import NamedStaff, SafeguardingNote
from lms.learners.safeguarding_rules import Around, is_minor, of_age_on
from lms.progress.frames import load
from tests import factories as make
from tests.access.test_routes import routes
from tests.access.world import QUIZZES, WORDS, build_quiz, give_quiz

SignIn = Callable[[Account], FlaskClient]
HIDDEN = ("Zarghuna", "Заргуна", "زرغونه")


@pytest.mark.parametrize(
    ("born_on", "precision", "today", "minor"),
    [
        (date(2008, 5, 20), BirthPrecision.DAY, date(2026, 5, 19), True),
        (date(2008, 5, 20), BirthPrecision.DAY, date(2026, 5, 20), False),
        (date(2008, 2, 29), BirthPrecision.DAY, date(2026, 2, 28), True),
        (date(2008, 2, 29), BirthPrecision.DAY, date(2026, 3, 1), False),
        # Known by the year only: a minor until they are surely of age.
        (date(2008, 1, 1), BirthPrecision.YEAR, date(2026, 12, 30), True),
        (date(2008, 1, 1), BirthPrecision.YEAR, date(2026, 12, 31), False),
        (None, None, date(2026, 5, 19), False),
    ],
)
def test_somebody_is_a_minor_until_they_are_surely_of_age(
    born_on: date | None, precision: BirthPrecision | None, today: date, minor: bool
) -> None:
    assert is_minor(born_on, precision, today) is minor


@given(st.dates(date(1920, 1, 1), date(2100, 1, 1)))
def test_a_year_alone_never_makes_anybody_of_age_earlier_than_a_day_of_it(born_on: date) -> None:
    by_year = of_age_on(date(born_on.year, 1, 1), BirthPrecision.YEAR)
    assert of_age_on(born_on, BirthPrecision.DAY) <= by_year + timedelta(days=1)


class Place:
    """A centre where one coordinator is named for an unaccompanied minor, who does everything people do."""

    def __init__(self) -> None:
        self.centre = make.make_centre()
        self.named, self.other = (make.make_staff(Role.COORDINATOR, self.centre) for _ in range(2))
        self.mediator = make.make_staff(Role.MEDIATOR, self.centre)
        self.teacher, self.elsewhere = (make.make_staff(Role.TEACHER, self.centre) for _ in range(2))
        self.minor = make.make_learner(
            self.centre,
            given_latin=HIDDEN[0],
            given_cyrillic=HIDDEN[1],
            name_native=HIDDEN[2],
            phone="+35915550777",
            unaccompanied=True,
            mediator=self.mediator,
            born_on=date(clock.today().year - 15, 1, 1),
            born_precision=BirthPrecision.YEAR,
        )
        make.name_for(self.minor, self.named)
        today = clock.today()
        starts, ends = today - timedelta(days=7), today + timedelta(days=30)
        programme = make.make_programme()
        self.cohort = make.make_cohort(self.centre, programme, self.teacher, starts_on=starts, ends_on=ends)
        self.lesson = make.make_lesson(self.cohort, clock.now() - timedelta(hours=1))
        self.enrolment = make.enrol(self.minor, self.cohort)
        self.next_cohort = make.make_cohort(self.centre, programme, self.elsewhere, starts_on=starts, ends_on=ends)
        self.waiting = make.make_waiting(self.minor)
        (self.offer,) = offer_places(
            self.named.viewer, self.next_cohort, [self.waiting], clock.now() + timedelta(days=2)
        )
        self.message = make.make_message(self.minor, about_id=self.offer.id)
        placement = build_quiz()
        self.given = give_quiz(self.cohort, placement)
        self.sitting = make.save(Attempt(quiz=self.given.quiz, assignment=self.given, learner=self.minor, locale="en"))
        self.attempt = make.save(
            Attempt(
                quiz=placement,
                learner=self.minor,
                state=AttemptState.FINISHED,
                locale="en",
                finished_at=clock.now(),
                score=0,
                suggested_level=Level.A1,
                detail={},
            )
        )
        self.own = {
            "learner_id": self.minor.id,
            "enrolment_id": self.enrolment.id,
            "entry_id": self.waiting.id,
            "waiting_id": self.waiting.id,
            "attempt_id": self.attempt.id,
            "offer_id": self.offer.id,
            "message_id": self.message.id,
        }
        self.around = {
            "centre_id": self.centre.id,
            "cohort_id": self.cohort.id,
            "lesson_id": self.lesson.id,
            "programme_id": programme.id,
            "account_id": self.other.id,
            "quiz_id": self.given.quiz_id,
            "assignment_id": self.given.id,
        }


@pytest.fixture
def place(app: Flask) -> Place:
    return Place()


def addresses(app: Flask, place: Place, own: bool) -> Iterator[tuple[str, str]]:
    """The pages that are about the minor themselves, or all other ones of the centre."""
    for method, rule in routes(app):
        values = WORDS | {"kind": "xlsx"} | place.around | place.own
        values |= {"attempt_id": place.sitting.id} if rule.rule.startswith(QUIZZES) else {}
        about = bool(rule.arguments & place.own.keys())
        if about is own and rule.arguments <= values.keys() and not rule.rule.startswith("/static"):
            with app.test_request_context():
                yield method, url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})


def read_of(answer: TestResponse) -> str:
    """What somebody reads in an answer; of a workbook, everything that is packed into it."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode("utf-8", "replace")
    with ZipFile(BytesIO(answer.data)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


SEARCHES = ("?q=zarghuna", "?q=Заргуна", "?q=15550777", "?page=1")


@pytest.mark.same_anywhere
@pytest.mark.parametrize("who", ["other", "mediator", "elsewhere"])
def test_for_whoever_is_not_named_there_is_no_page_of_an_unaccompanied_minor(
    app: Flask, client_as: SignIn, place: Place, who: str
) -> None:
    account = getattr(place, who)
    page, headers = client_as(account), {ACCOUNT_HEADER: str(account.id)}
    found = {
        (method, address): page.open(address, method=method, headers=headers).status_code
        for method, address in addresses(app, place, True)
    }
    assert len(found) > 20
    assert set(found.values()) == {404}, {where for where, status in found.items() if status != 404}


@pytest.mark.same_anywhere
@pytest.mark.parametrize("who", ["other", "mediator", "elsewhere"])
def test_no_list_search_or_download_names_an_unaccompanied_minor(
    app: Flask, client_as: SignIn, place: Place, who: str
) -> None:
    page, read = client_as(getattr(place, who)), 0
    cohorts = [f"/cohorts/{place.next_cohort.id}/enrol", f"/cohorts/{place.cohort.id}/enrol"]
    walked = [address for method, address in addresses(app, place, False) if method == "GET"]
    for address in walked + cohorts:
        for search in ("", *SEARCHES):
            answer = page.get(address + search)
            read += answer.status_code == 200
            # A page may repeat what was looked for; it must not find it.
            text = re.sub(r'value="[^"]*"', "", read_of(answer))
            assert not any(name in text for name in (*HIDDEN, place.minor.number)), address + search
    assert read > 20


def test_whoever_is_named_sees_the_minor_everywhere(client_as: SignIn, place: Place) -> None:
    page = client_as(place.named)
    shown = (
        "/learners",
        f"/learners/{place.minor.id}",
        f"/cohorts/{place.cohort.id}",
        f"/waiting?centre={place.centre.id}",
    )
    for address in (
        *shown,
        f"/lessons/{place.lesson.id}/roll",
        "/placements",
        f"/cohorts/{place.cohort.id}/attendance",
        f"/assignments/{place.given.id}",
    ):
        assert HIDDEN[0] in page.get(address).text or HIDDEN[1] in page.get(address).text, address


def test_the_teacher_calls_the_minor_s_name_and_finds_no_record(client_as: SignIn, place: Place) -> None:
    page = client_as(place.teacher)
    assert HIDDEN[0] in page.get(f"/lessons/{place.lesson.id}/roll").text
    cohort = page.get(f"/cohorts/{place.cohort.id}").text
    assert HIDDEN[0] in cohort
    assert f"/learners/{place.minor.id}" not in cohort
    assert page.get(f"/learners/{place.minor.id}").status_code == 404
    assert HIDDEN[0] not in page.get("/learners").text


def test_a_mark_for_a_minor_one_is_not_named_for_is_refused(app: Flask, place: Place) -> None:
    arrival = Arrival(str(uuid4()), place.enrolment.id, Value(MarkKind.PRESENT), clock.now())
    (refused,) = call_roll(place.other.viewer, place.lesson, [arrival])
    assert refused.why is Refusal.NOT_ENROLLED
    (taken,) = call_roll(place.teacher.viewer, place.lesson, [arrival])
    assert taken.kind is AnswerKind.APPLIED


def test_totals_count_the_minor(app: Flask, place: Place) -> None:
    assert places_taken([place.cohort.id]) == {place.cohort.id: 1}
    assert len(load(place.other.viewer, "statistics.view").enrolments) == 1


def test_whoever_takes_in_an_unaccompanied_minor_is_named_and_names_others(client_as: SignIn) -> None:
    centre = make.make_centre()
    coordinator, other = (make.make_staff(Role.COORDINATOR, centre) for _ in range(2))
    page = client_as(coordinator)
    said = {"centre": centre.id, "given_latin": "Zarghuna", "born": "2012", "sex": "female", "unaccompanied": "y"}
    assert page.post("/learners/new", data=said).status_code == 303
    minor = db.session.scalars(select(Learner)).one()
    assert minor.unaccompanied
    assert client_as(other).get(f"/learners/{minor.id}").status_code == 404
    assert page.post(f"/learners/{minor.id}/safeguarding/named", data={"account": other.id}).status_code == 303
    assert client_as(other).get(f"/learners/{minor.id}").status_code == 200
    acts = db.session.scalars(select(AuditLine.act).where(AuditLine.subject_id == minor.id)).all()
    assert {"safeguarding.change", "safeguarding.name", "learner.view"} <= set(acts)


def test_the_last_one_named_cannot_be_taken_off(app: Flask, place: Place) -> None:
    by = place.named.viewer
    with pytest.raises(DomainError, match="Name somebody else first"):
        unname_staff(by, place.minor, place.named.id)
    name_staff(by, place.minor, place.other)
    unname_staff(by, place.minor, place.named.id)
    assert db.session.scalars(select(NamedStaff.account_id)).all() == [place.other.id]


def test_an_adult_is_not_an_unaccompanied_minor(app: Flask) -> None:
    centre = make.make_centre()
    adult = make.make_learner(centre, born_on=date(1990, 1, 1), born_precision=BirthPrecision.YEAR)
    with pytest.raises(DomainError, match="Only somebody under 18"):
        protect(make.make_staff(Role.COORDINATOR, centre).viewer, adult, Around(), unaccompanied=True)


def test_notes_are_read_only_by_those_named_also_of_an_accompanied_minor(client_as: SignIn) -> None:
    centre = make.make_centre()
    named, other = (make.make_staff(Role.COORDINATOR, centre) for _ in range(2))
    minor = make.make_learner(centre, born_on=date(2012, 1, 1), born_precision=BirthPrecision.YEAR)
    make.name_for(minor, named)
    notes = f"/learners/{minor.id}/safeguarding/notes"
    assert client_as(named).post(notes, data={"text": "Speaks with the school on Mondays."}).status_code == 303
    page = f"/learners/{minor.id}/safeguarding"
    assert "school on Mondays" in client_as(named).get(page).text
    assert "school on Mondays" not in client_as(other).get(page).text
    assert client_as(other).post(notes, data={"text": "x"}).status_code == 404
    assert client_as(named).post(notes, data={"text": " "}).status_code == 422
    assert len(db.session.scalars(select(SafeguardingNote)).all()) == 1


def test_a_mediator_takes_people_in_and_accompanies_them(client_as: SignIn) -> None:
    centre = make.make_centre()
    mediator = make.make_staff(Role.MEDIATOR, centre)
    page = client_as(mediator)
    form = page.get("/learners/new").text
    assert "personal_number" not in form
    answer = page.post("/learners/new", data={"centre": centre.id, "given_latin": "Rana", "sex": "female"})
    learner = db.session.scalars(select(Learner)).one()
    assert learner.mediator_id == mediator.id
    assert page.get(answer.headers["Location"]).status_code == 200
    assert page.get(f"/learners/{learner.id}").status_code == 200


def test_the_adults_around_a_minor_are_kept_and_shown(client_as: SignIn) -> None:
    centre = make.make_centre()
    page = client_as(make.make_staff(Role.COORDINATOR, centre))
    said = {"centre": centre.id, "given_latin": "Rana", "born": "2012", "sex": "female"}
    adults = {
        "guardian_name": "Huda Al-Haddad",
        "guardian_relation": "parent",
        "guardian_phone": "+359 1 555 0102",
        "guardian_language": "араб",
        "contact_name": "Ирена Петкова",
        "contact_role": "отдел „Закрила на детето“",
    }
    assert page.post("/learners/new", data=said | adults).status_code == 303
    minor = db.session.scalars(select(Learner)).one()
    shown = page.get(f"/learners/{minor.id}").text
    for text in ("Huda Al-Haddad", "+35915550102", "Arabic", "Ирена Петкова", "under 18"):
        assert text in shown
