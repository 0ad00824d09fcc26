"""Speech made by a machine, where espeak-ng is installed: a fallback until a person records; it knows no room."""

import io
import shutil
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass

COMMAND = "espeak-ng"
VOICES = {"woman": "bg+f2", "man": "bg+m3", "woman2": "bg+f4", "man2": "bg+m7"}
"""The voice of each speaker."""
PAUSE = 0.5
"""Seconds between two speakers."""
PITCHES = {"woman": 60, "man": 42, "woman2": 75, "man2": 30}
LONGEST_WAIT = 30
"""Seconds after which a line is given up."""


class NoVoice(Exception):
    """espeak-ng is not installed here, or it could not say a line."""


@dataclass(frozen=True)
class Line:
    """What one speaker says."""

    who: str
    say: str


def can_speak() -> bool:
    """Whether this machine has a voice."""
    return shutil.which(COMMAND) is not None


def speak(lines: Sequence[Line], words_a_minute: int = 130) -> bytes:
    """The lines as a WAV file, spoken one after the other. Raises NoVoice."""
    spoken = [_spoken(line, words_a_minute) for line in lines]
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setparams(spoken[0][0])
        pause = b"\x00\x00" * int(PAUSE * target.getframerate())
        target.writeframes(pause.join(samples for _, samples in spoken))
    return file.getvalue()


def _spoken(line: Line, words_a_minute: int) -> tuple[wave._wave_params, bytes]:
    command = shutil.which(COMMAND)
    if command is None:
        raise NoVoice
    pitch = str(PITCHES[line.who])
    asked = [command, "-v", VOICES[line.who], "-s", str(words_a_minute), "-p", pitch, "--stdin", "--stdout"]
    try:
        # What is said goes in through a pipe: nothing anybody wrote is ever an option of the command.
        done = subprocess.run(asked, input=line.say.encode(), capture_output=True, timeout=LONGEST_WAIT, check=True)  # noqa: S603
        with wave.open(io.BytesIO(_whole(done.stdout))) as source:
            return source.getparams(), source.readframes(source.getnframes())
    except (subprocess.SubprocessError, wave.Error, EOFError) as error:
        raise NoVoice from error


def _whole(data: bytes) -> bytes:
    """A WAV file with its true length: written to a pipe, its header could not know it."""
    body = len(data) - 44
    return data[:4] + (body + 36).to_bytes(4, "little") + data[8:40] + body.to_bytes(4, "little") + data[44:]
