"""Calendar feeds: the pages on which people make their address, and the address itself."""

from urllib.parse import urlsplit

from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from lms.access.declare import permission, public
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.courses import feed_actions
from lms.courses.feed_document import document
from lms.courses.feed_queries import feed_behind, feed_of, lessons_in
from lms.courses.models import Cohort
from lms.courses.pages import Page, blueprint, page


@blueprint.get("/calendar/subscription")
@permission("feeds.own")
def own_feed() -> Page:
    """A teacher's address for the lessons they teach."""
    return _feed_page(None)


@blueprint.post("/calendar/subscription")
@permission("feeds.own")
def save_own_feed() -> Page:
    """Make the address, replace it by a new one, or switch it off."""
    return _save(None, url_for("courses.own_feed"))


@blueprint.get("/cohorts/<int:cohort_id>/subscription")
@permission("feeds.cohort")
def cohort_feed(cohort_id: int) -> Page:
    """One's own address for the lessons of a cohort."""
    return _feed_page(load_or_404(Cohort, cohort_id, "feeds.cohort"))


@blueprint.post("/cohorts/<int:cohort_id>/subscription")
@permission("feeds.cohort")
def save_cohort_feed(cohort_id: int) -> Page:
    """Make the address, replace it by a new one, or switch it off."""
    cohort = load_or_404(Cohort, cohort_id, "feeds.cohort")
    return _save(cohort, url_for("courses.cohort_feed", cohort_id=cohort.id))


def _feed_page(cohort: Cohort | None) -> Page:
    feed = feed_of(viewer(), cohort)
    token = feed.token if feed else None
    path = url_for("courses.feed", token=token) if token else None
    address = f"{current_app.config['BASE_URL']}{path}" if path else None
    return page("feed.html", feed=feed, cohort=cohort, address=address)


def _save(cohort: Cohort | None, back: str) -> Page:
    if "off" in request.form:
        feed_actions.remove_feed(viewer(), cohort)
        flash(_("The address is switched off. Nobody can read the lessons with it any more."), "success")
    else:
        feed_actions.make_feed(viewer(), cohort)
        flash(_("The address is ready. Copy it into your calendar."), "success")
    return redirect(back, 303)


@blueprint.get("/feeds/<token>.ics")
@public("a calendar program cannot sign in: the address itself is the secret")
def feed(token: str) -> Page:
    """The lessons behind a secret address, in the language of its owner; any other address is not found."""
    found = feed_behind(token) or abort(404)
    with force_locale(found.account.locale or "bg"):
        name = found.cohort.code if found.cohort else _("Azbuka: my lessons")
        host = urlsplit(current_app.config["BASE_URL"]).hostname or "azbuka"
        answer = Response(document(name, lessons_in(found), host), mimetype="text/calendar")
    answer.cache_control.private = True
    answer.add_etag()
    return answer.make_conditional(request)
