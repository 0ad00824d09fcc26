"""What a telephone kept besides marks while there was no network: a guest, and what was taught."""

from flask import abort, jsonify
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import called_by_script, permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.sent import moment_of, sent_json, storable
from lms.access.viewer import viewer
from lms.attendance.actions import AnswerKind
from lms.attendance.guest_actions import add_guest
from lms.attendance.guest_forms import GuestForm
from lms.attendance.guest_words import refusal_said
from lms.attendance.pages import blueprint
from lms.attendance.queries import window_of
from lms.attendance.taught import TaughtForm, write_taught
from lms.attendance.words import REFUSALS
from lms.courses.models import Lesson

LONGEST_LETTER = 50
"""Fields and values in a letter; ours have fewer than ten."""


@blueprint.post("/lessons/<int:lesson_id>/guests/kept")
@permission("roll.call")
@called_by_script
def take_guest(lesson_id: int) -> Response:
    """Take a guest down who was noted on a telephone; the same identifier twice is one guest."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    sent = _sent()
    form = GuestForm(sent, meta={"csrf": False})
    valid = form.validate()
    if form.tampered:
        abort(400)
    if not valid:
        return _answer(AnswerKind.REFUSED, _messages(form))
    answer = add_guest(viewer(), lesson, form.arrival(moment_of(sent.get("made_at"))))
    return _answer(answer.kind, refusal_said(answer.why))


@blueprint.post("/lessons/<int:lesson_id>/taught")
@permission("roll.call")
@called_by_script
def take_taught(lesson_id: int) -> Response:
    """Write down what was taught, unless somebody else has written something else meanwhile."""
    lesson = load_or_404(Lesson, lesson_id, "roll.call")
    sent = _sent()
    if "text" not in sent:
        abort(400)
    form = TaughtForm(sent, meta={"csrf": False})
    if not form.validate():
        return _answer(AnswerKind.REFUSED, _messages(form))
    if closed := window_of(lesson).closed_to(viewer().role, clock.now()):
        return _answer(AnswerKind.REFUSED, str(REFUSALS[closed]))
    try:
        kind = write_taught(viewer(), lesson, form.text.data or "", sent.getlist("seen"))
    except DomainError as refusal:
        # Somebody cancelled the lesson between the line above and its lock.
        return _answer(AnswerKind.REFUSED, str(refusal))
    said = _("Somebody else has written meanwhile: %(text)s", text=lesson.taught or "–")
    return _answer(kind, said if kind is AnswerKind.CONFLICT else _("Saved what was taught."), lesson.taught or "")


def _sent() -> MultiDict[str, str]:
    """The fields of a letter: texts, numbers, or lists of texts. Answers 400 to anything else."""
    body = sent_json()
    if not isinstance(body, dict):
        abort(400)
    pairs = [(name, one) for name, value in body.items() for one in (value if isinstance(value, list) else [value])]
    if len(pairs) > LONGEST_LETTER or any(not isinstance(value, str | int | None) for _name, value in pairs):
        abort(400)
    try:
        return MultiDict((name, storable(str(value))) for name, value in pairs if value is not None)
    except ValueError:
        abort(400)


def _messages(form: GuestForm | TaughtForm) -> str:
    return " ".join(str(message) for messages in form.errors.values() for message in messages)


def _answer(kind: AnswerKind, said: str, taught: str | None = None) -> Response:
    return jsonify(kind=kind, said=said, taught=taught)
