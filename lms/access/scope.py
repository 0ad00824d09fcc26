"""Scoped loading: what a viewer may see is part of the query, so the rest does not exist for them.

A row outside the scope answers 404, exactly as a row that is not there.
"""

from typing import Any, TypeVar

from flask import abort, current_app
from sqlalchemy import Select, select
from sqlalchemy.sql.base import ExecutableOption

from lms.access.table import PermissionTable
from lms.access.viewer import Role, Viewer, viewer
from lms.database import db

T = TypeVar("T")
EXTENSION = "azbuka.permissions"
LARGEST_IDENTIFIER = 2**31 - 1
"""The largest identifier both databases can keep."""


def install(app: Any, table: PermissionTable) -> None:
    """Give the application its permission table."""
    app.extensions[EXTENSION] = table


def permission_table() -> PermissionTable:
    """The table of the running application."""
    table: PermissionTable = current_app.extensions[EXTENSION]
    return table


def holds(role: Role, permission: str) -> bool:
    """Whether a role holds a permission over anything: for showing a link or a button."""
    return permission_table().holds(role, permission)


def scoped(statement: Select[Any], permission: str, by: Viewer) -> Select[Any]:
    """The statement, limited to the rows over which the viewer holds the permission.

    The statement must select from the model that the permission is over.
    """
    return statement.where(permission_table().condition(by, permission))


def identifier(text: str) -> int:
    """Read an identifier out of an address or a form. Raises ValueError when no record can have it."""
    number = int(text)
    if not 0 < number <= LARGEST_IDENTIFIER:
        raise ValueError(text)
    return number


def load_or_404(model: type[T], identity: int, permission: str, *options: ExecutableOption) -> T:
    """The row with this identity if the request's viewer holds the permission over it; otherwise 404.

    `options` say what is loaded along with it.
    """
    if not 0 < identity <= LARGEST_IDENTIFIER:
        abort(404)
    statement = scoped(select(model), permission, viewer()).where(model.id == identity)  # type: ignore[attr-defined]
    found: T | None = db.session.scalars(statement.options(*options)).one_or_none()
    if found is None:
        abort(404)
    return found
