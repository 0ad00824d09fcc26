"""The recordings beside the files of items: content/audio, with a list of what each one says.

A recording belongs to the words it was made from. When the words change it no longer does, and the item has none
until it is made anew (`python -m tools.speech`).
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from lms import speech
from lms.assessments.items.content import Wording
from lms.assessments.items.models import Sound
from lms.database import db

FOLDER = "audio"
LIST = "recordings.json"


def words_digest(lines: list[dict[str, str]], synthetic: bool) -> str:
    """What stands for the words of a recording: voices and texts, in order.

    A machine's recording is also of the stress it was told, so it is made anew when that is corrected; a person knew.
    """
    said = speech.marked if synthetic else speech.unmarked
    words = [line | {"say": said(line["say"])} for line in lines]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass
class Recordings:
    """The recordings of a folder of content."""

    folder: Path
    listed: dict[str, dict[str, Any]]
    """By the code of the item: `words` (their digest), `seconds`, and whether it is `synthetic`."""
    sounds: dict[str, Sound] = field(default_factory=dict)

    @classmethod
    def beside(cls, items: Path) -> "Recordings":
        """Those that lie beside a folder of items; none where there is no list."""
        folder = items.parent / FOLDER
        path = folder / LIST
        return cls(folder, json.loads(path.read_text(encoding="utf-8")) if path.exists() else {})

    def sound_of(self, wording: Wording) -> Sound | None:
        """The recording of an item's words, known already or new; None when there is none of these words."""
        listed = self.listed.get(wording.code)
        if listed is None or "audio" not in wording.body:
            return None
        if listed["words"] != words_digest(wording.body["audio"]["lines"], listed["synthetic"]):
            return None
        data = (self.folder / f"{wording.code}.mp3").read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.sounds:
            self.sounds[digest] = _known(digest) or Sound(
                digest=digest, data=data, seconds=listed["seconds"], synthetic=listed["synthetic"]
            )
        return self.sounds[digest]


def _known(digest: str) -> Sound | None:
    return db.session.scalar(select(Sound).where(Sound.digest == digest))
