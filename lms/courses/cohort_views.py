"""Pages of the cohorts: the list, and one cohort with its lessons and people."""

from flask import request

from lms import clock
from lms.access.declare import permission
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.courses import cohort_queries, enrolment_queries, filling_words, forming_words, waiting_words
from lms.courses.cohort_rules import Phase, phase_of
from lms.courses.filling_views import shown_opening
from lms.courses.models import Cohort
from lms.courses.offer_queries import open_offers
from lms.courses.offer_words import TEXTS
from lms.courses.pages import Page, blueprint, page, today_at
from lms.learners.queries import openable
from lms.learners.words import MEETS, times
from lms.messages import words as message_words
from lms.messages.queries import last_sent

SHOWN = {
    "now": (Phase.RUNNING, Phase.COMING),
    "running": (Phase.RUNNING,),
    "coming": (Phase.COMING,),
    "finished": (Phase.FINISHED,),
}
"""Which phases each choice of the list shows; the first is what one sees at first."""


@blueprint.get("/cohorts")
@permission("cohorts.view")
def cohorts() -> Page:
    """The cohorts the viewer may see, by phase and centre."""
    chosen = request.args.get("phase", "")
    chosen = chosen if chosen in SHOWN else "now"
    centre_id = request.args.get("centre", type=identifier)
    today = clock.today()
    number = request.args.get("page", 1, type=identifier)
    found = cohort_queries.cohorts(viewer(), SHOWN[chosen], centre_id, today, number)
    counts = cohort_queries.phase_counts(viewer(), centre_id, today)
    return page(
        "cohorts.html",
        found=found,
        taken=cohort_queries.places_taken([cohort.id for cohort in found.items]),
        phase_of=lambda cohort: phase_of(cohort.starts_on, cohort.ends_on, today, cohort.called_off_on is not None),
        chosen=chosen,
        counts={name: sum(counts[phase] for phase in phases) for name, phases in SHOWN.items()},
        centre_id=centre_id,
        centres=cohort_queries.centres_of_cohorts(viewer()),
    )


@blueprint.get("/cohorts/<int:cohort_id>")
@permission("cohorts.view", "cohorts.enrol", "learners.reach")
def cohort(cohort_id: int) -> Page:
    """A cohort: facts, the next lessons, its people and all lessons."""
    found = load_or_404(Cohort, cohort_id, "cohorts.view")
    enrolments, offers = enrolment_queries.enrolled(found, viewer()), open_offers(found, viewer())
    return page(
        "cohort.html",
        cohort=found,
        phase=phase_of(found.starts_on, found.ends_on, today_at(found), found.called_off_on is not None),
        place=enrolment_queries.place_of(found),
        course=cohort_queries.course_of(found, clock.now()),
        now=clock.now(),
        enrolments=enrolments,
        offers=offers,
        sent=last_sent(viewer(), TEXTS, [one.id for one in offers.values()]),
        message_words=message_words,
        opening=shown_opening(found),
        filling=filling_words,
        forming=forming_words,
        waits=waiting_words,
        times=times,
        modes=MEETS,
        openable=openable(viewer(), [one.learner_id for one in enrolments]),
    )
