"""The one table of who may do what, over what.

Read at start-up: a view that does not fit it stops the application.

A line: the permission, the model it is over (none for pages without data of their own), and for each
role that holds it the scope: a function of the viewer. A role that is not named holds nothing.
"""

from lms.access.table import PermissionTable, everything, row
from lms.accounts.models import Account
from lms.accounts.queries import own_account, staff_accounts
from lms.assessments.calibration.models import Calibration
from lms.assessments.items.models import Item, Sound
from lms.assessments.marking.models import Recording
from lms.assessments.marking.scopes import (
    answers_of_own_centres,
    answers_taught,
    answers_to_rate,
    own_recordings,
    recordings_of_own_centres,
    recordings_to_rate,
)
from lms.assessments.placement.queries import own_placements, placements_of_own_centres, undecided_of_own_centres
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.building_queries import quizzes_not_placements
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.queries import assignments_of_own_centres, assignments_taught, attempts_of_own_centres
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.results.scopes import sittings_of_own_centres, sittings_taught
from lms.assessments.taking.queries import own_assignments, own_quiz_attempts
from lms.attendance.absence_models import ExcuseProposal
from lms.attendance.absence_scopes import (
    absences_accompanied,
    absences_of_own_centres,
    absences_taught,
    excuses_of_own_centres,
    excuses_taught,
)
from lms.attendance.checkin_models import CheckInSession
from lms.attendance.checkin_queries import sessions_of_own_lessons
from lms.attendance.guest_models import Guest
from lms.attendance.guest_queries import guests_added, guests_added_at_own_centres, guests_of_own_centres
from lms.centres.models import Centre
from lms.centres.queries import own_centres
from lms.courses.forming_models import GroupProposal
from lms.courses.forming_queries import proposals_of_own_centres
from lms.courses.models import Cohort, Enrolment, Lesson, Programme, WaitingEntry
from lms.courses.offer_message_queries import offers_to_accompanied, offers_to_own_people
from lms.courses.offer_models import Offer
from lms.courses.offer_queries import offers_of_own_centres
from lms.courses.queries import (
    cohorts_of_own_centres,
    cohorts_taught,
    enrolments_of_own_centres,
    learners_taught,
    lessons_led,
    lessons_of_own_centres,
    lessons_taught,
    waiting_in_own_centres,
    waiting_people_for_taught,
    waiting_people_of_own_centres,
)
from lms.courses.syllabus_models import Unit
from lms.learners.import_models import ImportBatch
from lms.learners.models import Learner
from lms.learners.queries import accompanied_by, batches_of_own_centres, named_for, of_own_centres, own_record
from lms.learners.request_models import CourseRequest
from lms.learners.request_queries import requests_of_own_centres

