"""Pages of exchange: upload, preview, confirm; choose, look at what is lost, download."""

from contextlib import closing
from io import BytesIO

from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.viewer import viewer
from lms.assessments.exchange import actions, queries, words
from lms.assessments.exchange.comparing import Fate, Outcome, compare
from lms.assessments.exchange.formats import FORMATS, Format, read_any
from lms.assessments.exchange.forms import ExportForm, ImportForm, OfferForm
from lms.assessments.exchange.found import Written
from lms.assessments.exchange.offering import Offer, fates_of, offer, offered
from lms.assessments.exchange.tables.writing import template
from lms.assessments.exchange.taking_in import MOST_ITEMS
from lms.assessments.pages import Page, blueprint
from lms.database import end_transaction
from lms.spreadsheets import Sheet, write_xlsx

XLSX = FORMATS[Format.XLSX].mimetype
SHOWN = 50
"""How many items of each fate a page shows."""
_OFFERS = frozenset({"assessments.take_items", "assessments.item_messages"})


@blueprint.url_value_preprocessor
def _let_an_offer_in(endpoint: str | None, _values: object) -> None:
    """What was shown is sent back in one field, which may be as long as the file was."""
    if endpoint in _OFFERS:
        request.max_form_memory_size = current_app.config["SETTINGS"].upload_limit


@blueprint.route("/items/import", methods=["GET", "POST"])
@permission("items.exchange")
def import_items() -> Page:
    """Choose a file; what it would bring follows, on the same page."""
    form = ImportForm()
    if form.validate_on_submit():
        try:
            return _read(form)
        except DomainError as refusal:
            form.file.errors = [refusal.message]
    limit = current_app.config["SETTINGS"].upload_limit
    page = render_template("assessments/import.html", form=form, limit=limit, most=MOST_ITEMS)
    return page, 422 if form.is_submitted() else 200


def _read(form: ImportForm) -> str:
    with closing(form.file.data) as uploaded:
        filename, data = uploaded.filename or "", uploaded.read()
    # Reading a large file takes seconds, in which teachers call the roll.
    end_transaction()
    found = read_any(data, filename, form.defaults())
    outcomes = compare(found.items, queries.known(viewer()))
    return _preview(filename, [str(one) for one in found.remarks], outcomes)


def _preview(filename: str, remarks: list[str], outcomes: list[Outcome]) -> str:
    token = offer(viewer(), filename, remarks, outcomes)
    groups = {fate: [one for one in outcomes if one.fate is fate] for fate in Fate}
    losing = [one for one in outcomes if one.fate in (Fate.NEW, Fate.VERSION) and one.incoming.lost]
    return render_template(
        "assessments/import_preview.html",
        filename=filename,
        remarks=remarks,
        groups=groups,
        losing=losing,
        shown=SHOWN,
        token=token,
        to_write=words.to_write,
    )


@blueprint.post("/items/import/confirm")
@permission("items.exchange")
def take_items() -> Page:
    """Write what was shown; show it again when the bank has changed meanwhile."""
    try:
        shown, outcomes = _offered()
        if fates_of(outcomes) != shown.fates:
            flash(_("The bank has changed since the preview. Look at it again."), "warning")
            return _preview(shown.filename, list(shown.remarks), outcomes)
        taken = actions.take_items(viewer(), outcomes)
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("assessments.import_items"), 303)
    _tell(taken)
    return redirect(url_for("assessments.items"), 303)


def _tell(taken: actions.Taken) -> None:
    if taken.created:
        said = ngettext("%(num)d item was added as a draft.", "%(num)d items were added as drafts.", taken.created)
        flash(said, "success")
    if taken.versions:
        said = ngettext("%(num)d item has a new draft.", "%(num)d items have new drafts.", taken.versions)
        flash(said, "success")


@blueprint.post("/items/import/messages.xlsx")
@permission("items.exchange")
def item_messages() -> Response:
    """Every message about what was shown, as a spreadsheet."""
    try:
        _shown, outcomes = _offered()
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("assessments.import_items"), 303)
    return _workbook(words.messages(outcomes), _("messages"))


def _offered() -> tuple[Offer, list[Outcome]]:
    """What was shown, and what would become of it now."""
    form = OfferForm()
    if not form.validate():
        abort(400)
    shown = offered(viewer(), form.offer.data)
    return shown, compare(shown.items, queries.known(viewer()))


@blueprint.get("/items/import/template.xlsx")
@permission("items.exchange")
def item_template() -> Response:
    """An empty table of items, with examples and the words that are understood."""
    return send_file(BytesIO(template()), mimetype=XLSX, as_attachment=True, download_name=_("items") + ".xlsx")


@blueprint.get("/items/export")
@permission("items.exchange")
def export_items() -> Page:
    """Choose a format and items; how many go along and what does not is told before the file is fetched."""
    form = ExportForm(request.args)
    if not request.args:
        return render_template("assessments/export.html", form=form, written=None)
    if not form.validate():
        return render_template("assessments/export.html", form=form, written=None), 422
    about = FORMATS[Format(form.format.data)]
    written = about.write(queries.wanted_items(viewer(), form.wanted()))
    return render_template("assessments/export.html", form=form, written=written, about=about, shown=SHOWN)


@blueprint.get("/items/export/file")
@permission("items.exchange")
def item_file() -> Response:
    """The items as a file."""
    form = _asked()
    format_ = Format(form.format.data)
    written = _written(form, format_)
    about = FORMATS[format_]
    name = _("items") + f".{about.ending}"
    return send_file(BytesIO(written.data), mimetype=about.mimetype, as_attachment=True, download_name=name)


@blueprint.get("/items/export/left-out.xlsx")
@permission("items.exchange")
def item_losses() -> Response:
    """What would not go along, as a spreadsheet."""
    form = _asked()
    written = FORMATS[Format(form.format.data)].write(queries.wanted_items(viewer(), form.wanted()))
    return _workbook(words.losses(written.losses), _("left-out"))


def _asked() -> ExportForm:
    form = ExportForm(request.args)
    if not form.validate():
        abort(400)
    return form


def _written(form: ExportForm, format_: Format) -> Written:
    try:
        return actions.give_items(viewer(), format_, form.wanted())
    except DomainError:
        abort(404)


def _workbook(sheet: Sheet, name: str) -> Response:
    return send_file(BytesIO(write_xlsx([sheet])), mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")
