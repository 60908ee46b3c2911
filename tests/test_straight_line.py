"""One sentence in, a film out: the whole line with the local crew, looked at as a viewer would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from bot.shelf import MediaShelf
from generation.crew import Crew
from generation.edit.timeline import Timeline
from generation.model import ASPECTS, LOOKS, Brief, Film, Keyframe, Lang, Progress, Storyboard
from generation.providers.contract import frame_size
from generation.providers.local.studio import studio
from generation.providers.router import Roster
from storage.files import Files
from tests import plain
from tests.hostile import HOSTILE

SMALL: dict[str, Any] = {"resolution": 540, "shots": 2, "seconds": 3.5, "seed": 7}
IDEAS: dict[Lang, str] = {
    "zh": "一位穿汉服的女孩在樱花树下弹古筝，花瓣随风飘落，春天的气息浓郁",
    "en": "A mechanical fox runs through a future city at night",
    "ja": "敦煌壁画の天女が空を舞っている",
}


@pytest.fixture(scope="module", autouse=True)
def closed_studio() -> Iterator[None]:
    """The workers go home when these tests are done."""
    yield
    studio().close()


class House:
    """A crew with a shelf in a folder."""

    def __init__(self, folder: Path) -> None:
        self.shelf = MediaShelf(Files(folder / "media", 10**9, 30))
        self.progress: list[Progress] = []
        tell = self.progress.append
        self.crew = Crew(Roster.find({}), self.shelf, folder / "scratch", tell)

    async def film(self, brief: Brief) -> Film:
        return await plain.film(brief, self.crew, self.crew.tell)

    def open(self, film: Film | Keyframe) -> Path:
        return self.shelf.path(film.file)


def pictures(path: Path) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Every frame of a film as frames × height × width × 3."""
    with av.open(str(path)) as box:
        frames = [f.to_ndarray(format="rgb24") for f in box.decode(video=0)]
    return np.stack(frames).astype(np.uint8, copy=False)


def loudest(path: Path) -> float:
    """The highest absolute sample of the sound, 1.0 being full scale."""
    with av.open(str(path)) as box:
        return max(float(np.abs(f.to_ndarray()).max()) for f in box.decode(audio=0))


@pytest.mark.parametrize("lang", IDEAS)
async def test_a_sentence_in_each_language_becomes_a_film(tmp_path: Path, lang: Lang) -> None:
    house = House(tmp_path)
    brief = Brief(idea=IDEAS[lang], lang=lang, **SMALL)
    film = await house.film(brief)
    with av.open(str(house.open(film))) as box:
        played = [s.type for s in box.streams if s.type != "data"]  # titles of chapters
        assert played == ["video", "audio"] and len(box.chapters()) == 2
        assert (box.streams.video[0].width, box.streams.video[0].height) == frame_size("16:9", 540)
        assert (box.duration or 0) / av.time_base == pytest.approx(3.5, abs=0.1)
        assert "AIGC" in box.metadata
    seen = pictures(house.open(film))
    assert len(seen) == Timeline.of(brief, film.board).total
    assert min(frame.mean() for frame in seen[::6]) > 12, "no frame is black"
    assert seen[0].std() > 12, "a frame shows something"
    assert np.abs(seen[0].astype(int) - seen[20]).mean() > 0.5, "something moves"
    assert 0.05 < loudest(house.open(film)) <= 1.0
    assert len(film.keyframes) == 2
    assert film.board.lang == lang


