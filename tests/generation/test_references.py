"""Pictures that a person sends along: who follows them, and what is said where nobody can."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.shelf import MediaShelf
from generation.crew import Crew
from generation.errors import BadInput
from generation.model import (
    Brief,
    Clip,
    Keyframe,
    Piece,
    Provenance,
    Reference,
    Shot,
    Storyboard,
    Take,
    Ticket,
)
from generation.providers.contract import (
    AnimateRequest,
    Bench,
    Capabilities,
    Member,
    PaintRequest,
)
from generation.providers.local.editor import LocalEditor
from generation.providers.router import Roster
from storage.files import Files
from tests.generation.local.cutting import FolderShelf

BOARD = Storyboard(title="Cat", lang="en", shots=(Shot(prompt="a cat"),))


@dataclass
class Hand:
    """Paints and animates at once, and keeps what it was asked for."""

    name: str
    picture: Keyframe
    asked: list[Any] = field(default_factory=list[Any])

    async def start(self, request: Any, bench: Bench) -> Ticket:
        self.asked.append(request)
        return Ticket(provider=self.name, task="1")

    async def collect(self, request: Any, ticket: Ticket, bench: Bench) -> Any:
        made = Provenance(provider=self.name, model="m", seed=0)
        if isinstance(request, PaintRequest):
            return self.picture.model_copy(update={"provenance": made})
        return Clip(seconds=4, provenance=made, file=self.picture.file)

    async def cancel(self, ticket: Ticket) -> None:
        raise AssertionError("nobody cancels")


@pytest.fixture
def shelf(tmp_path: Path) -> FolderShelf:
    return FolderShelf(tmp_path / "shelf")


@pytest.fixture
def picture(shelf: FolderShelf, tmp_path: Path) -> Keyframe:
    Image.new("RGB", (64, 36), (200, 40, 60)).save(tmp_path / "a.png")
    made = Provenance(provider="person", model="", seed=0)
    file = shelf.keep(tmp_path / "a.png", "image/png")
    return Keyframe(file=file, width=64, height=36, provenance=made)


def crew_of(shelf: FolderShelf, tmp_path: Path, *members: Member) -> Crew:
    return Crew(Roster(members, {}), shelf, tmp_path / "scratch")


def led(picture: Keyframe, count: int, **more: Any) -> Brief:
    """A brief with so many pictures of one style."""
    return Brief(
        idea="a cat", references=(Reference(kind="style", picture=picture),) * count, **more
    )


@pytest.mark.parametrize(
    ("takes", "sent", "given", "notes"),
    [
        (0, 2, 0, ("note.no_references",)),
        (1, 2, 1, ("note.fewer_references",)),
        (3, 2, 2, ()),
        (0, 0, 0, ()),
    ],
)
async def test_a_painter_is_given_what_it_can_take_and_the_rest_is_owned_up_to(
    shelf: FolderShelf,
    tmp_path: Path,
    picture: Keyframe,
    takes: int,
    sent: int,
    given: int,
    notes: tuple[str, ...],
) -> None:
    hand = Hand("hand", picture)
    member = Member("painter", hand, "m", can=Capabilities(references=takes), remote=True)
    crew = crew_of(shelf, tmp_path, member)
    frame = await crew.paint(led(picture, sent), BOARD, 0)
    assert len(hand.asked[0].references) == given
    assert frame.provenance.notes == notes


async def test_who_can_follow_pictures_goes_first_unless_somebody_is_named(
    shelf: FolderShelf, tmp_path: Path, picture: Keyframe
) -> None:
    blind, seeing = Hand("blind", picture), Hand("seeing", picture)
    crew = crew_of(
        shelf,
        tmp_path,
        Member("painter", blind, "m", remote=True),
        Member("painter", seeing, "m", can=Capabilities(references=4), remote=True),
    )
    first = await crew.paint(led(picture, 1), BOARD, 0)
    two = BOARD.model_copy(update={"shots": BOARD.shots * 2})
    named = await crew.paint(led(picture, 1, models=("blind",)), two, 1)
    assert (first.provenance.provider, named.provenance.provider) == ("seeing", "blind")
    assert named.provenance.notes == ("note.no_references",)


@pytest.mark.parametrize("ends", [True, False])
async def test_a_second_picture_goes_to_those_who_can_end_there_and_else_is_owned_up_to(
    shelf: FolderShelf, tmp_path: Path, picture: Keyframe, ends: bool
) -> None:
    hand = Hand("hand", picture)
    can = Capabilities(last_frame=ends)
    crew = crew_of(shelf, tmp_path, Member("animator", hand, "m", can=can, remote=True))
    shots = (Shot(prompt="a cat", keyframe=picture, last=picture),)
    board = BOARD.model_copy(update={"shots": shots})
    clip = await crew.animate(Brief(idea="a cat"), board, 0, picture)
    asked: AnimateRequest = hand.asked[0]
    assert asked.last == (picture if ends else None)
    assert clip.provenance.notes == (() if ends else ("note.no_last",))


def test_a_film_says_each_note_of_its_pictures_and_clips_once(
    shelf: FolderShelf, tmp_path: Path, picture: Keyframe
) -> None:
    crew = crew_of(shelf, tmp_path, Member("editor", LocalEditor(), "m"))
    painted = Provenance(provider="hand", model="m", seed=0, notes=("note.no_references",))
    clip = Provenance(provider="hand", model="m", seed=0, notes=("note.no_last",))
    frame = picture.model_copy(update={"provenance": painted})
    take = Take(keyframe=frame, clip=Clip(seconds=1, provenance=clip))
    pieces = [Piece(take=take, body=picture.file)] * 2
    board = BOARD.model_copy(update={"shots": BOARD.shots * 2})
    notes = list(crew._notes(Brief(idea="a cat"), board, pieces))  # pyright: ignore
    assert set(notes) == {"note.no_references", "note.no_last"}


async def test_a_picture_that_retention_took_is_asked_for_again(
    shelf: FolderShelf, tmp_path: Path, picture: Keyframe
) -> None:
    crew = Crew(Roster.find({}), MediaShelf(Files(tmp_path / "media", 10**9, 30)), tmp_path / "s")
    with pytest.raises(BadInput, match=r"picture\.gone"):
        await crew.paint(led(picture, 1), BOARD, 0)
