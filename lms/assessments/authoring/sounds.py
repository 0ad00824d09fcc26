"""Recordings of items: taken in from a browser or a file, or spoken by the computer; kept in the one small format."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from lms import clock, media, speech
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items import queries
from lms.assessments.items.models import ItemVersion, Sound
from lms.assessments.states import ItemLevel
from lms.database import db

LONGEST = 12
"""Seconds of speech that fit into the 25 kilobytes of an item."""
SPEEDS = {ItemLevel.PRE_A1: 105, ItemLevel.A1: 120, ItemLevel.A2: 135, ItemLevel.B1: 150}
"""Words a minute, as the computer speaks to each level."""
USUAL_VOICE = "woman"
KEPT_UNUSED = timedelta(days=1)
"""How long a recording is kept that no item came to have."""


def keep(by: Viewer, data: bytes) -> Sound:
    """Keep a recording of any usual kind. Raises DomainError for what is none, is silent of sound, or is too long."""
    try:
        made = media.encode(data, LONGEST)
    except media.NotASound as error:
        raise DomainError(
            _l("This is no sound file, or it cannot be played. Record again, or choose another.")
        ) from error
    except media.TooLong as error:
        raise DomainError(
            _l("The recording is longer than %(seconds)s seconds. Make it shorter.", seconds=LONGEST)
        ) from error
    _forget_unused(by)
    return _kept(by, made, synthetic=False)


def speak(by: Viewer, lines: Sequence[Mapping[str, Any]], level: ItemLevel) -> Sound:
    """Let the computer say lines, in their voices. Raises DomainError when it cannot, and for too much at once."""
    if not lines:
        raise DomainError(_l("Write what is said first."))
    said = [speech.Line(line["who"] if line["who"] in speech.VOICES else USUAL_VOICE, line["say"]) for line in lines]
    try:
        made = media.encode(speech.speak(said, SPEEDS[level]), LONGEST)
    except speech.NoVoice as error:
        raise DomainError(_l("The computer could not say this. Record it instead.")) from error
    except media.TooLong as error:
        raise DomainError(_l("This takes longer than %(seconds)s seconds. Shorten it.", seconds=LONGEST)) from error
    _forget_unused(by)
    return _kept(by, made, synthetic=True)


def _kept(by: Viewer, made: media.Encoded, synthetic: bool) -> Sound:
    digest = hashlib.sha256(made.data).hexdigest()
    if known := queries.sound_with(digest):
        return known
    sound = Sound(digest=digest, data=made.data, seconds=made.seconds, synthetic=synthetic, made_by_id=by.account_id)
    db.session.add(sound)
    db.session.flush()
    return sound


def _forget_unused(by: Viewer) -> None:
    """Delete what the viewer recorded and used in no item."""
    used = select(ItemVersion.sound_id).where(ItemVersion.sound_id.is_not(None))
    old = Sound.created_at < clock.now() - KEPT_UNUSED
    db.session.execute(delete(Sound).where(Sound.made_by_id == by.account_id, old, Sound.id.not_in(used)))
