"""One storyboard in several languages: the same clips, a film in each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.journeys.driver import Chat, Driver, Seen, film, label, needs, says, working
from tests.journeys.steps import (
    IDEA,
    SHORT,
    SHOTS,
    answered,
    choice,
    made,
    number,
    offers,
    reads,
    true,
)

THREE = "--lang zh,en,ja"


def videos(chat: Chat) -> list[Seen]:
    """Everything that can be watched, with buttons or without."""
    return [seen for seen in chat.seen() if seen.has_video]


def told_in(chat: Chat) -> list[str]:
    """The languages of the further films, in the order they came."""
    names = {says(f"lang.{lang}"): lang for lang in ("zh", "en", "ja")}
    firsts = (seen.text.replace("*", "").partition(" ·")[0] for seen in videos(chat))
    return [names[first] for first in firsts if first in names]


@dataclass(frozen=True)
class Count:
    """What has been done so far at each stage."""

    driver: Driver
    before: dict[str, int]

    @classmethod
    def of(cls, driver: Driver) -> Count:
        return cls(driver, dict(driver.crew.done))

    def since(self, stage: str) -> int:
        return self.driver.crew.done[stage] - self.before.get(stage, 0)


async def one_storyboard_becomes_a_film_in_each_language_of_the_same_clips(driver: Driver) -> None:
    chat, count = driver.private(), Count.of(driver)
    driver.crew.hold("write")
    await chat.say(f"{IDEA} {SHOTS} {THREE}")
    begun = await chat.until(working)
    languages = ", ".join(says(f"lang.{lang}") for lang in ("zh", "en", "ja"))
    assert says("job.languages", n=3, languages=languages) in begun.text
    driver.crew.let_go()
    ended = await chat.until(film)
    await true(lambda: len(videos(chat)) == 3)
    assert told_in(chat) == ["en", "ja"], "the first stands in the job's own message"
    assert f"{IDEA} [en]" in videos(chat)[1].text and f"{IDEA} [ja]" in videos(chat)[2].text
    assert [count.since(s) for s in ("write", "paint", "animate")] == [1, 2, 2]
    assert [count.since(s) for s in ("translate", "piece", "finish")] == [2, 6, 3]
    cut = driver.crew.cut[-3:]
    assert [board.lang for board in cut] == ["zh", "en", "ja"]
    assert [board.shots[1].subtitle for board in cut] == ["line 2", "line 2 [en]", "line 2 [ja]"]
    short = number(ended)
    await chat.say(f"/show {short}")
    await true(lambda: len(videos(chat)) == 6)
    await chat.say(f"/delete {short}")
    await true(lambda: not videos(chat))


async def after_a_restart_only_what_is_missing_is_made(driver: Driver) -> None:
    chat, count = driver.private(), Count.of(driver)
    driver.crew.hold("finish")
    await chat.say(f"{IDEA} {SHOTS} --lang zh,en")
    await chat.until(reads(says("stage.finish")))  # all that comes before is written down
    await driver.restart()
    driver.crew.let_go()
    await true(lambda: len(videos(chat)) == 2)
    assert [count.since(s) for s in ("translate", "paint", "animate", "piece")] == [1, 2, 2, 4]


async def a_language_twice_is_one_film_and_one_we_do_not_speak_is_refused(driver: Driver) -> None:
    chat = driver.private()
    refused = await answered(chat, f"/video {IDEA} {SHORT} --lang zh,fr")
    assert "zh,fr" in refused.text and not working(refused)
    await made(chat, f"{IDEA} {SHORT} --lang zh,zh")
    await chat.say("/me")
    await chat.until(reads("You have"))
    assert len(videos(chat)) == 1
    count = Count.of(driver)
    await chat.say(f"{IDEA} {SHORT} --lang en,zh,en,ja,zh")
    await true(lambda: len(videos(chat)) == 4)
    assert count.since("finish") == 3 and count.since("animate") == 1


async def several_ideas_in_two_languages_each(driver: Driver) -> None:
    chat, count = driver.private(), Count.of(driver)
    offer = await answered(chat, "/batch --shots 1 --lang zh,en | A cat | A fox")
    await chat.press(offer, choice(offer, "🎬"))
    await chat.until(offers("zip"))
    await true(lambda: chat.handed() == 4)
    assert count.since("animate") == 2 and count.since("finish") == 4


async def captions_in_two_languages_stay_so_in_both_films(driver: Driver) -> None:
    chat, count = driver.private(), Count.of(driver)
    await made(chat, f"{IDEA} {SHORT} --lang zh,en --second en")
    await true(lambda: len(videos(chat)) == 2)
    first, second = driver.crew.cut[-2:]
    assert first.wordings["en"].subtitles == ("line 1 [en]",)
    assert second.wordings["zh"].subtitles == ("line 1",)
    assert count.since("translate") == 1, "the same words serve both"
    alone = await made(driver.private(), f"{IDEA} {SHORT} --lang zh --second zh")
    assert says("note.second_same") in alone.text


async def a_storyboard_keeps_its_words_and_is_filmed_in_another_language(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS} --lang en,ja")
    await true(lambda: len(videos(chat)) == 2)
    await chat.press(ended, label("board"))
    handed = await chat.until(lambda seen: bool(seen.file))
    board: dict[str, Any] = json.loads(handed.file)
    assert board["wordings"]["ja"]["subtitles"] == ["line 1 [ja]", "line 2 [ja]"]
    count = Count.of(driver)
    await chat.upload(("board.json", json.dumps(board).encode()), caption="/video --lang ja")
    await true(lambda: count.since("finish") == 1)
    assert driver.crew.cut[-1].lang == "ja" and count.since("translate") == 0
    board["shots"][0]["subtitle"] = "another line"
    await chat.upload(("board.json", json.dumps(board).encode()), caption="/video --lang ja")
    await true(lambda: count.since("finish") == 2)
    assert count.since("translate") == 1, "what says something else is translated anew"
    assert driver.crew.cut[-1].shots[0].subtitle == "another line [ja]"


@needs("groups")
async def in_a_group_all_films_come_where_they_were_asked_for(driver: Driver) -> None:
    chat = driver.group(topic=True)
    await chat.say(f"/video {IDEA} {SHORT} {THREE}")
    await true(lambda: len(videos(chat)) == 3)
    assert told_in(chat) == ["en", "ja"]
