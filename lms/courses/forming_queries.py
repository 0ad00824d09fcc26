"""Reading for the forming of groups: the demand, who waits, what is free, and a proposal as it stands now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from lms.access.errors import DomainError
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.centres.models import Centre, Room
from lms.centres.queries import days_closed
from lms.clock import to_utc
from lms.courses.conflicts import refuse_conflicts
from lms.courses.enrolment_queries import stays_of
from lms.courses.enrolment_rules import Stay
from lms.courses.forming_models import GroupProposal
from lms.courses.forming_plan import Pattern, Plan, frames_from_json, plan_from_json
from lms.courses.forming_rules import fill
from lms.courses.forming_terms import Candidate, Course, Diary, Frame, LeftOut, Obstacle, RoomChoice, Waiter, Why, Wish
from lms.courses.models import Cohort, Lesson, Programme, WaitingEntry
from lms.courses.planning import CohortPlan, timetable_of, wanted_by
from lms.courses.states import EnrolmentState, LessonState, Level, ProposalState
from lms.courses.timetable import LONGEST, PatternRefused, Timetable, lay_out
from lms.courses.waiting_queries import Filter, waiting_list
from lms.database import db
from lms.learners.models import Meets, PartOfWeek


def proposals_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over GroupProposal: those of the viewer's centres."""
    return GroupProposal.centre_id.in_(viewer.centre_ids)


def open_proposals(by: Viewer, centre_id: int) -> Sequence[GroupProposal]:
    """The proposals of a centre that somebody can go on with, the latest first."""
    statement = (
        scoped(select(GroupProposal), "groups.propose", by)
        .where(GroupProposal.centre_id == centre_id, GroupProposal.state == ProposalState.OPEN)
        .options(joinedload(GroupProposal.programme), joinedload(GroupProposal.changed_by))
    )
    return db.session.scalars(statement.order_by(GroupProposal.id.desc())).all()


@dataclass(frozen=True)
class Demand:
    """How many wait for a level: by part of the week in person and online, and how many were not asked when."""

    level: Level
    everybody: int
    since: date
    """Since when the one who has been waiting longest has."""
    in_person: Mapping[PartOfWeek, int]
    online: Mapping[PartOfWeek, int]
    not_asked: int


def demand(by: Viewer, centre_id: int) -> list[Demand]:
    """What a centre's waiting list asks for, level by level; who can do either mode counts in both."""
    found: dict[Level, list[WaitingEntry]] = {}
    for one in waiting_list(by, centre_id):
        found.setdefault(one.entry.level, []).append(one.entry)
    return [_demand(level, entries) for level, entries in found.items()]


def _demand(level: Level, entries: Sequence[WaitingEntry]) -> Demand:
    in_person: Counter[PartOfWeek] = Counter()
    online: Counter[PartOfWeek] = Counter()
    for entry in entries:
        person = entry.learner
        meets = person.meets or Meets.IN_PERSON
        in_person.update((person.available or ()) if meets is not Meets.ONLINE else ())
        online.update((person.available or ()) if meets is not Meets.IN_PERSON else ())
    not_asked = sum(1 for entry in entries if entry.learner.available is None)
    return Demand(level, len(entries), min(entry.since for entry in entries), in_person, online, not_asked)


def waiters(entries: Mapping[int, tuple[int, WaitingEntry]], first: date) -> list[Waiter]:
    """Waiting people for the engine; whoever has a place in a cohort from `first` on has an obstacle."""
    stays = stays_of([entry.learner_id for _, entry in entries.values()])
    return [
        Waiter(
            entry.id,
            position,
            entry.learner.available,
            entry.learner.meets,
            entry.learner.reads_cyrillic,
            _obstacle(stays.get(entry.learner_id, ()), first),
        )
        for position, entry in entries.values()
    ]


def _obstacle(stays: Iterable[Stay], first: date) -> Obstacle | None:
    for stay in stays:
        if stay.ends_on is not None and stay.ends_on < first:
            continue
        if stay.state is EnrolmentState.OFFERED:
            return Obstacle(Why.OFFERED, stay.cohort_code)
        if stay.state is EnrolmentState.ACTIVE:
            return Obstacle(Why.ENROLLED, stay.cohort_code)
    return None


def entries_of(by: Viewer, centre_id: int, level: Level) -> dict[int, tuple[int, WaitingEntry]]:
    """The waiting entries of a level at a centre with their positions, by identifier."""
    people = waiting_list(by, centre_id, Filter(level=level))
    return {one.entry.id: (one.standing.position, one.entry) for one in people}


def candidates(plan: Plan, programme: Programme, centre: Centre) -> list[Candidate]:
    """Every form of a plan with the courses it could run: from each week of the window, the earliest first.

    A pattern that cannot be laid out to the programme's hours is no candidate.
    """
    closed = days_closed(centre, plan.earliest, plan.latest + LONGEST)
    courses = [_courses(pattern, plan, programme, centre, closed) for pattern in plan.patterns]
    return [Candidate(form, index, courses[index]) for index, form in plan.forms() if courses[index]]


def _courses(
    pattern: Pattern, plan: Plan, programme: Programme, centre: Centre, closed: Mapping[date, str]
) -> tuple[Course, ...]:
    found = []
    day = plan.earliest
    while day <= plan.latest:
        try:
            laid = lay_out(pattern, day, programme.hours, programme.hour_minutes, centre.time_zone, closed)
        except PatternRefused:
            return ()
        if laid.starts_on <= plan.latest:
            found.append(Course(laid.starts_on, laid.lessons))
        day += timedelta(days=7)
    return tuple({course.starts_on: course for course in found}.values())