async def test_burned_subtitles_are_in_the_pixels_and_off_means_off(tmp_path: Path) -> None:
    house = House(tmp_path)
    brief = Brief(idea=IDEAS["zh"], lang="zh", **SMALL)
    burned = pictures(house.open(await house.film(brief)))
    bare = pictures(house.open(await house.film(brief.model_copy(update={"subtitles": "off"}))))
    height = burned.shape[1]
    difference = np.abs(burned[18].astype(int) - bare[18]).max(axis=2) > 60
    low = difference[height * 2 // 3 :]
    assert low.sum() > 300, "letters stand in the lower third"
    assert difference[height // 3 : height * 2 // 3].sum() == 0, "and nowhere in the middle"


async def test_the_same_storyboard_seed_and_crew_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = House(tmp_path / "a"), House(tmp_path / "b")
    film = await first.film(Brief(idea=IDEAS["en"], **SMALL))
    exported = Storyboard.model_validate_json(film.board.model_dump_json())
    again = await second.film(Brief(idea="rendered again", board=exported, **SMALL))
    assert again.file == film.file
    assert first.open(film).read_bytes() == second.open(again).read_bytes()


async def test_an_edited_storyboard_gives_another_film(tmp_path: Path) -> None:
    house = House(tmp_path)
    brief = Brief(idea=IDEAS["en"], **SMALL)
    film = await house.film(brief)
    last = film.board.shots[1].model_copy(update={"subtitle": "The end.", "camera": "pan-left"})
    edited = film.board.model_copy(update={"shots": (film.board.shots[0], last)})
    again = await house.film(brief.model_copy(update={"board": edited}))
    assert again.file != film.file
    assert again.keyframes[0] == film.keyframes[0]


async def test_progress_brings_each_keyframe_before_the_film(tmp_path: Path) -> None:
    house = House(tmp_path)
    await house.film(Brief(idea=IDEAS["zh"], lang="zh", **SMALL))
    stages = [(p.stage, p.shot) for p in house.progress]
    shown = [p for p in house.progress if p.keyframe]
    assert {p.shot for p in shown} == {0, 1}
    assert house.progress.index(shown[-1]) < stages.index(("finish", None))
    fractions = [p.done / p.of for p in house.progress if p.stage == "piece" and p.shot == 0]
    assert len(fractions) > 2
    assert fractions == sorted(fractions)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
async def test_whatever_people_type_stays_text_and_gives_a_film(tmp_path: Path, text: str) -> None:
    """In the idea, and in every field of a storyboard edited by hand."""
    house = House(tmp_path)
    written = await house.crew.write(Brief(idea=text[:2000], **SMALL))
    brief_text = text[:400]
    shots = tuple(
        s.model_copy(
            update={"prompt": text, "negative": text, "line": brief_text, "subtitle": brief_text}
        )
        for s in written.shots
    )
    board = written.model_copy(
        update={
            "title": brief_text,
            "logline": brief_text,
            "look": text,
            "shots": (shots[0].model_copy(update={"seconds": 1.2}),),
        }
    )
    board = Storyboard.model_validate(board.model_dump())
    film = await house.film(Brief(idea=text[:2000], board=board, **SMALL))
    seen = pictures(house.open(film))
    assert seen[:, seen.shape[1] // 3 :].mean() > 10


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("look", LOOKS)
async def test_every_look_paints_every_aspect(tmp_path: Path, look: Any, aspect: Any) -> None:
    house = House(tmp_path)
    brief = Brief(idea=IDEAS["zh"], lang="zh", look=look, aspect=aspect, **SMALL)
    board = await house.crew.write(brief)
    frame = await house.crew.paint(brief, board, 0)
    assert (frame.width, frame.height) == frame_size(aspect, 540)
    with av.open(str(house.open(frame))) as box:
        picture = next(box.decode(video=0)).to_ndarray(format="rgb24")
    assert picture.std() > 12


async def test_a_film_in_two_languages_differs_in_words_and_label_only(tmp_path: Path) -> None:
    house = House(tmp_path)
    wanted: dict[str, Any] = {**SMALL, "shots": 1, "seconds": 2, "look": "draft"}
    film = await house.film(Brief(idea="雨夜窗台上的猫", lang="zh", langs=("en",), **wanted))
    [edition] = film.editions
    assert (edition.lang, edition.seconds, edition.width) == ("en", film.seconds, film.width)
    assert edition.title.isascii() and not film.title.isascii()
    paths = house.open(film), house.shelf.path(edition.file)
    first, second = (pictures(path)[24].astype(int) for path in paths)
    differing = np.abs(first - second).max(axis=(1, 2))  # of each row of pixels
    height = len(differing)
    assert differing[int(height * 0.75) :].max() > 100, "the captions"
    assert differing[: int(height * 0.2)].max() > 100, "the label"
    assert differing[int(height * 0.25) : int(height * 0.7)].mean() < 12, "the same clip"
    comments = set[str]()
    for path in paths:
        with av.open(str(path)) as box:
            comments.add(box.metadata["comment"])
    assert comments == {"AI生成", "AI-generated"}
