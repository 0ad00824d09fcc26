"""Taking in the minors of the demonstration, with those who answer for them and the staff named for them."""

from datetime import date, timedelta
from typing import Any

from lms.access.viewer import Role
from lms.database import db
from lms.demo import content
from lms.demo.house import House, at
from lms.learners.consent_models import Answer, Purpose
from lms.learners.consent_queries import consents_of
from lms.learners.intake import Interview, take_in
from lms.learners.models import BirthPrecision, Document, Learner, ResidenceStatus, Sex
from lms.learners.rules import Facts
from lms.learners.safeguarding_actions import name_staff, write_note
from lms.learners.safeguarding_models import Relation
from lms.learners.safeguarding_queries import named_staff, notes_of
from lms.learners.safeguarding_rules import Around

CAME = timedelta(days=20)
"""How long before the day of loading they were taken in."""


def write_minors(house: House, today: date) -> int:
    """Take the minors in; returns how many. A mediator is named beside the coordinator for who is here alone."""
    minors = content.read("minors")["minors"]
    for plan in minors:
        _take_in(house, plan, today)
    return len(minors)


def _take_in(house: House, plan: dict[str, Any], today: date) -> None:
    by = house.coordinator(plan["centre"])
    learner = take_in(by, house.centres[plan["centre"]], _interview(plan, today))
    if plan.get("unaccompanied"):
        mediator = house.of(Role.MEDIATOR, plan["centre"])
        learner.mediator = mediator
        name_staff(by, learner, mediator)
    if note := plan.get("note"):
        write_note(by, learner, note)
    _move_back(learner, today - CAME)


def _move_back(learner: Learner, day: date) -> None:
    """Let it all have happened on a day in the past: the actions write what happens now."""
    db.session.flush()
    moment = learner.created_at = at(day, 11)
    for consent in consents_of(learner):
        consent.on, consent.noted_at = day, moment
    for named in named_staff(learner):
        named.since = moment
    for note in notes_of(learner):
        note.at = moment


def _interview(plan: dict[str, Any], today: date) -> Interview:
    only_year, guardian, contact = plan.get("only_year"), plan["guardian"], plan.get("contact", {})
    year = today.year - plan["years"]
    facts = Facts(
        given_latin=plan["given"],
        family_latin=plan["family"],
        name_native=plan["native"],
        sex=Sex(plan["sex"]),
        born_on=date(year, 1, 1) if only_year else date(year, 3, 9),
        born_precision=BirthPrecision.YEAR if only_year else BirthPrecision.DAY,
        nationalities=(plan["nationality"],),
        mother_tongue=plan["tongue"],
        status=ResidenceStatus(plan["status"]),
        document=Document.SEEKER_CARD if plan["status"] == "asylum_seeker" else Document.PROTECTION_CARD,
        language=plan["language"],
        schooling_years=plan["years"] - 8,
    )
    around = Around(
        guardian["name"],
        Relation(guardian["relation"]),
        guardian["phone"],
        guardian["language"],
        contact.get("name"),
        contact.get("role"),
        contact.get("phone"),
    )
    photographs = Answer.GIVEN if plan["photographs"] else Answer.REFUSED
    answers = {Purpose.PROCESSING: Answer.GIVEN, Purpose.PHOTOGRAPHS: photographs, Purpose.FUNDER: Answer.GIVEN}
    return Interview(facts, plan.get("unaccompanied", False), around, answers, guardian["name"])
