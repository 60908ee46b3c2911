"""Music and voices that people bring: what is odd is used sensibly or refused with a sentence."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from bot.recordings import recorder
from bot.shelf import MediaShelf
from generation.edit import recording as room
from generation.edit.graph import compiled, ff
from generation.edit.run import run
from generation.edit.sound import heard, listen
from generation.errors import BadInput
from generation.model import LANGS, Recording
from handlers.conversation import Attachment, Say
from handlers.texts import render
from storage.files import Files

TONE = "sine=f=440:r=44100:d=2,volume=2"


@pytest.fixture
def shelf(tmp_path: Path) -> MediaShelf:
    return MediaShelf(Files(tmp_path / "media", 10**9, 30))


async def made(out: Path, source: str = TONE, **options: Any) -> Path:
    await run(compiled(ff.output(ff.input(source, f="lavfi"), str(out), **options)))
    return out


async def keep(shelf: MediaShelf, path: Path, *, speech: bool = False) -> Recording:
    sent = Attachment(path, "audio/mpeg", "my song.mp3")
    return await recorder(shelf)(sent, speech=speech)


async def checked(shelf: MediaShelf, recording: Recording) -> tuple[float, float]:
    """LUFS and dBTP of what was kept, which must be 48 kHz, 16 bit, stereo."""
    path = shelf.path(recording.file)
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, 48000)
        assert file.getnframes() / 48000 == pytest.approx(recording.seconds)
    level = heard(await run(listen(path)))
    return level.integrated, level.peak


@pytest.mark.parametrize(
    ("name", "source", "options"),
    [
        ("a.mp3", TONE, {}),
        ("a.m4a", TONE, {}),
        ("a.flac", TONE, {}),
        ("a.ogg", TONE, {"acodec": "libopus", "ar": 48000}),
        ("a.wav", TONE, {"ar": 8000, "acodec": "pcm_u8"}),
        ("51.wav", f"{TONE},pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0", {}),
        ("loud.wav", f"{TONE},volume=20dB", {"acodec": "pcm_f32le"}),
        ("quiet.wav", f"{TONE},volume=-20dB", {}),
    ],
)
async def test_every_usual_kind_of_recording_is_kept_at_one_level(
    name: str, source: str, options: dict[str, Any], tmp_path: Path, shelf: MediaShelf
) -> None:
    recording = await keep(shelf, await made(tmp_path / name, source, **options))
    loudness, peak = await checked(shelf, recording)
    assert loudness == pytest.approx(-18, abs=1) and peak < 0
    assert recording.seconds == pytest.approx(2, abs=0.06)
    assert (recording.name, recording.notes) == ("my song.mp3", ())


async def test_what_it_is_counts_not_what_it_is_called(tmp_path: Path, shelf: MediaShelf) -> None:
    picture = ff.input("testsrc=s=64x48:d=1", f="lavfi")
    sound = ff.input("sine=d=1,volume=2", f="lavfi")
    film = tmp_path / "film.mp3"
    await run(compiled(ff.output(picture, sound, str(film), f="mp4")))
    assert (await keep(shelf, film)).seconds == pytest.approx(1, abs=0.1)


async def test_what_the_file_tells_about_its_maker_is_not_kept(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    tagged = await made(tmp_path / "a.mp3", metadata="comment=my secret studio")
    assert b"secret" in tagged.read_bytes()
    assert b"secret" not in shelf.path((await keep(shelf, tagged)).file).read_bytes()


async def test_silence_at_the_ends_is_cut_off_and_beats_are_found(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    strokes = "aevalsrc=exp(-60*mod(t\\,0.5))*sin(2000*t):d=10,adelay=1500,apad=pad_dur=2"
    file = await made(tmp_path / "a.wav", strokes)
    music, voice = await keep(shelf, file), await keep(shelf, file, speech=True)
    assert music.seconds == pytest.approx(10, abs=0.6) and voice.beats == ()
    assert np.diff(music.beats) == pytest.approx(0.5, abs=0.005)


async def refused(shelf: MediaShelf, path: Path) -> str:
    with pytest.raises(BadInput) as error:
        await keep(shelf, path)
    for lang in LANGS:
        said = render(Say(error.value.key, dict(error.value.values)), lang)
        assert "my song.mp3" in said and "{" not in said
    return error.value.key


async def test_what_cannot_be_heard_is_refused_with_a_sentence(
    tmp_path: Path, shelf: MediaShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = {
        "empty.mp3": b"",
        "text.mp3": b"not a song at all\n" * 500,
        "picture.mp3": b"\x89PNG\r\n\x1a\n" + bytes(2000),
        "playlist.mp3": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        "zip.wav": b"PK\x03\x04" + bytes(3000),
        "head.wav": (await made(tmp_path / "whole.wav")).read_bytes()[:44],
    }
    for name, content in odd.items():
        (tmp_path / name).write_bytes(content)
        assert await refused(shelf, tmp_path / name) == "recording.unreadable", name
    mute = tmp_path / "mute.mp4"
    await run(compiled(ff.output(ff.input("testsrc=s=64x48:d=1", f="lavfi"), str(mute))))
    assert await refused(shelf, mute) == "recording.no_sound"
    hush = await made(tmp_path / "hush.wav", "anullsrc=d=3")
    assert await refused(shelf, hush) == "recording.silent"
    blip = await made(tmp_path / "blip.wav", f"{TONE},atrim=end=0.2,apad=pad_dur=2")
    assert await refused(shelf, blip) == "recording.too_short"
    monkeypatch.setattr("bot.recordings.MAX_BYTES", 1000)
    assert await refused(shelf, tmp_path / "whole.wav") == "file.too_large"


async def test_a_protected_file_is_refused(tmp_path: Path, shelf: MediaShelf) -> None:
    file = await made(tmp_path / "a.m4a")
    content = file.read_bytes().replace(b"mp4a", b"drms")
    head, _, rest = content.partition(b"mdat")
    size = int.from_bytes(head[-4:]) - 8
    locked = np.random.default_rng(1).bytes(size)  # as encrypted sound looks
    (tmp_path / "locked.m4a").write_bytes(head + b"mdat" + locked + rest[size:])
    assert await refused(shelf, tmp_path / "locked.m4a") == "recording.unreadable"


async def test_of_a_truncated_file_what_there_is_is_used(tmp_path: Path, shelf: MediaShelf) -> None:
    whole = await made(tmp_path / "a.mp3", TONE.replace("d=2", "d=4"))
    (tmp_path / "half.mp3").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert (await keep(shelf, tmp_path / "half.mp3")).seconds == pytest.approx(2, abs=0.3)


async def test_of_an_hour_the_beginning_is_used_and_that_is_told(
    tmp_path: Path, shelf: MediaShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LONGEST", 3.0)
    long = await made(tmp_path / "hour.mp3", "sine=f=440:d=1200:r=8000,volume=2", ar=8000)
    recording = await keep(shelf, long)
    assert recording.seconds == pytest.approx(3, abs=0.05)
    assert recording.notes == ("note.recording_cut",)
    with av.open(str(shelf.path(recording.file))) as box:
        assert box.duration == pytest.approx(3e6, abs=1e5)
