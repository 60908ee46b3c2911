"""Storyboards that somebody shared, as others may use them."""

from __future__ import annotations

from dataclasses import dataclass

from generation.model import Brief, Film, Shot, Stills, Storyboard
from handlers import boards, remake, views
from handlers.actions import action
from handlers.conversation import Button, File, Picture, Reply, Say
from handlers.house import House
from handlers.records import brief_of, finder, result_of
from storage.jobs import Job


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link leads to, while its owner keeps it. `name` is who shared it."""

    token: str
    name: str
    job: Job
    made: Film | Stills
    find: views.Find

    @property
    def board(self) -> Storyboard:
        """The shots."""
        return self.made.board

    def card(self) -> Reply:
        """Title, shots and keyframes, and what can be done with them."""
        title = Say("film.title", {"title": self.board.title})
        frames = [self.find(frame.file) for frame in self.made.keyframes]
        return Reply(
            text=(
                Say("share.by", {"name": self.name}),
                title if self.board.title else Say("film.untitled"),
                *views.shots(self.board),
            ),
            pictures=tuple(Picture(path) for path in frames if path),
            buttons=(
                (Button(Say("button.mine"), action("mine", arg=self.token)),),
                (Button(Say("button.board"), action("take", arg=self.token)),),
            ),
        )

    def brief(self) -> Brief:
        """The film of it, from the pictures that are still there. What its owner gave along as
        references stays with the owner."""
        stills = Stills(board=self.board, keyframes=self.made.keyframes, seed=self.made.seed)
        film = remake.film_of(brief_of(self.job), stills)
        assert film.board
        board = film.board.model_copy(update={"shots": tuple(map(self._kept, film.board.shots))})
        return film.model_copy(update={"board": board, "references": (), "cast": (), "enlarge": 1})

    def file(self, house: House) -> File:
        """The storyboard as a document. Blocks."""
        return boards.export(self.board, self.job.id, house.files)

    def _kept(self, shot: Shot) -> Shot:
        """The shot without pictures that were cleared away: those are painted anew."""
        pictures = {"keyframe": shot.keyframe, "last": shot.last}
        gone = {
            name: None for name, frame in pictures.items() if frame and not self.find(frame.file)
        }
        return shot.model_copy(update=gone)


async def shared(house: House, token: str) -> Shared | None:
    """What stands behind a token; None for an unknown one, or when its owner deleted the job."""
    link = await house.links.find(token)
    if link is None or link.kind != "board":
        return None
    job = await house.jobs.get(link.value)
    made = result_of(job) if job and not job.forgotten else None
    if job is None or made is None:
        return None
    owner = await house.people.get(link.person)
    return Shared(token, owner.name if owner else "", job, made, finder(house))
