"""Pages of the programmes: the list, one programme, creating and changing it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.courses import cohort_queries
from lms.courses.forms import NamesForm, ProgrammeForm
from lms.courses.models import Programme
from lms.courses.pages import Page, blueprint, page
from lms.courses.programme_actions import change_programme, cohorts_using, create_programme
from lms.courses.syllabus_content import outlines_of
from lms.courses.syllabus_queries import units_of
from lms.courses.syllabus_rules import difference


@blueprint.get("/programmes")
@permission("programmes.view")
def programmes() -> Page:
    """Every programme."""
    return page("programmes.html", programmes=cohort_queries.programmes(viewer()))


@blueprint.get("/programmes/<int:programme_id>")
@permission("programmes.view")
def programme(programme_id: int) -> Page:
    """One programme: its hours, its rule of completion and its units."""
    found = load_or_404(Programme, programme_id, "programmes.view")
    units = units_of(found)
    return page(
        "programme.html",
        programme=found,
        cohorts=cohorts_using(found),
        units=units,
        difference=difference([unit.hours for unit in units], found.hours),
        outlines=[] if units else outlines_of(found.level),
    )


@blueprint.route("/programmes/new", methods=["GET", "POST"])
@permission("programmes.manage")
def new_programme() -> Page:
    """Design a new programme."""
    form = ProgrammeForm()
    if form.validate_on_submit():
        try:
            made = create_programme(viewer(), form.facts())
        except DomainError as refusal:
            form.code.errors = [refusal.message]
        else:
            flash(_("The programme is ready. Cohorts can run it."), "success")
            return redirect(url_for("courses.programme", programme_id=made.id), 303)
    return page("programme_form.html", 422 if form.is_submitted() else 200, form=form)


@blueprint.route("/programmes/<int:programme_id>/edit", methods=["GET", "POST"])
@permission("programmes.manage")
def edit_programme(programme_id: int) -> Page:
    """Change a programme; once cohorts use it, only its names."""
    found = load_or_404(Programme, programme_id, "programmes.manage")
    used = cohorts_using(found)
    form = NamesForm(obj=found) if used else ProgrammeForm(obj=found)
    if form.validate_on_submit():
        try:
            change_programme(viewer(), found, form.facts())
        except DomainError as refusal:
            form.code.errors = [refusal.message]
        else:
            flash(_("The changes are saved."), "success")
            return redirect(url_for("courses.programme", programme_id=found.id), 303)
    status = 422 if form.is_submitted() else 200
    return page("programme_form.html", status, form=form, programme=found, used=used)
