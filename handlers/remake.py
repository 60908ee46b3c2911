"""From one thing that was made to the brief of the next: all the buttons, as pure functions."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, TypeVar

from generation.generated import filmed_by_person
from generation.model import (
    ASPECTS,
    MAX_SHOTS,
    Aspect,
    Brief,
    Film,
    Framing,
    Keyframe,
    Lang,
    Shot,
    Stills,
    Storyboard,
)
from generation.seeds import derive
from generation.styles import styles
from generation.wording import hushed, picked
from handlers.options import SEEDS, by_language
from handlers.ports import PERSON

T = TypeVar("T")

CANDIDATES: tuple[Framing, ...] = ("wide", "medium", "close", "medium")
SINGLE_SECONDS = 5.0  # of a picture that is brought to life
LONGER = 2  # shots more


def again(brief: Brief, seed: int, made: Storyboard | None = None) -> Brief:
    """The same once more, with other dice. A board of somebody's own stays, as it was `made`, and
    is painted anew; of an enlarged picture, there are four new ones; of somebody's own clips, the
    music is another."""
    if filmed_by_person(brief):
        return _changed(brief, seed=seed, takes=brief.takes)
    if brief.enlarge > 1:
        return candidates(_changed(brief, seed=seed))
    board = brief.board and unpainted(made or brief.board)
    if board:
        board = _diced(board, seed) if board.variants else _undiced(board)
    return _changed(brief, seed=seed, board=board)


def repainted(brief: Brief, board: Storyboard, seed: int) -> Brief:
    """The same storyboard with other pictures, but for those that somebody brought."""
    return _changed(_with(brief, _undiced(unpainted(board))), seed=seed)


def longer(brief: Brief) -> Brief:
    """The same idea in more shots, written anew."""
    shots = min(MAX_SHOTS, brief.shots + LONGER)
    return _changed(brief, board=None, shots=shots, seconds=None)


def turned(brief: Brief, board: Storyboard) -> Brief:
    """The same film upright, or lying down where it was upright."""
    aspect: Aspect = "9:16" if wide(brief.aspect) else "16:9"
    if filmed_by_person(brief):
        return _changed(brief, aspect=aspect, takes=brief.takes)
    return _changed(brief, aspect=aspect, board=unpainted(board))


def wide(aspect: Aspect) -> bool:
    """Whether a picture is not upright."""
    across, down = aspect.split(":")
    return int(across) >= int(down)


def recut(brief: Brief, made: Film, **values: Any) -> Brief:
    """The same clips cut anew, with other `values` of the brief. A transition that is asked for
    holds for shots that had one of their own, too."""
    board = made.board
    if "transition" in values:
        shots = (shot.model_copy(update={"transition": None}) for shot in board.shots)
        board = board.model_copy(update={"shots": tuple(shots)})
    kept = {"seed": made.seed, "shots": min(MAX_SHOTS, len(board.shots)), "takes": made.takes}
    return _changed(brief, **kept, board=board, **by_language(values))


def film_of(brief: Brief, stills: Stills) -> Brief:
    """The film of a storyboard, from the keyframes that were approved."""
    return _with(brief, painted(stills))


def redone(brief: Brief, stills: Stills, index: int, seed: int) -> Brief:
    """The storyboard with one shot painted anew."""
    return _with(brief, _replaced(painted(stills), index, keyframe=None, seed=seed))


def reworded(brief: Brief, stills: Stills, index: int, prompt: str) -> Brief:
    """The storyboard with one shot as somebody describes it; what was said over it before goes."""
    silent = hushed(painted(stills), index)
    return _with(brief, _replaced(silent, index, keyframe=None, prompt=prompt, cast=None))


def candidates(brief: Brief) -> Brief:
    """Four pictures of one idea from near and far, each by a seed of its own."""
    prompt = f"{brief.idea}, {styles()[brief.style].phrases[brief.lang]}"
    shots = tuple(Shot(prompt=prompt, framing=f, seconds=SINGLE_SECONDS) for f in CANDIDATES)
    board = Storyboard(
        title=brief.idea[:60],
        lang=brief.lang,
        style=brief.style,
        mood=styles()[brief.style].mood or "calm",
        shots=shots,
        variants=True,
    )
    return _with(brief, _diced(board, brief.seed))


def picture(brief: Brief) -> Brief:
    """One picture of an idea, seen from afar."""
    several = candidates(brief)
    assert several.board
    board = several.board.model_copy(update={"shots": several.board.shots[:1]})
    return _with(brief, board)


def varied(brief: Brief, stills: Stills, index: int, seed: int) -> Brief:
    """Four more pictures of one's words."""
    one = stills.board.shots[index]
    like = one.model_copy(update={"keyframe": None})
    shots = tuple(like.model_copy(update={"framing": framing}) for framing in CANDIDATES)
    new = {"shots": shots, "wordings": {}}
    return _with(brief, _diced(stills.board.model_copy(update=new), seed))


