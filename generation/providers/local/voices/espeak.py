"""eSpeak NG reads Chinese or English from standard input into a WAV file (16 bit, mono).

Run as a program, with the package `espeakng-loader`. The text is plain: SSML and `[[phonemes]]` are
read as they stand.
"""

from __future__ import annotations

import sys
import wave
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_short, c_uint, c_void_p, cdll, string_at

import espeakng_loader  # pyright: ignore[reportMissingTypeStubs]

VOICES = {"zh": b"cmn", "en": b"en-us"}
WORDS_PER_MINUTE = {"zh": 165, "en": 150}
SYNCHRONOUS, RATE, UTF8, CHARACTERS = 2, 1, 1, 1  # speak_lib.h
MAX_PHRASE_MS = 500  # how much sound comes in one call

Heard = CFUNCTYPE(c_int, POINTER(c_short), c_int, c_void_p)


def speak(text: str, lang: str) -> tuple[int, bytes]:
    """Samples per second, and the samples."""
    library = cdll.LoadLibrary(espeakng_loader.get_library_path())
    library.espeak_Synth.argtypes = [
        *(c_char_p, c_uint, c_uint, c_int, c_uint, c_uint, c_void_p, c_void_p)
    ]
    data = espeakng_loader.get_data_path().encode()
    rate: int = library.espeak_Initialize(SYNCHRONOUS, MAX_PHRASE_MS, data, 0)
    if rate <= 0 or library.espeak_SetVoiceByName(VOICES[lang]):
        raise SystemExit(f"espeak has no voice for {lang}")
    parts: list[bytes] = []

    def hear(samples: object, count: int, _: object) -> int:
        if samples and count:
            parts.append(string_at(samples, 2 * count))  # pyright: ignore[reportArgumentType]
        return 0

    callback = Heard(hear)  # must live as long as the library may call it
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetParameter(RATE, WORDS_PER_MINUTE[lang], 0)
    spoken = text.replace("\0", " ").encode()
    library.espeak_Synth(spoken, len(spoken) + 1, 0, CHARACTERS, 0, UTF8, None, None)
    library.espeak_Terminate()
    return rate, b"".join(parts)


def main(out: str, lang: str) -> None:
    """Read standard input aloud into `out`."""
    rate, samples = speak(sys.stdin.buffer.read().decode(), lang)
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)


if __name__ == "__main__":
    main(*sys.argv[1:])
