"""What is asked of members of the crew, and what is said of what they made. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from generation import kit
from generation.casting import pictures, rendered, seen
from generation.edit.timeline import Timeline
from generation.model import FPS, Brief, Clip, Keyframe, Storyboard
from generation.providers.contract import AnimateRequest, Capabilities, PaintRequest, frame_size
from generation.providers.routing.fitting import fit_aspect, fit_resolution, fit_seconds
from generation.seeds import derive

Made = TypeVar("Made", Keyframe, Clip)


def paint_request(brief: Brief, board: Storyboard, index: int) -> PaintRequest:
    """What the painter of one shot needs to know."""
    shot = board.shots[index]
    width, height = frame_size(brief.aspect, brief.resolution)
    number, total = (0, 1) if board.variants else (index, len(board.shots))
    return PaintRequest(
        prompt=kit.prompted(shot.prompt, brief.manner, board.lang),
        negative=", ".join(filter(None, (shot.negative, *kit.forbidden(brief)))),
        seed=brief.seed if shot.seed is None else shot.seed,
        width=width,
        height=height,
        aspect=brief.aspect,
        lang=board.lang,
        style=board.style,
        look=brief.look,
        framing=shot.framing,
        characters=board.characters,
        index=number,
        total=total,
        title=board.title,
        camera=shot.camera,
        seconds=shot.seconds,
        references=pictures(brief, shot),
        cast=tuple(rendered(who, board.lang) for who in seen(shot, brief.cast)),
        palette=brief.palette,
    )


def animate_request(
    brief: Brief,
    board: Storyboard,
    index: int,
    frame: Keyframe,
    paint: PaintRequest,
    can: Capabilities,
) -> AnimateRequest:
    """What the animator of one shot needs to know, fitted to what it can do."""
    shot = board.shots[index]
    return AnimateRequest(
        keyframe=frame,
        paint=paint,
        shot=shot,
        width=paint.width,
        height=paint.height,
        last=shot.last if can.last_frame else None,
        seconds=fit_seconds(Timeline.of(brief, board).length(index) / FPS, can),
        resolution=fit_resolution(brief.resolution, can),
    )


def continuous(board: Storyboard) -> Storyboard:
    """With every shot beginning where the one before ends."""
    first, *others = board.shots
    following = (shot.model_copy(update={"follows": True}) for shot in others)
    return board.model_copy(update={"shots": (first, *following)})


def fitted(wanted: PaintRequest, can: Capabilities, take: int) -> PaintRequest:
    """What is wanted, in a shape that a member can do; after so many seeds whose results were held
    back, with another that follows from the first."""
    seed = derive(wanted.seed, take) if take else wanted.seed
    told = wanted.prompt
    return replace(
        wanted,
        prompt=told if can.palette else kit.coloured(told, wanted.palette, wanted.lang),
        seed=seed,
        aspect=fit_aspect(wanted.aspect, can),
        references=wanted.references[: can.references],
    )


def noted(made: Made, *more: str) -> Made:
    """With keys of sentences about what differs from what was asked."""
    notes = tuple(dict.fromkeys((*made.provenance.notes, *more)))
    provenance = made.provenance.model_copy(update={"notes": notes})
    return made.model_copy(update={"provenance": provenance})
