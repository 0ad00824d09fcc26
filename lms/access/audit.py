"""Writing the audit trail.

An act's line is part of the act's transaction; looking at a record is written after the page was read.
"""

from typing import Any

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import insert

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Viewer
from lms.database import SAFE_METHODS, db


def record(by: Viewer, act: str, subject_type: str, subject_id: int | None = None, **detail: Any) -> None:
    """Leave an audit line: who did which act (“learner.import”) to which record."""
    line = {
        "at": clock.now(),
        "account_id": by.account_id,
        "role": by.role,
        "act": act,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "detail": detail,
    }
    if has_request_context() and request.method in SAFE_METHODS:
        # A page that only reads holds no write lock; its lines wait until it has been rendered.
        g.setdefault("audit_lines", []).append(line)
    else:
        # One line for each act: the session need not keep it in step.
        db.session.execute(insert(AuditLine), [line])


def init_app(app: Flask) -> None:
    """Write the lines of reading pages after they were rendered. Join before the database, which commits."""
    app.after_request(_write_waiting)


def _write_waiting(response: Response) -> Response:
    lines = g.pop("audit_lines", [])
    if lines and response.status_code < 400:
        db.session.rollback()
        with db.engine.connect().execution_options(azbuka_writes=True) as connection, connection.begin():
            connection.execute(insert(AuditLine), lines)
    return response
