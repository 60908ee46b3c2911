"""The local crew: no key, no network. Everything heavy is imported when it is first used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generation.marking.film import Marks
from generation.providers.contract import Add, Capabilities, Member

if TYPE_CHECKING:
    from generation.edit.hardware import Encoder

REFERENCES = 4  # as many as a brief can have; their colours are followed


def register(add: Add, env: Mapping[str, str]) -> None:
    """Announce who can work on this machine; the narrator only where a voice is installed."""
    from generation.providers.local.animator import LocalAnimator
    from generation.providers.local.composer import LocalComposer
    from generation.providers.local.editor import LocalEditor
    from generation.providers.local.narrator import LocalNarrator
    from generation.providers.local.painter import LocalPainter
    from generation.providers.local.writer import LocalWriter

    add(Member("writer", LocalWriter(), LocalWriter.model, price=0))
    led = Capabilities(references=REFERENCES, palette=True)
    add(Member("painter", LocalPainter(), LocalPainter.model, can=led))
    add(Member("animator", LocalAnimator(), LocalAnimator.model, price=2, can=led))
    add(Member("composer", LocalComposer(), "synth-1", price=0))
    editor = LocalEditor(marks=Marks.read(env), encoder=_encoder(env))
    add(Member("editor", editor, "ffmpeg", price=0))
    if (narrator := LocalNarrator()).languages:
        add(Member("narrator", narrator, "speech-engines", price=0))


def _encoder(env: Mapping[str, str]) -> Encoder:
    """What encodes films, as the operator says; x264 where that is nothing we know."""
    from generation.edit.hardware import ENCODERS

    said = env.get("REELROOM_ENCODER", "")
    known: dict[str, Encoder] = {encoder: encoder for encoder in ENCODERS}
    return known.get(said, "x264")
