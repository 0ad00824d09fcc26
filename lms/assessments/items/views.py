"""The staff's pages of the item bank, and the sounds that belong to items."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from flask import abort, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms import media
from lms.access.declare import permission
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments.items import instructions, queries, words
from lms.assessments.items.changes import changes
from lms.assessments.items.filters import Filters
from lms.assessments.items.forms import ReviewForm
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.items.review_actions import possible
from lms.assessments.items.unfinished import filled
from lms.assessments.items.versions import digest_of
from lms.assessments.judging.showing import show
from lms.assessments.pages import Page, blueprint
from lms.assessments.rulings.panels import decisions_about
from lms.assessments.statistics import reports
from lms.assessments.statistics.frames import quizzes_with
from lms.assessments.statistics.words import DEFINITIONS

A_YEAR = 365 * 24 * 3600
PAGE = (
    "items.view",
    "items.write",
    "items.review",
    "items.publish",
    "items.retire",
    "items.take_over",
    "items.rule",
    "items.statistics",
)
"""What the page of an item asks for."""


@blueprint.get("/items")
@permission("items.view", "items.write", "items.review", "items.exchange", "calibrations.view")
def items() -> Page:
    """The item bank, limited as the address says."""
    wanted = Filters.read(request.args)
    return render_template(
        "assessments/items.html",
        page=queries.versions(viewer(), wanted, request.args.get("page", 1, type=identifier)),
        wanted=wanted,
        text=request.args.get("text", ""),
        to_review=queries.to_review(viewer()),
        authors=queries.authors(viewer()),
        words=words,
    )


@blueprint.get("/items/<int:item_id>")
@permission(*PAGE)
def item(item_id: int) -> Page:
    """One version of an item as the learner sees it, with its key, what the answers say of it, and its history."""
    found = load_or_404(Item, item_id, "items.view")
    number = request.args.get("version", type=identifier)
    version = next((one for one in found.versions if one.version == number), found.live or found.latest)
    return page_of(version)


def page_of(version: ItemVersion, form: ReviewForm | None = None, **given: Any) -> str:
    """The page of a version, with a form that came back or an empty one."""
    form = form or ReviewForm(formdata=None, data={"seen": digest_of(version)})
    body = filled(version.kind, version.body)
    return render_template(
        "assessments/item.html",
        item=version.item,
        version=version,
        body=body,
        shown=show(version.kind, body, f"preview/{version.id}"),
        nothing_sent=MultiDict(),
        form=form,
        acts=possible(version, viewer()),
        history=_history(version.item),
        report=reports.of_item(version, viewer()),
        definitions=DEFINITIONS,
        quizzes=quizzes_with(version),
        instructions=instructions,
        words=words,
        **{**decisions_about(version), **given},
    )


def _history(item: Item) -> list[Mapping[str, Any]]:
    """The versions, the newest first, each with what it says otherwise than the one before."""
    told: list[Mapping[str, Any]] = [{"version": item.versions[0], "changes": []}]
    told += [{"version": newer, "changes": changes(older, newer)} for older, newer in pairwise(item.versions)]
    return told[::-1]


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
