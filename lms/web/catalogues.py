"""The catalogues of translations: compiled from their readable form when that has changed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from lms.settings import ROOT

DIRECTORY = ROOT / "translations"


def compile_all(directory: Path = DIRECTORY) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; returns the ones that were compiled."""
    done = []
    for source in sorted(directory.glob("*/LC_MESSAGES/messages.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        # Written beside and moved into place, so that a server starting now never reads half a catalogue; under a
        # name of this process, since several may start at once.
        draft = compiled.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(compiled)
        done.append(compiled)
    return done
