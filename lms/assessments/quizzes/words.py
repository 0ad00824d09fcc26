"""Quizzes in plain words for staff: kinds, and how their items stand on the page."""

from flask_babel import lazy_gettext as _l

from lms.assessments.states import Layout, QuizKind

KIND_NAMES = {
    QuizKind.PRACTICE: _l("practice"),
    QuizKind.UNIT: _l("unit test"),
    QuizKind.FINAL: _l("final test"),
}

KIND_HELP = {
    QuizKind.PRACTICE: _l("Practice: what is right and why is shown after each answer"),
    QuizKind.UNIT: _l("Unit test: results are shown when you release them"),
    QuizKind.FINAL: _l("Final test: results are shown when you release them, and it is passed or not"),
}

LAYOUT_NAMES = {
    Layout.ONE_BY_ONE: _l("one item after the other"),
    Layout.ALL_AT_ONCE: _l("all items on one page"),
}
