"""Brings the catalogues up to date with the sentences in the code: `make translations`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "translations" / "messages.pot"
LOCALES = ("bg", "ar")
KEYWORDS = ("-k", "_l")


def babel(*arguments: str | Path) -> None:
    """Run one of Babel's commands."""
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *arguments], check=True, cwd=ROOT)  # noqa: S603


def extract(target: Path = TEMPLATE) -> None:
    """Collect every sentence of the code into the template of the catalogues."""
    options = ("--no-location", "--omit-header", "--sort-output", "--add-comments=Translators:")
    babel("extract", "-F", "babel.cfg", *KEYWORDS, *options, "-o", target, ".")


def update() -> None:
    """Extract, and bring every catalogue up to date; what is new is left empty, what is gone is dropped."""
    extract()
    for locale in LOCALES:
        command = "update" if (ROOT / "translations" / locale).exists() else "init"
        options = ("--no-fuzzy-matching", "--ignore-obsolete", "--omit-header") if command == "update" else ()
        babel(command, "-i", TEMPLATE, "-d", "translations", "-l", locale, *options)


if __name__ == "__main__":
    update()
