"""Brings the catalogues up to date with the sentences in the code: `make translations`."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
LOCALES = ("bg", "ar")
KEYWORDS = ("-k", "_l")


def babel(*arguments: str | Path) -> None:
    """Run one of Babel's commands."""
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "--quiet", *arguments], check=True, cwd=ROOT)  # noqa: S603


def extract(target: Path) -> None:
    """Collect every sentence of the code into a template for catalogues."""
    options = ("--no-location", "--omit-header", "--sort-output")
    babel("extract", "-F", "babel.cfg", *KEYWORDS, *options, "-o", target, ".")


def update() -> None:
    """Extract, and bring every catalogue up to date; what is new is left empty, what is gone is dropped."""
    with TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        extract(template)
        for locale in LOCALES:
            known = (ROOT / "translations" / locale).exists()
            command = "update" if known else "init"
            options = ("--no-fuzzy-matching", "--ignore-obsolete", "--omit-header") if known else ()
            babel(command, "-i", template, "-d", "translations", "-l", locale, *options)


if __name__ == "__main__":
    update()
