"""/cut as people meet it: by words, by buttons, by a reply; and what cannot be cut."""

from __future__ import annotations

import pytest

from generation.model import Brief, Film, Shot, Storyboard
from handlers import remake
from handlers.conversation import Attachment, Say
from handlers.records import brief_of, result_of
from handlers.texts import render
from storage.jobs import Job, short_id
from tests.handlers.fakes import KEN, Shown, Studio, failure


def says(key: str, **values: object) -> str:
    return render(Say(key, dict(values)), "en")


async def filmed(studio: Studio, text: str = "a cat --shots 2") -> Shown:
    await studio.say(text)
    return await studio.paper.until(lambda shown: shown.reply.video is not None)


async def newest(studio: Studio) -> Job:
    await studio.settled()
    return (await studio.house.jobs.recent("paper:mei", 1))[0]


def film_of(job: Job) -> Film:
    made = result_of(job)
    assert isinstance(made, Film)
    return made


async def test_the_same_clips_are_cut_anew_as_somebody_says(studio: Studio) -> None:
    await filmed(studio)
    before = film_of(await newest(studio))
    await studio.say("/cut --ar 9:16 --reframe blur --subtitles off --transition wipe")
    job = await newest(studio)
    brief, after = brief_of(job), film_of(job)
    assert after.takes == before.takes and after.file != before.file
    assert (brief.aspect, brief.reframe) == ("9:16", "blur")
    assert (brief.subtitles, brief.transition) == ("off", "wipe")
    assert "Cut anew" in studio.paper.history[-2].text


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("9:16", "aspect", "9:16"),
        ("竖屏", "aspect", "9:16"),
        ("square letterbox", "reframe", "letterbox"),
        ("--title", "titled", True),
        ("--no-music", "music", "off"),
        ("--opener “Good morning, cat”", "opener", "Good morning, cat"),
        ("--lang ja", "lang", "ja"),
    ],
)
async def test_what_is_to_be_different_is_understood(
    typed: str, field: str, value: object, studio: Studio
) -> None:
    await filmed(studio)
    await studio.say(f"/cut {typed}")
    assert getattr(brief_of(await newest(studio)), field) == value


async def test_a_film_is_named_by_its_number_or_by_a_reply(studio: Studio) -> None:
    shown = await filmed(studio)
    first = await newest(studio)
    await filmed(studio, "a dog --shots 2")
    await studio.say(f"/cut {short_id(first.id)} 1:1")
    assert film_of(await newest(studio)).takes == film_of(first).takes
    await studio.say("/cut 4:3", replied=shown.ref.id)
    assert film_of(await newest(studio)).takes == film_of(first).takes
    assert brief_of(await newest(studio)).aspect == "4:3"


async def test_a_button_changes_one_thing(studio: Studio) -> None:
    shown = await filmed(studio)
    page = await studio.press(shown.action("Cut…"), message=shown.ref.id)
    assert "Upright 9:16" in page.labels and "Wide 16:9" not in page.labels
    await studio.press(page.action("Upright 9:16"), message=shown.ref.id)
    assert brief_of(await newest(studio)).aspect == "9:16"
    upright = await studio.paper.until(lambda shown: shown.reply.video is not None)
    page = await studio.press(upright.action("Cut…"), message=upright.ref.id)
    assert "Wide 16:9" in page.labels and "Upright 9:16" not in page.labels


async def test_without_a_wish_there_is_a_choice(studio: Studio) -> None:
    await filmed(studio)
    asked = await studio.say("/cut")
    assert {"Upright 9:16", "Square 1:1", "No music", "Title"} <= set(asked.labels)
    assert "Back" not in asked.labels
    await studio.press(asked.action("No music"))
    assert brief_of(await newest(studio)).music == "off"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("/cut upsidedown", "cut.unclear"),
        ("/cut zzzzz 9:16", "job.unknown"),
        ("/cut --shots 3", "cut.filmed"),
        ("/cut --style noir --seed 3", "cut.filmed"),
        ("/cut 16:9", "cut.same"),
        ("/cut --ar 7:3", "option.value_near"),
        ("/cut --as character", "picture.not_there"),
    ],
)
async def test_what_cannot_be_cut_is_said(typed: str, key: str, studio: Studio) -> None:
    await filmed(studio)
    left = await studio.left()
    told = await studio.say(typed)
    assert [say.key for say in told.reply.text] == [key]
    assert await studio.left() == left


async def test_without_a_finished_film_there_is_nothing_to_cut(studio: Studio) -> None:
    told = await studio.say("/cut 9:16")
    assert told.text == says("cut.no_film")
    studio.queue.failures.append(failure())
    await studio.say("a cat --shots 1")
    failed = await newest(studio)
    assert (await studio.say("/cut 9:16")).text == says("cut.no_film")
    told = await studio.say(f"/cut {short_id(failed.id)} 9:16")
    assert told.text == says("cut.not_made")
    studio.queue.gate.clear()
    await studio.say("a cow --shots 1")
    running = (await studio.house.jobs.recent("paper:mei", 1))[0]
    told = await studio.say(f"/cut {short_id(running.id)} 9:16")
    assert told.text == says("job.not_ready")
    studio.queue.gate.set()


