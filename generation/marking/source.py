"""Where a film comes from, in the words of IPTC's vocabulary of digital source types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from generation.model import MADE, PERSON, Brief, Sound, Take

SourceType = Literal[
    "algorithmicMedia",  # by an algorithm that learned from no samples
    "trainedAlgorithmicMedia",  # by a model
    "composite",  # of several elements, none of them by a model
    "compositeSynthetic",  # of several elements, at least one of them by a model
]
PROCEDURAL = "local"  # the crew that draws by rules


def source_type(brief: Brief, takes: Sequence[Take], sound: Sound) -> SourceType:
    """What is honest about a film of these takes: whose pictures and sounds, and whether somebody's
    own pictures, clips, voice, music or logo take part."""
    seen = [part.provenance.provider for take in takes for part in (take.keyframe, take.clip)]
    heard = [name for names in sound.crew.values() for name in names.split(", ")]
    own = PERSON in seen or brief.track or brief.speech or brief.logo
    painted, played = map(_learned, (seen, heard))
    painted = painted or any(take.clip.provenance.model == MADE for take in takes)
    if own or (played and not painted):
        return "compositeSynthetic" if painted or played else "composite"
    return "trainedAlgorithmicMedia" if painted else "algorithmicMedia"


def painted_by(maker: str) -> SourceType:
    """What is honest about a picture that somebody's machine made."""
    return "trainedAlgorithmicMedia" if _learned([maker]) else "algorithmicMedia"


def _learned(makers: Sequence[str]) -> bool:
    """Whether a model is among them."""
    return any(maker not in (PROCEDURAL, PERSON) for maker in makers)
