"""What is done with requests for a course: taking them, and deciding what becomes of them."""

from collections.abc import Set
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import SYSTEM, Viewer
from lms.accounts import limits, secrets
from lms.centres.models import Centre
from lms.database import db
from lms.learners import request_rules as rules
from lms.learners.actions import create_learner
from lms.learners.models import Learner
from lms.learners.request_models import CourseRequest, DeclineReason, RequestState
from lms.learners.search_actions import keep_keys


class AlreadyDecided(DomainError):
    """Somebody else has decided in the meantime."""


def take_request(centre: Centre, answers: rules.Answers, language: str, address: str, days: int) -> CourseRequest:
    """Keep what a person wrote who asks for a course; the same telephone and name within days is the same request.

    `language` is that of the page whose consent was given, `days` how long decided requests keep personal data.
    Raises TooManyAttempts when too many come from one address or with one telephone.
    """
    key = secrets.digest(rules.sameness(answers.phone, answers.name))
    if earlier := _same(key):
        return earlier
    subjects = {f"request-address:{address}": rules.PER_ADDRESS, f"request-phone:{answers.phone}": rules.PER_PHONE}
    limits.refuse_over(subjects)
    forget_requests(days)
    try:
        # Two taps at once: the index lets one through, the other finds its request.
        with db.session.begin_nested():
            request = _new(centre, answers, language, key)
            db.session.add(request)
    except IntegrityError:
        return _same(key) or take_request(centre, answers, language, address, days)
    limits.count(subjects)
    record(SYSTEM, "request.take", "course_request", request.id)
    return request


def _same(key: str) -> CourseRequest | None:
    recent = CourseRequest.created_at > clock.now() - rules.SAME_WITHIN
    statement = select(CourseRequest).where(
        CourseRequest.sameness == key, (CourseRequest.state == RequestState.NEW) | recent
    )
    return db.session.scalars(statement.order_by(CourseRequest.id.desc()).limit(1)).one_or_none()


def _new(centre: Centre, answers: rules.Answers, language: str, key: str) -> CourseRequest:
    consent = {"consent_version": rules.CONSENT_VERSION, "consent_language": language, "consent_at": clock.now()}
    return CourseRequest(reference=rules.new_reference(), centre_id=centre.id, sameness=key, **consent, **vars(answers))


def _hold(request: CourseRequest) -> None:
    """Let nobody else decide until this is done. Raises AlreadyDecided when somebody has."""
    locked = select(CourseRequest).where(CourseRequest.id == request.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if not request.open:
        who = request.decided_by.name if request.decided_by else "–"
        raise AlreadyDecided(_l("%(name)s has already decided on this request.", name=who))


def _decide(by: Viewer, request: CourseRequest, state: RequestState, learner: Learner | None = None) -> None:
    request.state, request.decided_at, request.decided_by_id = state, clock.now(), by.account_id
    request.learner_id = learner.id if learner else None
    record(by, f"request.{state}", "course_request", request.id, learner=request.learner_id)


def accept_request(by: Viewer, request: CourseRequest, given_latin: str, family_latin: str) -> Learner:
    """Make a person's record of a request. Raises AlreadyDecided, and DomainError as create_learner."""
    _hold(request)
    learner = create_learner(by, request.centre, rules.facts_of(request, given_latin, family_latin))
    _decide(by, request, RequestState.ACCEPTED, learner)
    return learner


def merge_request(by: Viewer, request: CourseRequest, learner: Learner, chosen: Set[str]) -> list[str]:
    """Add a request to a record that exists: empty fields are filled, differing ones only where `chosen`.

    Returns the names of the fields that were written. Raises AlreadyDecided.
    """
    _hold(request)
    db.session.refresh(learner, with_for_update={"of": Learner})
    written = rules.filled(learner, request)
    written |= {one.field: one.asked for one in rules.differences(learner, request) if one.field in chosen}
    for name, value in written.items():
        setattr(learner, name, value)
    if "born_on" in written:
        learner.born_precision = request.born_precision
    keep_keys([learner])
    _decide(by, request, RequestState.MERGED, learner)
    record(by, "learner.change", "learner", learner.id, fields=sorted(written))
    return sorted(written)


def decline_request(by: Viewer, request: CourseRequest, reason: DeclineReason, note: str | None) -> None:
    """Close a request of which nothing comes. Raises AlreadyDecided."""
    _hold(request)
    request.decline_reason, request.staff_note = reason, note or request.staff_note
    _decide(by, request, RequestState.DECLINED)


def note_try(by: Viewer, request: CourseRequest, again_on: date | None, note: str | None) -> None:
    """Note that the person was not reached, or asks to be called later. Raises AlreadyDecided.

    Raises DomainError when the day has passed.
    """
    _hold(request)
    if again_on and again_on < clock.today(request.centre.time_zone):
        raise DomainError(_l("This day has passed. Choose today or a later day."))
    request.tries += 1
    request.tried_at, request.ask_again_on = clock.now(), again_on
    request.staff_note = note or request.staff_note
    record(by, "request.try", "course_request", request.id)


def move_request(by: Viewer, request: CourseRequest, centre: Centre) -> None:
    """Give a request to another centre, whose coordinators see it from now on. Raises AlreadyDecided."""
    _hold(request)
    before, request.centre = request.centre_id, centre
    record(by, "request.move", "course_request", request.id, before=before, after=centre.id)


def forget_requests(days: int) -> int:
    """Remove what is personal from requests decided more than so many days ago; returns from how many."""
    due = (CourseRequest.decided_at < clock.now() - timedelta(days=days), CourseRequest.forgotten_at.is_(None))
    emptied: dict[str, object] = dict.fromkeys(rules.PERSONAL)
    # What lies in the session is read anew: most of it is not there.
    result = db.session.execute(
        update(CourseRequest).where(*due).values(forgotten_at=clock.now(), **emptied).returning(CourseRequest.id)
    )
    return len(result.all())
