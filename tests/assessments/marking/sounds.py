"""Recordings as telephones make them, and what is none."""

import io
import wave
from math import pi, sin

import av
import numpy as np
from av.audio.frame import AudioFrame

RATE = 48_000


def _samples(seconds: float, pitch: float) -> np.ndarray:
    return np.array([int(9000 * sin(2 * pi * pitch * one / RATE)) for one in range(int(seconds * RATE))], np.int16)


def wav(seconds: float, pitch: float = 220) -> bytes:
    """A tone as a program that keeps everything would write it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(RATE)
        target.writeframes(_samples(seconds, pitch).tobytes())
    return file.getvalue()


def webm(seconds: float, pitch: float = 220) -> bytes:
    """A tone as the browser of an Android phone records it: Opus in WebM."""
    return _made("webm", "libopus", seconds, pitch)


def mp4(seconds: float, pitch: float = 220) -> bytes:
    """A tone as an iPhone records it: AAC in MP4."""
    return _made("mp4", "aac", seconds, pitch)


def _made(container: str, codec: str, seconds: float, pitch: float) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container) as target:
        stream = target.add_stream(codec, rate=RATE, layout="mono")
        frame = AudioFrame.from_ndarray(_samples(seconds, pitch).reshape(1, -1), "s16", "mono")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(
            format=stream.format, layout="mono", rate=RATE, frame_size=stream.frame_size or 960
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            target.mux(stream.encode(part))
        target.mux(stream.encode(None))
    return file.getvalue()


def silent_film() -> bytes:
    """A file that a player knows, without any sound."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as target:
        stream = target.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 16
        target.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), format="rgb24")))
        target.mux(stream.encode(None))
    return file.getvalue()
