"""Writing the people of the demonstration: their records, enrolments with their history, and the waiting list.

History happened at moments of its own, so it is written line by line and not through actions, which happen now.
"""

from datetime import date, datetime, timedelta
from random import Random

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.courses.models import Cohort, Enrolment, EnrolmentChange, WaitingChange, WaitingEntry
from lms.courses.states import ClosedReason, EnrolmentState, LevelSource, WaitingStep
from lms.database import db
from lms.demo.house import House, at
from lms.demo.waiting import enrolled_on
from lms.demo.world import Person, Stay, Wait, World
from lms.learners.actions import add_learner
from lms.learners.consent_models import Answer, Consent, Purpose
from lms.learners.consent_texts import language_for
from lms.learners.models import Learner

AGREE = {Purpose.PROCESSING: 1.0, Purpose.PHOTOGRAPHS: 0.7, Purpose.FUNDER: 0.96}
"""The share of people who agree, by what they are asked."""
OUTCOME_AFTER = timedelta(days=3)
"""How long after the last lesson outcomes were confirmed."""


def write_people(house: House, world: World) -> dict[Person, Learner]:
    """Write everybody's record, in the order in which they came."""
    return {person: _write_person(house, person, place, world.today) for place, person in enumerate(world.people)}


def _write_person(house: House, person: Person, place: int, today: date) -> Learner:
    centre = house.centres[person.centre]
    learner = add_learner(house.coordinator(person.centre), centre, person.facts)
    # Spread over the opening hours of the centre.
    learner.created_at = at(person.registered_on, 9 + place * 5 % 8, place * 17 % 60)
    if person.accompanied:
        learner.mediator = house.of(Role.MEDIATOR, person.centre)
    _write_consents(house, learner, person, place)
    return learner


def _write_consents(house: House, learner: Learner, person: Person, place: int) -> None:
    """What was answered at the interview; of the last to come a few were not asked yet, some withdrew later."""
    rng = Random(f"consent/{place}")  # noqa: S311  nothing secret
    if rng.random() < 0.08:
        return
    asked = [(purpose, Answer.GIVEN if rng.random() < share else Answer.REFUSED) for purpose, share in AGREE.items()]
    if (Purpose.PHOTOGRAPHS, Answer.GIVEN) in asked and rng.random() < 0.06:
        asked.append((Purpose.PHOTOGRAPHS, Answer.WITHDRAWN))
    for purpose, answer in asked:
        db.session.add(
            Consent(
                learner_id=learner.id,
                purpose=purpose,
                answer=answer,
                version=1,
                language=language_for(person.facts.language),
                on=person.registered_on,
                noted_at=learner.created_at,
                noted_by_id=house.coordinator(person.centre).account_id,
            )
        )


def write_stays(
    house: House, world: World, learners: dict[Person, Learner], cohorts: dict[str, Cohort]
) -> dict[Stay, Enrolment]:
    """Write every enrolment with its changes of state."""
    written: dict[Stay, Enrolment] = {}
    for stay in world.stays:
        earlier = written[stay.continues] if stay.continues else None
        written[stay] = _enrolment(stay, learners[stay.person], cohorts[stay.group.key], earlier)
        db.session.add(written[stay])
        if earlier or stay.state is EnrolmentState.TRANSFERRED:
            db.session.flush()
    for stay, enrolment in written.items():
        coordinator = house.of(Role.COORDINATOR, stay.group.centre)
        enrolment.changes = _history(stay, world.today, coordinator)
        if stay.outcome:
            enrolment.outcome_on, enrolment.outcome_by_id = stay.group.ends_on + OUTCOME_AFTER, coordinator.id
    db.session.flush()
    return written


def _enrolment(stay: Stay, learner: Learner, cohort: Cohort, earlier: Enrolment | None) -> Enrolment:
    return Enrolment(
        learner_id=learner.id,
        cohort_id=cohort.id,
        state=stay.state,
        starts_on=stay.starts_on,
        ends_on=stay.ends_on,
        transferred_from_id=earlier.id if earlier else None,
        leaving_reason=stay.leaving[0] if stay.leaving else None,
        final_score=stay.final_score,
        final_on=stay.group.ends_on if stay.final_score is not None else None,
        outcome=stay.outcome,
    )


def _history(stay: Stay, today: date, coordinator: Account) -> list[EnrolmentChange]:
    before = stay.continues
    begun = at(before.ends_on, 17) if before and before.ends_on else at(enrolled_on(stay, today), 11)
    reason = before.group.code if before else None
    lines = [_change(coordinator, begun, None, EnrolmentState.ACTIVE, reason)]
    if stay.ends_on and stay.leaving:
        left = at(stay.ends_on, 17)
        lines.append(_change(coordinator, left, EnrolmentState.ACTIVE, EnrolmentState.WITHDRAWN, stay.leaving[1]))
    if stay.ends_on and stay.moved:
        moved = at(stay.ends_on, 17)
        lines.append(_change(coordinator, moved, EnrolmentState.ACTIVE, EnrolmentState.TRANSFERRED, stay.moved))
    if stay.outcome:
        confirmed = at(stay.group.ends_on + OUTCOME_AFTER, 14)
        lines.append(_change(coordinator, confirmed, lines[-1].to_state, stay.state, None))
    return lines


def _change(
    by: Account, moment: datetime, before: EnrolmentState | None, to: EnrolmentState, reason: str | None
) -> EnrolmentChange:
    return EnrolmentChange(at=moment, by_id=by.id, from_state=before, to_state=to, reason=reason)


def write_waits(house: House, world: World, learners: dict[Person, Learner]) -> None:
    """Write the waiting list, those who have found a place included."""
    for wait in world.waits:
        coordinator = house.of(Role.COORDINATOR, wait.person.centre)
        learner = learners[wait.person]
        learner.available, learner.meets = wait.available, wait.meets
        db.session.add(_entry(wait, learner, house.centres[wait.person.centre], coordinator))
    db.session.flush()


def _entry(wait: Wait, learner: Learner, centre: Centre, coordinator: Account) -> WaitingEntry:
    ended, cohort = wait.ended or (None, None)
    entry = WaitingEntry(
        learner_id=learner.id,
        centre_id=centre.id,
        level=wait.level,
        since=wait.since,
        level_source=LevelSource.INTERVIEW,
        level_on=wait.since,
        note=wait.note,
        closed_on=ended,
        closed_reason=ClosedReason.ENROLLED if cohort else None,
        closed_note=cohort,
    )
    entry.changes = [WaitingChange(at=at(wait.since, 12), by_id=coordinator.id, step=WaitingStep.ADDED, detail={})]
    if wait.priority:
        entry.priority, entry.priority_at, entry.priority_by_id = wait.priority, at(wait.since, 12, 5), coordinator.id
        detail = {"priority": wait.priority.value}
        entry.changes.append(
            WaitingChange(at=entry.priority_at, by_id=coordinator.id, step=WaitingStep.PRIORITY, detail=detail)
        )
    if ended:
        closed = {"reason": ClosedReason.ENROLLED.value, "note": cohort}
        entry.changes.append(
            WaitingChange(at=at(ended, 11), by_id=coordinator.id, step=WaitingStep.CLOSED, detail=closed)
        )
    return entry
