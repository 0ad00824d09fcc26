"""What becomes of a form that was sent: it is kept, or shown anew, and nothing that was entered is lost."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from lms.access.errors import DomainError
from lms.access.viewer import viewer
from lms.assessments.authoring import sounds
from lms.assessments.authoring.common import spoken_words
from lms.assessments.authoring.drafts import ChangedMeanwhile, Written, keep_change, keep_new
from lms.assessments.authoring.forms import ItemForm
from lms.assessments.authoring.kinds import FORMS
from lms.assessments.authoring.rows import as_many_gaps, pressed
from lms.assessments.authoring.showing import page
from lms.assessments.items import queries
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.items.versions import digest_of
from lms.assessments.pages import Page
from lms.assessments.states import ItemKind, ItemLevel
from lms.database import end_transaction

SAVE, OFFER, SPEAK, UNSOUND = "save", "offer", "speak", "unsound"
"""What the buttons of a form do besides adding and removing rows; all others only show it anew."""


def sent(kind: ItemKind) -> ItemForm:
    """The form that was sent."""
    return FORMS[kind](MultiDict(_fields(kind)))


def _fields(kind: ItemKind) -> Sequence[tuple[str, str]]:
    """What was sent, after the button that was pressed; a sentence has as many gaps as parts of the form."""
    fields = pressed(list(request.form.items(multi=True)), request.form.get("do", ""))
    return as_many_gaps(fields) if kind in (ItemKind.GAP_TYPED, ItemKind.GAP_LIST) else fields


def take(kind: ItemKind, item: Item | None) -> Page:
    """Keep what was sent, or show it anew: nothing that was entered is lost."""
    button = request.form.get("do", SAVE)
    form = sent(kind)
    refused = _hear(form, button)
    kept = _keep(form, item, button) if button in (SAVE, OFFER) and _valid(form, button) and not refused else None
    if kept:
        flash(_("Somebody else can review it now.") if button == OFFER else _("The draft is saved."), "success")
        return redirect(url_for("assessments.item", item_id=kept.item_id, version=kept.version, saved=1), 303)
    if refused:
        form.file.errors = [refused]
    return page(form, item, 422 if refused or button in (SAVE, OFFER) else 200)


def _valid(form: ItemForm, button: str) -> bool:
    """Whether it can be kept, and offered; all that is to be mended is said at once."""
    valid: bool = form.validate()
    return (form.is_whole() and valid) if button == OFFER else valid


def _keep(form: ItemForm, item: Item | None, button: str) -> ItemVersion | None:
    """Keep a draft; None when it cannot be kept, which the form then says."""
    sound = queries.sound_with(form.sound.data) if form.sound.data else None
    written = Written(form.wording("A1-U-00"), sound, button == OFFER)
    try:
        if item is None:
            return keep_new(viewer(), written)
        return keep_change(viewer(), item, written, form.seen.data or "")
    except ChangedMeanwhile as refusal:
        form.form_errors = [refusal.message]
        form.seen.data = digest_of(item.latest) if item else ""
    except DomainError as refusal:
        form.form_errors = [refusal.message]
    return None


def _hear(form: ItemForm, button: str) -> Any:
    """Take in a sound that came with the form, or make one; why not, when it cannot be done."""
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
        return refusal.message
    return None
