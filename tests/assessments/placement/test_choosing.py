"""From what is kept of a placement to the engine and back."""

from collections.abc import Sequence

import pytest

from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement import actions, belief, choosing, rules
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Stop
from lms.assessments.placement.stages import Stage
from lms.assessments.placement.statements import CAN_DO
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.queries import answers
from lms.assessments.quizzes.quiz_models import Quiz
from lms.centres.models import Centre
from lms.courses.states import Level
from lms.demo.answers import right
from lms.learners.models import Learner
from tests.assessments.conftest import COURSES, Sit
from tests.factories import make_learner, make_learner_account

NUMBERS = {"a": 1.2, "b": -1, "c": 0.25, "spread": 0.7}


def response(correct: bool = False, share: float = 0.0, answer: object = "given", scale: object = None) -> Response:
    return Response(correct=correct, share=share, answer=answer, scale=scale)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (response(correct=True, share=1.0), Outcome.RIGHT),
        (response(), Outcome.WRONG),
        # Part of it shows that it is not known.
        (response(share=0.75), Outcome.WRONG),
        (response(answer=None), Outcome.UNKNOWN),
    ],
)
def test_what_came_of_an_item(given: Response, expected: Outcome) -> None:
    assert choosing.outcome_of(given) is expected


def test_an_item_is_seen_with_the_numbers_it_had() -> None:
    given = choosing.given_of(response(correct=True, scale=NUMBERS))
    assert (given.a, given.b, given.c, given.spread, given.outcome) == (1.2, -1.0, 0.25, 0.7, Outcome.RIGHT)


def test_letters_are_not_on_the_scale() -> None:
    letter, item = response(), response(scale=NUMBERS)
    assert choosing.chosen([letter, item]) == [item]
    with pytest.raises(ValueError, match="did not choose"):
        choosing.scale_in(letter)


@pytest.mark.parametrize(("said", "expected"), [(None, None), ([], 0), (list(CAN_DO), 5), (list(CAN_DO)[:2], 2)])
def test_a_person_begins_where_their_statements_put_them(said: Sequence[str] | None, expected: int | None) -> None:
    first = choosing.first_belief(Attempt(can_do=said))
    assert first == pytest.approx(belief.start(expected))


def walk(attempt: Attempt, knows: set[str]) -> list[ItemVersion]:
    """Answer all that a placement asks, right where the level is known, and give what was asked."""
    by, asked = attempt.learner.account.viewer, []
    while attempt.asked is not None or actions.stage_of(attempt) is Stage.CAN_DO:
        if attempt.asked is None:
            actions.say_can_do(by, attempt, [])
            continue
        version, letter = attempt.asked, actions.stage_of(attempt) is Stage.LETTERS
        asked += [] if letter else [version]
        known = letter or version.level in knows
        actions.answer(by, attempt, version.id, right(version.kind, version.body) if known else None)
    return asked


@pytest.mark.parametrize("level", COURSES[1:])
def test_a_placement_is_as_long_as_its_rule_says_and_says_what_is_most_believed(
    learner: Learner, sit: Sit, level: Level
) -> None:
    attempt = sit(learner, level)
    given = [choosing.given_of(one) for one in choosing.chosen(answers(attempt))]
    along = rules.beliefs(choosing.first_belief(attempt), given)
    stops = [rules.over(now, given[:place], choosing.TERMS) for place, now in enumerate(along)]
    detail = attempt.detail or {}
    assert stops[-1] == detail["stop"] and set(stops[:-1]) == {None}
    likely = detail["courses"]
    assert attempt.suggested_level == max(likely, key=likely.__getitem__)
    assert likely == pytest.approx(rules.standing(along[-1]).courses)


def test_whoever_reads_and_knows_nothing_is_let_go_early_and_kindly(quiz: Quiz, learner: Learner) -> None:
    attempt = actions.start(learner.account.viewer, learner, "en")
    asked = walk(attempt, knows=set())
    assert choosing.TERMS.floor <= len(asked) < choosing.TERMS.least
    assert (attempt.suggested_level, (attempt.detail or {})["stop"]) == (Level.LITERACY, Stop.FLOOR)


def test_at_the_centre_and_at_home_the_same_is_asked(quiz: Quiz, centre: Centre, coordinator: Account) -> None:
    people = [make_learner(centre, account=make_learner_account(centre)) for _ in range(2)]
    supervised = actions.prepare(coordinator.viewer, people[0])
    supervised.seed = "the same"
    begun = [actions.start(one.account.viewer, one, "en") for one in people]
    begun[1].seed = "the same"
    asked = [walk(attempt, knows={"pre-A1", "A1"}) for attempt in begun]
    assert begun[0] is supervised
    assert [one.supervised_by_id for one in begun] == [coordinator.id, None]
    assert asked[0] == asked[1]
    assert begun[0].suggested_level is begun[1].suggested_level
