"""The calendar of a centre, a teacher or a room: a day, a week or a month at a time."""

from lms import clock
from lms.access.declare import permission
from lms.access.viewer import Role, viewer
from lms.accounts.queries import staff_of_centre
from lms.centres.queries import centres
from lms.courses import calendar_choice
from lms.courses.calendar_drawing import clock_words, drawing, title_of
from lms.courses.calendar_queries import calendar as lessons_by_day
from lms.courses.calendar_rules import View, days_of, neighbours
from lms.courses.pages import Page, blueprint, page


@blueprint.get("/calendar")
@permission("calendar.view", "lessons.own")
def calendar() -> Page:
    """The lessons of a day, a week or a month, the days that are closed and the times that are free."""
    chosen = calendar_choice.chosen(viewer())
    if chosen is None:
        return page("calendar_nowhere.html")
    view, today = calendar_choice.view_asked(), clock.today(chosen.zone)
    day = calendar_choice.day_asked(today)
    days = lessons_by_day(viewer(), chosen, days_of(view, day))
    return page(
        "calendar.html",
        chosen=chosen,
        centres=centres(viewer(), "calendar.view"),
        teachers=staff_of_centre(chosen.centres[0], Role.TEACHER),
        view=view,
        day=day,
        today=today,
        days=days,
        title=title_of(view, day, days),
        drawn=None if view is View.MONTH else drawing(view, chosen, days),
        neighbours=neighbours(view, day),
        kept=calendar_choice.kept(view, day),
        at=clock_words,
    )
