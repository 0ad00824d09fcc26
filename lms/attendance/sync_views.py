"""What the roll on a telephone asks of the server: to take a parcel of entries, and how the marks stand."""

from flask import abort, jsonify, request
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import called_by_script, permission
from lms.access.scope import load_or_404
from lms.access.sent import sent_json
from lms.access.viewer import viewer
from lms.attendance.actions import Answer, call_roll
from lms.attendance.pages import blueprint
from lms.attendance.parcel import UnreadableParcel, read_parcel
from lms.attendance.queries import ITS_COHORT
from lms.attendance.roll import marks_of
from lms.attendance.row_state import fingerprint, history_of, row_states
from lms.attendance.set_aside_words import kept_words
from lms.attendance.words import REFUSALS
from lms.courses.models import Lesson
from lms.database import begin_answering


@blueprint.post("/lessons/<int:lesson_id>/entries")
@permission("roll.call")
@called_by_script
def take_entries(lesson_id: int) -> Response:
    """Take a parcel of entries and answer each of them, with the rows of its people as they are now."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call", ITS_COHORT)
    try:
        parcel = read_parcel(sent_json())
    except UnreadableParcel:
        abort(400)
    answers = [*call_roll(viewer(), lesson, parcel.arrivals), *parcel.unreadable]
    # Only one writes at a time, and nobody has to wait until this answer is put into words.
    begin_answering()
    touched = {arrival.enrolment_id for arrival in parcel.arrivals}
    return jsonify(
        answers=[_answer(answer) for answer in answers],
        rows=row_states(marks_of(lesson, viewer(), touched), _zone(lesson)),
        now=_now(),
    )


@blueprint.get("/lessons/<int:lesson_id>/marks")
@permission("roll.call")
@called_by_script
def marks(lesson_id: int) -> Response:
    """How the marks of a lesson stand; 304 for a telephone that has them already."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call", ITS_COHORT)
    rows = row_states(marks_of(lesson, viewer()), _zone(lesson))
    response = jsonify(rows=rows, now=_now())
    response.set_etag(fingerprint(rows))
    return response.make_conditional(request)


@blueprint.get("/lessons/<int:lesson_id>/marks/<int:enrolment_id>/history")
@permission("roll.call")
@called_by_script
def mark_history(lesson_id: int, enrolment_id: int) -> Response:
    """The history of one mark, for whoever opens it."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call", ITS_COHORT)
    lines = marks_of(lesson, viewer(), [enrolment_id]) or abort(404)
    return jsonify(history=history_of(lines[0], _zone(lesson)))


def _answer(answer: Answer) -> dict[str, str | None]:
    said = None
    if answer.why:
        said = kept_words([answer]) or str(REFUSALS[answer.why])
    return {"id": answer.entry_id, "kind": answer.kind, "why": answer.why, "said": said}


def _zone(lesson: Lesson) -> str:
    return lesson.cohort.centre.time_zone


def _now() -> int:
    """The server's clock in milliseconds since 1970, by which a telephone corrects its own."""
    return int(clock.now().timestamp() * 1000)
