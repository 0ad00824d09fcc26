"""The form of every kind of item."""

from lms.assessments.authoring.choice_forms import (
    DialogueForm,
    PictureChoiceForm,
    SeveralChoicesForm,
    SingleChoiceForm,
    TrueFalseForm,
)
from lms.assessments.authoring.forms import ItemForm
from lms.assessments.authoring.gap_forms import GapListForm, GapTypedForm
from lms.assessments.authoring.marked_forms import SpokenForm, WrittenForm
from lms.assessments.authoring.matching_forms import MatchingForm
from lms.assessments.authoring.ordering_forms import OrderingForm
from lms.assessments.states import ItemKind

_ALL: tuple[type[ItemForm], ...] = (
    SingleChoiceForm,
    SeveralChoicesForm,
    TrueFalseForm,
    DialogueForm,
    PictureChoiceForm,
    GapTypedForm,
    GapListForm,
    OrderingForm,
    MatchingForm,
    SpokenForm,
    WrittenForm,
)
FORMS: dict[ItemKind, type[ItemForm]] = {form.kind: form for form in _ALL}
