"""The plans as text: what ffmpeg is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from generation.edit.binary import exe
from generation.edit.encoding import Encoding
from generation.edit.footage import Footage, shape_for
from generation.edit.grade import Look
from generation.edit.motion import Canvas, Use
from generation.edit.piece import Cut, Files, Frame, from_file, from_raw, transition
from generation.edit.probe import Facts
from generation.edit.sound import (
    Loudness,
    Voice,
    gain_for,
    heard,
    is_right,
    line_down,
    master,
    mix_down,
    tempo,
)
from generation.edit.stamp import Stamp
from generation.edit.timeline import Join, Timeline
from generation.fonts import FOLDER
from generation.marking.aigc import aigc
from generation.model import Reframe
from generation.styles import Grade

JOB = Path("/job")
HD, STAMP = Canvas(1280, 720), Stamp(JOB / "captions.ass")
FRAME = Frame(HD, Look(Grade(contrast=1.05, u=-1, v=2)), STAMP)
CUT = Cut(frames=96, start=84, head=12, tail=12)


def clip(shape: Reframe) -> Footage:
    """A clip of 16 pictures a second."""
    return Footage(Facts(5.0, 832, 480, fps=16, reach=5.0), Use(shape))


def told(argv: list[str]) -> list[str]:
    """The arguments without machine-dependent paths, one option a line."""
    assert argv[0] == exe()
    return " ".join(argv[1:]).replace(str(FOLDER), "FONTS").replace(" -", "\n-").splitlines()


def graph(argv: list[str]) -> list[str]:
    """The filters, without the names of what runs between them."""
    (filters,) = (line for line in told(argv) if line.startswith("-filter_complex"))
    return [re.sub(r"\[s\d+\]", "", part) for part in filters.split(" ", 1)[1].split(";")]


def test_a_piece_is_split_into_body_head_and_tail() -> None:
    assert graph(from_raw(CUT, FRAME, Files(JOB))) == snapshot(
        [
            "[0:v]scale=out_color_matrix=bt709:out_range=tv",
            "settb=1/24",
            "setpts=N",
            "fps=24",
            "format=yuv420p",
            "lutyuv=u=128+(val-128)*1.0+(-1):v=128+(val-128)*1.0+(2):y=clip(255*(1.05*(val/255-0.5)+0.5+0.0)\\,16\\,235)",
            "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv",
            "split=3",
            "trim=end_frame=84:start_frame=12",
            "setpts=PTS-STARTPTS",
            "settb=1/24",
            "setpts=N+96",
            "format=yuv420p",
            "ass=filename=/job/captions.ass:fontsdir=FONTS",
            "setpts=N",
            "setsar=1",
            "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
            "trim=end_frame=12:start_frame=0",
            "setpts=PTS-STARTPTS",
            "trim=end_frame=96:start_frame=84",
            "setpts=PTS-STARTPTS",
        ]
    )


def test_all_parts_of_a_film_are_encoded_alike() -> None:
    piece = from_raw(CUT, FRAME, Files(JOB))
    fade = transition(JOB / "a.mp4", JOB / "b.mp4", 84, Join(), FRAME, JOB / "t.mp4")
    for option, value in Encoding().final.items():
        for argv in (piece, fade):
            encoded = argv[argv.index("-filter_complex") :]
            assert encoded[encoded.index(f"-{option}") + 1] == str(value)


def test_a_clip_is_fitted_in_size_time_and_length() -> None:
    cut = Cut(frames=96, start=0, head=0, tail=0)
    assert graph(
        from_file(cut, FRAME, JOB / "clip.mp4", Files(JOB), clip("letterbox"))
    ) == snapshot(
        [
            "[0:V:0]settb=1/24000",
            "setpts=(PTS-STARTPTS)*1.0",
            "framerate=fps=24",
            "scale=1280:720:force_divisible_by=2:force_original_aspect_ratio=decrease:out_color_matrix=bt709:out_range=tv:reset_sar=1",
            "pad=1280:720:(ow-iw)/2:(oh-ih)/2",
            "tpad=stop=96:stop_mode=clone",
            "trim=end_frame=96",
            "settb=1/24",
            "setpts=N",
            "fps=24",
            "format=yuv420p",
            "lutyuv=u=128+(val-128)*1.0+(-1):v=128+(val-128)*1.0+(2):y=clip(255*(1.05*(val/255-0.5)+0.5+0.0)\\,16\\,235)",
            "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv",
            "split=1",
            "trim=end_frame=96:start_frame=0",
            "setpts=PTS-STARTPTS",
            "settb=1/24",
            "setpts=N+0",
            "format=yuv420p",
            "ass=filename=/job/captions.ass:fontsdir=FONTS",
            "setpts=N",
            "setsar=1",
            "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
        ]
    )


def test_a_clip_of_nearly_the_right_shape_covers_the_picture() -> None:
    cut = Cut(frames=96, start=0, head=0, tail=0)
    assert graph(from_file(cut, FRAME, JOB / "clip.mp4", Files(JOB), clip("crop")))[
        1:3
    ] == snapshot(
        [
            "setpts=(PTS-STARTPTS)*1.0",
            "framerate=fps=24",
        ]
    )
    assert {shape_for(832, 480, HD, "auto"), shape_for(960, 720, HD, "auto")} == {"crop"}
    assert shape_for(720, 1280, HD, "auto") == "blur"


def test_clips_may_only_be_local_files_in_plain_containers() -> None:
    cut = Cut(frames=96, start=0, head=0, tail=0)
    assert told(from_file(cut, FRAME, JOB / "clip.mp4", Files(JOB), clip("crop")))[:3] == snapshot(
        [
            "-format_whitelist mov,matroska,avi,gif,wav,mp3,aac,flac,ogg",
            "-max_pixels 40000000",
            "-protocol_whitelist file,pipe",
        ]
    )


def test_a_transition_fades_exactly_the_shared_frames() -> None:
    argv = transition(JOB / "a.mp4", JOB / "b.mp4", 84, Join(), FRAME, JOB / "t.mp4")
    assert graph(argv) == snapshot(
        [
            "[0:v]settb=1/24",
            "settb=1/24000",
            "setpts=12000.0*st(0\\,(N+1)*0.07692307692307693)*ld(0)*(3-2*ld(0))",
            "[1:v]settb=1/24",
            "settb=1/24000",
            "setpts=12000.0*st(0\\,(N+1)*0.07692307692307693)*ld(0)*(3-2*ld(0))",
            "xfade=duration=0.5:offset=-0.008420573509330908:transition=fade",
            "settb=1/24",
            "setpts=N",
            "settb=1/24",
            "setpts=N+84",
            "format=yuv420p",
            "ass=filename=/job/captions.ass:fontsdir=FONTS",
            "setpts=N",
            "setsar=1",
            "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
        ]
    )


def test_a_neutral_grade_costs_no_filter() -> None:
    plain = Frame(HD, Look(Grade()), STAMP)
    filters = " ".join(graph(from_raw(CUT, plain, Files(JOB))))
    assert "eq=" not in filters and "lutyuv" not in filters


def test_voices_over_music() -> None:
    voices = [Voice(JOB / "a.wav", 0.4, 2.0), Voice(JOB / "a.wav", 3.9, 6.0)]
    assert graph(mix_down(voices, JOB / "score.wav", 8, JOB / "mix.wav")) == snapshot(
        [
            "[0:a:0]aresample=48000",
            "aformat=channel_layouts=stereo",
            "apad=whole_len=168000",
            "atrim=end_sample=168000",
            "adelay=all=1:delays=19200S",
            "[1:a:0]aresample=48000",
            "aformat=channel_layouts=stereo",
            "apad=whole_len=196800",
            "atrim=end_sample=196800",
            "concat=a=1:n=2:v=0",
            "apad=whole_len=384000",
            "atrim=end_sample=384000",
            "asplit=2",
            "[2:a:0]aresample=48000",
            "aformat=channel_layouts=stereo",
            "volume=0.55",
            "apad=whole_len=384000",
            "atrim=end_sample=384000",
            "sidechaincompress=attack=15:ratio=3:release=350:threshold=0.02",
            "amix=duration=longest:inputs=2:normalize=0",
            "apad=whole_len=384000",
            "atrim=end_sample=384000",
            "ebur128=framelog=quiet:peak=none",
        ]
    )


def test_a_line_that_runs_into_the_next_is_faster_then_cut_softly() -> None:
    line = Voice(JOB / "a.wav", 3.9, 6.0)
    assert tempo(2.0, 3.5) == 1.0
    assert graph(line_down(line, 4.1, JOB / "line.wav")) == snapshot(
        [
            "[0:a:0]atempo=1.4000",
            "atrim=end=3.950",
            "afade=duration=0.3:start_time=3.650:type=out",
            "speechnorm=expansion=8:link=1:peak=0.8",
        ]
    )


def test_the_master() -> None:
    assert graph(master(JOB / "mix.wav", 4.5, -2, 8, JOB / "sound.m4a")) == snapshot(
        [
            "[0:a:0]volume=4.500dB",
            "aresample=192000",
            "alimiter=attack=3:level=0:limit=0.79433:release=60",
            "aresample=48000",
            "apad=whole_len=384000",
            "atrim=end_sample=384000",
        ]
    )


def test_what_ebur128_says_is_understood() -> None:
    log = "Summary:\n  I:  -20.3 LUFS\n  Threshold: -30.4 LUFS\n  Peak:  -3.1 dBFS\n"
    assert heard(log) == Loudness(-20.3, -3.1)
    assert heard(log.replace("-3.1", "-inf")).peak == float("-inf")
    with pytest.raises(ValueError, match="unpack"):
        heard("nothing")


def test_silence_is_not_made_louder() -> None:
    assert gain_for(Loudness(-70, -70)) == 0
    assert gain_for(Loudness(-20, -3)) == 6
    assert gain_for(Loudness(-55, -40)) == 30
    assert is_right(Loudness(-14.3, -1.2)) and not is_right(Loudness(-14.3, -0.9))


def test_the_metadata_of_gb_45438() -> None:
    assert aigc('某公司 "AI\\Lab"', "abc123") == (
        '{"Label":"1","ContentProducer":"AILab","ProduceID":"abc123","ReservedCode1":"",'
        '"ContentPropagator":"AILab","PropagateID":"abc123","ReservedCode2":""}'
    )


def test_neighbours_share_the_frames_of_their_crossfade() -> None:
    timeline = Timeline((96, 48, 72), (Join(), Join()))
    assert [timeline.starts(n) for n in range(3)] == [0, 84, 120]
    assert [(timeline.head(n), timeline.tail(n)) for n in range(3)] == [(0, 12), (12, 12), (12, 0)]
    assert [timeline.turn(n) for n in range(4)] == [0, 90, 126, 192]
    assert (timeline.total, timeline.seconds) == (192, 8)
