"""The forms of items that a teacher marks: a short spoken and a short written answer."""

from collections.abc import Iterator

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange

from lms.assessments.authoring.common import Lack
from lms.assessments.authoring.forms import ItemForm, long
from lms.assessments.items.flaws import MARKED_BY_TEACHER
from lms.assessments.items.rubrics import TALK, rubrics
from lms.assessments.states import ItemKind
from lms.courses.pattern_form import may_be_empty

SECONDS, WORDS = _l("From 15 to 120 seconds."), _l("From 1 to 200 words.")


class MarkedForm(ItemForm):
    """What the two kinds share that a teacher marks."""

    rubric = SelectField(_l("Rubric"))
    model = long(_l("A good answer of this level"))

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        skill, spoken = MARKED_BY_TEACHER[self.kind], "bg" if str(get_locale()) == "bg" else "en"
        fitting = [one for one in rubrics().values() if one.skill is skill and one.code != TALK]
        self.rubric.choices = [SelectChoice(one.code, one.title[spoken]) for one in fitting]
        self.rubric.data = self.rubric.data or fitting[0].code

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        if not self.model.data:
            yield self.model, _l("Write what a good answer is like.")


class SpokenForm(MarkedForm):
    """A short spoken answer."""

    kind = ItemKind.SPOKEN
    seconds = IntegerField(_l("Seconds to speak"), [may_be_empty(), NumberRange(15, 120, SECONDS)], default=30)

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        if self.seconds.data is None:
            yield self.seconds, SECONDS


class WrittenForm(MarkedForm):
    """A short written answer."""

    kind = ItemKind.WRITTEN
    least = IntegerField(_l("Words at least"), [may_be_empty(), NumberRange(1, 200, WORDS)])
    most = IntegerField(_l("Words at most"), [may_be_empty(), NumberRange(1, 200, WORDS)])

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        for field in (self.least, self.most):
            if field.data is None:
                yield field, WORDS
        if self.least.data and self.most.data and self.least.data > self.most.data:
            yield self.most, _l("This is less than the least.")