async def test_of_others_and_of_pictures_nothing_is_cut(studio: Studio) -> None:
    shown = await filmed(studio)
    mine = await newest(studio)
    told = await studio.say(f"/cut {short_id(mine.id)} 9:16", KEN)
    assert [say.key for say in told.reply.text] == ["job.unknown"]
    told = await studio.say("/cut 9:16", KEN, replied=shown.ref.id)
    assert [say.key for say in told.reply.text] == ["cut.not_yours"]
    await studio.say("/image a cat")
    stills = await newest(studio)
    told = await studio.say(f"/cut {short_id(stills.id)} 9:16")
    assert [say.key for say in told.reply.text] == ["cut.not_film"]


async def test_what_retention_took_is_not_cut(studio: Studio) -> None:
    await filmed(studio)
    made = film_of(await newest(studio))
    clip = made.takes[1].clip.file
    assert clip
    studio.house.files.path(clip.ref).unlink()
    assert (await studio.say("/cut 9:16")).text == says("cut.gone")


async def test_a_deleted_film_takes_its_clips_along_unless_another_is_cut_from_them(
    studio: Studio,
) -> None:
    shown = await filmed(studio)
    first = await newest(studio)
    refs = [take.clip.file.ref for take in film_of(first).takes if take.clip.file]
    studio.queue.gate.clear()
    await studio.say("/cut 9:16")
    await studio.say(f"/delete {short_id(first.id)}")
    assert all(studio.house.files.path(ref) for ref in refs), "the running job needs them"
    studio.queue.gate.set()
    second = await newest(studio)
    assert second.state == "finished"
    await studio.say(f"/delete {short_id(second.id)}")
    for ref in refs:
        with pytest.raises(FileNotFoundError):
            studio.house.files.path(ref)
    told = await studio.press(shown.action("Again") if "Again" in shown.labels else "v1:again::")
    assert told.reply.private


async def test_a_picture_that_comes_along_is_the_logo(studio: Studio) -> None:
    await filmed(studio)
    path = studio.folder / "logo.png"
    path.write_bytes(b"\x89PNG logo")
    await studio.say("/cut", attachments=(Attachment(path, "image/png", "logo.png"),))
    job = await newest(studio)
    logo = brief_of(job).logo
    assert logo
    kept = await studio.house.artefacts.of(job.id)
    assert ("given", logo.picture.file.ref) in [(a.kind, a.ref) for a in kept]


async def test_other_dice_take_new_pictures_again(studio: Studio) -> None:
    await filmed(studio)
    first = film_of(await newest(studio))
    await studio.say("/cut 9:16")
    cut = await studio.paper.until(
        lambda shown: shown.reply.video is not None and shown.ref.id != "1"
    )
    await studio.press(cut.action("Another seed"))
    job = await newest(studio)
    assert brief_of(job).takes == () and film_of(job).takes != first.takes


async def test_a_second_press_cuts_nothing_twice(studio: Studio) -> None:
    shown = await filmed(studio)
    page = await studio.press(shown.action("Cut…"), message=shown.ref.id)
    studio.queue.gate.clear()
    before = len(studio.queue.submissions)
    for _ in range(3):
        await studio.press(page.action("Square 1:1"), message=shown.ref.id)
    assert len(studio.queue.submissions) == before + 1
    studio.queue.gate.set()


def test_a_transition_that_is_asked_for_goes_before_that_of_a_shot() -> None:
    shots = (Shot(prompt="a"), Shot(prompt="b", transition="dip-black"))
    board = Storyboard(title="t", lang="en", shots=shots)
    made = Film.model_construct(board=board, seed=3, takes=())
    brief = remake.recut(Brief(idea="x"), made, transition="slide")
    assert brief.board and brief.board.shots[1].transition is None
    assert remake.recut(Brief(idea="x"), made, titled=True).board == board


async def test_the_place_says_how_large_a_film_may_be(studio: Studio) -> None:
    studio.paper.most_bytes = 10_000_000
    await filmed(studio)
    assert brief_of(await newest(studio)).cap == 10_000_000
    studio.paper.most_bytes = None
    await studio.say("/cut 9:16")
    assert brief_of(await newest(studio)).cap is None


async def test_how_films_are_cut_is_kept_for_films_and_changes_none_that_is_cut_anew(
    studio: Studio,
) -> None:
    await studio.say("/settings --transition wipe --title")
    await filmed(studio)
    assert brief_of(await newest(studio)).transition == "wipe"
    await studio.say("/settings --transition slide")
    await studio.say("/cut 9:16")
    brief = brief_of(await newest(studio))
    assert (brief.transition, brief.titled, brief.aspect) == ("wipe", True, "9:16")
