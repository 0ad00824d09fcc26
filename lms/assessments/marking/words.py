"""Marking in plain words: what an answer waits for."""

from flask_babel import lazy_gettext as _l

from lms.assessments.marking.rules import Stage, Task

TASKS = {
    Task.FIRST: (_l("to mark"), "neutral"),
    Task.SECOND: (_l("second marker"), "info"),
    Task.SETTLE: (_l("to settle"), "warn"),
    Task.CHANGE: (_l("marked"), "good"),
}
"""What is asked of somebody, and the tone of its badge."""

STAGES = {
    Stage.FIRST: (_l("waits to be marked"), "neutral"),
    Stage.SECOND: (_l("waits for a second marker"), "info"),
    Stage.SETTLING: (_l("two marks differ"), "warn"),
    Stage.MARKED: (_l("marked"), "good"),
}
"""Where an answer stands, and the tone of its badge."""
