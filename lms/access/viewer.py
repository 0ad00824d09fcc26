"""The viewer: the signed-in person as permissions see them.

Queries and actions take a viewer, never a session, so that they work the same in a page, a command or a test.
"""

import enum
from dataclasses import dataclass

from flask import abort
from flask_login import current_user


class Role(enum.StrEnum):
    """What a person is to a centre; each account has one."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    TEACHER = "teacher"
    MEDIATOR = "mediator"
    LEARNER = "learner"
    OBSERVER = "observer"


STAFF = frozenset(Role) - {Role.LEARNER}


@dataclass(frozen=True)
class Viewer:
    """Who is looking: the account, its role and the centres it belongs to."""

    account_id: int | None
    role: Role
    centre_ids: frozenset[int] = frozenset()
    name: str = ""


SYSTEM = Viewer(account_id=None, role=Role.ADMINISTRATOR, name="system")
"""The viewer of commands run on the server itself."""


def viewer() -> Viewer:
    """The viewer of this request; a request without one ends with 401."""
    if not current_user.is_authenticated:
        abort(401)
    found: Viewer = current_user.viewer
    return found
