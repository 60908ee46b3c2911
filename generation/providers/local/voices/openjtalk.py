"""Open JTalk reads Japanese, kanji included, from standard input into a WAV file (16 bit, mono).

Run as a program, with the package `pyopenjtalk-plus`.
"""

from __future__ import annotations

import sys
import wave

import numpy as np
import pyopenjtalk  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]


def main(out: str, lang: str) -> None:
    """Read standard input aloud into `out`; `lang` can only be `ja`."""
    text = sys.stdin.buffer.read().decode().replace("\0", " ")
    samples, rate = pyopenjtalk.tts(text) if text.strip() else (np.zeros(0), 48000)
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.clip(samples, -32767, 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
