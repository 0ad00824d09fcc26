"""The one table of who may do what, over what.

Read at start-up: a view that does not fit it stops the application.

A line: the permission, the model it is over (none for pages without data of their own), and for each
role that holds it the scope: a function of the viewer. A role that is not named holds nothing.
"""

from lms.access.table import PermissionTable, row
from lms.accounts.models import Account
from lms.accounts.queries import own_account, staff_accounts
from lms.courses.models import Cohort, Lesson
from lms.courses.queries import (
    cohorts_of_own_centres,
    cohorts_taught,
    lessons_of_own_centres,
    lessons_taught,
)

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
        # --- learners -----------------------------------------------------------------------------
        # --- courses ------------------------------------------------------------------------------
        # --- attendance ---------------------------------------------------------------------------
        row("lessons.own", Lesson, coordinator=lessons_of_own_centres, teacher=lessons_taught),
        row("roll.call", Lesson, coordinator=lessons_of_own_centres, teacher=lessons_taught),
        row("attendance.view", Cohort, coordinator=cohorts_of_own_centres, teacher=cohorts_taught),
        # --- assessments --------------------------------------------------------------------------
        # --- progress -----------------------------------------------------------------------------
    )
)
