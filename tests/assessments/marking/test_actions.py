"""Rating answers: one marker, two who agree or differ, and what the sitting is worth then."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import select

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.content import ITEMS, read_all
from lms.assessments.items.rubrics import rubrics
from lms.assessments.marking import rules
from lms.assessments.marking.actions import hear_live, rate, want_second
from lms.assessments.marking.live_queries import unsaid
from lms.assessments.marking.models import Rating
from lms.assessments.marking.queries import rated, ratings_of
from lms.assessments.marking.queue import count_to_mark, order_of, queue, stands_in
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import AttemptState, QuizKind
from lms.assessments.taking import actions as taking
from lms.centres.models import Centre
from lms.courses.models import Cohort
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.marking.conftest import KEYED, SPOKEN, HandIn, points, response_at
from tests.factories import enrol, make_centre, make_learner, make_learner_account, make_staff


def acts(response: Response) -> list[tuple[str, dict[str, object]]]:
    asked = select(AuditLine).where(AuditLine.subject_type == "response", AuditLine.subject_id == response.id)
    return [(line.act, line.detail) for line in db.session.scalars(asked.order_by(AuditLine.id))]


def test_one_mark_is_the_share_of_the_answer_and_of_the_sitting_when_nothing_else_waits(
    attempt: Attempt, written: Response, teacher: Account
) -> None:
    spoken = response_at(attempt, SPOKEN)
    assert spoken and attempt.share is None
    rate(teacher.viewer, written, points(6), " Добре! ")
    assert (written.share, attempt.share) == (0.5, None)
    rate(teacher.viewer, spoken, {"task": 3, "range": 3, "grammar": 3, "clarity": 3}, "")
    assert (spoken.share, spoken.correct) == (1, True)
    assert attempt.share == pytest.approx((0.5 + 1 + 1) / 3) and attempt.score == 2
    (rating,) = ratings_of(written)
    assert (rating.comment, rating.marker, rating.settles) == ("Добре!", teacher, False)
    assert acts(written) == [("answer.rate", {"task": "first", "points": points(6), "share": 0.5})]


@pytest.mark.parametrize(
    "wrong", [{}, {"task": 3}, {**points(6), "more": 1}, {**points(6), "task": 4}, {**points(6), "task": -1}]
)
def test_points_the_rubric_does_not_have_are_refused(
    written: Response, teacher: Account, wrong: dict[str, int]
) -> None:
    with pytest.raises(DomainError, match="each criterion"):
        rate(teacher.viewer, written, wrong, "")
    assert ratings_of(written) == () and written.share is None


def test_a_mark_changes_until_the_results_are_shown(
    written: Response, teacher: Account, given: Assignment, attempt: Attempt
) -> None:
    rate(teacher.viewer, written, points(6), "")
    rate(teacher.viewer, written, points(9), "")
    assert written.share == 0.75
    assert acts(written)[1] == (
        "answer.rate",
        {"task": "change", "points": points(9), "share": 0.75, "before": points(6)},
    )
    given.released_at = clock.now()
    with pytest.raises(DomainError, match="shown already"):
        rate(teacher.viewer, written, points(12), "")
    with pytest.raises(DomainError, match="shown already"):
        want_second(teacher.viewer, written, True)
    assert written.share == 0.75


def test_what_was_not_marked_when_results_were_shown_is_marked_still_and_once(
    written: Response, teacher: Account, given: Assignment
) -> None:
    given.released_at = clock.now()
    rate(teacher.viewer, written, points(6), "")
    with pytest.raises(DomainError, match="shown already"):
        rate(teacher.viewer, written, points(9), "")


def test_where_results_are_shown_at_once_a_slip_of_the_hand_is_mended(
    written: Response, teacher: Account, given: Assignment
) -> None:
    given.released_at = clock.now() - timedelta(hours=1)
    rate(teacher.viewer, written, points(0), "")
    rate(teacher.viewer, written, points(12), "")
    assert written.share == 1


def test_whoever_is_second_to_save_is_told_and_changes_nothing(
    written: Response, teacher: Account, coordinator: Account
) -> None:
    rate(teacher.viewer, written, points(6), "")
    with pytest.raises(DomainError, match="Somebody else"):
        rate(coordinator.viewer, written, points(12), "")
    assert written.share == 0.5


@pytest.mark.parametrize(
    ("first", "second", "share", "waits_for"),
    [(6, 6, 0.5, ()), (6, 8, 7 / 12, ()), (6, 9, None, ("teacher",)), (12, 0, None, ("teacher",))],
)
def test_a_second_mark_counts_as_much_and_what_differs_waits_for_whoever_asked(
    written: Response,
    teacher: Account,
    colleague: Account,
    first: int,
    second: int,
    share: float | None,
    waits_for: tuple,
) -> None:
    rate(teacher.viewer, written, points(first), "")
    want_second(teacher.viewer, written, True)
    assert written.share is None
    rate(colleague.viewer, written, points(second), "")
    assert written.share == (None if share is None else pytest.approx(share))
    waiting = {"teacher": teacher, "colleague": colleague}
    found = tuple(name for name, one in waiting.items() if written.id in order_of(queue(one.viewer)))
    assert found == waits_for
    if share is None:
        rate(teacher.viewer, written, points(7), "")
        assert written.share == pytest.approx(7 / 12)
        assert [(one.marker, one.settles) for one in ratings_of(written)] == [
            (teacher, False),
            (colleague, False),
            (teacher, True),
        ]
        rate(teacher.viewer, written, points(8), "")
        assert written.share == pytest.approx(8 / 12)
        assert ratings_of(written)[0].points == points(first)


def test_a_coordinator_settles_when_whoever_asked_does_not(
    written: Response, teacher: Account, colleague: Account, coordinator: Account
) -> None:
    rate(teacher.viewer, written, points(12), "")
    want_second(coordinator.viewer, written, True)
    rate(colleague.viewer, written, points(0), "")
    with pytest.raises(DomainError, match="Somebody else"):
        rate(make_staff(Role.TEACHER, *colleague.centres).viewer, written, points(6), "")
    rate(coordinator.viewer, written, points(6), "")
    assert written.share == 0.5


def test_a_second_marker_is_asked_for_by_the_first_or_a_coordinator_and_taken_back(
    written: Response, teacher: Account, colleague: Account, coordinator: Account
) -> None:
    with pytest.raises(DomainError, match="when one person has marked"):
        want_second(teacher.viewer, written, True)
    rate(teacher.viewer, written, points(6), "")
    with pytest.raises(DomainError, match="when one person has marked"):
        want_second(colleague.viewer, written, True)
    want_second(coordinator.viewer, written, True)
    assert written.second_wanted_by_id == coordinator.id and count_to_mark(colleague.viewer) == 1
    want_second(teacher.viewer, written, False)
    assert (written.second_wanted_by_id, written.share, count_to_mark(colleague.viewer)) == (None, 0.5, 0)
    assert [act for act, _ in acts(written)] == ["answer.rate", "answer.second", "answer.second"]
    want_second(teacher.viewer, written, True)
    rate(colleague.viewer, written, points(6), "")
    with pytest.raises(DomainError, match="when one person has marked"):
        want_second(teacher.viewer, written, False)


def test_an_answer_of_a_sitting_that_goes_on_is_not_marked(
    given: Assignment, learner: Learner, teacher: Account
) -> None:
    attempt = taking.start(learner.account.viewer, learner, given, "en")
    version = given.quiz.items[1].item_version
    taking.keep_answers(attempt, [taking.GivenAnswer(2, version, {"text": "Здравейте!"})])
    response = response_at(attempt, 2)
    assert response and count_to_mark(teacher.viewer) == 0
    with pytest.raises(DomainError, match="still working"):
        rate(teacher.viewer, response, points(6), "")


def test_a_spoken_task_without_an_answer_is_done_with_the_person(
    hand_in: HandIn, learner: Learner, teacher: Account, given: Assignment
) -> None:
    attempt = hand_in(learner, said=False)
    assert count_to_mark(teacher.viewer) == 1
    (one,) = unsaid(teacher.viewer)
    assert (one.attempt, one.position) == (attempt, SPOKEN)
    response = hear_live(teacher.viewer, attempt, SPOKEN)
    assert (response.share, attempt.share, count_to_mark(teacher.viewer)) == (None, None, 2)
    assert unsaid(teacher.viewer) == []
    with pytest.raises(DomainError, match="There is an answer"):
        hear_live(teacher.viewer, attempt, SPOKEN)
    for position in (KEYED, 99, 2**31):
        with pytest.raises(DomainError, match="not a spoken one"):
            hear_live(teacher.viewer, attempt, position)
    rate(teacher.viewer, response, {"task": 3, "range": 3, "grammar": 3, "clarity": 3}, "")
    assert response.share == 1


def test_nothing_is_done_live_any_more_when_results_are_shown_or_in_a_practice(
    hand_in: HandIn, learner: Learner, teacher: Account, given: Assignment
) -> None:
    attempt = hand_in(learner, said=False)
    given.quiz.kind = QuizKind.PRACTICE
    db.session.flush()
    assert unsaid(teacher.viewer) == []
    given.quiz.kind, given.released_at = QuizKind.UNIT, clock.now()
    db.session.flush()
    assert unsaid(teacher.viewer) == []
    with pytest.raises(DomainError, match="shown already"):
        hear_live(teacher.viewer, attempt, SPOKEN)


def test_the_queue_is_in_piles_with_the_oldest_on_top(
    hand_in: HandIn, learner: Learner, centre: Centre, cohort: Cohort, teacher: Account
) -> None:
    others = [make_learner(centre, account=make_learner_account(centre)) for _ in range(2)]
    for one in others:
        enrol(one, cohort)
    taken = [hand_in(learner), hand_in(others[0], text=""), hand_in(others[1])]
    for hours, one in zip((2, 3, 1), taken, strict=True):
        one.finished_at = clock.now() - timedelta(hours=hours)
    db.session.commit()
    spoken, written = queue(teacher.viewer)
    assert [one.attempt for one in spoken.answers] == [taken[1], taken[0], taken[2]]
    # Whoever wrote nothing waits for nobody.
    assert [one.attempt for one in written.answers] == [taken[0], taken[2]]
    assert {one.whose for one in spoken.answers} == {learner, *others}
    assert count_to_mark(teacher.viewer) == 5


def test_who_sees_which_answers(
    written: Response, learner: Learner, centre: Centre, teacher: Account, colleague: Account, coordinator: Account
) -> None:
    elsewhere = make_staff(Role.TEACHER, make_centre())
    assert [count_to_mark(one.viewer) for one in (teacher, coordinator, colleague, elsewhere)] == [2, 2, 0, 0]
    rate(teacher.viewer, written, points(6), "")
    want_second(teacher.viewer, written, True)
    assert [count_to_mark(one.viewer) for one in (teacher, coordinator, colleague, elsewhere)] == [1, 2, 1, 0]
    # A second marker who does not teach the cohort does not learn whose it is.
    assert [one.whose for pile in queue(colleague.viewer) for one in pile.answers] == [None]
    # An unaccompanied minor's answers stay with who teaches them.
    learner.unaccompanied = True
    db.session.flush()
    assert [count_to_mark(one.viewer) for one in (teacher, coordinator, colleague)] == [1, 0, 0]


def test_an_answer_of_somebody_who_was_given_the_quiz_alone_comes_to_their_teacher(
    written: Response, given: Assignment, learner: Learner, teacher: Account, colleague: Account
) -> None:
    given.cohort_id, given.learner_id = None, learner.id
    db.session.flush()
    assert (count_to_mark(teacher.viewer), count_to_mark(colleague.viewer)) == (2, 0)


STAFF = ("teacher", "colleague", "coordinator")
GIVEN = [*((name,) for name in STAFF), *permutations(STAFF, 2)]


@pytest.mark.parametrize(
    ("given_by", "wanted_by"),
    [
        *(((), None), (("teacher",), None), (("coordinator",), None)),
        *((given, wanted) for given in GIVEN for wanted in ("teacher", "coordinator")),
    ],
)
def test_the_database_finds_for_everybody_what_the_rules_ask_of_them(
    written: Response,
    teacher: Account,
    colleague: Account,
    coordinator: Account,
    given_by: tuple[str, ...],
    wanted_by: str | None,
) -> None:
    staff = {"teacher": teacher, "colleague": colleague, "coordinator": coordinator}
    for share, name in zip((12, 0), given_by, strict=False):
        db.session.add(Rating(response=written, marker=staff[name], points=points(share)))
    written.second_wanted_by_id = staff[wanted_by].id if wanted_by else None
    db.session.flush()
    case = rated(written, ratings_of(written))
    written.share = rules.share_of(case)
    db.session.flush()
    for account in staff.values():
        by = account.viewer
        may = account is not colleague or wanted_by is not None
        task = rules.task_for(case, by.account_id, stands_in(by)) if may else None
        asked = task in (rules.Task.FIRST, rules.Task.SECOND, rules.Task.SETTLE) and written.share is None
        assert (written.id in order_of(queue(by))) is asked
        assert count_to_mark(by) == len(order_of(queue(by)))


def test_every_item_of_ours_names_a_rubric_for_its_skill() -> None:
    named = [
        (item.body["rubric"], item.skill) for file in read_all(ITEMS) for item in file.items if "rubric" in item.body
    ]
    assert named
    assert {
        (code, skill) for code, skill in named if code not in rubrics() or rubrics()[code].skill is not skill
    } == set()


def test_nothing_of_a_lapsed_or_started_sitting_waits(attempt: Attempt, teacher: Account) -> None:
    attempt.state, attempt.finished_at = AttemptState.LAPSED, None
    db.session.flush()
    assert count_to_mark(teacher.viewer) == 0
