"""The straight line in several languages: what is made once, what in each, under which names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.shelf import MediaShelf
from generation.crew import Crew
from generation.model import (
    Brief,
    Film,
    Lang,
    MediaFile,
    Piece,
    Progress,
    Recording,
    Speech,
    Storyboard,
    Take,
)
from generation.pipeline import Errand, make_film
from generation.providers.contract import Bench
from storage.files import Files
from tests.crew import SmallCrew
from tests.plain import step as plain_step

T = TypeVar("T")
IDEA = "a cat on a windowsill"


class Clerk(SmallCrew):
    """Writes down in which language what is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = list[tuple[Lang, str]]()  # with the subtitle
        self.cards = list[tuple[Lang, int]]()

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        take: Take,
        speech: Sequence[Speech],
        bench: Bench,
    ) -> Piece:
        self.pieces.append((board.lang, board.shots[index].subtitle))
        return await super().piece(brief, board, index, take, speech, bench)

    async def card(self, brief: Brief, board: Storyboard, index: int, bench: Bench) -> Piece:
        self.cards.append((board.lang, index))
        return Piece(body=await self._kept(bench, "video/mp4", b"card"))


class Stage:
    """A crew in a folder, the names of the steps of each line, and what was told."""

    def __init__(self, folder: Path) -> None:
        self.clerk = Clerk()
        self.names: dict[str, list[str]] = {}
        self.told = list[Progress]()
        shelf = MediaShelf(Files(folder / "media", 10**9, 30))
        self.crew = Crew(self.clerk.roster({}), shelf, folder / "scratch", self.told.append)

    def step(self, line: str) -> Any:
        async def step(name: str, work: Callable[..., Awaitable[T]], *args: Any) -> T:
            self.names.setdefault(line, []).append(name)
            return await plain_step(name, work, *args)

        return step

    async def film(self, brief: Brief) -> Film:
        async def spawn(errands: Sequence[Errand]) -> list[Any]:
            return [
                await e.line(*e.args, self.crew, step=self.step(e.name), tell=self.told.append)
                for e in errands
            ]

        return await make_film(
            brief, self.crew, step=self.step(""), spawn=spawn, tell=self.told.append
        )


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def test_what_does_not_speak_is_made_once_and_the_rest_in_each_language(
    stage: Stage,
) -> None:
    film = await stage.film(Brief(idea=IDEA, shots=2, langs=("zh", "ja"), ending="bye"))
    assert stage.names["s0"] == ["paint", "animate", "piece", "piece zh", "piece ja"]
    assert stage.names["sound"].count("compose") == 1
    assert [name for name in stage.names["sound"] if "mix" in name] == ["mix", "mix zh", "mix ja"]
    assert stage.clerk.cards == [("en", 2), ("zh", 2), ("ja", 2)]
    assert [edition.lang for edition in film.editions] == ["zh", "ja"]
    assert len({film.file.ref, *(edition.file.ref for edition in film.editions)}) == 3
    assert film.board.lang == "en" and set(film.board.wordings) == {"zh", "ja"}


async def test_steps_of_a_line_have_names_of_their_own(stage: Stage) -> None:
    await stage.film(
        Brief(idea=IDEA, shots=2, langs=("zh", "ja"), subtitles="karaoke", opener="hello")
    )
    for line, names in stage.names.items():
        assert len(names) == len(set(names)), (line, names)
    assert stage.names[""] == [
        *("write", "speak", "speak zh", "speak ja"),
        *("finish", "finish zh", "finish ja"),
    ]


async def test_a_film_in_one_language_has_the_steps_it_always_had(stage: Stage) -> None:
    film = await stage.film(Brief(idea=IDEA, shots=1))
    assert stage.names == {
        "": ["write", "finish"],
        "s0": ["paint", "animate", "piece"],
        "sound": ["speak", "compose", "mix"],
    }
    assert film.editions == () and film.board.wordings == {}


async def test_a_shot_is_ready_when_it_is_cut_in_every_language(stage: Stage) -> None:
    await stage.film(Brief(idea=IDEA, shots=1, langs=("zh",)))
    cut = [news.done / news.of for news in stage.told if news.stage == "piece" and news.shot == 0]
    assert cut == sorted(cut) and cut[-1] == 1
    assert [part for part in cut if 0 < part < 1] == [0.25, 0.75], "halves of either language"


async def test_somebodys_own_voice_is_said_to_be_in_the_first_film_only(stage: Stage) -> None:
    wav = MediaFile(ref="00/00.wav", mime="audio/wav", size=1)
    own = Recording(file=wav, seconds=2)
    film = await stage.film(Brief(idea=IDEA, shots=1, langs=("zh",), speech=own))
    assert "note.own_voice_elsewhere" in film.editions[0].notes
    assert "note.own_voice_elsewhere" not in film.notes


async def test_a_storyboard_in_another_language_is_told_as_asked_and_kept_as_written(
    stage: Stage,
) -> None:
    board = (await stage.film(Brief(idea=IDEA, shots=2))).board
    film = await stage.film(Brief(idea=IDEA, lang="ja", board=board))
    assert stage.clerk.pieces[-2:] == [
        ("ja", "line 1 [ja]"),
        ("ja", "line 2 [ja]"),
    ]
    assert film.title == f"{board.title} [ja]" and film.board.lang == "en"
