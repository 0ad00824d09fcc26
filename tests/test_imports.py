"""The import rule: a room imports only from what stands left of it, and nothing goes in a circle."""

import ast
from pathlib import Path

import pytest

LMS = Path(__file__).parent.parent / "lms"
ORDER = (
    ("mail",),
    ("settings",),
    ("clock", "spreadsheets", "pdf", "media", "speech"),
    ("database",),
    ("counting",),
    ("access",),
    ("centres",),
    ("accounts",),
    ("learners",),
    ("messages",),
    ("courses",),
    ("attendance", "assessments"),
    ("progress",),
    ("permissions",),
    ("demo",),
    ("web",),
    ("cli",),
    ("__init__",),
)
STAGE = {room: stage for stage, rooms in enumerate(ORDER) for room in rooms}
# The mechanisms raise and translate the same errors as everybody else.
ALLOWED = {("spreadsheets", "access.errors")}


def modules() -> list[Path]:
    return sorted(LMS.rglob("*.py"))


def room_of(parts: tuple[str, ...]) -> str:
    return parts[0].removesuffix(".py")


def imported(source: str) -> set[tuple[str, ...]]:
    """What a module imports from lms, as dotted names in parts."""
    found: set[tuple[str, ...]] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")[1:]) for alias in node.names if alias.name.startswith("lms")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "lms":
            base = tuple((node.module or "").split(".")[1:])
            found |= {(*base, alias.name) for alias in node.names}
    return found


def breaks(room: str, target: tuple[str, ...]) -> bool:
    """Whether a room may not import this."""
    other = target[0] if target and target[0] in STAGE else "__init__"
    if other == room or any(room == a and ".".join(target).startswith(b) for a, b in ALLOWED):
        return False
    return STAGE[other] >= STAGE[room]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(LMS)))
def test_a_room_imports_only_from_its_left(path: Path) -> None:
    room = room_of(path.relative_to(LMS).parts)
    assert room in STAGE, f"{room} has no place in the import rule"
    broken = [".".join(target) for target in imported(path.read_text()) if breaks(room, target)]
    assert not broken, f"{path.relative_to(LMS)} imports {broken}"


@pytest.mark.parametrize(
    ("room", "target", "broken"),
    [
        ("attendance", ("courses", "models", "Lesson"), False),
        ("courses", ("messages", "models", "SentMessage"), False),
        ("messages", ("courses", "offer_models", "Offer"), True),
        ("courses", ("attendance", "models", "Mark"), True),
        ("attendance", ("assessments", "models", "Item"), True),
        ("access", ("accounts", "models", "Account"), True),
        ("web", ("accounts", "views", "next_address"), False),
        ("learners", ("web", "language", "day"), True),
    ],
)
def test_the_rule_sees_what_breaks_it(room: str, target: tuple[str, ...], broken: bool) -> None:
    assert breaks(room, target) is broken


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    names = {".".join(("lms", *path.relative_to(LMS).with_suffix("").parts)): path for path in modules()}
    graph = {
        name: {
            candidate
            for target in imported(path.read_text())
            for candidate in (".".join(("lms", *target)), ".".join(("lms", *target[:-1])))
            if candidate in names and candidate != name
        }
        for name, path in names.items()
    }
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above[above.index(name) :], name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*above, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())
