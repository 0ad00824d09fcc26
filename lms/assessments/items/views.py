"""The staff's pages of the item bank, and the sounds that belong to items."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from lms import media
from lms.access.declare import permission
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments.items import instructions, queries, words
from lms.assessments.items.models import Item
from lms.assessments.judging.showing import show
from lms.assessments.pages import Page, blueprint
from lms.assessments.statistics import reports
from lms.assessments.statistics.frames import quizzes_with
from lms.assessments.statistics.words import DEFINITIONS

A_YEAR = 365 * 24 * 3600


@blueprint.get("/items")
@permission("items.view", "calibrations.view")
def items() -> Page:
    """The item bank."""
    found = queries.items(viewer(), request.args.get("page", 1, type=identifier))
    return render_template("assessments/items.html", page=found, words=words)


@blueprint.get("/items/<int:item_id>")
@permission("items.view", "items.statistics")
def item(item_id: int) -> Page:
    """One item as the learner sees it, with its key and notes and what the answers say of it."""
    found = load_or_404(Item, item_id, "items.view")
    version = found.live or found.latest
    shown = show(version.kind, version.body, f"preview/{version.id}")
    return render_template(
        "assessments/item.html",
        item=found,
        version=version,
        shown=shown,
        instructions=instructions,
        words=words,
        report=reports.of_item(version, viewer()),
        definitions=DEFINITIONS,
        quizzes=quizzes_with(version),
    )


@blueprint.get("/sounds/<digest>")
@permission("sounds.hear")
def sound(digest: str) -> Response:
    """A sound, for whoever was given its address; it never changes, so a phone keeps it."""
    found = queries.sound_with(digest) or abort(404)
    answer = Response(found.data, mimetype=media.MIMETYPE)
    answer.accept_ranges = "bytes"
    answer.cache_control.max_age, answer.cache_control.private = A_YEAR, True
    answer.cache_control.immutable = True
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(found.data))
