"""Reading what calling off a cohort would mean, and what stands in its way."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms import clock
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.offer_models import Offer, OfferState
from lms.courses.states import EnrolmentState, LessonState
from lms.database import db


@dataclass(frozen=True)
class CallingOff:
    """What there is in a cohort: `planned` and `offers` would go, `held` and `people` keep it from being called off."""

    planned: int
    held: int
    people: int
    offers: int

    @property
    def possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.held and not self.people


def calling_off_of(cohort: Cohort) -> CallingOff:
    """What there is in a cohort now."""
    lessons = select(Lesson.state, func.count()).where(Lesson.cohort_id == cohort.id).group_by(Lesson.state)
    found: dict[LessonState, int] = dict(iter(db.session.execute(lessons)))
    inside = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)
    people = select(func.count()).where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(inside))
    offers = select(func.count()).where(
        Offer.cohort_id == cohort.id, Offer.state == OfferState.OPEN, Offer.reply_by > clock.now()
    )
    return CallingOff(
        found.get(LessonState.PLANNED, 0),
        found.get(LessonState.HELD, 0),
        db.session.scalars(people).one(),
        db.session.scalars(offers).one(),
    )
