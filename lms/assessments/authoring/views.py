"""The pages on which items are written: choosing the kind, the form of each, the preview, recordings."""

from flask import abort, flash, jsonify, make_response, redirect, render_template, request, url_for

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments.authoring import opening, sounds, words
from lms.assessments.authoring.kinds import FORMS
from lms.assessments.authoring.showing import page, shown
from lms.assessments.authoring.taking import sent, take
from lms.assessments.items.models import Item
from lms.assessments.items.review_actions import REFUSALS, possible
from lms.assessments.items.rules import Act
from lms.assessments.items.words import KIND_NAMES
from lms.assessments.pages import Page, blueprint
from lms.assessments.states import ItemKind
from lms.database import begin_reading, end_transaction


@blueprint.get("/items/new")
@permission("items.write")
def new_item() -> Page:
    """Which kind of item to write."""
    return render_template("assessments/authoring/new.html", kinds=words.GROUPS, names=KIND_NAMES, about=words.ABOUT)


@blueprint.route("/items/new/<item_kind>", methods=["GET", "POST"])
@permission("items.write")
def write_item(item_kind: str) -> Page:
    """Write a new item of a kind."""
    kind = _kind(item_kind)
    if request.method == "POST":
        return take(kind, None)
    return page(FORMS[kind](data=opening.new(viewer(), kind)), None)


@blueprint.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@permission("items.write")
def edit_item(item_id: int) -> Page:
    """Word a draft anew, or write the next version of an item."""
    item = load_or_404(Item, item_id, "items.write")
    allowed = possible(item.latest, viewer())
    if request.method == "POST":
        return take(item.latest.kind, item)
    if not allowed & {Act.REWORD, Act.WORD_ANEW}:
        flash(REFUSALS[Act.REWORD], "info")
        return redirect(url_for("assessments.item", item_id=item.id, version=item.latest.version), 303)
    return page(FORMS[item.latest.kind](data=opening.again(item.latest)), item)


@blueprint.post("/items/preview/<item_kind>")
@permission("items.write")
def preview_item(item_kind: str) -> Page:
    """A piece of a page: the item as the learner sees it, and what there is to say about it."""
    kind = _kind(item_kind)
    begin_reading()
    form = sent(kind)
    return render_template(
        "assessments/authoring/preview.html", **shown(form, request.args.get("item", type=identifier))
    )


@blueprint.post("/items/sounds")
@permission("items.write")
def keep_sound() -> Page:
    """Take in a recording, for a script: where it is heard, or what is wrong with it."""
    uploaded = request.files.get("file") or abort(400)
    # Converting takes a while, and needs no database.
    by = viewer()
    end_transaction()
    try:
        sound = sounds.keep(by, uploaded.read())
    except DomainError as refusal:
        return make_response(jsonify(message=str(refusal)), 422)
    address = url_for("assessments.sound", digest=sound.digest)
    return jsonify(digest=sound.digest, address=address, seconds=sound.seconds)


def _kind(name: str) -> ItemKind:
    return ItemKind(name) if name in set(ItemKind) else abort(404)
