"""The permission table and the declarations of views hold each other to account."""

from pathlib import Path

import pytest
from flask import Flask

from lms import create_app, permissions
from lms.access.declare import UndeclaredAccess, check_declarations, permission, public
from lms.access.table import PermissionTable, everything, nothing, row
from lms.access.viewer import Role, Viewer
from lms.settings import Settings


def app_with(*views: object) -> Flask:
    app = Flask(__name__, static_folder=None)
    for number, view in enumerate(views):
        app.add_url_rule(f"/{number}", f"view{number}", view)  # type: ignore[arg-type]
    return app


def test_a_view_that_declares_nothing_stops_the_application() -> None:
    with pytest.raises(UndeclaredAccess, match="view0"):
        check_declarations(app_with(lambda: ""), PermissionTable(()))


def test_a_permission_that_is_not_in_the_table_stops_the_application() -> None:
    view = permission("roofs.mend")(lambda: "")
    with pytest.raises(UndeclaredAccess, match=r"roofs\.mend"):
        check_declarations(app_with(view), PermissionTable(()))


def test_a_line_that_no_view_uses_stops_the_application() -> None:
    with pytest.raises(UndeclaredAccess, match=r"roofs\.mend"):
        check_declarations(app_with(), PermissionTable((row("roofs.mend"),)))


def test_declared_views_let_the_application_start() -> None:
    views = permission("roofs.mend")(lambda: ""), public("a sign")(lambda: "")
    check_declarations(app_with(*views), PermissionTable((row("roofs.mend", teacher=everything),)))


def test_a_permission_stands_in_the_table_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        PermissionTable((row("roofs.mend"), row("roofs.mend")))


@pytest.mark.parametrize("line", sorted(permissions.TABLE.rows))
def test_removing_any_line_makes_the_application_refuse_to_start(
    line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rest = tuple(kept for name, kept in permissions.TABLE.rows.items() if name != line)
    monkeypatch.setattr(permissions, "TABLE", PermissionTable(rest))
    with pytest.raises(UndeclaredAccess, match=line):
        create_app(Settings(data_dir=tmp_path, secret_key="test", testing=True))


def test_a_role_that_is_not_named_holds_nothing(app: Flask) -> None:
    table = PermissionTable((row("roofs.mend", teacher=everything),))
    assert not table.holds(Role.LEARNER, "roofs.mend")
    learner = Viewer(1, Role.LEARNER)
    assert str(table.condition(learner, "roofs.mend")) == str(nothing(learner))
