"""Two records become one, and nothing of either is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.assessments.quizzes.assignment_models import Accommodation, Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState, QuizKind
from lms.attendance.models import Entry, EntryAnswer, Mark, MarkKind
from lms.centres.models import Centre
from lms.courses.models import Cohort, Enrolment, WaitingEntry
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.contact_models import Answer, Contact, Way
from lms.learners.merge_actions import mark_distinct, merge, pointing
from lms.learners.merge_models import Merge
from lms.learners.models import Document, Learner
from lms.learners.safeguarding_models import NamedStaff
from lms.learners.search_queries import search
from lms.messages.queries import messages_to
from tests.access.world import build_quiz
from tests.factories import (
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_learner_account,
    make_lesson,
    make_message,
    make_programme,
    make_staff,
    make_waiting,
    save,
)

SignIn = Callable[[Account], FlaskClient]
# Made up; its last digit fits.
LNCH = "1000000012"
MAY_CHANGE = {"waiting_change", "audit_line", "name_key", "merge", "distinct_people"}


@pytest.fixture
def centre(app: object) -> Centre:
    return make_centre()


@pytest.fixture
def by(centre: Centre) -> Viewer:
    return make_staff(Role.COORDINATOR, centre).viewer


def counts() -> dict[str, int]:
    tables = (table for table in db.metadata.sorted_tables if table.name not in MAY_CHANGE)
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def mark(enrolment: Enrolment, cohort: Cohort, number: int) -> None:
    lesson = make_lesson(cohort, datetime(2026, 3, 2 + number, 16, tzinfo=UTC))
    facts = {"lesson_id": lesson.id, "enrolment_id": enrolment.id, "kind": MarkKind.PRESENT}
    entry = save(Entry(id=f"e{enrolment.id}-{lesson.id}", made_at=clock.now(), answer=EntryAnswer.APPLIED, **facts))
    save(Mark(minutes_attended=90, entry_id=entry.id, **facts))


def with_history(centre: Centre, quiz: Quiz, **given: object) -> Learner:
    """A person with a cohort, marks, a finished placement with its response, a wait, a call and a message."""
    learner, teacher = make_learner(centre, **given), make_staff(Role.TEACHER, centre)
    cohort = make_cohort(centre, make_programme(), teacher)
    mark(enrol(learner, cohort), cohort, 1)
    finished = {"state": AttemptState.FINISHED, "finished_at": clock.now(), "locale": "en", "detail": {}}
    attempt = save(Attempt(quiz=quiz, learner=learner, **finished))
    save(Response(attempt_id=attempt.id, position=1, item_version=quiz.items[0].item_version, correct=True, share=1))
    make_waiting(learner)
    save(Contact(learner_id=learner.id, by_id=teacher.id, way=Way.CALL, answer=Answer.SPOKE))
    make_message(learner)
    return learner


def test_merging_keeps_everything_of_both(centre: Centre, by: Viewer, client_as: SignIn) -> None:
    quiz = build_quiz()
    kept, gone = with_history(centre, quiz), with_history(centre, quiz, phone="+359888000001")
    make_waiting(gone, since=date(2025, 1, 1))
    before, old = counts(), (gone.id, gone.number)
    merge(by, kept, gone, {"phone"})
    db.session.commit()
    assert counts() == before
    for column in pointing():
        statement = select(func.count()).select_from(column.table).where(column == old[0])
        assert db.session.scalar(statement) == (1 if str(column) == "merge.gone_id" else 0), column
    attended = select(func.count(Mark.id)).join(Enrolment).where(Enrolment.learner_id == kept.id)
    assert db.session.scalar(attended) == 2
    assert kept.phone == "+359888000001"
    assert len(messages_to(kept, by)) == 2
    open_entries = select(WaitingEntry).where(WaitingEntry.learner_id == kept.id, WaitingEntry.closed_on.is_(None))
    assert [entry.since for entry in db.session.scalars(open_entries)] == [date(2025, 1, 1)]
    page = client_as(db.session.get_one(Account, by.account_id))
    moved = page.get(f"/learners/{old[0]}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/learners/{kept.id}")
    assert old[1] in page.get(f"/learners/{kept.id}").text
    for number in (old[1], kept.number):
        assert db.session.scalars(search(by, number)).all() == [kept]


def test_the_page_asks_only_where_both_say_something_and_in_words(
    centre: Centre, by: Viewer, client_as: SignIn
) -> None:
    kept = make_learner(centre, document=Document.RESIDENCE_CARD, reads_cyrillic=True, town="София")
    gone = make_learner(centre, document=Document.PASSPORT, reads_cyrillic=True, reads_latin=True, personal_number=LNCH)
    shown = client_as(db.session.get_one(Account, by.account_id)).get(f"/learners/{kept.id}/merge/{gone.id}").text
    asked, _, folded = shown.partition('<details class="folded"')
    for words in ("residence card", f"passport · {LNCH}", "Cyrillic, Latin letters"):
        assert f">{words}<" in asked, words
    assert ">София<" in folded and ">София<" not in asked
    looked = select(AuditLine.subject_id).where(AuditLine.act == "learner.number")
    assert db.session.scalars(looked).all() == [gone.id]


def test_what_gave_way_is_kept_and_the_act_leaves_a_line(centre: Centre, by: Viewer) -> None:
    kept, gone = make_learner(centre, town="София"), make_learner(centre, town="Бургас")
    merge(by, kept, gone, {"town"})
    done = db.session.scalars(select(Merge)).one()
    assert (kept.town, done.replaced, done.by_id, gone.town) == ("Бургас", {"town": "София"}, by.account_id, "Бургас")
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "learner.merge")).one()
    assert (line.subject_id, line.detail) == (kept.id, {"gone": gone.id, "taken": ["town"]})


def test_a_record_that_was_merged_stands_in_no_list_and_changes_no_more(
    centre: Centre, by: Viewer, client_as: SignIn
) -> None:
    kept, gone = make_learner(centre), make_learner(centre)
    merge(by, kept, gone, set())
    db.session.commit()
    page = client_as(db.session.get_one(Account, by.account_id))
    assert "1 person" in page.get("/learners").text
    assert page.get(f"/learners/{gone.id}/change").status_code == 404
    stranger = client_as(make_staff(Role.COORDINATOR, make_centre()))
    assert stranger.get(f"/learners/{gone.id}").status_code == 404
    with pytest.raises(DomainError, match="merged meanwhile"):
        merge(by, kept, gone, set())


def test_numbers_are_followed_over_two_mergings(centre: Centre, by: Viewer) -> None:
    first, second, third = (make_learner(centre) for _ in range(3))
    merge(by, second, first, set())
    merge(by, third, second, set())
    for number in (first.number, second.number, third.number):
        assert db.session.scalars(search(by, number)).all() == [third], number


def test_one_card_goes_on_working(centre: Centre, by: Viewer) -> None:
    kept, gone = make_learner(centre), make_learner(centre, account=make_learner_account(centre))
    account = gone.account
    merge(by, kept, gone, set())
    assert (kept.account, gone.account) == (account, None)
    other = make_learner(centre, account=make_learner_account(centre))
    merge(by, kept, other, set())
    assert kept.account is account and account is not None and account.active
    assert other.account is not None and not other.account.active


def test_two_places_in_one_group_are_settled_by_a_person_first(centre: Centre, by: Viewer) -> None:
    kept, gone = make_learner(centre), make_learner(centre)
    cohort = make_cohort(centre, make_programme(), make_staff(Role.TEACHER, centre), code="A1-9")
    enrol(kept, cohort)
    twice = enrol(gone, cohort)
    with pytest.raises(DomainError, match="enrolled in A1-9"):
        merge(by, kept, gone, set())
    twice.state = EnrolmentState.WITHDRAWN
    merge(by, kept, gone, set())
    assert len(cohort.enrolments) == 2


def test_two_placements_under_way_are_settled_first(centre: Centre, by: Viewer) -> None:
    kept, gone, quiz = make_learner(centre), make_learner(centre), build_quiz()
    for learner in (kept, gone):
        save(Attempt(quiz=quiz, learner=learner, locale="en"))
    with pytest.raises(DomainError, match="in the middle of a placement"):
        merge(by, kept, gone, set())
    assert gone.merged_into_id is None


def give_quiz(centre: Centre, by: Viewer, quiz: Quiz, kept: Learner, gone: Learner) -> Assignment:
    """A quiz given to a cohort that one is in and the other was in."""
    cohort = make_cohort(centre, make_programme(), make_staff(Role.TEACHER, centre))
    enrol(kept, cohort)
    enrol(gone, cohort, state=EnrolmentState.WITHDRAWN)
    return save(Assignment(quiz=quiz, cohort=cohort, opens_at=clock.now(), assigned_by_id=by.account_id))


def test_two_sittings_of_one_given_quiz_are_settled_first(centre: Centre, by: Viewer) -> None:
    kept, gone = make_learner(centre), make_learner(centre)
    quiz = save(Quiz(code="unit", kind=QuizKind.UNIT, title="Тест"))
    first, second = (give_quiz(centre, by, quiz, kept, gone) for _ in range(2))
    for learner, assignment in ((kept, first), (gone, second)):
        save(Attempt(quiz=quiz, assignment=assignment, learner=learner, locale="en"))
    twice = save(Attempt(quiz=quiz, assignment=first, learner=gone, locale="en"))
    with pytest.raises(DomainError, match="in the middle of the same quiz"):
        merge(by, kept, gone, set())
    twice.state, twice.finished_at = AttemptState.FINISHED, clock.now()
    # The same quiz given twice may be taken twice.
    merge(by, kept, gone, set())
    assert {one.learner_id for one in db.session.scalars(select(Attempt))} == {kept.id}


NEEDS = {"extra_percent": 25, "simple_layout": False, "note": "чете на глас"}


@pytest.mark.parametrize(
    ("of_kept", "of_gone", "expected"),
    [
        (None, NEEDS, NEEDS),
        (NEEDS, None, NEEDS),
        (NEEDS, {"extra_percent": 50, "simple_layout": True, "note": ""}, NEEDS),
        (None, None, None),
    ],
)
def test_what_a_person_needs_in_quizzes_goes_with_them(
    centre: Centre,
    by: Viewer,
    of_kept: dict[str, object] | None,
    of_gone: dict[str, object] | None,
    expected: dict[str, object] | None,
) -> None:
    kept, gone = make_learner(centre), make_learner(centre)
    for learner, needs in ((kept, of_kept), (gone, of_gone)):
        if needs:
            save(Accommodation(learner_id=learner.id, noted_by_id=by.account_id, **needs))
    merge(by, kept, gone, set())
    db.session.commit()
    found = db.session.scalars(select(Accommodation)).all()
    assert [one.learner_id for one in found] == [kept.id] * len(found)
    assert [{name: getattr(one, name) for name in NEEDS} for one in found] == ([expected] if expected else [])
    dropped = db.session.scalars(select(AuditLine.detail).where(AuditLine.act == "learner.needs")).all()
    assert dropped == ([{"dropped": {"extra_percent": 50, "simple_layout": True}}] if of_kept and of_gone else [])


def test_people_of_two_centres_are_not_merged(centre: Centre, by: Viewer, client_as: SignIn) -> None:
    own, other = make_learner(centre), make_learner(make_centre())
    page = client_as(db.session.get_one(Account, by.account_id))
    assert page.post(f"/learners/{own.id}/merge/{other.id}").status_code == 404
    with pytest.raises(DomainError, match="two centres"):
        merge(by, own, other, set())


def test_whoever_is_not_the_one_who_goes_is_not_the_one_who_stays(centre: Centre, by: Viewer) -> None:
    kept, gone, third = (make_learner(centre) for _ in range(3))
    mark_distinct(by, gone.id, [third.id, kept.id])
    merge(by, kept, gone, set())
    mark_distinct(by, kept.id, [third.id])
    assert (
        db.session.scalar(select(func.count()).select_from(AuditLine).where(AuditLine.act == "learner.distinct")) == 3
    )


@given(histories=st.lists(st.booleans(), min_size=2, max_size=4))
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_row_is_lost_in_any_order_of_merging(centre: Centre, by: Viewer, histories: list[bool]) -> None:
    quiz = db.session.scalars(select(Quiz)).first() or build_quiz()
    learners = [with_history(centre, quiz) if full else make_learner(centre) for full in histories]
    before = counts()
    for gone in learners[1:]:
        merge(by, learners[0], gone, set())
    db.session.commit()
    assert counts() == before
    marks = select(func.count(Mark.id)).join(Enrolment).where(Enrolment.learner_id == learners[0].id)
    assert db.session.scalar(marks) == sum(histories)


def test_a_minor_to_be_seen_by_those_named_stays_so_and_keeps_everybody_named(centre: Centre, by: Viewer) -> None:
    kept, gone = make_learner(centre), make_learner(centre, unaccompanied=True)
    other = make_staff(Role.COORDINATOR, centre)
    assert by.account_id is not None
    for learner, account_id in ((kept, by.account_id), (gone, by.account_id), (gone, other.id)):
        save(NamedStaff(learner_id=learner.id, account_id=account_id, since=clock.now()))
    merge(by, kept, gone, set())
    named = select(NamedStaff.account_id).where(NamedStaff.learner_id == kept.id)
    assert kept.unaccompanied and set(db.session.scalars(named)) == {by.account_id, other.id}
