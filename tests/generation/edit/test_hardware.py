"""Encoders of graphics cards: used where what they make can be joined, x264 otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.edit import hardware
from generation.edit.encoding import Encoding
from generation.edit.grade import Look
from generation.edit.hardware import ENCODERS, Encoder, encoding, usable
from generation.edit.motion import Canvas
from generation.edit.piece import Cut, Files, Frame, from_raw


async def test_x264_needs_no_trial() -> None:
    assert await usable("x264") == Encoding()


@pytest.mark.parametrize("encoder", ENCODERS[1:])
async def test_a_card_that_is_not_there_leaves_it_to_x264(encoder: Encoder) -> None:
    """Or one that is there, and has shown that it can."""
    assert await usable(encoder) in (Encoding(), encoding(encoder))


async def test_an_encoder_that_can_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """With x264 in the place of a card: the trial itself has to pass."""
    usual = Encoding()
    monkeypatch.setitem(hardware.OWN, "nvenc", {"vcodec": "libx264", "x264-params": "stitchable=1"})
    wanted = encoding("nvenc")
    assert wanted != usual
    assert await usable("nvenc") == wanted


async def test_an_encoder_whose_parts_differ_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """These count time in other steps than all else here."""

    def differing(encoder: Encoder) -> Encoding:
        return Encoding(final={"vcodec": "libx264", "video_track_timescale": 90000})

    monkeypatch.setattr(hardware, "encoding", differing)
    assert await usable("nvenc") == Encoding()


def test_pictures_are_uploaded_where_the_card_wants_them_so() -> None:
    frame = Frame(Canvas(320, 180), Look(), None, encoding("vaapi"))
    argv = from_raw(Cut(24, 0, 0, 0), frame, Files(Path("part")))
    assert "format=nv12" in argv[argv.index("-filter_complex") + 1]
    assert "hwupload" in argv[argv.index("-filter_complex") + 1]
    assert argv[argv.index("-vcodec") + 1] == "h264_vaapi" and "-vaapi_device" in argv
