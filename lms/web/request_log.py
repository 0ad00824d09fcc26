"""The request log: one structured line an answer, without personal data.

Addresses are logged by their pattern, never with the numbers, codes or searches in them.
"""

import json
import logging
import time
import uuid

from flask import Flask, Response, g, has_request_context, request
from flask_login import current_user

log = logging.getLogger("azbuka.requests")


def init_app(app: Flask) -> None:
    """Write a line for every request but those for static files."""
    if not logging.getLogger("azbuka").handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        logging.getLogger("azbuka").addHandler(handler)
        logging.getLogger("azbuka").setLevel(logging.INFO)
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.started = time.perf_counter()
    g.request_id = uuid.uuid4().hex[:12]


def _write(response: Response) -> Response:
    if request.endpoint != "static":
        write("request", status=response.status_code, ms=round(1000 * (time.perf_counter() - g.started), 1))
    return response


def write(event: str, **facts: object) -> None:
    """Write one line: the event, the request's facts, and what is given besides."""
    line: dict[str, object] = {"event": event}
    if has_request_context():
        line |= {
            "id": g.get("request_id"),
            "method": request.method,
            "page": request.endpoint or "unknown",
            "role": current_user.role.value if current_user.is_authenticated else None,
        }
    log.info(json.dumps(line | facts, ensure_ascii=False))
