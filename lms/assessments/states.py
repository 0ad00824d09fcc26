"""The states and kinds that items, quizzes and attempts can have."""

import enum


class ItemState(enum.StrEnum):
    """How far an item has come."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    LIVE = "live"
    RETIRED = "retired"


class Verdict(enum.StrEnum):
    """What a reviewer says about a version."""

    APPROVED = "approved"
    RETURNED = "returned"


class ItemLevel(enum.StrEnum):
    """The level an item was written for."""

    PRE_A1 = "pre-A1"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"


class Skill(enum.StrEnum):
    """What an item asks of a person."""

    LISTENING = "listening"
    READING = "reading"
    USE_OF_LANGUAGE = "use_of_language"
    SPEAKING = "speaking"
    WRITING = "writing"

    @property
    def is_marked(self) -> bool:
        """Whether a teacher marks it with a rubric."""
        return self in (Skill.SPEAKING, Skill.WRITING)


class Within(enum.StrEnum):
    """How hard an item is for its level, as its writer sees it."""

    EASY = "easy"
    MIDDLE = "middle"
    HARD = "hard"


class ItemKind(enum.StrEnum):
    """What a person does to answer an item."""

    SINGLE_CHOICE = "single_choice"
    SEVERAL_CHOICES = "several_choices"
    TRUE_FALSE = "true_false"
    DIALOGUE = "dialogue"
    PICTURE_CHOICE = "picture_choice"
    GAP_TYPED = "gap_typed"
    GAP_LIST = "gap_list"
    ORDERING = "ordering"
    MATCHING = "matching"
    SPOKEN = "spoken"
    WRITTEN = "written"


class QuizKind(enum.StrEnum):
    """What a quiz is for."""

    PLACEMENT = "placement"
    PRACTICE = "practice"
    UNIT = "unit"
    FINAL = "final"


class Layout(enum.StrEnum):
    """How the items of a quiz stand on the page."""

    ONE_BY_ONE = "one"
    ALL_AT_ONCE = "all"


class AttemptState(enum.StrEnum):
    """An attempt is started until its last answer; one that was left for too long has lapsed."""

    STARTED = "started"
    FINISHED = "finished"
    LAPSED = "lapsed"
