"""The browser's own random number, by which one phone checks in one person: in a signed cookie that lasts.

It is made only where somebody checks in, is used for nothing else, and signing out leaves it.
"""

import secrets
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

COOKIE = "azbuka-device"
LASTS = timedelta(days=365)


def own_number() -> str:
    """The number of the browser that asks; a new one where it has none of ours."""
    try:
        return str(_signer().loads(request.cookies.get(COOKIE, "")))
    except BadSignature:
        return secrets.token_hex(16)


def keep_number(response: Response, number: str) -> Response:
    """Let the browser keep its number."""
    response.set_cookie(
        COOKIE,
        _signer().dumps(number),
        max_age=LASTS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="azbuka.device")
