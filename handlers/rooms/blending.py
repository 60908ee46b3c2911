"""From what a room has found to what is made of it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from generation.model import MAX_IDEA, Brief, Character, Shot, Storyboard
from handlers.characters import IN_ONE, Called, fold
from handlers.conversation import Say
from handlers.options import Wish, order
from handlers.rooms.card import chosen
from handlers.texts import render
from storage.rooms import Claim, Guest, Idea, Room

Cast = tuple[Character, ...]
LONGEST_CREDITS = 120  # characters on the end card


def brief(room: Room, ideas: Sequence[Idea], guests: Sequence[Guest], wish: Wish) -> Brief:
    """What the writer is asked for: the topic and the favourite ideas, as one idea; who found it
    stands at the end of the film. Raises `BadInput`."""
    parts = [idea.text for idea in chosen(ideas)]
    joined = "；" if room.lang in ("zh", "ja") else "; "
    text = joined.join([room.topic, *parts])[:MAX_IDEA]
    asked = order(text, json.loads(room.options), wish).brief
    return asked if asked.ending else asked.model_copy(update={"ending": credits(room, guests)})


def cast(topic: Called, ideas: Sequence[Idea], called: Mapping[int, Called]) -> Cast:
    """Whom the topic and the favourite ideas call of their authors' characters: of two with one
    name the first, and no more than a film has room for."""
    found = dict[str, Character]()
    for one in (topic, *(called[idea.n] for idea in chosen(ideas))):
        for who in one.cast:
            found.setdefault(fold(who.name), who)
    return tuple(found.values())[:IN_ONE]


def credits(room: Room, guests: Sequence[Guest]) -> str:
    """The line on the end card: everybody who had an idea, else the host."""
    names = [guest.name for guest in guests if guest.ideas] or [room.name]
    for count in range(len(names), 0, -1):
        shown = ", ".join(names[:count]) + ("" if count == len(names) else " …")
        line = render(Say("room.credits", {"names": shown}), room.lang)
        if len(line) <= LONGEST_CREDITS:
            return line
    return ""


def reworded(board: Storyboard, claims: Sequence[Claim]) -> Storyboard:
    """The storyboard with the shots that people have put into words of their own, to be painted
    anew; what was said over them before goes."""
    words = {claim.shot: claim.words for claim in claims if claim.words}

    def worded(n: int, shot: Shot) -> Shot:
        if n not in words:
            return shot
        new = {"prompt": words[n], "line": "", "subtitle": words[n][:60]}
        return shot.model_copy(update={**new, "keyframe": None, "cast": None})

    shots = tuple(worded(n, shot) for n, shot in enumerate(board.shots))
    return board.model_copy(update={"shots": shots})
