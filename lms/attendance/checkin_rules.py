"""The digits on the screen, for how long they are good, when one can check in, and who is late.

Pure: no database, no request. Only the server's clock counts; a phone's plays no part.
"""

import hashlib
import hmac
import unicodedata
from datetime import datetime

from lms.attendance.models import MarkKind
from lms.attendance.rules import OPENS_BEFORE, Value

STEP = 30
"""Seconds after which the screen shows other digits."""
STEPS_GOOD = 2
"""How many steps digits are good for, the one that shows them included: a minute from when they first stood there."""
DIGITS = 6
WRONG_TRIES = 5
"""Wrong digits of one account within the time that limits.py counts."""


def code_of(secret: str, step: int) -> str:
    """The digits of a step, after RFC 6238 with SHA-256 (truncated as in RFC 4226, section 5.3)."""
    digest = hmac.new(bytes.fromhex(secret), step.to_bytes(8, "big"), hashlib.sha256).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_at(moment: datetime) -> int:
    """The step a moment lies in."""
    return int(moment.timestamp()) // STEP


def code_at(secret: str, moment: datetime) -> str:
    """The digits the screen shows at a moment."""
    return code_of(secret, step_at(moment))


def seconds_left(moment: datetime) -> int:
    """After how many whole seconds, at least 1, the screen shows other digits."""
    return STEP - int(moment.timestamp()) % STEP


def is_good(secret: str, code: str, moment: datetime) -> bool:
    """Whether digits stood on the screen first less than a minute ago."""
    steps = range(step_at(moment), step_at(moment) - STEPS_GOOD, -1)
    return any(hmac.compare_digest(code_of(secret, step), code) for step in steps)


def digits_in(text: str) -> str:
    """The digits of what was typed, with or without spaces, on whichever keyboard: ٤٨٢ ٩١٥ → 482915."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text[:40] if sign.isdecimal())


def is_running(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether one can check in: from when the roll is open to the end of the lesson.

    The roll is open for longer; but whoever comes after the end was not there, and no mark says otherwise.
    """
    return starts_at - OPENS_BEFORE <= now < ends_at


def value_for(at: datetime, starts_at: datetime, length: int, grace: int) -> Value:
    """What is marked for who checked in at a moment: late by the whole minutes since the start, if more than `grace`.

    A lesson that was moved since keeps a mark possible: nobody is late by all of its `length` minutes.
    """
    minutes = int((at - starts_at).total_seconds() // 60)
    if minutes <= grace:
        return Value(MarkKind.PRESENT)
    return Value(MarkKind.LATE, min(minutes, length - 1))