TABLE = PermissionTable(
    (
        # --- accounts -----------------------------------------------------------------------------
        row(
            "account.own",
            Account,
            administrator=own_account,
            coordinator=own_account,
            teacher=own_account,
            mediator=own_account,
            learner=own_account,
            observer=own_account,
        ),
        row("staff.manage", Account, administrator=staff_accounts),
        # --- centres ------------------------------------------------------------------------------
        row("centres.view", Centre, administrator=everything, coordinator=own_centres),
        row("centres.manage", Centre, administrator=everything, coordinator=own_centres),
        row("centres.create", administrator=everything),
        # --- learners -----------------------------------------------------------------------------
        row(
            "learners.view",
            Learner,
            coordinator=of_own_centres,
            teacher=learners_taught,
            mediator=accompanied_by,
        ),
        row("learners.contact", Learner, coordinator=of_own_centres, mediator=accompanied_by),
        row(
            "learners.reach",
            Learner,
            coordinator=of_own_centres,
            teacher=learners_taught,
            mediator=accompanied_by,
        ),
        row("learners.create", Centre, coordinator=own_centres, mediator=own_centres),
        row("learners.change", Learner, coordinator=of_own_centres),
        row("learners.number", Learner, coordinator=of_own_centres),
        row("consents.note", Learner, coordinator=of_own_centres, mediator=accompanied_by),
        row("safeguarding.change", Learner, coordinator=of_own_centres, mediator=accompanied_by),
        row("safeguarding.named", Learner, coordinator=named_for, mediator=named_for),
        row("learners.merge", Learner, coordinator=of_own_centres),
        row("learners.cards", Learner, coordinator=of_own_centres),
        row("requests.manage", CourseRequest, coordinator=requests_of_own_centres),
        row("learners.upload", Centre, coordinator=own_centres),
        row("learners.import", ImportBatch, coordinator=batches_of_own_centres),
        # --- courses ------------------------------------------------------------------------------
        row("programmes.view", Programme, administrator=everything, coordinator=everything),
        row("programmes.manage", Programme, administrator=everything, coordinator=everything),
        row("units.change", Unit, administrator=everything, coordinator=everything),
        row("cohorts.view", Cohort, coordinator=cohorts_of_own_centres, teacher=cohorts_taught),
        row("calendar.view", Centre, coordinator=own_centres, teacher=own_centres),
        row("hours.view", Lesson, coordinator=lessons_of_own_centres, teacher=lessons_led),
        row("feeds.own", Account, teacher=own_account),
        row("feeds.cohort", Cohort, coordinator=cohorts_of_own_centres, teacher=cohorts_taught),
        row("cohorts.create", Centre, coordinator=own_centres),
        row("cohorts.enrol", Cohort, coordinator=cohorts_of_own_centres),
        row("cohorts.overfill", Cohort, coordinator=cohorts_of_own_centres),
        row("cohorts.plan", Cohort, coordinator=cohorts_of_own_centres),
        row("lessons.plan", Lesson, coordinator=lessons_of_own_centres),
        row("offers.answer", Offer, coordinator=offers_of_own_centres),
        row("offers.message", Offer, coordinator=offers_to_own_people, mediator=offers_to_accompanied),
        row("enrolments.change", Enrolment, coordinator=enrolments_of_own_centres),
        row("learners.enrol", Learner, coordinator=of_own_centres),
        row("waiting.view", Centre, coordinator=own_centres),
        row("waiting.manage", WaitingEntry, coordinator=waiting_in_own_centres),
        row("groups.form", Centre, coordinator=own_centres),
        row("groups.propose", GroupProposal, coordinator=proposals_of_own_centres),
        # --- attendance ---------------------------------------------------------------------------
        row("lessons.own", Lesson, coordinator=lessons_of_own_centres, teacher=lessons_taught),
        row("roll.call", Lesson, coordinator=lessons_of_own_centres, teacher=lessons_taught),
        row("attendance.view", Cohort, coordinator=cohorts_of_own_centres, teacher=cohorts_taught),
        row(
            "absences.call",
            Enrolment,
            coordinator=absences_of_own_centres,
            teacher=absences_taught,
            mediator=absences_accompanied,
        ),
        row("excuses.decide", ExcuseProposal, coordinator=excuses_of_own_centres, teacher=excuses_taught),
        row("check_in.own", CheckInSession, learner=sessions_of_own_lessons),
        row("guests.find", Learner, coordinator=waiting_people_of_own_centres, teacher=waiting_people_for_taught),
        row("guests.own", Guest, coordinator=guests_added_at_own_centres, teacher=guests_added),
        row("guests.resolve", Guest, coordinator=guests_of_own_centres),
        # --- assessments --------------------------------------------------------------------------
        row("learn.own", Learner, learner=own_record),
        row("placement.take", Attempt, learner=own_placements),
        row("quizzes.view", Quiz, coordinator=quizzes_not_placements, teacher=quizzes_not_placements),
        row("quizzes.write", Quiz, coordinator=quizzes_not_placements, teacher=quizzes_not_placements),
        row("quizzes.assign", Cohort, coordinator=cohorts_of_own_centres, teacher=cohorts_taught),
        row("quizzes.assign_person", Learner, coordinator=of_own_centres, teacher=learners_taught),
        row("needs.note", Learner, coordinator=of_own_centres, teacher=learners_taught),
        row("assignments.view", Assignment, coordinator=assignments_of_own_centres, teacher=assignments_taught),
        row("assignments.manage", Assignment, coordinator=assignments_of_own_centres, teacher=assignments_taught),
        row("attempts.view", Attempt, coordinator=sittings_of_own_centres, teacher=sittings_taught),
        row("quizzes.take", Assignment, learner=own_assignments),
        row("attempts.own", Attempt, learner=own_quiz_attempts),
        row("placements.view", Attempt, coordinator=placements_of_own_centres),
        row("placements.decide", Attempt, coordinator=placements_of_own_centres),
        row("placements.prepare", Learner, coordinator=of_own_centres),
        row("placements.talk", Attempt, coordinator=placements_of_own_centres, teacher=undecided_of_own_centres),
        row("answers.mark", Response, coordinator=answers_of_own_centres, teacher=answers_to_rate),
        row("answers.whose", Response, coordinator=answers_of_own_centres, teacher=answers_taught),
        row("answers.live", Attempt, coordinator=sittings_of_own_centres, teacher=sittings_taught),
        row(
            "recordings.hear",
            Recording,
            coordinator=recordings_of_own_centres,
            teacher=recordings_to_rate,
            learner=own_recordings,
        ),
        row("sounds.hear", Sound, coordinator=everything, teacher=everything, learner=everything),
        row("items.view", Item, coordinator=everything, teacher=everything),
        row("items.statistics", Attempt, coordinator=attempts_of_own_centres, teacher=attempts_of_own_centres),
        row("quizzes.statistics", Quiz, coordinator=everything, teacher=everything),
        row("calibrations.view", Calibration, coordinator=everything, teacher=everything),
        row("calibrations.undo", Calibration, coordinator=everything),
        row("items.write", Item, coordinator=everything, teacher=everything),
        row("items.review", Item, coordinator=everything, teacher=everything),
        row("items.publish", Item, coordinator=everything, teacher=everything),
        row("items.retire", Item, coordinator=everything),
        row("items.take_over", Item, coordinator=everything),
        row("items.rule", Item, coordinator=everything, teacher=everything),
        row("items.exchange", Item, coordinator=everything, teacher=everything),
        # --- progress -----------------------------------------------------------------------------
        row(
            "statistics.view",
            Cohort,
            coordinator=cohorts_of_own_centres,
            teacher=cohorts_taught,
            observer=cohorts_of_own_centres,
        ),
        row("statistics.people", Cohort, coordinator=cohorts_of_own_centres, teacher=cohorts_taught),
        row("outcomes.view", Cohort, coordinator=cohorts_of_own_centres, teacher=cohorts_taught),
        row("outcomes.confirm", Cohort, coordinator=cohorts_of_own_centres),
    )
)
