"""Lines of speakers become a recording."""

import io
import wave
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lms.speech import espeak
from lms.speech.lexicon import marked
from lms.speech.stress import MARK, STRESSED, moved

VOICES = {"woman": "bg+f2", "man": "bg+m3", "woman2": "bg+f4", "man2": "bg+m7"}
"""The voice of each speaker."""
PAUSE = 0.5
"""Seconds between two speakers."""
SILENT = 10
"""A sample up to this, of 32767, is not heard."""
PITCHES = {"woman": 60, "man": 42, "woman2": 75, "man2": 30}


@dataclass(frozen=True)
class Line:
    """What one speaker says; a word may have a mark on its stressed vowel."""

    who: str
    say: str


def speak(lines: Sequence[Line], words_a_minute: int = 130) -> bytes:
    """The lines as a WAV file, spoken one after the other. Raises NoVoice."""
    texts = with_phonemes([marked(line.say) for line in lines])
    spoken = [
        espeak.sound(text, VOICES[line.who], words_a_minute, PITCHES[line.who])
        for line, text in zip(lines, texts, strict=True)
    ]
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setparams(spoken[0][0])
        pause = b"\x00\x00" * int(PAUSE * target.getframerate())
        target.writeframes(_without_end(pause.join(samples for _, samples in spoken)))
    return file.getvalue()


def _without_end(samples: bytes) -> bytes:
    """Samples without the half second of silence that espeak-ng ends with: it costs as much as speech."""
    heard = np.flatnonzero(np.abs(np.frombuffer(samples, "<i2").astype(np.int32)) > SILENT)
    return samples[: 2 * (int(heard[-1]) + 1)] if heard.size else samples


def with_phonemes(texts: Sequence[str]) -> list[str]:
    """Marked texts as espeak-ng is to get them: a word with a mark as phonemes. Raises NoVoice."""
    stressed = sorted({found[0] for text in texts for found in STRESSED.finditer(text)})
    guesses = espeak.phonemes([text.replace(MARK, "") for text in stressed])
    said = {text: moved(guess, text) for text, guess in zip(stressed, guesses, strict=True)}
    return [STRESSED.sub(lambda found: _phoneme_input(said[found[0]], found[0]), text) for text in texts]


def _phoneme_input(phonemes: str | None, text: str) -> str:
    # Right after a quotation mark or a bracket espeak-ng would swallow it.
    return text if phonemes is None else f" [[{phonemes}]]"
