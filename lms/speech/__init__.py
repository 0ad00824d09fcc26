"""Speech made by a machine, where espeak-ng is installed: a fallback until a person records; it knows no room."""

from lms.speech.espeak import NoVoice, can_speak
from lms.speech.lexicon import guessed, marked
from lms.speech.speaking import VOICES, Line, speak
from lms.speech.stress import unmarked

__all__ = ["VOICES", "Line", "NoVoice", "can_speak", "guessed", "marked", "speak", "unmarked"]
