"""The words of the courses that are chosen from a list: levels, states, reasons and outcomes."""

import enum


class Level(enum.StrEnum):
    """Levels of programmes and placements; B1 stands for above our courses."""

    LITERACY = "literacy"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"


class Route(enum.StrEnum):
    """Whom a cohort is for: how people begin to read Bulgarian."""

    MIXED = "mixed"
    READS = "reads"
    LETTERS = "letters"


class LessonState(enum.StrEnum):
    """A lesson is planned until its roll is called or it is cancelled."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Wish(enum.StrEnum):
    """What a coordinator does to the timetable of a cohort."""

    CANCEL = "cancel"
    MOVE = "move"
    ADD = "add"
    TEACHER = "teacher"
    PATTERN = "pattern"
    CALL_OFF = "call_off"


class EnrolmentState(enum.StrEnum):
    """Where an enrolment stands."""

    REQUESTED = "requested"
    WAITING = "waiting"
    OFFERED = "offered"
    ACTIVE = "active"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"


STARTED = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN)
"""The states of people who started a course here, those who moved to another cohort apart."""

HOLDING_A_PLACE = (EnrolmentState.OFFERED, EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)
"""The states of people whose place in a cohort nobody else can have."""

ENDED = (EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN, EnrolmentState.TRANSFERRED)
"""The states of enrolments that are over."""


class LeavingReason(enum.StrEnum):
    """Why a person left a course before its end."""

    WORK = "work"
    MOVED = "moved"
    HEALTH = "health"
    CHILD_CARE = "child_care"
    LEVEL = "level"
    OTHER = "other"


class Outcome(enum.StrEnum):
    """How an enrolment ended, confirmed by a coordinator."""

    COMPLETED = "completed"
    ATTENDED = "attended"
    WITHDREW = "withdrew"
    TRANSFERRED = "transferred"
    MOVED_ON = "moved_on"


class LevelSource(enum.StrEnum):
    """What the level of a waiting person rests on."""

    PLACEMENT = "placement"
    TEACHER = "teacher"
    PREVIOUS_COURSE = "previous_course"
    INTERVIEW = "interview"


class Priority(enum.StrEnum):
    """Why a person stands before those who have been waiting longer."""

    MINOR = "minor"
    EXPIRING_STATUS = "expiring_status"
    JOB = "job"
    RETURNING = "returning"
    OTHER = "other"


class ClosedReason(enum.StrEnum):
    """Why a person no longer waits."""

    ENROLLED = "enrolled"
    FOUND_ELSEWHERE = "found_elsewhere"
    MOVED_AWAY = "moved_away"
    UNREACHABLE = "unreachable"
    NOT_WANTED = "not_wanted"
    MERGED = "merged"
    OTHER = "other"


class WaitingStep(enum.StrEnum):
    """One thing that happened to a waiting entry."""

    ADDED = "added"
    CHANGED = "changed"
    PRIORITY = "priority"
    NO_PRIORITY = "no_priority"
    CLOSED = "closed"
    REOPENED = "reopened"


class ProposalState(enum.StrEnum):
    """Where a proposal of groups stands: open until each group is opened or it is discarded."""

    OPEN = "open"
    DONE = "done"
    DISCARDED = "discarded"
