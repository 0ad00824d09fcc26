"""Azbuka: Bulgarian courses for migrants, from the first visit to the report to the funder.

create_app() wires the rooms together and does nothing else.
"""

from flask import Flask

from lms import database, permissions, settings, web
from lms.access import audit, scope
from lms.access.declare import check_declarations
from lms.accounts import session
from lms.accounts.staff_views import blueprint as staff_pages
from lms.accounts.views import blueprint as account_pages
from lms.assessments.views import blueprint as assessment_pages
from lms.attendance.views import blueprint as attendance_pages
from lms.centres.views import blueprint as centre_pages
from lms.cli import commands
from lms.courses.views import blueprint as course_pages
from lms.learners.card_views import blueprint as card_pages
from lms.learners.consent_views import blueprint as consent_pages
from lms.learners.contact_views import blueprint as contact_pages
from lms.learners.duplicate_views import blueprint as duplicate_pages
from lms.learners.import_views import blueprint as import_pages
from lms.learners.intake_views import blueprint as intake_pages
from lms.learners.request_join_views import blueprint as join_pages
from lms.learners.request_views import blueprint as request_pages
from lms.learners.safeguarding_views import blueprint as safeguarding_pages
from lms.learners.views import blueprint as learner_pages
from lms.messages.views import blueprint as message_pages
from lms.progress.outcome_views import blueprint as outcome_pages
from lms.progress.views import blueprint as progress_pages
from lms.settings import ROOT, Settings

PAGES = (
    account_pages,
    staff_pages,
    centre_pages,
    learner_pages,
    intake_pages,
    consent_pages,
    safeguarding_pages,
    duplicate_pages,
    import_pages,
    card_pages,
    contact_pages,
    join_pages,
    request_pages,
    message_pages,
    course_pages,
    attendance_pages,
    assessment_pages,
    progress_pages,
    outcome_pages,
)


def create_app(chosen: Settings | None = None) -> Flask:
    """The application with every room in its place.

    Raises SettingError for a setting it cannot start with, and UndeclaredAccess when a view and the
    permission table do not fit together.
    """
    app = Flask(__name__, root_path=str(ROOT), instance_path=str(ROOT / "var"), static_folder=None)
    web.configure(app, chosen or settings.from_environment())
    audit.init_app(app)
    database.init_app(app)
    session.init_app(app)
    web.init_app(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    web.let_scripts_in(app)
    app.cli.add_command(commands)
    scope.install(app, permissions.TABLE)
    check_declarations(app, permissions.TABLE)
    return app
