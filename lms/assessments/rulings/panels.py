"""What the page of a version shows of answers that were not accepted, and of what was decided about them."""

from collections.abc import Mapping
from typing import Any

from lms.access.scope import holds
from lms.access.viewer import viewer
from lms.assessments.items.keys import right_answer
from lms.assessments.items.models import ItemVersion
from lms.assessments.items.unfinished import filled
from lms.assessments.judging.rules import BY_TEACHER
from lms.assessments.rulings import queries
from lms.assessments.rulings.forms import KeyForm
from lms.assessments.rulings.gathering import orders_unaccepted, typed_unaccepted
from lms.assessments.states import ItemKind


def decisions_about(version: ItemVersion) -> Mapping[str, Any]:
    """What the page of a version needs; nothing for whoever may not decide, and before anybody answered."""
    given = queries.given_to(version)
    people = len({one.learner_id for one in given})
    if not people or not holds(viewer().role, "items.rule"):
        return {"people": people}
    ruling = queries.ruling_of(version.id)
    typed = typed_unaccepted(version.body, given, ruling) if version.kind is ItemKind.GAP_TYPED else []
    orders = orders_unaccepted(version.body, given, ruling) if version.kind is ItemKind.ORDERING else []
    correction = queries.standing_correction(version.id)
    return {
        "people": people,
        "typed": typed,
        "accepted": queries.accepted_answers(version.id),
        "correction": correction,
        "right_now": right_answer(version.kind, filled(version.kind, {**version.body, **ruling.key})),
        "key_form": None if version.kind in BY_TEACHER else KeyForm.about(version, ruling, orders),
    }
