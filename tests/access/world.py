"""Two centres with one of everything in each, for walking every route as everybody."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from werkzeug.routing import Rule

from lms import clock
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.assessments.calibration.fitting import Model
from lms.assessments.calibration.models import CalibratedItem, Calibration
from lms.assessments.items.models import Item, ItemVersion, Sound
from lms.assessments.marking.models import Recording
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.states import AttemptState, ItemKind, ItemLevel, ItemState, QuizKind, Skill
from lms.attendance.actions import Arrival, call_roll
from lms.attendance.checkin_actions import say_here
from lms.attendance.checkin_opening import open_check_in
from lms.attendance.checkin_rules import code_at
from lms.attendance.excuse_actions import excuse
from lms.attendance.models import MarkKind
from lms.attendance.register_sheets import sheet_of_lesson
from lms.attendance.rules import Value
from lms.centres.models import Centre, NonWorkingDay
from lms.courses.forming_actions import make_proposal
from lms.courses.forming_plan import BUILT_IN, Plan, Reading
from lms.courses.models import Cohort
from lms.courses.offer_actions import offer_places
from lms.courses.states import Level
from lms.database import db
from lms.learners.contact_models import Reason
from lms.learners.models import Learner, PartOfWeek
from tests import factories as make
from tests.attendance.absences import taught

# What an address carries besides identifiers of records.
WORDS = {
    "act": "deactivate",
    "token": "forged",
    "code": "ABCD2345",
    "filename": "css/base.css",
    "version": "0" * 12,
    "kind": "csv",
    "item_kind": "single_choice",
    "position": 1,
}


QUIZZES = ("/quizzes/attempts/", "/assignments/")
"""How addresses begin in which a sitting is one of a quiz; elsewhere it is a placement."""


@dataclass
class Place:
    """A centre, the people who work and learn there, and the identifiers that its addresses contain."""

    centre: Centre
    viewers: dict[str, Account]
    identifiers: dict[str, object]
    of_quizzes: dict[str, object]
    """What is another in the addresses of QUIZZES."""

    def values(self, rule: Rule) -> dict[str, object]:
        """What an address carries, by the names of its arguments; None for what nobody made."""
        known = WORDS | self.identifiers | (self.of_quizzes if rule.rule.startswith(QUIZZES) else {})
        return {name: known.get(name) for name in rule.arguments}


def build_place(quiz: Quiz) -> Place:
    """A centre where one teacher teaches one cohort, and another teaches nothing."""
    centre = make.make_centre()
    viewers = {
        "administrator": make.make_staff(Role.ADMINISTRATOR),
        "coordinator": make.make_staff(Role.COORDINATOR, centre),
        "teacher": make.make_staff(Role.TEACHER, centre),
        "another teacher": make.make_staff(Role.TEACHER, centre),
        "mediator": make.make_staff(Role.MEDIATOR, centre),
        "learner": make.make_learner_account(centre),
        "observer": make.make_staff(Role.OBSERVER, centre),
    }
    room = make.make_room(centre)
    closed = make.save(NonWorkingDay(centre_id=centre.id, day=date(2026, 5, 11), reason="ремонт"))
    learner = make.make_learner(centre, account=viewers["learner"], mediator=viewers["mediator"])
    for name in ("coordinator", "mediator"):
        make.name_for(learner, viewers[name])
    programme = make.make_programme()
    cohort = make.make_cohort(
        centre,
        programme,
        viewers["teacher"],
        room=room,
        starts_on=clock.today() - timedelta(days=7),
        ends_on=clock.today() + timedelta(days=30),
    )
    lesson = make.make_lesson(cohort, clock.now() - timedelta(hours=1))
    enrolment = make.enrol(learner, cohort)
    left = make.enrol(make.make_learner(centre), cohort, ends_on=clock.today() - timedelta(days=3))
    arrival = Arrival(str(uuid4()), left.id, Value(MarkKind.LATE, 10), clock.now())
    call_roll(viewers["teacher"].viewer, lesson, [arrival])
    missed = taught(cohort, clock.today() - timedelta(days=1), {enrolment: "AA"})
    excuse(viewers["mediator"].viewer, enrolment, {missed[0].id: 1}, Reason.ILL)
    attempt = make.save(
        Attempt(
            quiz=quiz,
            learner=learner,
            state=AttemptState.FINISHED,
            locale="en",
            finished_at=clock.now(),
            score=0,
            suggested_level=Level.A1,
            detail={},
        )
    )
    given = give_quiz(cohort, quiz)
    sitting = make.save(Attempt(quiz=given.quiz, assignment=given, learner=learner, locale="en"))
    response, recording = build_spoken(cohort, learner)
    batch = make.make_list(centre, ["Име"], ["محمد"])
    by = Viewer(None, Role.COORDINATOR, frozenset({centre.id}))
    session = open_check_in(by, lesson)
    say_here(viewers["learner"].viewer, code_at(session.secret, clock.now()), "phone")
    waiting = make.make_waiting(learner)
    make.make_waiting(make.make_learner(centre), available=frozenset(PartOfWeek))
    # Within a week every weekly pattern has a day to start on, whatever today is.
    days = clock.today(), clock.today() + timedelta(days=6)
    asked = Plan(15, 1, None, (room.id,), True, (viewers["teacher"].id,), BUILT_IN, *days, Reading.MIXED)
    proposal = make_proposal(by, centre, programme, asked)
    called = make.make_learner(centre, mediator=viewers["mediator"])
    (offer,) = offer_places(by, cohort, [make.make_waiting(called)], clock.now() + timedelta(days=2))
    db.session.commit()
    return Place(
        centre,
        viewers,
        {
            "centre_id": centre.id,
            "room_id": room.id,
            "day_id": closed.id,
            "account_id": make.make_staff(Role.TEACHER, centre).id,
            "learner_id": learner.id,
            "other_id": make.make_learner(centre).id,
            "batch_id": batch.id,
            "programme_id": programme.id,
            "cohort_id": cohort.id,
            "unit_id": make.make_unit(programme).id,
            "lesson_id": lesson.id,
            "sheet_code": sheet_of_lesson(lesson, by).code.compact,
            "enrolment_id": enrolment.id,
            "offer_id": offer.id,
            "message_id": make.make_message(learner).id,
            "proposal_id": proposal.id,
            "guest_id": make.make_guest(lesson, added_by=viewers["teacher"]).id,
            "number": 1,
            "entry_id": waiting.id,
            "waiting_id": waiting.id,
            "request_id": make.make_request(centre).id,
            "attempt_id": attempt.id,
            "sitting_id": recording.attempt_id,
            "response_id": response.id,
            "recording_id": recording.id,
            "digest": "0" * 64,
            "item_id": quiz.items[0].item_version.item_id,
            "quiz_id": given.quiz_id,
            "assignment_id": given.id,
            "calibration_id": make_calibration(quiz.items[0].item_version).id,
        },
        {"attempt_id": sitting.id},
    )


def give_quiz(cohort: Cohort, placement: Quiz) -> Assignment:
    """A quiz with the item of the placement, given to a cohort."""
    quiz = Quiz(code=f"walk-{cohort.code}", kind=QuizKind.UNIT, title="Тест")
    quiz.items = [QuizItem(position=1, item_version_id=placement.items[0].item_version_id)]
    opens_at = clock.now() - timedelta(hours=1)
    return make.save(
        Assignment(quiz=quiz, cohort=cohort, opens_at=opens_at, attempts=1, assigned_by=cohort.teachers[0])
    )


def build_spoken(cohort: Cohort, learner: Learner) -> tuple[Response, Recording]:
    """A spoken answer of somebody in a cohort, which waits for its teacher."""
    body = {
        "instruction": "say_short",
        "stem": "Кой сте?",
        "rubric": "spoken-a1",
        "seconds": 30,
        "model": "Аз съм Ана.",
    }
    version = ItemVersion(
        item=Item(code=f"walk-{uuid4().hex[:8]}"),
        state=ItemState.LIVE,
        level=ItemLevel.A1,
        skill=Skill.SPEAKING,
        kind=ItemKind.SPOKEN,
        topic="people",
        grammar="четене",
        body=body,
    )
    spoken = Quiz(code=f"walk-{uuid4().hex[:8]}", kind=QuizKind.UNIT, title="Тема 1")
    spoken.items = [QuizItem(position=1, item_version=version)]
    given = Assignment(quiz=spoken, cohort=cohort, opens_at=clock.now(), assigned_by=cohort.teachers[0])
    done = {"state": AttemptState.FINISHED, "finished_at": clock.now(), "locale": "en"}
    attempt = make.save(Attempt(quiz=spoken, learner=learner, assignment=given, **done))
    recording = make.save(Recording(attempt=attempt, position=1, data=b"ID3", seconds=1))
    answer = {"recording": recording.id}
    response = Response(attempt_id=attempt.id, position=1, item_version=version, answer=answer, correct=False)
    return make.save(response), recording


def build_quiz() -> Quiz:
    """A placement whose letters check has one task, with a sound."""
    body = {
        "instruction": "heard_word",
        "stem": "Как се казваш?",
        "choices": [{"id": "a", "text": "Ана"}, {"id": "b", "text": "Хляб", "tempts": "Къса дума."}],
        "key": "a",
        "why": "Това е име.",
    }
    version = ItemVersion(
        item=Item(code="walk-1"),
        state=ItemState.LIVE,
        level=ItemLevel.A1,
        skill=Skill.READING,
        kind=ItemKind.SINGLE_CHOICE,
        topic="people",
        grammar="четене",
        body=body,
        sound=Sound(digest="0" * 64, data=b"ID3", seconds=0.1, synthetic=True),
    )
    quiz = Quiz(code="walk", kind=QuizKind.PLACEMENT, title="Входящ тест")
    quiz.items = [QuizItem(position=1, item_version=version)]
    return make.save(quiz)


def make_calibration(version: ItemVersion) -> Calibration:
    """A calibration that knows one item."""
    made = make.save(
        Calibration(model=Model.RASCH, people=50, answers=50, anchors=1, mean=0.0, per_statement=0.5, sd=1.0)
    )
    numbers = {"a": 1.2, "a_error": 0.0, "b": 0.0, "b_error": 0.3, "b_before": -1.0}
    fit = {"infit": 1.0, "infit_error": 0.1, "outfit": 1.0, "outfit_error": 0.1, "misfits": False, "drifts": False}
    make.save(CalibratedItem(calibration_id=made.id, item_version_id=version.id, answers=50, **numbers, **fit))
    return made
