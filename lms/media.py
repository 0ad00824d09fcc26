"""Sounds as a mechanism: whatever was recorded becomes the one format that every phone plays; it knows no room.

PyAV brings its own FFmpeg, so nothing has to be installed.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

RATE = 16_000
"""Samples a second: enough for speech."""
KILOBYTE = 1000
BITRATES = (40_000, 32_000, 24_000, 16_000)
"""Bits a second, the best first; a sound takes the first with which it is small enough."""
MIMETYPE = "audio/mpeg"


class NotASound(ValueError):
    """The data is no recording, or one without sound."""


class TooLong(ValueError):
    """The recording is longer than is allowed, or than fits."""


@dataclass(frozen=True)
class Encoded:
    """A recording ready to be served."""

    data: bytes
    seconds: float


def encode(data: bytes, longest: float, at_most: int = 25 * KILOBYTE) -> Encoded:
    """A recording of any kind as MP3, one channel at 16 kHz, of at most so many bytes.

    `longest` is in seconds. Raises NotASound and TooLong.
    """
    samples = b"".join(_samples(data, longest))
    seconds = len(samples) / 2 / RATE
    if not samples:
        raise NotASound
    for bitrate in BITRATES:
        made = _mp3(samples, bitrate)
        if len(made) <= at_most:
            return Encoded(made, round(seconds, 2))
    raise TooLong


def _samples(data: bytes, longest: float) -> Iterator[bytes]:
    """The sound as 16-bit samples; what is decoded is bounded, however small the file that asks for it."""
    left = int(longest * RATE)
    try:
        with av.open(io.BytesIO(data), "r") as source:
            if not source.streams.audio:
                raise NotASound
            resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in source.decode(audio=0):
                for part in resampler.resample(frame):
                    left -= part.samples
                    if left < 0:
                        raise TooLong
                    yield bytes(part.planes[0])[: part.samples * 2]
    except av.error.FFmpegError as error:
        raise NotASound from error


def _mp3(samples: bytes, bitrate: int) -> bytes:
    file = io.BytesIO()
    # Headers are longer than some words are, and a constant rate needs none.
    with av.open(file, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as target:
        stream = target.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = bitrate
        frame = AudioFrame.from_ndarray(np.frombuffer(samples, np.int16).reshape(1, -1), "s16p", "mono")
        frame.sample_rate = RATE
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()
