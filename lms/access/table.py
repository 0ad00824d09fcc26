"""The shape of the permission table: one row a permission, one scope a role.

A scope is a function from a viewer to an SQL condition on the model the permission is over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, false, true

from lms.access.viewer import Role, Viewer

Scope = Callable[[Viewer], ColumnElement[bool]]
VIEWERS = 256
"""For how many viewers a process keeps the wording of a scope."""


def once_a_viewer(scope: Scope) -> Scope:
    """A scope that is put into words once for each viewer, and asked of the database as often as before.

    Only the words are kept: whose rows they name is found anew by every statement. A viewer whose role or centres
    change is another viewer. So the scope must depend on nothing else, the time of day least of all.
    """
    return lru_cache(VIEWERS)(scope)


def everything(_viewer: Viewer) -> ColumnElement[bool]:
    """No limit: every row."""
    return true()


def nothing(_viewer: Viewer) -> ColumnElement[bool]:
    """No row at all."""
    return false()


@dataclass(frozen=True)
class Row:
    """One permission: its name, the model it is over (None: no data of its own), who holds it over what."""

    permission: str
    over: type | None
    scopes: Mapping[Role, Scope]


def row(permission: str, over: type | None = None, **scopes: Scope) -> Row:
    """A line of the table: `row("learners.view", Learner, teacher=taught_by)`. Others hold nothing."""
    return Row(permission, over, {Role(name): once_a_viewer(scope) for name, scope in scopes.items()})


class PermissionTable:
    """The whole table, looked up by permission."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = {line.permission: line for line in rows}
        if len(self.rows) != len(rows):
            raise ValueError("A permission stands in the table twice.")

    def holds(self, role: Role, permission: str) -> bool:
        """Whether the role holds the permission over anything."""
        return role in self.rows[permission].scopes

    def condition(self, viewer: Viewer, permission: str) -> ColumnElement[bool]:
        """What of the permission's model the viewer holds it over, as an SQL condition."""
        return self.rows[permission].scopes.get(viewer.role, nothing)(viewer)
