"""Who may do what with a version: a second person reads it before anybody is asked it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.items.rules import Act, Standing, acts
from lms.assessments.states import ItemState as State

WRITING = {Act.REWORD, Act.DISCARD}


@pytest.mark.parametrize(
    ("state", "offered", "mine", "possible"),
    [
        (State.DRAFT, False, True, WRITING),
        (State.DRAFT, True, True, WRITING),
        (State.DRAFT, False, False, {Act.TAKE_OVER}),
        (State.DRAFT, True, False, {Act.TAKE_OVER, Act.REVIEW}),
        (State.REVIEWED, False, True, {Act.WORD_ANEW, Act.PUT_LIVE, Act.RETIRE}),
        (State.REVIEWED, False, False, {Act.WORD_ANEW, Act.PUT_LIVE, Act.RETIRE}),
        (State.LIVE, False, True, {Act.WORD_ANEW, Act.RETIRE}),
        (State.RETIRED, False, False, {Act.WORD_ANEW}),
    ],
)
def test_the_newest_version(state: State, offered: bool, mine: bool, possible: set[Act]) -> None:
    assert acts(Standing(state, True, offered, mine)) == possible


def test_a_draft_that_nobody_here_wrote_is_anybodys() -> None:
    assert acts(Standing(State.DRAFT, True, True, False, has_author=False)) == WRITING | {Act.REVIEW}


standings = st.builds(Standing, st.sampled_from(State), st.booleans(), st.booleans(), st.booleans(), st.booleans())


@given(standings)
def test_nobody_reviews_what_they_wrote_and_nothing_goes_live_without_a_review(version: Standing) -> None:
    possible = acts(version)
    assert not (version.mine and Act.REVIEW in possible)
    assert (Act.PUT_LIVE in possible) == (version.state is State.REVIEWED)


@given(standings)
def test_what_was_reviewed_or_asked_is_never_reworded(version: Standing) -> None:
    if version.state is not State.DRAFT:
        assert not acts(version) & {Act.REWORD, Act.DISCARD, Act.TAKE_OVER}
    assert Act.WORD_ANEW not in acts(version) or version.latest
