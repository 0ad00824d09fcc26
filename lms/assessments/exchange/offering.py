"""What a file would bring, kept in the page that shows it, signed, until somebody confirms it.

Nothing is stored for a file that nobody confirms, and what is written is what was shown: a page that was changed, that
is of somebody else or a day old is not taken.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer

from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.exchange.comparing import Outcome
from lms.assessments.exchange.found import Incoming

AGE = timedelta(days=1)
_BESIDES = 100_000
"""Bytes of a request beside the offer."""


@dataclass(frozen=True)
class Offer:
    """What was read of a file, and what would have become of each item when it was shown."""

    filename: str
    remarks: tuple[str, ...]
    items: tuple[Incoming, ...]
    fates: str


def fates_of(outcomes: Sequence[Outcome]) -> str:
    """What becomes of the items, a letter for each: two pages that say the same promise the same."""
    return "".join(one.fate[0] for one in outcomes)


def offer(by: Viewer, filename: str, remarks: Sequence[Any], outcomes: Sequence[Outcome]) -> str:
    """The token of an offer. Raises DomainError when it is larger than a page can send."""
    items = [[str(one.incoming.place), *astuple(one.incoming)[1:]] for one in outcomes]
    said = [by.account_id, filename[-200:], [str(one) for one in remarks], items, fates_of(outcomes)]
    token = str(_serializer().dumps(said))
    if len(token) > int(current_app.config["SETTINGS"].upload_limit) - _BESIDES:
        raise DomainError(_l("The file holds too much for one import. Divide it."))
    return token


def offered(by: Viewer, token: str) -> Offer:
    """What was offered. Raises DomainError when the token is forged, too old, or somebody else's."""
    try:
        account_id, filename, remarks, items, fates = _serializer().loads(token, max_age=int(AGE.total_seconds()))
    except BadData as error:
        raise DomainError(_l("This preview is too old. Upload the file again.")) from error
    if account_id != by.account_id:
        raise DomainError(_l("This preview is of another account. Upload the file again."))
    return Offer(filename, tuple(remarks), tuple(_incoming(*one) for one in items), fates)


def _incoming(place: str, name: str, item: Any, *lists: list[str]) -> Incoming:
    return Incoming(place, name, item, *map(tuple, lists))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        str(current_app.secret_key), salt="azbuka.items", serializer_kwargs={"ensure_ascii": False}
    )
