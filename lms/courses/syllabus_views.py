"""Pages of the syllabus: the units of a programme, and the lesson plan of a cohort."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.courses.models import Cohort, Programme
from lms.courses.pages import Page, blueprint, page
from lms.courses.syllabus_actions import add_unit, change_unit, move_unit, remove_unit, take_outlines
from lms.courses.syllabus_content import outlines
from lms.courses.syllabus_forms import UnitForm, form_of
from lms.courses.syllabus_models import Unit
from lms.courses.syllabus_queries import plan_of

STEPS = {"earlier": -1, "later": 1}


@blueprint.get("/cohorts/<int:cohort_id>/plan")
@permission("cohorts.view")
def plan(cohort_id: int) -> Page:
    """Which unit is planned for which lesson of a cohort, and what was taught."""
    cohort = load_or_404(Cohort, cohort_id, "cohorts.view")
    return page("plan.html", cohort=cohort, plan=plan_of(cohort), now=clock.now())


@blueprint.route("/programmes/<int:programme_id>/units/new", methods=["GET", "POST"])
@permission("programmes.manage")
def new_unit(programme_id: int) -> Page:
    """Add a unit to a programme."""
    programme = load_or_404(Programme, programme_id, "programmes.manage")
    form = UnitForm()
    if form.validate_on_submit():
        add_unit(viewer(), programme, form.facts())
        return _back(programme, _("The unit is added."))
    return page("unit_form.html", 422 if form.is_submitted() else 200, form=form, programme=programme)


@blueprint.post("/programmes/<int:programme_id>/outlines")
@permission("programmes.manage")
def take_outline(programme_id: int) -> Page:
    """Give a programme without units those of the outlines that were chosen."""
    programme = load_or_404(Programme, programme_id, "programmes.manage")
    chosen = [outline for code, outline in outlines().items() if code in request.form.getlist("outline")]
    try:
        made = take_outlines(viewer(), programme, chosen)
    except DomainError as refusal:
        flash(str(refusal), "warning")
        return redirect(_address(programme), 303)
    return _back(programme, ngettext("%(num)d unit is added.", "%(num)d units are added.", len(made)))


@blueprint.route("/units/<int:unit_id>/edit", methods=["GET", "POST"])
@permission("units.change")
def edit_unit(unit_id: int) -> Page:
    """Change a unit."""
    unit = load_or_404(Unit, unit_id, "units.change")
    form = form_of(unit)
    if form.validate_on_submit():
        return _act(unit, _("The changes are saved."), lambda: change_unit(viewer(), unit, form.facts()))
    return page("unit_form.html", 422 if form.is_submitted() else 200, form=form, programme=unit.programme, unit=unit)


@blueprint.post("/units/<int:unit_id>/move")
@permission("units.change")
def shift_unit(unit_id: int) -> Page:
    """Move a unit one place earlier or later."""
    unit = load_or_404(Unit, unit_id, "units.change")
    step = STEPS.get(request.form.get("to", ""), 0)
    return _act(unit, None, lambda: move_unit(viewer(), unit, step), f"#unit-{unit.id}")


@blueprint.post("/units/<int:unit_id>/remove")
@permission("units.change")
def drop_unit(unit_id: int) -> Page:
    """Remove a unit from its programme, when the button that says so was pressed."""
    unit = load_or_404(Unit, unit_id, "units.change")
    if "remove" not in request.form:
        return redirect(url_for("courses.edit_unit", unit_id=unit.id), 303)
    return _act(unit, _("The unit is removed."), lambda: remove_unit(viewer(), unit))


def _act(unit: Unit, done: str | None, act: Callable[[], None], place: str = "") -> Page:
    """Do something with a unit and go back to its programme, saying what became of it."""
    address = f"{_address(unit.programme)}{place}"
    try:
        act()
    except DomainError as refusal:
        flash(str(refusal), "warning")
    else:
        if done:
            flash(done, "success")
    return redirect(address, 303)


def _address(programme: Programme) -> str:
    return url_for("courses.programme", programme_id=programme.id)


def _back(programme: Programme, text: str) -> Page:
    flash(text, "success")
    return redirect(_address(programme), 303)
