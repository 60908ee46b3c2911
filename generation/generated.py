"""What of a film is generated: all that is to be said of it depends on that."""

from __future__ import annotations

from typing import Literal

from generation.model import MADE, PERSON, Brief, Storyboard

Generated = Literal["all", "sound", "nothing"]


def filmed_by_person(brief: Brief) -> bool:
    """Whether every shot is a clip or a picture that somebody brought, which is only cut."""
    seen = [part.provenance for take in brief.takes for part in (take.keyframe, take.clip)]
    return bool(seen) and all(made.provider == PERSON for made in seen)


def generated(brief: Brief, board: Storyboard) -> Generated:
    """What of it nobody filmed, played or spoke. What is written on a film, its cards and how it is
    cut do not count: nobody takes them for anything else."""
    if not filmed_by_person(brief) or any(
        take.clip.provenance.model == MADE for take in brief.takes
    ):
        return "all"
    music = brief.music != "off" and brief.track is None
    lines = any(shot.line for shot in board.shots)
    voice = lines and ((brief.voice and brief.speech is None) or bool(brief.langs and brief.speech))
    return "sound" if music or voice else "nothing"
