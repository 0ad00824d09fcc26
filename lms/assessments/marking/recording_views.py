"""Recordings of spoken answers: taken from a phone, and heard again by whoever said it and whoever marks it."""

from flask import abort, jsonify, request
from sqlalchemy.orm import undefer
from werkzeug.wrappers import Response

from lms import clock, media
from lms.access.declare import called_by_script, permission
from lms.access.errors import DomainError
from lms.access.scope import LARGEST_IDENTIFIER, load_or_404
from lms.access.sent import moment_of
from lms.assessments.items.models import ItemVersion
from lms.assessments.marking.models import Recording
from lms.assessments.marking.recording_actions import as_kept, keep_recording
from lms.assessments.pages import blueprint
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import ItemKind
from lms.assessments.taking.learner_words import TAKEN_ONE
from lms.assessments.taking.queries import version_at
from lms.database import end_transaction


@blueprint.post("/quizzes/attempts/<int:attempt_id>/recordings/<int:position>")
@permission("attempts.own")
@called_by_script
def take_recording(attempt_id: int, position: int) -> Response:
    """Take what a person said, when they have said it or later; say what became of it."""
    attempt = load_or_404(Attempt, attempt_id, "attempts.own")
    seconds = _spoken(attempt, position).body["seconds"]
    sent = request.files.get("recording") or abort(400)
    end_transaction()
    try:
        sound = as_kept(sent.read(), seconds)
    except DomainError as refusal:
        return _told(position, "refused", refusal.message)
    attempt = load_or_404(Attempt, attempt_id, "attempts.own")
    made_at = moment_of(request.form.get("made_at"))
    fate = keep_recording(attempt, position, _spoken(attempt, position), sound, made_at)
    return _told(position, fate, TAKEN_ONE.get(fate, ""))


def _spoken(attempt: Attempt, position: int) -> ItemVersion:
    version = version_at(attempt, position) if position <= LARGEST_IDENTIFIER else None
    return version if version and version.kind is ItemKind.SPOKEN else abort(404)


def _told(position: int, kind: str, said: object) -> Response:
    now = int(clock.now().timestamp() * 1000)
    return jsonify(answers=[{"position": position, "kind": kind, "said": str(said), "feedback": ""}], now=now)


@blueprint.get("/quizzes/recordings/<int:recording_id>")
@permission("recordings.hear")
def recording(recording_id: int) -> Response:
    """What a person said. It can be said anew, so a browser asks each time whether it has changed."""
    found = load_or_404(Recording, recording_id, "recordings.hear", undefer(Recording.data))
    answer = Response(found.data, mimetype=media.MIMETYPE)
    answer.set_etag(f"{found.id}-{found.made_at.timestamp()}")
    answer.cache_control.private = answer.cache_control.no_cache = True
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(found.data))
