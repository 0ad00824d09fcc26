"""Importing learners from a spreadsheet: upload, preview, confirm or discard; a long list goes on part by part."""

from io import BytesIO

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import Viewer, viewer
from lms.centres.queries import centres
from lms.database import db
from lms.learners import import_actions, import_pages, import_queries, import_sheets, import_step_actions, words
from lms.learners.forms import UploadForm
from lms.learners.import_columns import TITLES, find_columns
from lms.learners.import_models import ImportBatch, ImportState
from lms.learners.import_progress import progress_of
from lms.learners.import_queries import UNDER_WAY
from lms.spreadsheets import ROW_LIMIT, Sheet, write_xlsx

blueprint = Blueprint("imports", __name__, url_prefix="/learners/import")
Page = str | Response | tuple[str, int]
A_MOMENT = 2.0
"""Seconds in which a short list is done before its page is shown."""
A_WHILE = 10.0
"""Seconds for which whoever presses “Go on” waits: few presses, and no server gives a request up by then."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.route("", methods=["GET", "POST"])
@permission("learners.upload")
def upload() -> Page:
    """Choose a file; its preview follows. Lists that are not finished stand beside."""
    by, own = viewer(), list(centres(viewer(), "learners.upload"))
    form = UploadForm()
    form.offer(own)
    if form.validate_on_submit():
        centre = next(centre for centre in own if centre.id == form.centre.data)
        uploaded = form.file.data
        try:
            batch = import_actions.upload_list(by, centre, uploaded.filename or "", uploaded.read())
        except DomainError as refusal:
            form.file.errors = [refusal.message]
        else:
            return _on(by, batch.id, A_MOMENT)
    lists = import_queries.unfinished(by)
    limit = current_app.config["SETTINGS"].upload_limit
    page = render_template(
        "learners/import_upload.html", form=form, titles=TITLES, lists=lists, limit=limit, most_rows=ROW_LIMIT
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<int:batch_id>")
@permission("learners.import")
def show(batch_id: int) -> Page:
    """How far a list has come; what it would create, whom it repeats, what is wrong in which row; what became of it."""
    batch = load_or_404(ImportBatch, batch_id, "learners.import")
    if batch.state is ImportState.DISCARDED:
        return render_template("learners/import_over.html", batch=batch)
    if batch.state in UNDER_WAY:
        return render_template("learners/import_progress.html", batch=batch, progress=progress_of(batch))
    asked, page = request.args.get("show"), request.args.get("page", 1, type=identifier)
    told = {"batch": batch, "titles": TITLES, "words": words, "unknown": find_columns([batch.header]).unknown}
    if batch.state is ImportState.CONFIRMED:
        found = import_pages.found(viewer(), batch, ("late", "wrong"), asked, page)
        skipped = batch.total - batch.created - found["wrong"].count - found["late"].count
        return render_template("learners/import_done.html", **told, found=found, skipped=skipped)
    found = import_pages.found(viewer(), batch, ("wrong", "known", "new"), asked, page)
    chosen = import_queries.count_rows(import_queries.kinds(viewer(), batch)["chosen"])
    return render_template("learners/import_preview.html", **told, found=found, chosen=chosen)


@blueprint.post("/<int:batch_id>/step")
@permission("learners.import")
def step(batch_id: int) -> Page:
    """Do the next part of a list: a little for a page that shows the progress itself, much for a pressed button."""
    by, batch = viewer(), load_or_404(ImportBatch, batch_id, "learners.import")
    if request.accept_mimetypes.best != "application/json":
        return _on(by, batch.id, A_WHILE)
    import_step_actions.advance(by, batch_id, _chunk(), 0)
    progress = progress_of(db.session.get_one(ImportBatch, batch_id))
    told = {"phase": progress.phase, "done": progress.done, "of": progress.of, "words": str(progress.words)}
    return jsonify(told)


@blueprint.post("/<int:batch_id>/choose")
@permission("learners.import")
def choose(batch_id: int) -> Response:
    """Note who of those on one page of the known people is to be added after all."""
    batch = load_or_404(ImportBatch, batch_id, "learners.import")
    try:
        import_actions.choose(batch, *_chosen())
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("Your choice is kept. Nothing has been written yet."), "success")
    page = request.form.get("page", type=identifier) or 1
    return redirect(url_for("imports.show", batch_id=batch_id, show="known", page=page), 303)


@blueprint.post("/<int:batch_id>/confirm")
@permission("learners.import")
def confirm(batch_id: int) -> Response:
    """Decide that everybody who is new is added, and begin to do so."""
    by, batch = viewer(), load_or_404(ImportBatch, batch_id, "learners.import")
    try:
        if batch.state is ImportState.PREVIEWED:
            import_actions.choose(batch, *_chosen())
        confirmed = import_actions.confirm_list(by, batch)
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("imports.show", batch_id=batch_id), 303)
    if not confirmed:
        flash(_("This list was imported before; nothing was changed."), "info")
        return redirect(url_for("imports.show", batch_id=batch_id), 303)
    return _on(by, batch_id, A_MOMENT)


@blueprint.post("/<int:batch_id>/discard")
@permission("learners.import")
def discard(batch_id: int) -> Response:
    """Forget an uploaded list."""
    try:
        import_actions.discard_list(viewer(), load_or_404(ImportBatch, batch_id, "learners.import"))
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("imports.show", batch_id=batch_id), 303)
    flash(_("The list was discarded; nobody was added."), "info")
    return redirect(url_for("imports.upload"), 303)


@blueprint.get("/<int:batch_id>/mend.xlsx")
@permission("learners.import")
def mend(batch_id: int) -> Response:
    """The rows that were left out as a spreadsheet, with the reason, to be mended and imported again."""
    batch = load_or_404(ImportBatch, batch_id, "learners.import")
    sheet = import_sheets.to_mend(viewer(), batch)
    if sheet is None:
        abort(404)
    return _workbook(sheet, _("to-mend") + ".xlsx")


@blueprint.get("/template.xlsx")
@permission("learners.upload")
def template() -> Response:
    """An empty list with the columns that are understood."""
    return _workbook(import_sheets.empty_list(), _("learners") + ".xlsx")


def _workbook(sheet: Sheet, name: str) -> Response:
    return send_file(BytesIO(write_xlsx([sheet])), mimetype=XLSX, as_attachment=True, download_name=name)


def _on(by: Viewer, batch_id: int, seconds: float) -> Response:
    """Bring a list on and show it: a short one is done at once, without a page in between."""
    import_step_actions.advance(by, batch_id, _chunk(), seconds)
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


def _chunk() -> int:
    count: int = current_app.config["SETTINGS"].import_chunk
    return count


def _chosen() -> tuple[set[int], set[int]]:
    """The numbers of the rows that a page offered, and of those that were ticked."""
    also = set(request.form.getlist("also", type=identifier)[: import_queries.SHOWN])
    return also | set(request.form.getlist("offered", type=identifier)[: import_queries.SHOWN]), also
