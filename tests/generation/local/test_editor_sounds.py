"""Odd and foreign sound in a film: clips' own, somebody's voice and music, silence, 5.1."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.shelf import MediaShelf
from generation.edit.graph import compiled, ff
from generation.edit.probe import probe
from generation.edit.run import run
from generation.edit.sound import heard, listen
from generation.edit.timeline import Timeline
from generation.errors import BadInput
from generation.model import Brief, MediaFile, Piece, Recording, Sound, Speech
from generation.providers.contract import Bench
from generation.providers.local import mixer
from storage.files import Files
from tests.generation.local.cutting import BOARD, EDITOR, bench_in, brief
from tests.generation.local.test_editor_sound import samples, strength

RATE = 48000
PINK = "anoisesrc=c=pink:r=48000:seed=1"


async def noise(out: Path, source: str, **options: Any) -> MediaFile:
    await run(compiled(ff.output(ff.input(source, f="lavfi"), str(out), **options)))
    return bench_in(out.parent).shelf.keep(out, "audio/wav")


async def levels(file: MediaFile | None, bench: Bench) -> tuple[float, float]:
    """LUFS and dBTP of what comes out of AAC."""
    assert file
    found = heard(await run(listen(bench.shelf.path(file))))
    return found.integrated, found.peak


def asked(**values: Any) -> Brief:
    return brief().model_copy(update=values)


def spoken(file: MediaFile, seconds: float) -> list[Speech]:
    return [Speech(file=file, starts=0.4, seconds=seconds)]


@pytest.mark.parametrize(
    ("source", "options"),
    [
        (f"{PINK}:d=4.5:a=0.05", {}),  # quiet
        (f"{PINK}:d=4.5:a=1,volume=20dB", {"acodec": "pcm_f32le"}),  # far over full scale
        (f"{PINK}:d=4.5:a=0.2", {"ac": 1, "ar": 22050}),  # mono
        (f"{PINK}:d=4.5:a=0.2,pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0", {}),
        ("sine=f=997:d=4.5,volume=0.5", {}),
        ("aevalsrc=if(lt(mod(t\\,0.5)\\,0.004)\\,1\\,0):d=4.5:s=48000", {}),  # nothing but peaks
    ],
)
@pytest.mark.parametrize("role", ["music", "voice"])
async def test_whatever_it_is_made_of_a_film_plays_at_one_loudness(
    source: str, options: dict[str, Any], role: str, tmp_path: Path
) -> None:
    bench = bench_in(tmp_path)
    file = await noise(tmp_path / "x.wav", source, **options)
    if role == "music":
        sound = await EDITOR.mix(asked(), BOARD, [], file, bench)
    else:
        sound = await EDITOR.mix(asked(music="off"), BOARD, spoken(file, 4.5), None, bench)
    loudness, peak = await levels(sound.file, bench)
    assert peak <= -1
    peaky = "aevalsrc" in source
    assert loudness == pytest.approx(-14, abs=1) or (peaky and loudness < -14)


async def test_what_is_nearly_silent_is_not_raised_without_end(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    file = await noise(tmp_path / "x.wav", f"{PINK}:d=4.5:a=0.001")
    before, _ = await levels(file, bench)
    sound = await EDITOR.mix(asked(), BOARD, [], file, bench)
    after, _ = await levels(sound.file, bench)
    assert before < -50 and after - before <= 30.5


async def test_a_film_of_one_second_is_as_loud_as_others(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    short = BOARD.model_copy(
        update={"shots": (BOARD.shots[0].model_copy(update={"seconds": 1.0}),)}
    )
    file = await noise(tmp_path / "x.wav", f"{PINK}:d=3:a=0.2")
    sound = await EDITOR.mix(asked(), short, [], file, bench)
    loudness, peak = await levels(sound.file, bench)
    assert loudness == pytest.approx(-14, abs=1) and peak <= -1


# Clips' own sound


def piece(sound: MediaFile | None) -> Piece:
    return Piece(body=MediaFile(ref="00/00.mp4", mime="video/mp4", size=1), sound=sound)


async def with_clips(
    how: str, tmp_path: Path, tones: tuple[int | None, ...], rest: Sound, **values: Any
) -> tuple[NDArray[np.float32], tuple[float, float]]:
    """The whole film's samples and levels; every clip is one tone as long as its shot."""
    bench, wanted = bench_in(tmp_path), asked(clip_sound=how, **values)
    timeline = Timeline.of(wanted, BOARD)
    pieces: list[Piece] = []
    for n, tone in enumerate(tones):
        source = f"sine=f={tone}:d={timeline.length(n) / 24}:r=44100,volume=2"
        own = await noise(tmp_path / f"c{n}.wav", source) if tone else None
        pieces.append(piece(own))
    file = await mixer.whole(wanted, timeline, pieces, rest, bench, tmp_path)
    assert file
    return samples(bench.shelf.path(file)), await levels(file, bench)


async def test_clips_are_heard_one_after_another_and_crossfade_with_their_pictures(
    tmp_path: Path,
) -> None:
    sound, (loudness, peak) = await with_clips(
        "keep", tmp_path, (500, 900, 1700), Sound(file=None), music="off"
    )
    timeline = Timeline.of(asked(), BOARD)
    assert len(sound) == pytest.approx(timeline.seconds * RATE, abs=1100)
    assert loudness == pytest.approx(-14, abs=1) and peak <= -1
    for n, tone in enumerate((500, 900, 1700)):
        alone = timeline.starts(n) + timeline.head(n) + 4
        part = sound[alone * 2000 :][: 10 * 2000]
        others = {500, 900, 1700} - {tone}
        assert all(strength(part, tone) - strength(part, other) > 40 for other in others)
    both = sound[(timeline.turn(1) - 2) * 2000 :][: 4 * 2000]
    assert abs(strength(both, 500) - strength(both, 900)) < 3


