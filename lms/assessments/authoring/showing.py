"""The page of a form: what is asked, and the preview of it as the learner sees it."""

from flask import current_app, make_response, render_template
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms import speech
from lms.access.viewer import viewer
from lms.assessments.authoring import sounds, words
from lms.assessments.authoring.forms import ItemForm
from lms.assessments.authoring.hints import hints
from lms.assessments.items import queries
from lms.assessments.items.instructions import INSTRUCTIONS, VERDICT_NAMES
from lms.assessments.items.models import Item
from lms.assessments.items.unfinished import filled
from lms.assessments.items.words import KIND_NAMES
from lms.assessments.judging.showing import show


def shown(form: ItemForm, item_id: int | None) -> dict[str, object]:
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


def page(form: ItemForm, item: Item | None, status: int = 200) -> Response:
    """The page on which an item is written."""
    return make_response(
        render_template(
            "assessments/authoring/edit.html",
            form=form,
            item=item,
            kind_name=KIND_NAMES[form.kind],
            asks=words.ASKS[form.kind],
            can_speak=speech.can_speak(),
            longest=sounds.LONGEST,
            limit=current_app.config["SETTINGS"].upload_limit,
            **shown(form, item.id if item else None),
        ),
        status,
    )
