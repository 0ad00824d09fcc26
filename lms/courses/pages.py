"""What the pages of the courses share: their blueprint and how they answer."""

from datetime import date, datetime

from flask import Blueprint, render_template, request
from flask_babel import format_date
from werkzeug.wrappers import Response

from lms import clock
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.centres.models import Centre
from lms.centres.queries import centres
from lms.courses import words
from lms.courses.models import Cohort

blueprint = Blueprint("courses", __name__)
Page = str | Response | tuple[str, int]
NOT_KEPT = frozenset({"csrf_token", "step", "seen"})
"""What a preview does not send on as it came."""


@blueprint.app_template_filter("local_day")
def local_day(moment: datetime, zone: str, form: str = "full") -> str:
    """The day of a moment, with its weekday unless told otherwise, by the wall clock of a zone."""
    return str(format_date(clock.to_local(moment, zone).date(), form, rebase=False))


@blueprint.app_template_filter("local_iso")
def local_iso(moment: datetime, zone: str) -> str:
    """The day of a moment by the wall clock of a zone, as an address carries it: 2026-12-07."""
    return clock.to_local(moment, zone).date().isoformat()


def page(template: str, status: int = 200, **facts: object) -> tuple[str, int]:
    """A page of the courses, which speaks their words."""
    return render_template(f"courses/{template}", words=words, **facts), status


def today_at(cohort: Cohort) -> date:
    """The day it is at a cohort's centre."""
    return clock.today(cohort.centre.time_zone)


def asked_centre(permission: str) -> Centre | None:
    """The centre that an address asks for, or the first over which the viewer holds the permission, if any."""
    if "centre" in request.args:
        return load_or_404(Centre, request.args.get("centre", 0, type=identifier), permission)
    return next(iter(centres(viewer(), permission)), None)
