"""The pages on which items are written: choosing the kind, the form of each, the preview, recordings."""

from collections.abc import Sequence

from flask import abort, current_app, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms import speech
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments.authoring import opening, sounds, words
from lms.assessments.authoring.common import spoken_words
from lms.assessments.authoring.drafts import ChangedMeanwhile, Written, keep_change, keep_new
from lms.assessments.authoring.forms import ItemForm
from lms.assessments.authoring.hints import hints
from lms.assessments.authoring.kinds import FORMS
from lms.assessments.authoring.rows import as_many_gaps, pressed
from lms.assessments.items import queries
from lms.assessments.items.instructions import INSTRUCTIONS, VERDICT_NAMES
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.items.review_actions import REFUSALS, possible
from lms.assessments.items.rules import Act
from lms.assessments.items.unfinished import filled
from lms.assessments.items.versions import digest_of
from lms.assessments.items.words import KIND_NAMES
from lms.assessments.judging.showing import show
from lms.assessments.pages import Page, blueprint
from lms.assessments.states import ItemKind, ItemLevel
from lms.database import begin_reading, end_transaction

MICROPHONE = "camera=(), geolocation=(), microphone=(self)"
SAVE, OFFER, SPEAK, UNSOUND = "save", "offer", "speak", "unsound"
"""What the buttons of a form do besides adding and removing rows; all others only show it anew."""


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
        return _take(kind, None)
    return _page(FORMS[kind](data=opening.new(viewer(), kind)), None)


@blueprint.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@permission("items.write")
def edit_item(item_id: int) -> Page:
    """Word a draft anew, or write the next version of an item."""
    item = load_or_404(Item, item_id, "items.write")
    allowed = possible(item.latest, viewer())
    if request.method == "POST":
        return _take(item.latest.kind, item)
    if not allowed & {Act.REWORD, Act.WORD_ANEW}:
        flash(REFUSALS[Act.REWORD], "info")
        return redirect(url_for("assessments.item", item_id=item.id, version=item.latest.version), 303)
    return _page(FORMS[item.latest.kind](data=opening.again(item.latest)), item)


@blueprint.post("/items/preview/<item_kind>")
@permission("items.write")
def preview_item(item_kind: str) -> Page:
    """A piece of a page: the item as the learner sees it, and what there is to say about it."""
    kind = _kind(item_kind)
    begin_reading()
    form = FORMS[kind](MultiDict(_fields(kind)))
    return render_template(
        "assessments/authoring/preview.html", **_shown(form, request.args.get("item", type=identifier))
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


def _fields(kind: ItemKind) -> Sequence[tuple[str, str]]:
    """What was sent, after the button that was pressed; a sentence has as many gaps as parts of the form."""
    fields = pressed(list(request.form.items(multi=True)), request.form.get("do", ""))
    return as_many_gaps(fields) if kind in (ItemKind.GAP_TYPED, ItemKind.GAP_LIST) else fields


def _take(kind: ItemKind, item: Item | None) -> Page:
    """Keep what was sent, or show it anew: nothing that was entered is lost."""
    button = request.form.get("do", SAVE)
    form = FORMS[kind](MultiDict(_fields(kind)))
    heard = _hear(form, button)
    if button not in (SAVE, OFFER):
        return _page(form, item, 200 if heard else 422)
    if heard and form.validate() and (button == SAVE or form.is_whole()):
        try:
            version = _keep(form, item, offered=button == OFFER)
        except ChangedMeanwhile as refusal:
            form.form_errors = [refusal.message]
            form.seen.data = digest_of(item.latest) if item else ""
        except DomainError as refusal:
            form.form_errors = [refusal.message]
        else:
            flash(_("Somebody else can review it now.") if button == OFFER else _("The draft is saved."), "success")
            return redirect(url_for("assessments.item", item_id=version.item_id, version=version.version, saved=1), 303)
    return _page(form, item, 422)


def _keep(form: ItemForm, item: Item | None, offered: bool) -> ItemVersion:
    sound = queries.sound_with(form.sound.data) if form.sound.data else None
    written = Written(form.wording("A1-U-00"), sound, offered)
    if item is None:
        return keep_new(viewer(), written)
    return keep_change(viewer(), item, written, form.seen.data or "")


def _hear(form: ItemForm, button: str) -> bool:
    """Take in a sound that came with the form, or make one; False when it cannot be, which then stands at its field."""
    uploaded = request.files.get("file")
    by = viewer()
    try:
        if button == UNSOUND:
            form.sound.data = form.spoken.data = ""
        elif button == SPEAK:
            end_transaction()
            level = ItemLevel(form.level.data) if form.level.data in set(ItemLevel) else ItemLevel.A1
            sound = sounds.speak(by, form.body.get("audio", {}).get("lines", []), level)
            form.sound.data, form.spoken.data = sound.digest, spoken_words(form)
        elif uploaded and uploaded.filename:
            end_transaction()
            form.sound.data, form.spoken.data = sounds.keep(by, uploaded.read()).digest, ""
    except DomainError as refusal:
        form.file.errors = [refusal.message]
        return False
    return True


def _shown(form: ItemForm, item_id: int | None) -> dict[str, object]:
    """What the preview shows."""
    body = form.body
    whole = filled(form.kind, body)
    return {
        "kind": form.kind,
        "body": whole,
        "shown": show(form.kind, whole, "preview"),
        "sound": queries.sound_with(form.sound.data) if form.sound.data else None,
        "hints": hints(viewer(), form.kind, body, item_id),
        "instructions": INSTRUCTIONS,
        "verdicts": VERDICT_NAMES,
        "nothing_sent": MultiDict(),
    }


def _page(form: ItemForm, item: Item | None, status: int = 200) -> Response:
    answer = make_response(
        render_template(
            "assessments/authoring/edit.html",
            form=form,
            item=item,
            kind_name=KIND_NAMES[form.kind],
            asks=words.ASKS[form.kind],
            can_speak=speech.can_speak(),
            longest=sounds.LONGEST,
            limit=current_app.config["SETTINGS"].upload_limit,
            **_shown(form, item.id if item else None),
        ),
        status,
    )
    answer.headers["Permissions-Policy"] = MICROPHONE
    return answer