@pytest.mark.parametrize(("how", "below"), [("low", 12), ("keep", 0)])
async def test_clips_stand_under_the_music_or_beside_it(
    how: str, below: float, tmp_path: Path
) -> None:
    bench = bench_in(tmp_path)
    music = await noise(tmp_path / "m.wav", "sine=f=1000:d=4.5:r=48000")
    rest = await EDITOR.mix(asked(clip_sound=how), BOARD, [], music, bench)
    assert rest.stems and rest.stems.voice is None
    sound, (loudness, peak) = await with_clips(how, tmp_path, (700, 700, 700), rest)
    part = sound[RATE // 2 : RATE]
    assert strength(part, 1000) - strength(part, 700) == pytest.approx(below, abs=2.5)
    assert loudness == pytest.approx(-14, abs=1) and peak <= -1


async def test_clips_keep_out_of_the_voices_way(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    voice = await noise(tmp_path / "v.wav", "sine=f=1500:d=1:r=24000,volume=0.5")
    wanted = asked(clip_sound="keep", music="off", voice=True)
    rest = await EDITOR.mix(wanted, BOARD, spoken(voice, 1), None, bench)
    sound, _ = await with_clips("keep", tmp_path, (700, 700, 700), rest, music="off")
    under, after = sound[round(0.8 * RATE) :][:20000], sound[round(2.4 * RATE) :][:20000]
    assert strength(after, 700) - strength(under, 700) > 6


async def test_clips_that_are_silent_or_not_wanted_change_nothing(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    music = await noise(tmp_path / "m.wav", "sine=f=1000:d=4.5:r=48000")
    rest = await EDITOR.mix(asked(clip_sound="low"), BOARD, [], music, bench)
    timeline = Timeline.of(asked(), BOARD)
    hush = await noise(tmp_path / "h.wav", "anullsrc=d=2:r=48000")
    loud = await noise(tmp_path / "l.wav", "sine=d=2:r=48000")
    for how, own in (("low", hush), ("low", None), ("off", loud)):
        pieces = [piece(own)] * 3
        wanted = asked(clip_sound=how)
        file = await mixer.whole(wanted, timeline, pieces, rest, bench, tmp_path)
        assert file == rest.file


# Somebody's own voice and music


async def test_somebodys_own_voice_is_heard_from_the_first_shot_at_its_own_pace(
    tmp_path: Path,
) -> None:
    bench = bench_in(tmp_path)
    file = await noise(tmp_path / "v.wav", "sine=f=800:d=3:r=48000,volume=2")
    own = Recording(file=file, seconds=3, name="me.ogg")
    music = await noise(tmp_path / "m.wav", "sine=f=300:d=4.5:r=48000")
    sound = await EDITOR.mix(asked(speech=own), BOARD, [], music, bench)
    assert sound.notes == () and sound.file
    heard_ = samples(bench.shelf.path(sound.file))
    before, during, after = heard_[: RATE // 4], heard_[RATE : 2 * RATE], heard_[-RATE // 2 :]
    assert strength(during, 800) - strength(before, 800) > 30
    assert strength(during, 800) - strength(after, 800) > 30
    assert strength(after, 300) - strength(during, 300) > 6
    last = heard_[round(3.2 * RATE) : round(3.35 * RATE)]  # 0.4 + 3 s, not hurried
    assert strength(last, 800) > strength(during, 800) - 6


async def test_a_voice_that_is_longer_than_the_film_is_faded_and_that_is_told(
    tmp_path: Path,
) -> None:
    bench = bench_in(tmp_path)
    file = await noise(tmp_path / "v.wav", "sine=f=800:d=9:r=48000,volume=0.3")
    own = Recording(file=file, seconds=9)
    sound = await EDITOR.mix(asked(speech=own, music="off"), BOARD, [], None, bench)
    assert sound.notes == ("note.voice_cut",) and sound.file
    assert np.abs(samples(bench.shelf.path(sound.file))[-2000:]).max() < 0.02


async def test_somebodys_own_music_is_as_long_as_the_film_and_nobodys_score(
    tmp_path: Path,
) -> None:
    bench = bench_in(tmp_path)
    file = await noise(tmp_path / "m.wav", "sine=f=300:d=9:r=48000", ac=2, acodec="pcm_s16le")
    score = await mixer.own_music(Recording(file=file, seconds=9), 4.5, bench)
    assert score.provider == ""
    assert probe(bench.shelf.path(score.file)).seconds == pytest.approx(4.5)
    assert not list(bench.scratch.iterdir())


async def test_a_recording_that_is_not_kept_any_more_is_asked_for_again(tmp_path: Path) -> None:
    shelf = MediaShelf(Files(tmp_path / "media", 10**9, 30))
    gone = MediaFile(ref=f"00/{'0' * 40}.wav", mime="audio/wav", size=1)
    bench = replace(bench_in(tmp_path), shelf=shelf)
    with pytest.raises(BadInput, match="recording.gone"):
        await mixer.own_music(Recording(file=gone, seconds=9), 4.5, bench)
    with pytest.raises(BadInput, match="recording.gone"):
        await EDITOR.mix(asked(speech=Recording(file=gone, seconds=2)), BOARD, [], None, bench)
