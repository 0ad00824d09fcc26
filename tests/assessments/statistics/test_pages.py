"""What the answers say, on the page of an item and of a quiz."""

import pandas as pd
import pytest
from sqlalchemy import select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement.shelf import scale_of
from lms.assessments.quizzes.models import Attempt, Quiz, Response
from lms.assessments.states import AttemptState
from lms.assessments.statistics import frames, reports
from lms.centres.models import Centre
from lms.courses.states import Level
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.calibration.placements import BEGAN
from tests.assessments.conftest import Sit
from tests.factories import make_centre, make_learner, make_learner_account, make_staff


def version_of(quiz: Quiz) -> ItemVersion:
    """An item that the engine may choose, with four choices."""
    asked = select(ItemVersion).where(ItemVersion.grammar == "проба").order_by(ItemVersion.id)
    found = db.session.scalars(asked).first()
    assert found is not None
    return found


def sat(quiz: Quiz, learner: Learner, answers: dict[ItemVersion, str | None], chosen: bool = True) -> Attempt:
    """A finished attempt with these answers, each given after twenty seconds."""
    attempt = Attempt(quiz=quiz, learner=learner, state=AttemptState.FINISHED, locale="en", finished_at=BEGAN)
    attempt.can_do = ["name"]
    db.session.add(attempt)
    for place, (version, choice) in enumerate(answers.items(), 1):
        right = choice == version.body["key"]
        attempt.responses.append(
            Response(
                position=place,
                item_version=version,
                answer={"choice": choice} if choice else None,
                correct=right,
                share=float(right),
                scale=scale_of(version) if chosen else None,
                asked_at=BEGAN,
                answered_at=BEGAN.replace(second=20),
            )
        )
    db.session.commit()
    return attempt


def others(version: ItemVersion) -> list[ItemVersion]:
    asked = select(ItemVersion).where(ItemVersion.grammar == "проба", ItemVersion.id != version.id)
    return list(db.session.scalars(asked.order_by(ItemVersion.id).limit(3)))


def wrong(version: ItemVersion, place: int = 0) -> str:
    return [one["id"] for one in version.body["choices"] if one["id"] != version.body["key"]][place]


