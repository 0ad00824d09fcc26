"""Declaring what a view needs, and refusing to start while one has not said it.

Every view carries one declaration: a permission of the table, or why it is public.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, abort, request

from lms.access.scope import holds
from lms.access.table import PermissionTable
from lms.access.viewer import viewer

P = ParamSpec("P")
R = TypeVar("R")
PERMISSION = "azbuka_permission"
PUBLIC = "azbuka_public"
SCRIPT = "azbuka_called_by_script"
ACCOUNT_HEADER = "X-Azbuka-Account"
"""The account a script of ours works for; a page of another site cannot send a header of its own."""


class UndeclaredAccess(Exception):
    """A view and the permission table do not fit together; the application must not start."""


def permission(name: str, *parts: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in only roles that hold the permission: 401 without a viewer, 404 without the permission.

    `parts` are permissions that the page asks besides, for showing parts of itself.
    """

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not holds(viewer().role, name):
                abort(404)
            return view(*args, **kwargs)

        setattr(guarded, PERMISSION, (name, *parts))
        return guarded

    return declare


def public(why: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let everybody in, for a reason that is written down."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, PUBLIC, why)
        return view

    return declare


def called_by_script(view: Callable[P, R]) -> Callable[P, R]:
    """Take requests of our scripts only: 400 without the header, 409 when another account is signed in by now.

    The header stands in for the form token, which a page kept on a telephone outlives: browsers send headers that are
    not their own to another site only when that site agrees, and Azbuka never does. Stands below `permission`.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        account = request.headers.get(ACCOUNT_HEADER)
        if not account:
            abort(400)
        if account != str(viewer().account_id):
            abort(409)
        return view(*args, **kwargs)

    setattr(guarded, SCRIPT, True)
    return guarded


def check_declarations(app: Flask, table: PermissionTable) -> None:
    """Hold the views against the table.

    Raises UndeclaredAccess when a view declares nothing, a declared permission is not in the table,
    or a line of the table is used by no view.
    """
    used: set[str] = set()
    for endpoint, view in app.view_functions.items():
        names: tuple[str, ...] = getattr(view, PERMISSION, ())
        if not names and getattr(view, PUBLIC, None) is None:
            raise UndeclaredAccess(f"The view “{endpoint}” declares no permission.")
        for name in names:
            if name not in table.rows:
                raise UndeclaredAccess(f"The view “{endpoint}” needs “{name}”, which is not in lms/permissions.py.")
        used |= set(names)
    if unused := sorted(table.rows.keys() - used):
        raise UndeclaredAccess(f"No view uses these lines of lms/permissions.py: {', '.join(unused)}.")
