"""The local crew: no key, no network. Everything heavy is imported when it is first used."""

from __future__ import annotations

from collections.abc import Mapping

from generation.marking.film import Marks
from generation.providers.contract import Add, Capabilities, Member

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
    led = Capabilities(references=REFERENCES)
    add(Member("painter", LocalPainter(), LocalPainter.model, can=led))
    add(Member("animator", LocalAnimator(), LocalAnimator.model, price=2, can=led))
    add(Member("composer", LocalComposer(), "synth-1", price=0))
    add(Member("editor", LocalEditor(marks=Marks.read(env)), "ffmpeg", price=0))
    if (narrator := LocalNarrator()).languages:
        add(Member("narrator", narrator, "speech-engines", price=0))
