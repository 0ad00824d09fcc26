"""Deciding about answers on the page of an item: accept one, correct the key, take both back."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.items.views import page_of
from lms.assessments.pages import Page, blueprint
from lms.assessments.rulings import actions, queries
from lms.assessments.rulings.forms import AcceptForm, KeyForm, WithdrawForm
from lms.assessments.rulings.gathering import orders_unaccepted
from lms.assessments.rulings.remarking import Remarked
from lms.assessments.states import ItemKind


@blueprint.post("/items/<int:item_id>/accept")
@permission("items.rule")
def accept_answer(item_id: int) -> Page:
    """Accept what was typed, and mark all answers anew."""
    version = _version(item_id)
    form = AcceptForm()
    if not form.validate():
        abort(400)
    try:
        done = actions.accept(viewer(), version, form.gap.data, form.text.data)
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        _tell(_("“%(text)s” is accepted.", text=form.text.data), done)
    return _to(version)


@blueprint.post("/items/<int:item_id>/accept/withdraw")
@permission("items.rule")
def withdraw_answer(item_id: int) -> Page:
    """Take an acceptance back, and mark all answers anew."""
    version = _version(item_id)
    wanted = WithdrawForm().identifier
    found = next((one for one in queries.accepted_answers(version.id) if one.id == wanted), None)
    if found is None:
        flash(_("This was taken back already."), "info")
    else:
        done = actions.withdraw_accepted(viewer(), version, found)
        _tell(_("“%(text)s” is not accepted any more.", text=found.text), done)
    return _to(version)


@blueprint.post("/items/<int:item_id>/key")
@permission("items.rule")
def correct_key(item_id: int) -> Page:
    """Correct the key of a version, and mark all answers anew."""
    version = _version(item_id)
    ruling = queries.ruling_of(version.id)
    ordered = version.kind is ItemKind.ORDERING
    orders = orders_unaccepted(version.body, queries.given_to(version), ruling) if ordered else ()
    form = KeyForm.about(version, ruling, orders, request.form)
    if not form.validate():
        return page_of(version, key_form=form), 422
    try:
        done = actions.correct(viewer(), version, form.key_of(version), form.reason.data)
    except DomainError as refusal:
        form.reason.errors = [refusal.message]
        return page_of(version, key_form=form), 422
    _tell(_("The key is corrected."), done)
    return _to(version)


@blueprint.post("/items/<int:item_id>/key/withdraw")
@permission("items.rule")
def withdraw_key(item_id: int) -> Page:
    """Let the version's own key hold again, and mark all answers anew."""
    version = _version(item_id)
    found = queries.standing_correction(version.id)
    if found is None or found.id != WithdrawForm().identifier:
        flash(_("This was taken back already."), "info")
    else:
        _tell(_("The key of the item holds again."), actions.withdraw_correction(viewer(), version, found))
    return _to(version)


def _version(item_id: int) -> ItemVersion:
    """The version that the form is about. A form that names none of the item's versions is none of our pages."""
    item = load_or_404(Item, item_id, "items.rule")
    number = request.form.get("version", type=identifier)
    return next((one for one in item.versions if one.version == number), None) or abort(400)


def _tell(what: str, done: Remarked) -> None:
    """Say what was decided and what it changed."""
    changed = ngettext("%(num)d answer was marked anew,", "%(num)d answers were marked anew,", done.answers)
    of = ngettext("of %(num)d person.", "of %(num)d people.", done.people)
    said = [what, f"{changed} {of}" if done.answers else _("No answer is worth more or less by it.")]
    if done.suggestions:
        said.append(
            ngettext(
                "%(num)d placement suggests another level now.",
                "%(num)d placements suggest another level now.",
                done.suggestions,
            )
        )
    if done.decided:
        said.append(
            ngettext(
                "%(num)d of them was decided before, and stays so.",
                "%(num)d of them were decided before, and stay so.",
                done.decided,
            )
        )
    flash(" ".join(said), "success")


def _to(version: ItemVersion) -> Response:
    return redirect(
        url_for("assessments.item", item_id=version.item_id, version=version.version, _anchor="decisions"), 303
    )
