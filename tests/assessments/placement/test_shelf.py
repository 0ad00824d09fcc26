"""The items a placement may ask: which, with what numbers, and that a process sees what another one changed."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import select, update

from lms import clock
from lms.assessments.items.models import ItemVersion
from lms.assessments.items.versions import supersede
from lms.assessments.placement import belief, choosing, scale, shelf
from lms.assessments.placement.models import Exposure
from lms.assessments.placement.shelf import read_shelf, scale_of
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import ItemLevel, ItemState, Skill
from lms.courses.states import Level
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.conftest import Sit


def a_version() -> ItemVersion:
    """One that may be asked."""
    return db.session.get_one(ItemVersion, int(read_shelf().bank.ids[0]))


def elsewhere(version: ItemVersion, **facts: object) -> None:
    """Change a version as another process does: this one's session and cache do not know of it."""
    changed = update(ItemVersion).where(ItemVersion.id == version.id).values(**facts)
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(changed)


def test_it_holds_the_live_items_that_a_key_can_mark_without_the_letters(quiz: Quiz) -> None:
    there = read_shelf()
    found = db.session.scalars(select(ItemVersion).where(ItemVersion.id.in_(there.bank.ids.tolist()))).all()
    letters = {line.item_version_id for line in quiz.items}
    live = set(db.session.scalars(select(ItemVersion.id).where(ItemVersion.state == ItemState.LIVE)))
    spoken = {one.id for one in db.session.scalars(select(ItemVersion)) if one.skill.is_marked}
    assert set(there.bank.ids.tolist()) == live - letters - spoken
    assert letters and not letters & set(there.bank.ids.tolist())
    assert there.items == [one.item_id for one in sorted(found, key=lambda one: one.id)]


def test_every_item_has_the_numbers_that_are_kept_with_an_answer(quiz: Quiz) -> None:
    bank = read_shelf().bank
    for place, version_id in enumerate(bank.ids.tolist()):
        version = db.session.get_one(ItemVersion, version_id)
        numbers = {name: getattr(bank, name)[place] for name in ("a", "b", "c", "spread")}
        assert numbers == pytest.approx(scale_of(version))
        assert bank.skills[place] is version.skill


def test_without_items_there_is_nothing_to_ask(quiz: Quiz) -> None:
    db.session.execute(update(ItemVersion).values(state=ItemState.RETIRED))
    there = read_shelf()
    assert there.choose("seed", Counter(), set(), belief.start(), 6) is None


def test_what_items_say_is_read_once(quiz: Quiz) -> None:
    assert read_shelf().bank is read_shelf().bank


@pytest.mark.parametrize("state", [ItemState.RETIRED, ItemState.DRAFT, ItemState.REVIEWED])
def test_what_another_process_took_away_is_asked_no_more(quiz: Quiz, state: ItemState) -> None:
    version = a_version()
    elsewhere(version, state=state)
    assert version.id not in read_shelf().bank.ids


def test_an_item_that_comes_in_the_place_of_another_is_asked(quiz: Quiz) -> None:
    one, other = a_version(), db.session.get_one(ItemVersion, int(read_shelf().bank.ids[1]))
    elsewhere(one, state=ItemState.RETIRED)
    without = read_shelf().bank
    elsewhere(one, state=ItemState.LIVE)
    elsewhere(other, state=ItemState.RETIRED)
    assert one.id in read_shelf().bank.ids and other.id not in read_shelf().bank.ids
    assert len(without.ids) == len(read_shelf().bank.ids)


def test_a_version_that_is_worded_anew_has_its_new_numbers(quiz: Quiz) -> None:
    version = a_version()
    before = read_shelf().bank
    version.level = ItemLevel.B1 if version.level is not ItemLevel.B1 else ItemLevel.A1
    db.session.flush()
    now = read_shelf().bank
    place = now.place(version.id)
    assert (now.b[place], before.b[place]) == pytest.approx((scale_of(version)["b"], before.b[place]))
    assert now.b[place] != before.b[place]


def test_what_another_process_worded_anew_is_read_again(quiz: Quiz) -> None:
    version = a_version()
    other = ItemLevel.B1 if version.level is not ItemLevel.B1 else ItemLevel.A1
    elsewhere(version, level=other, created_at=version.created_at + timedelta(microseconds=1))
    bank = read_shelf().bank
    assert bank.b[bank.place(version.id)] == pytest.approx(scale.ITEM_MEANS[other], abs=0.5)


def test_a_version_is_stamped_when_it_is_worded_and_not_when_it_goes_live(quiz: Quiz) -> None:
    version = a_version()
    version.created_at = old = clock.now() - timedelta(days=9)
    db.session.flush()
    version.state = ItemState.RETIRED
    db.session.flush()
    assert version.created_at == old
    version.body = version.body | {"why": "Друго."}
    db.session.flush()
    assert version.created_at > old


def test_a_version_that_supersedes_another_is_asked_and_the_other_is_not(quiz: Quiz) -> None:
    old = a_version()
    read_shelf()
    names = ("level", "skill", "kind", "topic", "grammar", "body")
    new = ItemVersion(**{name: getattr(old, name) for name in names})
    old.state = ItemState.RETIRED
    db.session.flush()
    supersede(old.item, new)
    db.session.flush()
    ids = read_shelf().bank.ids
    assert new.id in ids and old.id not in ids


def test_how_often_items_were_shown_is_read_each_time(quiz: Quiz) -> None:
    version = a_version()
    choosing.count_shown(version.id)
    choosing.count_shown(version.id)
    there = read_shelf()
    assert there.limit.shown[there.bank.place(version.id)] == 2 == there.limit.shown.sum()
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(update(Exposure).values(shown=Exposure.shown + 40))
    assert read_shelf().limit.shown.sum() == 42


def test_people_who_came_to_their_items_are_counted_now_and_then(
    quiz: Quiz, learner: Learner, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_shelf().limit.people == 0
    sit(learner, Level.A1)
    assert read_shelf().limit.people == 0
    monkeypatch.setattr(shelf, "COUNTED_FOR", -1)
    assert read_shelf().limit.people == 1
    assert db.session.query(Attempt).count() == 1


def test_the_same_question_has_always_the_same_answer(quiz: Quiz) -> None:
    there, now = read_shelf(), belief.start()
    asked, met = Counter({Skill.READING: 1}), {there.items[3]}
    first = there.choose("seed", asked, met, now, 6)
    assert {there.choose("seed", asked, met, now, 6) for _ in range(5)} == {first}
    others = {there.choose(f"seed {n}", asked, met, now, 6) for n in range(20)}
    assert len(others) > 1


def test_an_item_that_was_met_is_not_chosen_whatever_its_wording(quiz: Quiz) -> None:
    there, now = read_shelf(), belief.start()
    chosen = there.choose("seed", Counter(), set(), now, 1)
    assert chosen is not None
    item = there.items[there.bank.place(chosen)]
    assert there.choose("seed", Counter(), {item}, now, 1) not in (None, chosen)
    assert there.choose("seed", Counter(), set(there.items), now, 1) is None


def test_the_limit_of_exposure_holds_for_what_is_chosen(quiz: Quiz) -> None:
    there, now = read_shelf(), belief.start()
    best = there.choose("seed", Counter(), set(), now, 1)
    assert best is not None
    there.limit.shown[there.bank.place(best)] = there.limit.first
    assert there.choose("seed", Counter(), set(), now, 1) != best
    assert np.all(there.limit.shown <= there.limit.first)
