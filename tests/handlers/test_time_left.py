"""People are told how long it still takes once that is known; the house learns it from films."""

from __future__ import annotations

import asyncio

import pytest

from bot.drawing import lines_of
from generation.model import LANGS, Lang, Progress, Shot, Storyboard
from handlers.conversation import Bar, Reply, Say
from handlers.notices import crew
from handlers.timing import SHOT
from tests.handlers.fakes import MEI, Studio


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "40% · about 40 s left"), ("zh", "40% · 还要约 40 秒"), ("ja", "40% · あと約 40 秒")],
)
def test_the_time_left_stands_beside_the_percentage(lang: Lang, words: str) -> None:
    bar = Bar(Say("stage.piece"), 0.4, left=Say("left.seconds", {"n": 40}))
    assert lang in LANGS
    assert lines_of(Reply(bars=(bar,)), lang)[-1].text.endswith(words)


async def test_a_film_is_told_as_long_as_the_ones_before_took(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("A cat --shots 2")
    job = (await studio.house.jobs.recent(MEI.key))[0]
    known = dict.fromkeys(("write", "sound", "finish"), [1.0]) | {SHOT[0]: [20.0], SHOT[1]: [180.0]}
    await studio.house.paces.add(crew(job), known | {SHOT[2]: [0.5]})
    notices = studio.desk.notices
    await notices.begin(job)
    board = Storyboard(title="a", lang="en", shots=(Shot(prompt="a"), Shot(prompt="b")))
    notices.heard(job.id, Progress(stage="write", done=1, board=board))
    notices.heard(job.id, Progress(stage="paint", shot=0))
    notices.heard(job.id, Progress(stage="paint", shot=1))
    left = (await notices.view(job)).bars[0].left
    assert left == Say("left.minutes", {"low": 3, "high": 4})
    studio.queue.gate.set()
    await studio.settled()


async def test_a_finished_film_teaches_how_long_such_films_take(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("A cat --shots 2")
    job = (await studio.house.jobs.recent(MEI.key))[0]
    await asyncio.sleep(0.1)
    run = studio.queue.runs[job.id]
    run.news.append(Progress(stage="piece", shot=0))
    run.changed.set()
    await asyncio.sleep(0.05)
    assert await studio.house.paces.of(crew(job)) == {}
    studio.queue.gate.set()
    await studio.settled()
    [waited] = (await studio.house.paces.of(crew(job)))["animate"]
    assert 0.09 < waited < 5
