"""The form in which a person's record is changed, and what it tells when a colleague changed the record meanwhile."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice

from lms.accounts.models import Account
from lms.learners import words
from lms.learners.change_rules import Meanwhile, by_field, columns_of, meanwhile, seen
from lms.learners.forms import CHOSEN, FREE, NAMES, YES_OR_NO, LearnerForm
from lms.learners.models import Learner


@dataclass(frozen=True)
class Difference:
    """A field as the record has it now and, where somebody wrote it here too, as it was written."""

    field: Field
    now: str
    typed: str | None


class ChangeLearnerForm(LearnerForm):
    """A person's record, with the mediator who accompanies them."""

    mediator = SelectField(_l("Cultural mediator"), coerce=int, default=0)
    seen = HiddenField()
    """Marks of the facts that the form was filled with."""

    differences: tuple[Difference, ...] = ()
    """What a colleague changed since this form was filled in."""

    def __init__(self, learner: Learner, mediators: list[Account]) -> None:
        """Fill in what the record says; the mediator is one of these."""
        super().__init__(data=_standing(learner))
        offered = [SelectChoice(one.id, one.name) for one in mediators]
        self.mediator.choices = [SelectChoice(0, _("nobody")), *offered]

    def meanwhile(self, learner: Learner) -> Meanwhile:
        """What changed in the record since this form was filled in. Only after it was validated."""
        mine = by_field(self.facts().as_columns(), self.mediator.data or None)
        return meanwhile(self.seen.data or "", by_field(columns_of(learner), learner.mediator_id), mine)

    def bring_up_to_date(self, learner: Learner, changed: Meanwhile) -> None:
        """Take over what only the colleague wrote, keep what was written here, and tell both."""
        now = _standing(learner)
        told = []
        for field in self:
            if field.name in changed.only_theirs | changed.both:
                typed = _shown(field) if field.name in changed.both else None
                mine, field.data = field.data, now[field.name]
                told.append(Difference(field, _shown(field), typed))
                if field.name in changed.both:
                    field.data = mine
        self.differences = tuple(told)
        self.seen.data = now["seen"]


def _shown(field: Field) -> str:
    """What stands in a field, as a person reads it."""
    if not isinstance(field, SelectField | SelectMultipleField):
        return str(field.data or "")
    chosen = field.data if isinstance(field.data, list) else [field.data]
    return ", ".join(str(choice.label) for choice in field.choices or () if choice.value in chosen)


def _standing(learner: Learner) -> dict[str, Any]:
    marks = seen(by_field(columns_of(learner), learner.mediator_id))
    return {**written(learner), "mediator": learner.mediator_id or 0, "seen": marks}


def written(learner: Learner) -> dict[str, Any]:
    """A record as the form shows it."""
    plain = (*NAMES, *FREE, "personal_number", "phone", "email")
    answers = {True: "yes", False: "no", None: ""}
    return (
        {name: getattr(learner, name) or "" for name in plain}
        | {name: getattr(learner, name).value if getattr(learner, name) else "" for name in CHOSEN}
        | {name: answers[getattr(learner, name)] for name in YES_OR_NO}
        | {
            "sex": learner.sex.value,
            "born": words.born(learner),
            "nationalities": words.nationalities(learner.nationalities),
            "mother_tongue": words.language(learner.mother_tongue),
            "other_languages": words.languages_of(learner.other_languages),
            "schooling_years": "" if learner.schooling_years is None else str(learner.schooling_years),
            "available": [part.value for part in learner.available or ()],
        }
    )
