"""Give every item of content/items that is heard a recording by a machine, unless its words have one already.

`python -m tools.speech` needs espeak-ng. Recordings lie in content/audio; a person's recording is never replaced.
It names the words whose stress was a guess: content/speech/stress.yaml is where they belong.
"""

import json
import sys
from collections.abc import Iterable

from lms import media, speech
from lms.assessments.items import content
from lms.assessments.items.content import Wording
from lms.assessments.items.recordings import FOLDER, LIST, words_digest
from lms.assessments.states import ItemLevel

AUDIO = content.ITEMS.parent / FOLDER
LONGEST = 20
SPEEDS = {ItemLevel.PRE_A1: 105, ItemLevel.A1: 120, ItemLevel.A2: 135, ItemLevel.B1: 150}
"""Words a minute."""


def record(wording: Wording) -> dict[str, object]:
    """Speak an item into its file; what the list says of it."""
    lines = wording.body["audio"]["lines"]
    spoken = speech.speak([speech.Line(**line) for line in lines], SPEEDS[wording.level])
    try:
        made = media.encode(spoken, LONGEST)
    except media.TooLong:
        sys.exit(f"{wording.code} is too long: no recording of it is small enough.")
    (AUDIO / f"{wording.code}.mp3").write_bytes(made.data)
    return {"words": words_digest(lines, synthetic=True), "seconds": made.seconds, "synthetic": True}


def guesses(wordings: Iterable[Wording]) -> list[str]:
    """The words of all lines whose stress is nowhere written."""
    lines = (line["say"] for wording in wordings for line in wording.body["audio"]["lines"])
    return sorted({word.lower() for say in lines for word in speech.guessed(say)})


def main() -> None:
    """Speak what is new or changed, and forget recordings of items that are no longer there."""
    if not speech.can_speak():
        sys.exit("espeak-ng is not installed. On Debian: apt install espeak-ng")
    AUDIO.mkdir(exist_ok=True)
    path = AUDIO / LIST
    listed = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    heard = {one.code: one for file in content.read_all() for one in file.items if "audio" in one.body}
    kept = {code: about for code, about in listed.items() if code in heard}
    for code, wording in heard.items():
        known = kept.get(code)
        if known and known["words"] == words_digest(wording.body["audio"]["lines"], known["synthetic"]):
            continue
        kept[code] = record(wording)
    for gone in listed.keys() - kept.keys():
        (AUDIO / f"{gone}.mp3").unlink(missing_ok=True)
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if guessed := guesses(heard.values()):
        sys.stdout.write(f"Stress guessed: {', '.join(guessed)}\n")


if __name__ == "__main__":
    main()
