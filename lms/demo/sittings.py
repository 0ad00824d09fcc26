"""Writing the placements of the demonstration: plausible answers, and what the engine makes of them.

What is written is what taking the test through its actions would have left; a test takes one anew to see.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp
from random import Random

from sqlalchemy import insert

from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.rules import judge
from lms.assessments.placement import choosing, findings, rules, shelf, stages
from lms.assessments.placement.models import Exposure
from lms.assessments.placement.queries import placement_quiz
from lms.assessments.placement.stages import Reading
from lms.assessments.placement.statements import CAN_DO
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState
from lms.courses.states import Level
from lms.database import db
from lms.demo import content
from lms.demo.answers import right, wrong
from lms.demo.house import House, at
from lms.demo.world import Person, Sitting, SittingState, World
from lms.learners.models import Learner

COURSES = (Level.LITERACY, Level.A1, Level.A2, Level.B1)
READS = (0.3, 0.97, 0.99, 1.0)
"""How often people who belong in each course are right about a letter."""
ABILITIES = -3.2, -1.2, 0.8, 2.8
"""Where people who belong in each course are in the middle, in logits."""
DIFFER = 0.6
"""How far they differ from there, as a standard deviation."""
GIVES_UP = 0.4
"""How often somebody who does not know says “I don’t know”."""
DECIDED_AFTER = timedelta(days=2)


class Writer:
    """Writes placements, one person after the other; each sees what was shown to those before."""

    def __init__(self, rng: Random, quiz: Quiz) -> None:
        self.rng = rng
        self.letters = [line.item_version for line in quiz.items]
        self.shelf = shelf.read_shelf()
        found = db.session.query(ItemVersion).where(ItemVersion.id.in_(self.shelf.bank.ids.tolist()))
        self.versions = {version.id: version for version in found}

    def sit(self, attempt: Attempt, level: Level, most: int) -> list[Response]:
        """Let a person who belongs in a course of a level answer, at most so many items; the attempt follows."""
        given: list[Response] = []
        ability = self.rng.gauss(ABILITIES[COURSES.index(level)], DIFFER)
        for version in self._asked(attempt, given, level):
            if len(given) >= most:
                attempt.asked_id = version.id
                break
            letter = version in self.letters
            knows = self.rng.random() < (READS[COURSES.index(level)] if letter else self._likely(version, ability))
            given.append(self._answer(attempt, given, version, knows))
        attempt.asked_at = attempt.started_at + _pace(attempt.learner_id) * len(given)
        return given

    def _asked(self, attempt: Attempt, given: list[Response], level: Level) -> Iterator[ItemVersion]:
        for version in self.letters:
            yield version
            if stages.letters_over([one.correct for one in given], len(self.letters)):
                break
        # What a person says of themselves goes up to their course.
        said = 0 if stages.reading([one.correct for one in given]) is Reading.NOT_YET else COURSES.index(level) + 1
        attempt.can_do = list(CAN_DO)[:said]
        while said and (version_id := self._next(attempt, given)):
            yield self.versions[version_id]

    def _next(self, attempt: Attempt, given: list[Response]) -> int | None:
        answered = choosing.chosen(given)
        numbers = [choosing.given_of(one) for one in answered]
        now = rules.beliefs(choosing.first_belief(attempt), numbers)[-1]
        if rules.over(now, numbers, choosing.TERMS):
            return None
        seen = {one.item_version.item_id for one in given}
        asked = Counter(one.item_version.skill for one in answered)
        version_id = self.shelf.choose(attempt.seed, asked, seen, now, choosing.TERMS.among)
        if version_id:
            self.shelf.limit.shown[self.shelf.bank.place(version_id)] += 1
        return version_id

    @staticmethod
    def _likely(version: ItemVersion, ability: float) -> float:
        """How often somebody of an ability knows an item that is as hard as its writer thinks."""
        expected = shelf.scale_of(version)
        return 1 / (1 + exp(-expected["a"] * (ability - expected["b"])))

    def _answer(self, attempt: Attempt, given: list[Response], version: ItemVersion, knows: bool) -> Response:
        answer = right(version.kind, version.body) if knows else None
        if not knows and self.rng.random() >= GIVES_UP:
            answer = wrong(self.rng, version.kind, version.body)
        judged = judge(version.kind, version.body, answer)
        begun = attempt.started_at + _pace(attempt.learner_id) * len(given)
        return Response(
            position=len(given) + 1,
            item_version=version,
            item_version_id=version.id,
            answer=answer,
            correct=judged.right,
            share=judged.share or 0.0,
            parts=judged.kept(),
            scale=None if version in self.letters else shelf.scale_of(version),
            asked_at=begun,
            answered_at=begun + _pace(attempt.learner_id),
        )


def write_sittings(rng: Random, house: House, world: World, learners: dict[Person, Learner]) -> int:
    """Write everybody's placement; returns how many were begun. The item bank must be there."""
    quiz = placement_quiz()
    if quiz is None:
        return 0
    writer, written = Writer(rng, quiz), []
    for place, sitting in enumerate(world.sittings):
        writer.shelf = replace(writer.shelf, limit=replace(writer.shelf.limit, people=place))
        started_at = at(sitting.on, 10 + place % 6, place * 13 % 60)
        written.append(_sit(writer, quiz, learners[sitting.person], sitting, started_at))
        if sitting.state is SittingState.DECIDED:
            _decide(house, written[-1][0], sitting)
    with db.session.no_autoflush:
        db.session.add_all(attempt for attempt, _ in written)
        db.session.flush()
    _keep(writer, written)
    return len(written)


def _keep(writer: Writer, written: list[tuple[Attempt, list[Response]]]) -> None:
    names = [column.key for column in Response.__table__.columns if column.key not in ("id", "attempt_id")]
    rows = [
        {"attempt_id": attempt.id} | {name: getattr(response, name) for name in names}
        for attempt, given in written
        for response in given
    ]
    db.session.execute(insert(Response), rows)
    on = writer.shelf
    shown = [
        {"item_version_id": int(version_id), "shown": int(times)}
        for version_id, times in zip(on.bank.ids, on.limit.shown, strict=True)
        if times
    ]
    db.session.execute(insert(Exposure), shown)


def _sit(
    writer: Writer, quiz: Quiz, learner: Learner, sitting: Sitting, started_at: datetime
) -> tuple[Attempt, list[Response]]:
    attempt = Attempt(
        quiz_id=quiz.id,
        learner_id=learner.id,
        locale=learner.language or "bg",
        started_at=started_at,
        seed=f"{writer.rng.getrandbits(64):016x}",
    )
    most = writer.rng.randint(3, 7) if sitting.state is SittingState.STARTED else 99
    given = writer.sit(attempt, sitting.person.level, most)
    if sitting.state is not SittingState.STARTED:
        attempt.state, attempt.finished_at = AttemptState.FINISHED, attempt.asked_at
        attempt.score = sum(response.correct for response in given)
        attempt.suggested_level, attempt.detail = findings.found(attempt, given)
    return attempt, given


def _pace(learner_id: int) -> timedelta:
    """How long a person takes for one question: from a quarter of a minute to over a minute."""
    return timedelta(seconds=15 + learner_id * 7 % 55)


def _decide(house: House, attempt: Attempt, sitting: Sitting) -> None:
    person = sitting.person
    attempt.decided_level = person.level
    attempt.decided_by_id = house.coordinator(person.centre).account_id
    attempt.decided_at = at(sitting.on + DECIDED_AFTER, 15)
    if attempt.suggested_level is not person.level:
        attempt.decision_reason = content.read("words")["decided_otherwise"][person.level]
