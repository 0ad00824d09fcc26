"""Excusing absences after a call: at once, proposed, decided; nothing is written over a mark that changed unseen."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.accounts.models import Account
from lms.attendance.absence_models import ExcuseProposal
from lms.attendance.absence_queries import absences_count, call_list
from lms.attendance.actions import Arrival, call_roll
from lms.attendance.excuse_actions import Excused, excuse
from lms.attendance.excuse_queries import open_excuses
from lms.attendance.models import Entry, Mark, MarkKind
from lms.attendance.rules import Value
from lms.courses.models import Lesson
from lms.database import db
from lms.learners.contact_models import Reason
from tests.attendance.absences import MONDAY, Slipping
from tests.attendance.conftest import SetClock
from tests.factories import at, make_staff

SignIn = Callable[[Account], FlaskClient]


def page_of(slipping: Slipping) -> str:
    return f"/absences/{slipping.people['Амир'].id}/excuse"


def decision_of(slipping: Slipping) -> str:
    return f"{page_of(slipping)}s"


def fields(lessons: list[Lesson], reason: str = "ill", version: int = 1) -> dict[str, object]:
    return {"reason": reason, "lessons": [f"{lesson.id}:{version}" for lesson in lessons]}


def marks(slipping: Slipping) -> list[tuple[MarkKind, str | None]]:
    """What the last two lessons say of Amir."""
    statement = select(Mark).where(Mark.enrolment_id == slipping.people["Амир"].id).order_by(Mark.id.desc()).limit(2)
    found = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    return [(one.kind, one.reason) for one in found]


EXCUSED = [(MarkKind.EXCUSED, "болест")] * 2
ABSENT = [(MarkKind.ABSENT, None)] * 2


def proposals() -> list[ExcuseProposal]:
    return list(db.session.scalars(select(ExcuseProposal).order_by(ExcuseProposal.id)))


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditLine.act).order_by(AuditLine.id)))


def test_a_teacher_excuses_the_absences_that_led_to_the_call(slipping: Slipping, client_as: SignIn) -> None:
    page, missed = client_as(slipping.teacher), slipping.lessons[-2:]
    shown = page.get(f"{page_of(slipping)}?reason=ill").text
    for lesson in missed:
        assert f'value="{lesson.id}:1" checked' in shown or 'checked class="form-check-input" id="lessons-' in shown
    assert "Sunday, 15 March, 18:00" in shown and "Monday, 16 March, 18:00" in shown
    assert "Saturday" not in shown and "to be proposed" not in shown
    answer = page.post(page_of(slipping), data=fields(missed), follow_redirects=True)
    assert "2 absences are excused." in answer.text
    assert marks(slipping) == EXCUSED and proposals() == []
    entry = db.session.scalars(select(Entry).where(Entry.reason == "болест").limit(1)).one()
    assert (entry.based_on, entry.made_by_id) == (1, slipping.teacher.id)
    assert [line.learner.called for line in call_list(slipping.teacher.viewer)] == ["Оксана"]


def test_the_same_tap_twice_is_one_entry(slipping: Slipping, client_as: SignIn) -> None:
    page, missed = client_as(slipping.teacher), slipping.lessons[-2:]
    for _tap in range(2):
        page.post(page_of(slipping), data=fields(missed))
    assert marks(slipping) == EXCUSED
    assert len(db.session.scalars(select(Entry).where(Entry.reason == "болест")).all()) == 2


def test_a_mark_that_somebody_changed_meanwhile_is_not_written_over(slipping: Slipping, client_as: SignIn) -> None:
    amir, last = slipping.people["Амир"], slipping.lessons[-1]
    came = Arrival("11111111-1111-4111-8111-111111111111", amir.id, Value(MarkKind.LATE, 20), at(MONDAY, 19), 1)
    call_roll(slipping.coordinator.viewer, last, [came])
    for account in (slipping.mediator, slipping.teacher):
        page = client_as(account)
        told = page.post(page_of(slipping), data=fields([last]), follow_redirects=True).text
        assert "1 mark was changed by somebody meanwhile" in told or "Nothing to excuse" in told
    by, seen = slipping.teacher.viewer, {last.id: 1}
    assert excuse(by, amir, seen, Reason.ILL) == Counter({Excused.CHANGED: 1})
    assert marks(slipping)[0] == (MarkKind.LATE, None) and proposals() == []


def test_an_absence_that_was_marked_anew_meanwhile_is_looked_at_again(slipping: Slipping) -> None:
    amir, last = slipping.people["Амир"], slipping.lessons[-1]
    for by in (slipping.teacher, slipping.mediator):
        assert excuse(by.viewer, amir, {last.id: 7}, Reason.ILL) == Counter({Excused.CHANGED: 1})
    assert marks(slipping) == ABSENT and proposals() == []


def test_an_excuse_of_an_unaccompanied_minor_waits_for_who_may_know_of_them(slipping: Slipping) -> None:
    propose(slipping, slipping.lessons[-1:])
    slipping.people["Амир"].learner.unaccompanied = True
    db.session.commit()
    assert open_excuses(slipping.coordinator.viewer) == []
    assert len(open_excuses(slipping.teacher.viewer)) == 1


def test_a_mediator_proposes_and_the_teacher_accepts_with_one_tap(slipping: Slipping, client_as: SignIn) -> None:
    mediator, teacher, missed = client_as(slipping.mediator), client_as(slipping.teacher), slipping.lessons[-2:]
    shown = mediator.get(f"{page_of(slipping)}?reason=ill").text
    assert "Propose the excuse" in shown and "You propose it" in shown
    for _tap in range(2):
        told = mediator.post(page_of(slipping), data=fields(missed), follow_redirects=True).text
    assert "2 excuses are proposed." in told and "Nothing to excuse" in mediator.get(page_of(slipping)).text
    assert marks(slipping) == ABSENT and len(proposals()) == 2
    assert absences_count(slipping.teacher.viewer) == 3 and absences_count(slipping.mediator.viewer) == 2
    assert mediator.post(decision_of(slipping), data={"decision": "accept"}).status_code == 404
    page = teacher.get("/absences").text
    assert "Proposed excuses" in page and "proposed by Самира Халил" in page
    assert "Ill: <span" in page and "Monday, 16 March</span><br>" in page
    seen = [f"{one.id}:1" for one in proposals()]
    answer = teacher.post(decision_of(slipping), data={"decision": "accept", "proposals": seen}, follow_redirects=True)
    assert "2 absences are excused." in answer.text and "Proposed excuses" not in answer.text
    assert marks(slipping) == EXCUSED
    assert [(one.accepted, one.decided_by_id) for one in proposals()] == [(True, slipping.teacher.id)] * 2
    assert [acts().count(f"excuse.{act}") for act in ("propose", "accept")] == [2, 2]
    again = teacher.post(decision_of(slipping), data={"decision": "accept", "proposals": seen})
    assert again.status_code == 404


def test_what_is_declined_stays_absent_and_can_be_proposed_again(slipping: Slipping, client_as: SignIn) -> None:
    missed = slipping.lessons[-2:]
    propose(slipping, missed)
    data = {"decision": "decline", "proposals": [f"{one.id}:1" for one in proposals()]}
    told = client_as(slipping.coordinator).post(decision_of(slipping), data=data, follow_redirects=True).text
    assert "Declined: the absences stay as they are." in told
    assert marks(slipping) == ABSENT and {one.accepted for one in proposals()} == {False}
    assert propose(slipping, missed) == Counter({Excused.PROPOSED: 2})


def propose(slipping: Slipping, lessons: list[Lesson]) -> Counter[Excused]:
    seen = {lesson.id: 1 for lesson in lessons}
    found = excuse(slipping.mediator.viewer, slipping.people["Амир"], seen, Reason.ILL)
    db.session.commit()
    return found


def test_a_proposal_waits_for_nothing_when_the_mark_says_something_else(slipping: Slipping, client_as: SignIn) -> None:
    propose(slipping, slipping.lessons[-1:])
    came = Arrival(
        "11111111-1111-4111-8111-111111111111",
        slipping.people["Амир"].id,
        Value(MarkKind.PRESENT),
        at(MONDAY, 19),
        1,
    )
    (open_one,) = proposals()
    stale = {"decision": "accept", "proposals": [f"{open_one.id}:0"]}
    assert client_as(slipping.teacher).post(decision_of(slipping), data=stale).status_code == 400
    call_roll(slipping.teacher.viewer, slipping.lessons[-1], [came])
    assert absences_count(slipping.teacher.viewer) == 1
    assert "Proposed excuses" not in client_as(slipping.teacher).get("/absences").text


def test_an_accepted_proposal_writes_over_nothing_that_was_not_seen(slipping: Slipping, client_as: SignIn) -> None:
    propose(slipping, slipping.lessons[-1:])
    data = {"decision": "accept", "proposals": [f"{proposals()[0].id}:7"]}
    told = client_as(slipping.teacher).post(decision_of(slipping), data=data, follow_redirects=True).text
    assert "1 mark was changed by somebody meanwhile" in told
    assert marks(slipping) == ABSENT and proposals()[0].decided_at is None


def test_after_the_time_for_corrections_a_teacher_proposes_and_a_coordinator_says_why(
    slipping: Slipping, client_as: SignIn, set_clock: SetClock
) -> None:
    set_clock(at(MONDAY, 21) + timedelta(days=15))
    missed = slipping.lessons[-2:]
    teacher, coordinator = client_as(slipping.teacher), client_as(slipping.coordinator)
    told = teacher.post(page_of(slipping), data=fields(missed), follow_redirects=True).text
    assert "2 excuses are proposed." in told and marks(slipping) == ABSENT
    assert "Proposed excuses" not in teacher.get("/absences").text
    data = {"decision": "accept", "proposals": [f"{one.id}:1" for one in proposals()]}
    assert "Why do you correct it now?" in coordinator.get("/absences").text
    refused = coordinator.post(decision_of(slipping), data=data, follow_redirects=True).text
    assert "say why you correct it now" in refused and marks(slipping) == ABSENT
    coordinator.post(decision_of(slipping), data=data | {"why": "болничен лист"})
    assert marks(slipping) == EXCUSED
    notes = set(db.session.scalars(select(Entry.note).where(Entry.reason == "болест")))
    assert notes == {"болничен лист"}


def test_a_coordinator_says_why_they_excuse_late(slipping: Slipping, client_as: SignIn, set_clock: SetClock) -> None:
    set_clock(at(MONDAY, 21) + timedelta(days=15))
    page, missed = client_as(slipping.coordinator), slipping.lessons[-2:]
    shown = page.get(f"{page_of(slipping)}?reason=work").text
    assert shown.count("the time for corrections is over: say why") == 2
    refused = page.post(page_of(slipping), data=fields(missed))
    assert refused.status_code == 422 and "say why you correct it now" in refused.text and marks(slipping) == ABSENT
    assert page.post(page_of(slipping), data=fields(missed) | {"why": "бележка"}).status_code == 303
    assert marks(slipping) == EXCUSED


@pytest.mark.parametrize("wrong", [{"reason": "lazy"}, {"lessons": []}, {"lessons": ["x"]}, {"lessons": ["1:0"]}])
def test_a_form_with_something_wrong_is_shown_again(
    slipping: Slipping, client_as: SignIn, wrong: dict[str, object]
) -> None:
    data = fields(slipping.lessons[-2:]) | wrong
    assert client_as(slipping.teacher).post(page_of(slipping), data=data).status_code == 422
    assert marks(slipping) == ABSENT


def test_a_lesson_that_is_not_theirs_is_excused_for_nobody(slipping: Slipping, client_as: SignIn) -> None:
    there = fields(slipping.lessons[:1])  # Amir was there
    told = client_as(slipping.teacher).post(page_of(slipping), data=there, follow_redirects=True).text
    assert "1 mark was changed by somebody meanwhile" in told and marks(slipping) == ABSENT
    other = make_staff(slipping.teacher.role, slipping.cohort.centre)
    assert client_as(other).get(page_of(slipping)).status_code == 404
