"""The kinds of items for whoever writes one: what each is good for, and which of its questions stand open."""

from flask_babel import lazy_gettext as _l

from lms.assessments.states import ItemKind as Kind

GROUPS = (
    (
        _l("The learner chooses"),
        (Kind.SINGLE_CHOICE, Kind.SEVERAL_CHOICES, Kind.TRUE_FALSE, Kind.DIALOGUE, Kind.PICTURE_CHOICE, Kind.GAP_LIST),
    ),
    (_l("The learner types, orders, matches"), (Kind.GAP_TYPED, Kind.ORDERING, Kind.MATCHING)),
    (_l("A teacher marks it"), (Kind.SPOKEN, Kind.WRITTEN)),
)
ABOUT = {
    Kind.SINGLE_CHOICE: _l("A question with three or four choices, of which one is right."),
    Kind.SEVERAL_CHOICES: _l("A question with four to six choices, of which two or more are right."),
    Kind.TRUE_FALSE: _l("A statement about a text or a recording."),
    Kind.DIALOGUE: _l("A line is missing in a talk. Which one?"),
    Kind.PICTURE_CHOICE: _l("Which picture fits what is read or heard."),
    Kind.GAP_TYPED: _l("Words are missing in a sentence and are typed."),
    Kind.GAP_LIST: _l("Words are missing in a sentence; a list offers some for each."),
    Kind.ORDERING: _l("The words of a sentence, or the lines of a talk, in a muddle."),
    Kind.MATCHING: _l("Three to five pairs: words and pictures, questions and answers."),
    Kind.SPOKEN: _l("The learner says something of 15 to 120 seconds."),
    Kind.WRITTEN: _l("The learner writes a few sentences."),
}
_QUESTION = frozenset({"stem"})
ASKS = {
    Kind.SINGLE_CHOICE: _QUESTION,
    Kind.SEVERAL_CHOICES: _QUESTION | {"text"},
    Kind.TRUE_FALSE: _QUESTION | {"text"},
    Kind.DIALOGUE: frozenset[str](),
    Kind.PICTURE_CHOICE: _QUESTION,
    Kind.GAP_TYPED: _QUESTION,
    Kind.GAP_LIST: _QUESTION,
    Kind.ORDERING: frozenset[str](),
    Kind.MATCHING: frozenset[str](),
    Kind.SPOKEN: _QUESTION,
    Kind.WRITTEN: _QUESTION,
}
"""Which of the general questions of a form every item of a kind answers; the others are folded."""
