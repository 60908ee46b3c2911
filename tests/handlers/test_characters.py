"""Characters: somebody's own, called by name in ideas."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.model import Brief, Film, Likeness, Stills
from handlers import characters
from handlers.characters import LONGEST_NAME
from handlers.conversation import Attachment, Person
from handlers.records import brief_of, given
from storage.characters import Someone
from tests.handlers.fakes import KEN, MEI, Studio

LOOK = "/character new 小红 十岁女孩，齐肩黑发，红色雨衣"


def pictures(folder: Path, count: int = 1, data: bytes = b"\x89PNG") -> tuple[Attachment, ...]:
    paths = [folder / f"{n}.png" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_bytes(data + bytes([n]))
    return tuple(Attachment(path, "image/png", path.name) for path in paths)


async def newest(studio: Studio, who: Person = MEI) -> Brief:
    await studio.settled()
    return brief_of((await studio.house.jobs.recent(who.key, 1))[0])


async def cast_of(studio: Studio, said: str, who: Person = MEI) -> tuple[str, list[str]]:
    await studio.say(said, who)
    brief = await newest(studio, who)
    return brief.idea, [one.name for one in brief.cast]


@pytest.mark.parametrize("command", ["/video", "/image", "/storyboard"])
async def test_a_character_is_called_by_name_and_the_idea_keeps_the_plain_name(
    studio: Studio, command: str
) -> None:
    await studio.say(LOOK)
    told = await cast_of(studio, f"{command} @小红在雨中跳舞 --shots 2")
    assert told == ("小红在雨中跳舞", ["小红"])
    assert (await newest(studio)).cast[0].description == "十岁女孩，齐肩黑发，红色雨衣"


async def test_every_line_of_a_batch_may_call_somebody(studio: Studio) -> None:
    await studio.say(LOOK)
    await studio.say("/character new Tom an old man")
    offer = await studio.say("/batch @小红 sings --shots 1 | @Tom reads --shots 1 | @Tam --shots 1")
    assert "@Tom" in offer.text
    await studio.press(next(b.action for b in offer.buttons if "film" in (b.action or "")))
    await studio.settled()
    jobs = await studio.house.jobs.recent(MEI.key, 3)
    assert {brief_of(job).idea: [c.name for c in brief_of(job).cast] for job in jobs} == {
        "小红 sings": ["小红"],
        "Tom reads": ["Tom"],
        "@Tam": [],
    }


async def test_the_longest_name_counts_and_others_stay_text(studio: Studio) -> None:
    for name in ("小红", "小红帽", "Mei", "🦊"):
        await studio.say(f"/character new {name} somebody")
    assert await cast_of(studio, "/video @小红帽遇见@🦊 --shots 1") == (
        "小红帽遇见🦊",
        ["小红帽", "🦊"],
    )
    assert await cast_of(studio, "/video @Mei在海边 --shots 1") == ("Mei在海边", ["Mei"])
    assert await cast_of(studio, "/video ＠ＭＥＩ walks --shots 1") == ("ＭＥＩ walks", ["Mei"])
    assert await cast_of(studio, "/video mail a@mei.com --shots 1") == ("mail a@mei.com", [])
    assert await cast_of(studio, "/video @Meiling, who --shots 1") == ("@Meiling, who", [])


async def test_a_near_miss_gets_a_note(studio: Studio) -> None:
    await studio.say(LOOK)
    await studio.say("/character new Mei a girl")
    await studio.say("/video @Mey walks --shots 1")
    await studio.settled()
    assert any("Did you mean @Mei?" in shown.text for shown in studio.paper.history)
    await studio.say("/video @somebody else --shots 1")
    await studio.settled()
    assert "Did you mean" not in studio.paper.last.text


async def test_somebody_elses_character_is_just_text_until_it_is_taken(studio: Studio) -> None:
    await studio.say("/character new Mei a girl in red")
    assert await cast_of(studio, "/video @Mei runs --shots 1", KEN) == ("@Mei runs", [])
    shared = (await studio.say("/character share Mei")).text
    token = shared.split("/character take ")[1].split()[0]
    await studio.say(f"/character take {token}", KEN)
    assert await cast_of(studio, "/video @Mei runs --shots 1", KEN) == ("Mei runs", ["Mei"])
    await studio.say("/character delete Mei", KEN)
    assert [one.name for one in await studio.house.characters.of(MEI.key)] == ["Mei"]


async def test_a_character_is_changed_shown_listed_and_deleted(
    studio: Studio, tmp_path: Path
) -> None:
    await studio.say("/character new “Old Tom”: a man", attachments=pictures(tmp_path, 2))
    [tom] = await studio.house.characters.of(MEI.key)
    assert (tom.name, tom.description) == ("Old Tom", "a man")
    shown = await studio.say("/character edit “Old Tom” a very old man")
    assert "a very old man" in shown.text and len(shown.reply.pictures) == 2
    assert "Old Tom" in (await studio.say("/character")).text
    assert await cast_of(studio, "/video @old tom waits --shots 1") == (
        "old tom waits",
        ["Old Tom"],
    )
    assert len((await newest(studio)).cast[0].looks) == 2
    assert "Old Tom" in (await studio.say("/character “old tam”")).text
    await studio.say("/character delete “Old Tom”")
    assert not await studio.house.characters.of(MEI.key)


async def test_pictures_alone_are_enough_and_what_is_no_picture_is_not(
    studio: Studio, tmp_path: Path
) -> None:
    await studio.say("/character new Nina", attachments=pictures(tmp_path))
    [nina] = await studio.house.characters.of(MEI.key)
    assert not nina.description
    await studio.say("/character new Bad", attachments=pictures(tmp_path, data=b"text"))
    await studio.say("/character new Many", attachments=pictures(tmp_path, 5))
    assert [one.name for one in await studio.house.characters.of(MEI.key)] == ["Nina"]


async def test_pictures_that_retention_took_are_told_and_left_out(
    studio: Studio, tmp_path: Path
) -> None:
    await studio.say("/character new Nina a girl", attachments=pictures(tmp_path, 2))
    [nina] = await studio.house.characters.of(MEI.key)
    first = characters.LOOKS.validate_json(nina.looks)[0]
    assert first.file.ref in await characters.looks(studio.house)
    studio.house.files.path(first.file.ref).unlink()
    assert "cleared away" in (await studio.say("/character show Nina")).text
    await studio.say("/video @Nina walks --shots 1")
    brief = await newest(studio)
    assert len(brief.cast[0].looks) == 1
    assert brief.cast[0].looks[0].file.ref in {file.ref for file in given("job", brief)}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/character new", "Which character?"),
        ("/character new Mei", "What does Mei look like?"),
        (f"/character new {'x' * 25} a girl", "up to 24"),
        ("/character new ... a girl", "no name"),
        ("/character new video a girl", "is a command"),
        ("/character new list a girl", "is a command"),
        (f"/character new Mei {'long ' * 80}", "up to 300"),
        ("/character show Nobody", "no character"),
        ("/character take nothing", "Nobody shared"),
    ],
)
async def test_impossible_wishes_are_explained(studio: Studio, said: str, told: str) -> None:
    assert told in (await studio.say(said)).text
    assert not await studio.house.characters.of(MEI.key)


async def test_one_person_has_only_so_many_and_one_idea_too(studio: Studio) -> None:
    for n in range(characters.MOST):
        await studio.house.characters.save(MEI.key, f"n{n}x", f"n{n}x", "d", "[]")
    assert "30" in (await studio.say("/character new Mei a girl")).text
    told = await studio.say("/video @n1x @n2x @n3x @n4x @n5x --shots 1")
    assert "Up to 4 characters" in told.text


async def test_drifting_shots_are_named_and_their_button_marked(studio: Studio) -> None:
    await studio.say(LOOK)
    await studio.say("/storyboard @小红在雨中跳舞 --shots 3")
    await studio.settled()
    job = (await studio.house.jobs.recent(MEI.key, 1))[0]
    made = Stills.model_validate_json(job.result or "")
    alike = [
        (Likeness(name="小红", alike=part, drifts=part < 0.6, to="film"),)
        for part in (0.957, 0.31, 1.0)
    ]
    told = made.model_copy(update={"likeness": tuple(alike)})
    await studio.house.jobs.revise(job.id, told.model_dump_json(), job.result or "")
    await studio.say("/show")
    shown = studio.paper.last
    assert "👤 小红 95" in shown.text and "👤 小红 31" in shown.text and "⚠" in shown.text
    assert any("2 ⚠" in label for label in shown.labels)
    assert not any("1 ⚠" in label or "3 ⚠" in label for label in shown.labels)


async def test_a_reworded_shot_may_call_somebody(studio: Studio) -> None:
    await studio.say(LOOK)
    await studio.say("/storyboard a street in the rain --shots 2")
    await studio.settled()
    await studio.say("/storyboard edit 2 @小红挥手")
    brief = await newest(studio)
    assert brief.board and brief.board.shots[1].prompt == "小红挥手"
    assert [one.name for one in brief.cast] == ["小红"]


async def test_the_longest_name_is_taken_twice_under_two_names(studio: Studio) -> None:
    name = "n" * LONGEST_NAME
    await studio.say(f"/character new {name} a fox in a coat")
    shared = (await studio.say(f"/character share {name}")).text
    token = shared.split("/character take ")[1].split()[0]
    for _ in range(3):
        await studio.say(f"/character take {token}", KEN)
    taken = [one.name for one in await studio.house.characters.of(KEN.key)]
    assert sorted(taken) == sorted([name, f"{name[:-1]}′", f"{name[:-2]}′′"])


async def test_a_room_takes_the_characters_of_whoever_had_the_idea(studio: Studio) -> None:
    from tests.handlers.test_brands import GROUP

    await studio.say("/character new Ann a girl in green")
    await studio.say("/character new Bob a boy in blue", KEN)
    await studio.say("/brainstorm rain", place=GROUP)
    await studio.say("/idea @Ann dances, @Bob is text", place=GROUP)
    await studio.say("/idea on the roof @Bob plays the piano loudly", KEN, place=GROUP)
    await studio.say("/blend", place=GROUP)
    brief = await newest(studio)
    assert [one.name for one in brief.cast] == ["Ann", "Bob"]
    assert "Ann dances" in brief.idea and "@Ann" not in brief.idea


def test_names_are_compared_without_width_and_case() -> None:
    known = [Someone("1", "t:1", "Mei", "a girl")]
    house: object = None
    found = characters.among("＠ｍｅｉ!", known, house)  # pyright: ignore[reportArgumentType]
    assert (found.idea, [who.name for who in found.cast]) == ("ｍｅｉ!", ["Mei"])


def test_a_film_says_how_alike_its_characters_came_out() -> None:
    from handlers.likenesses import of_film

    told = tuple(
        (Likeness(name="Mei", alike=part, drifts=part < 0.6, to="film"),) for part in (0.9, 0.5)
    )
    film = Film.model_construct(likeness=told)
    [over, drifted] = of_film(film)
    assert over.values == {"name": "Mei", "least": 50, "most": 90, "n": 2}
    assert drifted.values == {"shots": "2"}
