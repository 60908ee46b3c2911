"""eSpeak NG reads Chinese or English from standard input into a WAV file (16 bit, mono).

On standard output it tells when it says each word: a JSON list of [text, starts, ends], in seconds.
Run as a program, with the package `espeakng-loader`. The text is plain: SSML and `[[phonemes]]` are
read as they stand.
"""

from __future__ import annotations

import json
import sys
import wave
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    Union,
    c_char,
    c_char_p,
    c_int,
    c_short,
    c_uint,
    c_void_p,
    cdll,
    string_at,
)
from itertools import pairwise
from typing import Any

import espeakng_loader  # pyright: ignore[reportMissingTypeStubs]

VOICES = {"zh": b"cmn", "en": b"en-us"}
WORDS_PER_MINUTE = {"zh": 165, "en": 150}
SYNCHRONOUS, RATE, UTF8, CHARACTERS = 2, 1, 1, 1  # speak_lib.h
WORD, CLAUSE_ENDS = 1, 5  # events, from the same
MAX_PHRASE_MS = 500  # how much sound comes in one call
HAN = "\u2e80"  # from here on there are no spaces between words
AROUND = " \t\r\n,.;:!?…—–-\"'“”‘’()[]{}<>，。、；：！？「」『』（）【】《》〈〉"


class _Id(Union):
    _fields_ = (("number", c_int), ("name", c_char_p), ("string", c_char * 8))


class _Event(Structure):
    """espeak_EVENT. `text_position` is a character's, counted from 1; `audio_position` is in ms."""

    _fields_ = (
        ("type", c_int),
        ("unique_identifier", c_uint),
        ("text_position", c_int),
        ("length", c_int),
        ("audio_position", c_int),
        ("sample", c_int),
        ("user_data", c_void_p),
        ("id", _Id),
    )


Heard = CFUNCTYPE(c_int, POINTER(c_short), c_int, POINTER(_Event))
Mark = tuple[int, int, float]
"""What happens (`WORD` or `CLAUSE_ENDS`), at which character from 1, at which second."""


def speak(text: str, lang: str) -> tuple[int, bytes, list[Mark]]:
    """Samples per second, the samples, and what happens when."""
    library = cdll.LoadLibrary(espeakng_loader.get_library_path())
    library.espeak_Synth.argtypes = [
        *(c_char_p, c_uint, c_uint, c_int, c_uint, c_uint, c_void_p, c_void_p)
    ]
    data = espeakng_loader.get_data_path().encode()
    rate: int = library.espeak_Initialize(SYNCHRONOUS, MAX_PHRASE_MS, data, 0)
    if rate <= 0 or library.espeak_SetVoiceByName(VOICES[lang]):
        raise SystemExit(f"espeak has no voice for {lang}")
    parts: list[bytes] = []
    marks: list[Mark] = []

    def hear(samples: Any, count: int, events: Any) -> int:
        if samples and count:
            parts.append(string_at(samples, 2 * count))
        place = 0
        while events and events[place].type:
            event = events[place]
            if event.type in (WORD, CLAUSE_ENDS):
                marks.append((event.type, event.text_position, event.audio_position / 1000))
            place += 1
        return 0

    callback = Heard(hear)  # must live as long as the library may call it
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetParameter(RATE, WORDS_PER_MINUTE[lang], 0)
    spoken = text.encode()
    library.espeak_Synth(spoken, len(spoken) + 1, 0, CHARACTERS, 0, UTF8, None, None)
    library.espeak_Terminate()
    return rate, b"".join(parts), marks


def words(text: str, marks: list[Mark]) -> list[tuple[str, float, float]]:
    """Each word with its seconds. What is read as several, such as a number, is one; what is passed
    over belongs to the word before."""
    starts = [mark for mark in marks if mark[0] == CLAUSE_ENDS or _begins(text, mark[1] - 1)]
    found: list[tuple[str, float, float]] = []
    for (kind, place, begins), (then, following, ends) in pairwise(starts):
        # A clause's end is its last character, or the mark behind it.
        said = text[place - 1 : following - (then == WORD)].strip(AROUND)
        if kind == WORD and said and ends > begins:
            found.append((said, begins, ends))
    return found


def _begins(text: str, at: int) -> bool:
    """Whether a word begins there, not the second half of one."""
    before, here = text[max(0, at - 1) : at], text[at : at + 1]
    return not (before.isalnum() and here.isalnum() and max(before, here) < HAN)


def main(out: str, lang: str) -> None:
    """Read standard input aloud into `out`."""
    text = sys.stdin.buffer.read().decode().replace("\0", " ")
    rate, samples, marks = speak(text, lang)
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    json.dump(words(text, marks), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