def animated(brief: Brief, board: Storyboard, index: int, keyframe: Keyframe) -> Brief:
    """One picture of a board brought to life."""
    new = {"keyframe": keyframe, "seconds": SINGLE_SECONDS, "seed": keyframe.provenance.seed}
    one = _replaced(board, index, **new, follows=False)
    return _single(brief, one, index)


def enlarged(brief: Brief, stills: Stills, index: int) -> Brief:
    """One candidate twice as large."""
    return _changed(_single(brief, painted(stills), index), enlarge=2)


def moved(stills: Stills, index: int, by: int) -> Stills:
    """The storyboard with one shot further up or down, its keyframe with it."""
    order = _shifted(tuple(range(len(stills.board.shots))), index, by)
    board = picked(stills.board, order)
    first = board.shots[0].model_copy(update={"follows": False})
    board = board.model_copy(update={"shots": (first, *board.shots[1:])})
    frames = _shifted(stills.keyframes, index, by)
    alike = _shifted(stills.likeness, index, by) if stills.likeness else ()
    new = {"board": board, "keyframes": frames, "likeness": alike}
    return stills.model_copy(update=new)


def mark(stills: Stills) -> str:
    """A few characters by which this very storyboard is known."""
    return blake2b(stills.model_dump_json().encode(), digest_size=5).hexdigest()


def own_picture(brief: Brief, keyframe: Keyframe, last: Keyframe | None = None) -> Brief:
    """Somebody's picture brought to life, and perhaps one to end with; the idea says what happens
    in it, and may be empty."""
    seconds = min(brief.seconds or SINGLE_SECONDS, 15.0)
    shot = Shot(prompt=brief.idea, keyframe=keyframe, last=last, seconds=seconds)
    board = Storyboard(
        title=brief.idea[:60],
        lang=brief.lang,
        style=brief.style,
        mood=styles()[brief.style].mood or "calm",
        shots=(shot,),
    )
    return _with(brief, board)


def nearest_aspect(width: int, height: int) -> Aspect:
    """The aspect that crops a picture least."""

    def crop(aspect: Aspect) -> float:
        across, down = (int(n) for n in aspect.split(":"))
        ratio = (width / height) / (across / down)
        return max(ratio, 1 / ratio)

    return min(ASPECTS, key=crop)


def painted(stills: Stills) -> Storyboard:
    """The storyboard with its keyframes in it, each by the seed it was painted with."""
    pairs = zip(stills.board.shots, stills.keyframes, strict=True)
    shots = tuple(
        shot.model_copy(update={"keyframe": frame, "seed": frame.provenance.seed})
        for shot, frame in pairs
    )
    return stills.board.model_copy(update={"shots": shots})


def unpainted(board: Storyboard) -> Storyboard:
    """The storyboard without pictures, but for those that somebody brought."""
    return board.model_copy(update={"shots": tuple(map(_unpainted, board.shots))})


def board_of(brief: Brief, lang: Lang, board: Storyboard) -> Brief:
    """A brief for a storyboard that somebody brought; into `lang` it is translated."""
    return _changed(brief, idea=board.title, lang=lang, style=board.style, board=board)


def _shifted(things: tuple[T, ...], index: int, by: int) -> tuple[T, ...]:
    order = list(things)
    order.insert(index + by, order.pop(index))
    return tuple(order)


def _unpainted(shot: Shot) -> Shot:
    own = shot.keyframe and shot.keyframe.provenance.provider == PERSON
    return shot if own else shot.model_copy(update={"keyframe": None})


def _diced(board: Storyboard, seed: int) -> Storyboard:
    """Each shot with a seed of its own; the first with `seed` itself."""
    shots = tuple(
        shot.model_copy(update={"seed": derive(seed, "candidate", n) % SEEDS if n else seed})
        for n, shot in enumerate(board.shots)
    )
    return board.model_copy(update={"shots": shots})


def _undiced(board: Storyboard) -> Storyboard:
    """Each shot by the brief's seed."""
    shots = tuple(shot.model_copy(update={"seed": None}) for shot in board.shots)
    return board.model_copy(update={"shots": shots})


def _replaced(board: Storyboard, index: int, **values: Any) -> Storyboard:
    shots = list(board.shots)
    shots[index] = shots[index].model_copy(update=values)
    return board.model_copy(update={"shots": tuple(shots)})


def _single(brief: Brief, board: Storyboard, index: int) -> Brief:
    """One shot of a board, for itself."""
    return _changed(_with(brief, picked(board, [index])), seconds=None)


def _with(brief: Brief, board: Storyboard) -> Brief:
    return _changed(brief, board=board, shots=len(board.shots), enlarge=1)


def _changed(brief: Brief, **values: Any) -> Brief:
    """Filmed anew, unless it is said what the `takes` are."""
    return Brief.model_validate(dict(brief) | {"takes": ()} | values)