@pytest.fixture
def answered(quiz: Quiz, centre: Centre) -> ItemVersion:
    """Forty people: who knows the item knows the others too."""
    version, rest = version_of(quiz), others(version_of(quiz))
    for number in range(40):
        able = number % 2 == 0
        tongue, cyrillic = ("uk", True) if number < 20 else ("ar", False)
        learner = make_learner(centre, mother_tongue=tongue, reads_cyrillic=cyrillic)
        mine = version.body["key"] if able else wrong(version, number // 2 % 2)
        given = {one: one.body["key"] if able or place == number % 3 else None for place, one in enumerate(rest)}
        sat(quiz, learner, {version: mine, **given})
    return version


def test_the_frame_has_one_row_an_answer(quiz: Quiz, coordinator: Account, learner: Learner) -> None:
    version, rest = version_of(quiz), others(version_of(quiz))
    learner.mother_tongue, learner.reads_cyrillic = "ar", False
    attempt = sat(quiz, learner, {version: version.body["key"], rest[0]: None})
    (row,) = frames.answers_to(version, coordinator.viewer).to_dict("records")
    assert row == {
        "attempt_id": attempt.id,
        "person": learner.id,
        "test": f"{quiz.id}/chosen",
        "right": True,
        "given": True,
        "answer": next(one["text"] for one in version.body["choices"] if one["id"] == version.body["key"]),
        "seconds": 20.0,
        "rest": row["rest"],
        "tongue": "ar",
        "cyrillic": False,
    }
    # The other item was not known, and the item itself is not in its rest.
    (other,) = frames.answers_to(rest[0], coordinator.viewer).to_dict("records")
    assert row["rest"] < other["rest"]
    assert (other["given"], other["answer"]) == (False, "")


def test_only_people_of_the_viewers_centres_are_counted(
    quiz: Quiz, coordinator: Account, learner: Learner, centre: Centre
) -> None:
    version, elsewhere = version_of(quiz), make_learner(make_centre())
    sat(quiz, learner, {version: "a"})
    sat(quiz, elsewhere, {version: "a"})
    frame = frames.answers_to(version, coordinator.viewer)
    assert list(frame["person"]) == [learner.id]
    hidden = make_learner(centre, unaccompanied=True)
    sat(quiz, hidden, {version: "a"})
    assert list(frames.answers_to(version, coordinator.viewer)["person"]) == [learner.id]


def test_an_attempt_that_is_not_finished_does_not_count(quiz: Quiz, coordinator: Account, learner: Learner) -> None:
    version = version_of(quiz)
    attempt = sat(quiz, learner, {version: "a"})
    attempt.state, attempt.finished_at = AttemptState.LAPSED, None
    assert frames.answers_to(version, coordinator.viewer).empty


def test_a_report_says_what_forty_people_did(answered: ItemVersion, coordinator: Account) -> None:
    report = reports.of_item(answered, coordinator.viewer)
    assert report is not None
    assert (report.people, report.answers, report.unknown) == (40, 40, 0)
    assert report.facility.value == 0.5
    assert report.discrimination.value == pytest.approx(1, abs=0.05)
    assert report.seconds.value == 20
    assert [(choice.right, choice.chosen) for choice in report.choices] == [(True, 20), (False, 10), (False, 10)]
    assert all(choice.level < 0 for choice in report.choices[1:])
    assert [group.found.focal for group in report.groups] == [20, 20, 20]
    assert "People who read Cyrillic" in str(report.groups[0].name)


def test_nothing_is_said_of_four_people(quiz: Quiz, coordinator: Account, centre: Centre) -> None:
    version = version_of(quiz)
    four = [make_learner(centre) for _ in range(4)]
    for learner in (*four, four[0]):
        sat(quiz, learner, {version: "a"})
    assert reports.of_item(version, coordinator.viewer) is None
    sat(quiz, make_learner(centre), {version: "a"})
    assert reports.of_item(version, coordinator.viewer) is not None


def test_the_page_of_an_item_says_what_to_do(client_as, answered: ItemVersion, centre: Centre) -> None:
    page = client_as(make_staff(Role.TEACHER, centre)).get(f"/items/{answered.item_id}").text
    assert "40 answers, 40 people." in page
    assert "Neither too easy nor too hard." in page
    assert "Those who know more are more often right." in page
    assert "It tempts those who know less, as it should." in page
    assert "Is it as hard for everybody?" in page
    assert "Arabic" in page
    assert "How is this counted?" in page


def test_the_page_of_an_item_says_when_there_is_nothing(client_as, quiz: Quiz, coordinator: Account) -> None:
    page = client_as(coordinator).get(f"/items/{version_of(quiz).item_id}").text
    assert "Figures are shown when at least five people of your centres have answered this wording." in page
    assert "How is this counted?" not in page


def test_a_quiz_is_a_table_of_people_and_items(quiz: Quiz, coordinator: Account, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, Level.LITERACY)
    table = frames.table_of(quiz, coordinator.viewer)
    assert list(table.columns) == [line.item_version_id for line in quiz.items]
    assert list(table.index) == [attempt.id]
    # Four letters were wrong, so the words were not asked: what was not answered is not right.
    assert not table.to_numpy().any()
    assert frames.people_of(table) == 1


def test_an_item_leads_to_the_quiz_and_its_reliability(
    client_as, quiz: Quiz, coordinator: Account, centre: Centre, sit: Sit
) -> None:
    letter = quiz.items[0].item_version
    client = client_as(coordinator)
    address = f"/quizzes/{quiz.id}/statistics"
    assert f'href="{address}"' in client.get(f"/items/{letter.item_id}").text
    assert "There are too few attempts" in client.get(address).text
    for number in range(6):
        learner = make_learner(centre, account=make_learner_account(centre))
        sit(learner, Level.LITERACY if number % 2 else Level.A1)
    page = client.get(address).text
    assert "6 finished attempts, 6 people." in page
    assert page.count('data-label="Right"') == len(quiz.items)
    report = reports.of_quiz(quiz, coordinator.viewer)
    assert report is not None
    # Whoever reads is right in everything, whoever does not in nothing.
    assert report.alpha.value == pytest.approx(1)
    assert all(line.facility.value == 0.5 for line in report.lines)


def test_a_quiz_without_items_has_no_page(client_as, coordinator: Account, quiz: Quiz) -> None:
    bare = Quiz(code="bare", kind=quiz.kind, title="Празен", active=False)
    db.session.add(bare)
    db.session.commit()
    assert client_as(coordinator).get(f"/quizzes/{bare.id}/statistics").status_code == 404


def test_two_tests_are_told_apart(quiz: Quiz, coordinator: Account, centre: Centre) -> None:
    version, rest = version_of(quiz), others(version_of(quiz))
    sat(quiz, make_learner(centre), {version: "a", rest[0]: rest[0].body["key"]})
    sat(quiz, make_learner(centre), {version: "a", rest[0]: rest[0].body["key"]}, chosen=False)
    frame = frames.answers_to(version, coordinator.viewer).set_index("test")
    assert frame.loc[f"{quiz.id}/fixed", "rest"] == 1
    assert not pd.isna(frame.loc[f"{quiz.id}/chosen", "rest"])
    assert frame.loc[f"{quiz.id}/chosen", "rest"] != 1
    assert not frames.is_chosen(frame.reset_index())
