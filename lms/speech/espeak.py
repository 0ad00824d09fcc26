"""The program espeak-ng: the phonemes of words, and what it is given made into sound.

What is said goes in through a pipe: nothing anybody wrote is ever an option of the command.
"""

import io
import shutil
import subprocess
import wave
from collections.abc import Sequence

COMMAND = "espeak-ng"
LANGUAGE = "bg"
LONGEST_WAIT = 30
"""Seconds after which a line is given up."""


class NoVoice(Exception):
    """espeak-ng is not installed here, or it could not say a line."""


def can_speak() -> bool:
    """Whether this machine has a voice."""
    return shutil.which(COMMAND) is not None


def phonemes(words: Sequence[str]) -> list[str]:
    """How espeak-ng would say each of some words, in its own letters. Raises NoVoice."""
    if not words:
        return []
    # A paragraph each, so that the answer has a line each.
    answer = _answer("\n\n".join(words), "-v", LANGUAGE, "-q", "-x").decode()
    found = [line.strip() for line in answer.splitlines() if line.strip()]
    if len(found) != len(words):
        raise NoVoice
    return found


def sound(text: str, voice: str, words_a_minute: int, pitch: int) -> tuple[wave._wave_params, bytes]:
    """A text spoken: what its samples are like, and the samples. Raises NoVoice."""
    answer = _answer(text, "-v", voice, "-s", str(words_a_minute), "-p", str(pitch), "--stdout")
    try:
        with wave.open(io.BytesIO(_whole(answer))) as source:
            return source.getparams(), source.readframes(source.getnframes())
    except (wave.Error, EOFError) as error:
        raise NoVoice from error


def _answer(text: str, *options: str) -> bytes:
    command = shutil.which(COMMAND)
    if command is None:
        raise NoVoice
    asked = [command, "--stdin", *options]
    try:
        done = subprocess.run(asked, input=text.encode(), capture_output=True, timeout=LONGEST_WAIT, check=True)  # noqa: S603
    except subprocess.SubprocessError as error:
        raise NoVoice from error
    return done.stdout


def _whole(data: bytes) -> bytes:
    """A WAV file with its true length: written to a pipe, its header could not know it."""
    body = len(data) - 44
    return data[:4] + (body + 36).to_bytes(4, "little") + data[8:40] + body.to_bytes(4, "little") + data[44:]
