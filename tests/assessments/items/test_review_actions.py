"""From draft to live and retired: every step, who may take it, and what it leaves behind."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.assessments.items import review_actions as actions
from lms.assessments.items.models import Item, ItemVersion, Review
from lms.assessments.items.versions import digest_of
from lms.assessments.states import ItemState, Verdict
from lms.centres.models import Centre
from lms.database import db
from tests.assessments.items.bank import BODY, make_version
from tests.assessments.placement.test_at_once import at_once
from tests.factories import make_staff


@pytest.fixture
def author(centre: Centre) -> Account:
    return make_staff(Role.TEACHER, centre)


@pytest.fixture
def reviewer(centre: Centre) -> Account:
    return make_staff(Role.TEACHER, centre)


def offered(author: Account, item: Item | None = None) -> ItemVersion:
    return make_version(item, author=author, offered_at=clock.now())


def approve(by: Viewer, version: ItemVersion) -> None:
    actions.review(by, version, Verdict.APPROVED, "", digest_of(version))


def test_an_item_goes_from_draft_to_live_by_two_persons(author: Account, reviewer: Account) -> None:
    version = offered(author)
    approve(reviewer.viewer, version)
    assert (version.state, version.offered_at) == (ItemState.REVIEWED, None)
    actions.put_live(author.viewer, version)
    assert version.state is ItemState.LIVE
    (review,) = version.reviews
    assert (review.reviewer_id, review.verdict) == (reviewer.id, Verdict.APPROVED)
    acts = [line.act for line in db.session.scalars(select(AuditLine).order_by(AuditLine.id))]
    assert acts == ["item.review", "item.live"]


def test_whoever_wrote_it_does_not_review_it(author: Account) -> None:
    version = offered(author)
    with pytest.raises(DomainError):
        approve(author.viewer, version)


def test_what_is_not_offered_is_not_reviewed(author: Account, reviewer: Account) -> None:
    with pytest.raises(DomainError):
        approve(reviewer.viewer, make_version(author=author))


def test_it_is_sent_back_with_a_reason_and_can_be_offered_again(author: Account, reviewer: Account) -> None:
    version = offered(author)
    with pytest.raises(DomainError):
        actions.review(reviewer.viewer, version, Verdict.RETURNED, "  ", digest_of(version))
    actions.review(reviewer.viewer, version, Verdict.RETURNED, "Два отговора са верни.", digest_of(version))
    assert (version.state, version.offered_at) == (ItemState.DRAFT, None)
    version.offered_at = clock.now()
    db.session.flush()
    approve(reviewer.viewer, version)
    assert [one.verdict for one in version.reviews] == [Verdict.RETURNED, Verdict.APPROVED]


def test_what_was_changed_while_it_was_read_is_read_once_more(author: Account, reviewer: Account) -> None:
    version = offered(author)
    seen = digest_of(version)
    version.body = BODY | {"stem": "Ти ___ Марта."}
    db.session.flush()
    with pytest.raises(DomainError, match="changed"):
        actions.review(reviewer.viewer, version, Verdict.APPROVED, "", seen)
    assert version.state is ItemState.DRAFT


def test_a_new_version_takes_the_place_of_the_one_before(author: Account, reviewer: Account) -> None:
    first = offered(author)
    approve(reviewer.viewer, first)
    actions.put_live(author.viewer, first)
    second = offered(author, first.item)
    approve(reviewer.viewer, second)
    assert first.state is ItemState.LIVE
    actions.put_live(reviewer.viewer, second)
    assert (first.state, second.state) == (ItemState.RETIRED, ItemState.LIVE)
    # The other way round the database must not see two live ones either.
    first.state = ItemState.REVIEWED
    db.session.flush()
    actions.put_live(reviewer.viewer, first)
    assert (first.state, second.state) == (ItemState.LIVE, ItemState.RETIRED)


@pytest.mark.parametrize("state", [ItemState.DRAFT, ItemState.LIVE, ItemState.RETIRED])
def test_only_what_was_reviewed_goes_live(author: Account, state: ItemState) -> None:
    with pytest.raises(DomainError):
        actions.put_live(author.viewer, make_version(author=author, state=state))


def test_what_is_live_can_be_retired(author: Account) -> None:
    version = make_version(author=author, state=ItemState.LIVE)
    actions.retire(author.viewer, version)
    assert version.state is ItemState.RETIRED
    with pytest.raises(DomainError):
        actions.retire(author.viewer, version)


def test_whoever_takes_a_draft_over_is_its_author(author: Account, reviewer: Account) -> None:
    version = offered(author)
    actions.take_over(reviewer.viewer, version)
    assert (version.author_id, version.offered_at) == (reviewer.id, None)
    version.offered_at = clock.now()
    db.session.flush()
    with pytest.raises(DomainError):
        approve(reviewer.viewer, version)
    approve(author.viewer, version)


def test_ones_own_draft_is_not_taken_over(author: Account) -> None:
    with pytest.raises(DomainError):
        actions.take_over(author.viewer, offered(author))


def test_a_draft_is_given_up_with_its_reviews(author: Account, reviewer: Account) -> None:
    version = offered(author)
    actions.review(reviewer.viewer, version, Verdict.RETURNED, "Не.", digest_of(version))
    assert actions.discard(author.viewer, version) is None
    assert not db.session.scalars(select(Item)).all()
    assert not db.session.scalars(select(Review)).all()


def test_a_given_up_draft_leaves_the_other_versions(author: Account) -> None:
    live = make_version(state=ItemState.LIVE)
    left = actions.discard(author.viewer, make_version(live.item, author=author))
    assert left is live.item
    assert left.versions == [live]


@pytest.mark.parametrize("given", [{"state": ItemState.LIVE}, {"state": ItemState.REVIEWED}])
def test_nothing_but_a_draft_is_given_up(author: Account, given: dict[str, ItemState]) -> None:
    with pytest.raises(DomainError):
        actions.discard(author.viewer, make_version(author=author, **given))


def test_nobody_gives_up_somebody_elses_draft(author: Account, reviewer: Account) -> None:
    with pytest.raises(DomainError):
        actions.discard(reviewer.viewer, offered(author))


def test_two_reviews_at_once_are_one(app: Flask, author: Account, reviewer: Account, centre: Centre) -> None:
    version = offered(author)
    version_id, seen = version.id, digest_of(version)
    viewers = [reviewer.viewer, make_staff(Role.COORDINATOR, centre).viewer]

    def one(by: Viewer) -> Callable[[], None]:
        def act() -> None:
            try:
                actions.review(by, db.session.get_one(ItemVersion, version_id), Verdict.APPROVED, "", seen)
            except DomainError:
                db.session.rollback()

        return act

    at_once(app, *map(one, viewers))
    assert len(db.session.scalars(select(Review)).all()) == 1