def wish_of(plan: Plan) -> Wish:
    """A plan for the engine, with the seats of its rooms."""
    statement = select(Room.id, Room.seats).where(Room.id.in_(plan.rooms)).order_by(Room.seats, Room.id)
    rooms = tuple(RoomChoice(room_id, seats) for room_id, seats in db.session.execute(statement))
    return Wish(plan.size, plan.least, plan.most_groups, rooms, plan.teachers)


def diary_of(plan: Plan, centre: Centre) -> Diary:
    """When the rooms and teachers of a plan are taken from its first day on."""
    since = to_utc(plan.earliest, time(0), centre.time_zone)
    statement = (
        select(Lesson.room_id, Lesson.teacher_id, Lesson.starts_at, Lesson.ends_at)
        .where(
            or_(Lesson.room_id.in_(plan.rooms), Lesson.teacher_id.in_(plan.teachers)),
            Lesson.state != LessonState.CANCELLED,
            Lesson.ends_at > since,
        )
        .order_by(Lesson.starts_at)
    )
    taken: dict[tuple[str, int], list[tuple[datetime, datetime]]] = {}
    for room, teacher, starts, ends in db.session.execute(statement):
        taken.setdefault(("teacher", teacher), []).append((starts, ends))
        if room is not None:
            taken.setdefault(("room", room), []).append((starts, ends))
    return Diary(taken)


@dataclass(frozen=True)
class Group:
    """A proposed group as it stands: its facts, its people, its lessons, and what stands in its way."""

    frame: Frame
    pattern: Pattern
    room: Room | None
    teacher: Account
    people: Sequence[tuple[Waiter, WaitingEntry]]
    timetable: Timetable | None
    trouble: str | None

    @property
    def seen(self) -> str:
        """Its people as a text, to notice that they are others when it is confirmed."""
        return ",".join(str(waiter.entry_id) for waiter, _ in self.people)


@dataclass(frozen=True)
class Standing:
    """A proposal as it stands at this moment."""

    plan: Plan
    groups: Sequence[Group]
    left_out: Sequence[tuple[LeftOut, WaitingEntry]]


def standing_of(by: Viewer, proposal: GroupProposal) -> Standing:
    """A proposal by the waiting list and the timetable as they are now."""
    plan = plan_from_json(proposal.plan)
    frames = frames_from_json(proposal.frames, plan)
    entries = entries_of(by, proposal.centre_id, proposal.programme.level)
    forms = [form for _, form in plan.forms()]
    filled = fill(waiters(entries, plan.earliest), frames, forms, wish_of(plan), frozenset(proposal.left_out))
    groups: list[Group] = []
    for frame, people in zip(filled.frames, filled.people, strict=True):
        chosen = [(waiter, entries[waiter.entry_id][1]) for waiter in people]
        groups.append(_group(by, proposal, plan, frame, chosen, groups))
    return Standing(plan, groups, [(one, entries[one.waiter.entry_id][1]) for one in filled.left_out])


def _group(
    by: Viewer,
    proposal: GroupProposal,
    plan: Plan,
    frame: Frame,
    people: Sequence[tuple[Waiter, WaitingEntry]],
    before: Sequence[Group],
) -> Group:
    room = db.session.get(Room, frame.room_id) if frame.room_id is not None else None
    teacher = db.session.get_one(Account, frame.teacher_id)
    pattern = plan.patterns[frame.pattern]
    timetable, trouble = None, None
    try:
        planned = cohort_plan(proposal, frame, pattern, room, teacher, "")
        timetable = timetable_of(planned)
        _refuse_same(timetable, frame, before)
        refuse_conflicts(by, wanted_by(planned, timetable))
    except DomainError as refusal:
        trouble = str(refusal.message)
    return Group(frame, pattern, room, teacher, people, timetable, trouble)


def _refuse_same(timetable: Timetable, frame: Frame, before: Sequence[Group]) -> None:
    """Raise DomainError when the room or teacher is in an earlier group of the proposal at the same time."""
    diary = Diary()
    for number, other in enumerate(before, start=1):
        same_teacher = other.frame.teacher_id == frame.teacher_id
        same_room = frame.room_id is not None and other.frame.room_id == frame.room_id
        if other.timetable is None or not (same_teacher or same_room):
            continue
        diary.taken.clear()
        diary.take(("lessons", number), other.timetable.lessons)
        if not diary.is_free(("lessons", number), timetable.lessons):
            what = _l("The same teacher is in group %(number)s at the same time.", number=number)
            if not same_teacher:
                what = _l("The same room is used by group %(number)s at the same time.", number=number)
            raise DomainError(what)


def cohort_plan(
    proposal: GroupProposal, frame: Frame, pattern: Pattern, room: Room | None, teacher: Account, code: str
) -> CohortPlan:
    """A proposed group as a cohort that could be created."""
    return CohortPlan(
        code=code,
        programme=proposal.programme,
        centre=proposal.centre,
        room=room,
        starts_on=frame.starts_on,
        capacity=frame.capacity,
        teacher=teacher,
        slots=pattern,
        route=frame.form.route,
    )


def cohorts_opened(proposal: GroupProposal) -> Sequence[Cohort]:
    """The cohorts that were opened from a proposal."""
    return db.session.scalars(select(Cohort).where(Cohort.id.in_(proposal.opened)).order_by(Cohort.id)).all()
