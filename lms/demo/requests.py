"""Writing the requests for a course that wait in the demonstration, as the public page takes them."""

from datetime import date, timedelta
from random import Random
from typing import Any

from lms.database import db
from lms.demo import content
from lms.demo.house import House, at
from lms.learners.import_values import born
from lms.learners.models import Meets, PartOfWeek
from lms.learners.request_models import CourseRequest
from lms.learners.request_rules import CONSENT_VERSION, Answers, new_reference


def write_requests(rng: Random, house: House, today: date) -> int:
    """Write the requests at the moments they were made; returns how many."""
    plans = content.read("requests")["requests"]
    for place, plan in enumerate(plans):
        # In the morning, so that none of today's lies in the evening to come.
        made_at = at(today - timedelta(days=plan["days"]), 6, place * 7)
        db.session.add(
            CourseRequest(
                reference=new_reference(rng.choice),
                centre_id=house.centres[plan["centre"]].id,
                created_at=made_at,
                consent_version=CONSENT_VERSION,
                consent_language=plan["language"],
                consent_at=made_at,
                **vars(_answers(plan, today)),
            )
        )
    db.session.flush()
    return len(plans)


def _answers(plan: dict[str, Any], today: date) -> Answers:
    born_on, precision = born(plan["born"], today)
    letters = plan.get("letters")
    same = ("name", "name_latin", "phone", "language", "nationality", "mother_tongue", "learnt_before", "message")
    said: dict[str, Any] = {field: plan.get(field) for field in same}
    said |= {f"reads_{one}": one in letters if letters else None for one in ("cyrillic", "latin", "other")}
    return Answers(
        **said,
        born_on=born_on,
        born_precision=precision,
        meets=Meets(plan["meets"]),
        available=frozenset(map(PartOfWeek, plan["available"])) if "available" in plan else None,
    )
