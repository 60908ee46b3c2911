"""The pictures of a message: which stands where, and groups as chat platforms take them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from handlers.conversation import Picture, Reply
from storage.files import REF

ALBUM = 10  # pictures in one at most: on Telegram and in a message on Discord


def placed(pictures: Sequence[Picture]) -> list[Path | None]:
    """Each picture at its place, whichever of them came first; None where one is still missing."""
    paths: list[Path | None] = []
    for picture in pictures:
        place = len(paths) if picture.place is None else picture.place
        paths += [None] * (place + 1 - len(paths))
        paths[place] = picture.path
    return paths


def places(reply: Reply) -> int:
    """How many pictures there are, or will be when its progress is over."""
    return max(len(placed(reply.pictures)), len(reply.bars) - 1)


def albums(reply: Reply) -> list[Sequence[Path]]:
    """The pictures in groups of two to ten; none where there is only one."""
    paths = [picture.path for picture in reply.pictures]
    if len(paths) < 2:
        return []
    size = -(-len(paths) // -(-len(paths) // ALBUM))  # groups as equal as can be
    return [paths[start : start + size] for start in range(0, len(paths), size)]


def parted(reply: Reply, limit: int) -> Iterator[list[Reply]]:
    """An album as messages of one picture or film each, in groups of at most ten and of at most
    `limit` bytes together, unless one alone is larger."""
    group, size = list[Reply](), 0
    for thing in (*reply.pictures, *reply.videos):
        more = thing.path.stat().st_size
        if group and (len(group) == ALBUM or size + more > limit):
            yield group
            group, size = [], 0
        words = (thing.caption,) if thing.caption else ()
        group.append(
            Reply(text=words, pictures=(thing,), single=True)
            if isinstance(thing, Picture)
            else Reply(text=words, video=thing)
        )
        size += more
    if group:
        yield group


def sheet_key(reply: Reply) -> str:
    """Names what is to be seen on one sheet of all the pictures."""
    paths = placed(reply.pictures)
    return ":".join([*(key_of(path) if path else "" for path in paths), str(places(reply))])


def key_of(path: Path) -> str:
    """A file of ours by what is in it: its ref in the media folder, else its name and size."""
    ref = f"{path.parent.name}/{path.name}"
    return ref if REF.fullmatch(ref) else f"{ref}:{path.stat().st_size}"
