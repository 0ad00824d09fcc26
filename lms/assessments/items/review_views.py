"""What staff do with a version besides writing it: review, put live, retire, take over, give up."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import Viewer, viewer
from lms.assessments.items import review_actions
from lms.assessments.items.forms import ReviewForm
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.items.views import page_of
from lms.assessments.pages import Page, blueprint
from lms.assessments.states import ItemState, Verdict


@blueprint.post("/items/<int:item_id>/review")
@permission("items.review")
def review_item(item_id: int) -> Page:
    """Approve the newest version, or send it back."""
    version = load_or_404(Item, item_id, "items.review").latest
    form = ReviewForm()
    if not form.validate():
        return page_of(version, form), 422
    verdict = Verdict(form.verdict.data)
    try:
        review_actions.review(viewer(), version, verdict, form.comment.data, form.seen.data or "")
    except DomainError as refusal:
        form.comment.errors = [refusal.message]
        return page_of(version, form), 422
    flash(_("Approved. It can go live now.") if verdict is Verdict.APPROVED else _("Sent back."), "success")
    return _to(version)


@blueprint.post("/items/<int:item_id>/live")
@permission("items.publish")
def put_live(item_id: int) -> Page:
    """Ask people the newest version that was reviewed."""
    item = load_or_404(Item, item_id, "items.publish")
    return _do(
        review_actions.put_live, _newest(item, ItemState.REVIEWED), _("It is live: people are asked it from now on.")
    )


@blueprint.post("/items/<int:item_id>/retire")
@permission("items.retire")
def retire_item(item_id: int) -> Page:
    """Ask nobody the live version any more, or the reviewed one where none is live."""
    item = load_or_404(Item, item_id, "items.retire")
    version = item.live or _newest(item, ItemState.REVIEWED)
    return _do(review_actions.retire, version, _("It is retired: nobody is asked it any more."))


@blueprint.post("/items/<int:item_id>/take-over")
@permission("items.take_over")
def take_over_item(item_id: int) -> Page:
    """Become the author of a draft that somebody else began."""
    item = load_or_404(Item, item_id, "items.take_over")
    return _do(review_actions.take_over, item.latest, _("You are its author now, and somebody else reviews it."))


@blueprint.post("/items/<int:item_id>/discard")
@permission("items.write")
def discard_item(item_id: int) -> Page:
    """Give one's own draft up."""
    version = load_or_404(Item, item_id, "items.write").latest
    try:
        left = review_actions.discard(viewer(), version)
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return _to(version)
    flash(_("The draft is gone."), "success")
    return _to(left.latest) if left else redirect(url_for("assessments.items"), 303)


def _newest(item: Item, state: ItemState) -> ItemVersion:
    """The newest version in a state; where there is none, the newest of all, of which the act will say why not."""
    return next((one for one in reversed(item.versions) if one.state is state), item.latest)


def _do(act: Callable[[Viewer, ItemVersion], None], version: ItemVersion, done: str) -> Response:
    try:
        act(viewer(), version)
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        flash(done, "success")
    return _to(version)


def _to(version: ItemVersion) -> Response:
    return redirect(url_for("assessments.item", item_id=version.item_id, version=version.version), 303)
