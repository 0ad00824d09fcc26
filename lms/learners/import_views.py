"""Importing learners from a spreadsheet: upload, preview, confirm or discard."""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.centres.queries import centres
from lms.learners import import_actions, words
from lms.learners.forms import UploadForm
from lms.learners.import_columns import TITLES, find_columns
from lms.learners.import_rules import Finding, Preview
from lms.learners.import_values import text
from lms.learners.models import ImportBatch, ImportState
from lms.spreadsheets import Sheet, write_xlsx

blueprint = Blueprint("imports", __name__, url_prefix="/learners/import")
Page = str | Response | tuple[str, int]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.route("", methods=["GET", "POST"])
@permission("learners.upload")
def upload() -> Page:
    """Choose a file; its preview follows."""
    own = list(centres(viewer(), "learners.upload"))
    form = UploadForm()
    form.offer(own)
    if form.validate_on_submit():
        centre = next(centre for centre in own if centre.id == form.centre.data)
        uploaded = form.file.data
        try:
            batch = import_actions.upload_list(viewer(), centre, uploaded.filename or "", uploaded.read())
        except DomainError as refusal:
            form.file.errors = [refusal.message]
        else:
            return redirect(url_for("imports.show", batch_id=batch.id), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("learners/import_upload.html", form=form, titles=TITLES), status


@blueprint.get("/<int:batch_id>")
@permission("learners.import")
def show(batch_id: int) -> Page:
    """What an uploaded list would create, whom it repeats, and what is wrong in which row."""
    batch = load_or_404(ImportBatch, batch_id, "learners.import")
    if batch.state is ImportState.DISCARDED:
        return render_template("learners/import_over.html", batch=batch)
    found = _preview(batch)
    if batch.state is ImportState.CONFIRMED:
        return render_template("learners/import_done.html", batch=batch, found=found, titles=TITLES)
    return render_template("learners/import_preview.html", batch=batch, found=found, titles=TITLES, words=words)


@blueprint.post("/<int:batch_id>/confirm")
@permission("learners.import")
def confirm(batch_id: int) -> Response:
    """Create everybody who is new, in one act."""
    batch = load_or_404(ImportBatch, batch_id, "learners.import")
    already = batch.state is ImportState.CONFIRMED
    try:
        created = import_actions.confirm_list(viewer(), batch, set(request.form.getlist("also", type=int)))
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        if already:
            flash(_("This list was imported before; nothing was changed."), "info")
        else:
            flash(ngettext("%(num)d person was added.", "%(num)d people were added.", created), "success")
    return redirect(url_for("imports.show", batch_id=batch.id), 303)


@blueprint.post("/<int:batch_id>/discard")
@permission("learners.import")
def discard(batch_id: int) -> Response:
    """Forget an uploaded list."""
    import_actions.discard_list(viewer(), load_or_404(ImportBatch, batch_id, "learners.import"))
    flash(_("The list was discarded; nobody was added."), "info")
    return redirect(url_for("imports.upload"), 303)


@blueprint.get("/<int:batch_id>/mend.xlsx")
@permission("learners.import")
def mend(batch_id: int) -> Response:
    """The rows with mistakes as a spreadsheet, with what is wrong, to be mended and imported again."""
    batch = load_or_404(ImportBatch, batch_id, "learners.import")
    wrong = _preview(batch).of_kind("wrong") if batch.rows else []
    if not wrong:
        abort(404)
    header = [text(cell) for cell in batch.rows[find_columns(batch.rows).row]]
    rows = [_row_to_mend(batch, finding, len(header)) for finding in wrong]
    return _workbook(Sheet(_("To mend"), [*header, _("What is wrong")], rows), _("to-mend") + ".xlsx")


@blueprint.get("/template.xlsx")
@permission("learners.upload")
def template() -> Response:
    """An empty list with the columns that are understood."""
    titles = [str(title) for name, title in TITLES.items() if name != "full_name"]
    return _workbook(Sheet(_("Learners"), titles, []), _("learners") + ".xlsx")


def _preview(batch: ImportBatch) -> Preview:
    return import_actions.preview_of(viewer(), batch) if batch.rows else Preview()


def _row_to_mend(batch: ImportBatch, finding: Finding, width: int) -> list[str]:
    cells = [text(cell) for cell in batch.rows[finding.row - 1]]
    padded = (cells + [""] * width)[:width]
    return [*padded, "; ".join(f"{TITLES[one.field]}: {one.message}" for one in finding.problems)]


def _workbook(sheet: Sheet, name: str) -> Response:
    return send_file(BytesIO(write_xlsx([sheet])), mimetype=XLSX, as_attachment=True, download_name=name)
