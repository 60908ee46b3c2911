"""What only Telegram has, or does: limits, albums, floods, a server that is away, groups, closed
circles, inline mode, a webhook."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence, Sized
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.platforms import Refused
from bot.platforms.telegram import config
from bot.platforms.telegram.webhook import HEADER, secret_of
from generation.marking.carriers import sayings
from generation.marking.reading import findings
from tests.bot.telegram.driving import OnTelegram
from tests.bot.telegram.stage import TOKEN, Stage
from tests.generation.marking.signing import VALUE, plain_but_for_a_label, signed_second
from tests.journeys.driver import label, says
from tests.journeys.steps import IDEA, SHOTS, picture
from tests.servers.telegram import Message, Room

pytestmark = pytest.mark.asyncio(loop_scope="module")


def film(message: Message) -> bool:
    return message.video is not None and label("again") in message.labels


def films(room: Room) -> list[Message]:
    return [message for message in room.bots if film(message)]


def fresh(driver: OnTelegram) -> Room:
    return driver.private().room


async def nothing(found: Awaitable[Sequence[object]]) -> bool:
    return not await found


async def enough(things: Sized, count: int) -> bool:
    return len(things) >= count


async def empty(folder: Path) -> bool:
    return not await asyncio.to_thread(lambda: list(folder.iterdir()))


async def true(wanted: Callable[[], Awaitable[bool]]) -> None:
    """Wait until it is."""
    async with asyncio.timeout(10):
        while not await wanted():  # noqa: ASYNC110 (the database, or the disk, says when)
            await asyncio.sleep(0.05)


async def test_four_pictures_come_as_a_grid_with_buttons_and_as_an_album_in_full_size(
    driver: OnTelegram,
) -> None:
    room = fresh(driver)
    await room.say(f"/image {IDEA}")
    grid = await room.until(lambda m: label("vary", n=4) in m.labels)
    await room.until(lambda m: len([part for part in room.bots if part.album]) == 4 and m.album)
    album = [part for part in room.bots if part.album]
    assert len({part.album for part in album}) == 1
    assert all(part.reply_to == grid.id for part in album)
    for verb in ("animate", "vary", "upscale"):
        assert [label(verb, n=n) in grid.labels for n in (1, 2, 3, 4)] == [True] * 4


async def test_films_of_a_batch_come_as_one_album_each_with_its_number(
    driver: OnTelegram,
) -> None:
    room = fresh(driver)
    await room.say("/batch film --shots 1 | A cat | A dog | A fox")
    offer = await room.until(lambda m: any(name.startswith("🎬") for name in m.labels))
    await room.press(offer, offer.labels[0])
    card = await room.until(lambda m: label("zip") in m.labels)
    await room.until(lambda _: len([part for part in room.bots if part.album]) == 3)
    album = [part for part in room.bots if part.album]
    assert len({part.album for part in album}) == 1 and all(part.video for part in album)
    assert [part.text for part in album] == ["1. A cat", "2. A dog", "3. A fox"]
    assert card.photo and all(part.reply_to == card.id for part in album)


async def test_pictures_say_that_they_were_made_by_ai(driver: OnTelegram) -> None:
    room = fresh(driver)
    await room.say(f"/image {IDEA}")
    await room.until(lambda m: len([part for part in room.bots if part.album]) == 4 and m.album)
    for part in room.bots:
        if (photo := part.photo) and part.album:
            assert len(sayings(photo.bytes)) == 1
            assert plain_but_for_a_label(photo.bytes)


async def test_a_film_arrives_with_all_that_it_says_of_its_making(
    driver: OnTelegram, tmp_path: Path
) -> None:
    driver.stage.crew.film = made = await signed_second(tmp_path)
    room = fresh(driver)
    await room.say(f"{IDEA} {SHOTS}")
    message = await room.until(film)
    driver.stage.crew.film = None
    assert message.video and message.video.bytes == made
    (arrived := tmp_path / "arrived.mp4").write_bytes(message.video.bytes)
    found = findings(arrived)
    assert found.values == (VALUE,)
    assert found.credential and found.credential.state == "untrusted"


async def test_a_file_goes_up_once(driver: OnTelegram) -> None:
    room = fresh(driver)
    await room.say(f"{IDEA} {SHOTS}")
    first = await room.until(film)
    calls = driver.stage.telegram.calls
    before = sum(bool(call.files) for call in calls)
    await room.say("/show")
    await room.until(lambda m: film(m) and m.id != first.id)
    page = await room.until(lambda m: label("shots") in m.labels)
    await room.press(page, label("shots"))
    await room.until(lambda m: label("animate", n=1) in m.labels)
    assert sum(bool(call.files) for call in calls) == before


async def test_a_film_plays_at_once_and_says_who_made_it(driver: OnTelegram) -> None:
    room = fresh(driver)
    await room.say(f"{IDEA} {SHOTS} --seed 7")
    ended = await room.until(film)
    raw = ended.raw["video"]
    assert (raw["width"], raw["height"], raw["duration"]) == (320, 180, 1)
    sent = next(c for c in reversed(driver.stage.telegram.calls) if c.method == "editMessageMedia")
    assert sent.params["media"]["supports_streaming"] is True
    assert sent.params["media"]["thumbnail"].startswith("attach://")
    for part in ("Seed 7", "credits used", "#", says("film.by.us")):
        assert part in ended.text


async def test_a_film_that_is_too_large_is_made_to_fit_and_says_so(
    driver: OnTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "UPLOAD_BYTES", 60_000)
    monkeypatch.setattr(driver.crew, "weight", 100_000)
    await driver.restart()
    room = fresh(driver)
    await room.say(f"{IDEA} {SHOTS}")
    ended = await room.until(film)
    assert ended.video and len(ended.video.bytes) <= 60_000
    assert "MB at most" in ended.text
    await true(lambda: empty(driver.stage.house.inbox))  # nothing is left lying about
    monkeypatch.undo()
    await driver.restart()


async def test_a_storm_of_refusals_loses_no_film_and_delays_nobody_else(
    driver: OnTelegram,
) -> None:
    room, calm = fresh(driver), fresh(driver)
    driver.stage.telegram.fail("*", code=429, retry_after=1, times=3, chat=room.chat.id)
    await room.say(f"{IDEA} {SHOTS}")
    await asyncio.sleep(0.1)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await calm.say(f"{IDEA} {SHOTS}")
    await calm.until(film)
    assert loop.time() - began < 2.5
    await room.until(film)
    assert len(films(room)) == 1


async def test_a_server_that_is_away_gets_the_film_when_it_is_back(driver: OnTelegram) -> None:
    room = fresh(driver)
    driver.crew.hold("animate")
    await room.say(f"{IDEA} {SHOTS}")
    await room.until(lambda m: label("cancel") in m.labels)
    await driver.stage.telegram.down()
    driver.crew.let_go()
    jobs = driver.stage.house.desk.house.jobs
    await true(lambda: nothing(jobs.unfinished()))
    await asyncio.sleep(0.3)  # a few times in vain
    await driver.stage.telegram.up()
    await room.until(film)
    assert len(films(room)) == 1


async def test_an_order_while_the_server_cannot_answer_is_shown_as_soon_as_it_can(
    driver: OnTelegram,
) -> None:
    room = fresh(driver)
    driver.stage.telegram.fail("sendMessage", code=502, times=2, chat=room.chat.id)
    await room.say(f"{IDEA} {SHOTS}")
    await room.until(film)
    assert len(films(room)) == 1


async def test_an_update_that_comes_twice_is_heard_once(driver: OnTelegram) -> None:
    room = fresh(driver)
    await room.say(f"{IDEA} {SHOTS}")
    driver.stage.telegram.redeliver(driver.stage.telegram.delivered[-1])
    await room.until(film)
    await room.say("/me")
    await room.until(lambda m: "You have" in m.text)
    assert len(room.bots) == 2


async def test_who_waited_long_is_called_by_name(driver: OnTelegram) -> None:
    room = fresh(driver)
    desk = driver.stage.house.desk
    before = desk.house
    impatient = replace(before, limits=replace(before.limits, call_after=0.0))
    desk.house = desk.notices.house = impatient
    await room.say(f"{IDEA} {SHOTS}")
    called = await room.until(lambda m: "it is ready" in m.text)
    desk.house = desk.notices.house = before
    assert ("text_mention", room.chat.person.name) in called.marked
    assert called.reply_to == films(room)[0].id


async def test_in_a_group_only_what_is_meant_for_the_bot_is_heard(driver: OnTelegram) -> None:
    room = driver.group().room
    telegram = driver.stage.telegram
    await room.say("lovely weather")
    await room.say("/video@somebody_else_bot a cat")
    await room.say(f"@{telegram.me['username']} {IDEA} {SHOTS}")
    ended = await room.until(film)
    assert ended.reply_to
    await room.say(f"{IDEA} again {SHOTS}", reply_to=ended)
    await room.until(lambda m: film(m) and m.id != ended.id)
    assert len(room.bots) == 2


async def test_a_private_answer_to_a_press_is_seen_by_the_presser_alone(
    driver: OnTelegram,
) -> None:
    room = driver.group().room
    await room.say(f"/video {IDEA} {SHOTS}")
    ended = await room.until(film)
    before = len(room.bots)
    answer = await room.press(ended, label("again"), by=driver.stage.telegram.person("Nosy"))
    assert answer and answer.alert and answer.text == says("press.not_yours")
    assert len(room.bots) == before


async def test_the_picture_that_a_command_replies_to_is_animated(driver: OnTelegram) -> None:
    room = driver.group().room
    photo = await room.upload(picture(), name="cat.jpg", as_photo=True)
    assert not room.bots
    await room.say("/animate the cat wakes up", reply_to=photo)
    await room.until(film)


async def test_two_pictures_in_an_album_are_the_first_and_the_last_of_a_shot(
    driver: OnTelegram,
) -> None:
    room = fresh(driver)
    await asyncio.gather(
        room.upload(
            picture(), name="a.jpg", caption="/animate from one to the other", group_id="g"
        ),
        room.upload(picture(), name="b.jpg", group_id="g"),
    )
    await room.until(film)
    assert len(films(room)) == 1
    job = (await driver.stage.house.desk.house.jobs.recent(f"telegram:{room.chat.id}"))[0]
    assert '"last":{' in job.brief


async def test_what_a_picture_tells_beside_its_pixels_is_not_kept(driver: OnTelegram) -> None:
    room = fresh(driver)
    await room.upload(picture(), name="cat.jpg", caption="/animate", as_photo=False)
    await room.until(film)
    files = [p for p in driver.stage.home.rglob("*") if p.suffix in (".png", ".jpg")]
    assert files and not any(b"taken at home" in path.read_bytes() for path in files)


async def test_files_of_other_kinds_get_a_clear_answer(driver: OnTelegram) -> None:
    room = fresh(driver)
    await room.upload(b"%PDF-1.7", name="plan.pdf", as_photo=False)
    told = await room.until(lambda m: True)
    assert "PNG" in told.text
    huge = picture().ljust(21 << 20, b"\0")
    await room.upload(huge, name="huge.jpg", caption="/animate", as_photo=False)
    await room.until(lambda m: "20 MB" in m.text)


async def test_somebody_who_blocked_the_bot_stops_nothing(driver: OnTelegram) -> None:
    room, other = fresh(driver), fresh(driver)
    driver.crew.hold("animate")
    await room.say(f"{IDEA} {SHOTS}")
    await room.until(lambda m: label("cancel") in m.labels)
    driver.stage.telegram.blocked.add(room.chat.id)
    driver.crew.let_go()
    jobs = driver.stage.house.desk.house.jobs
    await true(lambda: nothing(jobs.unfinished()))
    await true(lambda: nothing(jobs.undelivered()))
    await other.say("/me")
    await other.until(lambda m: "You have" in m.text)
    driver.stage.telegram.blocked.clear()
    await room.say("/show")
    await room.until(film)


async def test_a_message_that_somebody_deleted_comes_again_as_the_film(
    driver: OnTelegram,
) -> None:
    room = fresh(driver)
    driver.crew.hold("animate")
    await room.say(f"{IDEA} {SHOTS}")
    room.delete(await room.until(lambda m: label("cancel") in m.labels))
    driver.crew.let_go()
    await room.until(film)
    assert len(films(room)) == 1


async def test_a_topic_that_was_closed_gets_its_film_in_the_chat(driver: OnTelegram) -> None:
    topic = driver.group(topic=True).room
    driver.crew.hold("animate")
    await topic.say(f"/video {IDEA} {SHOTS}")
    begun = await topic.until(lambda m: label("cancel") in m.labels)
    topic.delete(begun)
    driver.stage.telegram.delete_topic(topic)  # pyright: ignore[reportArgumentType]
    driver.crew.let_go()
    await topic.chat.until(film)


async def test_films_are_offered_inline_and_a_new_one_begins_in_private(
    driver: OnTelegram,
) -> None:
    room = fresh(driver)
    await room.say(f"{IDEA} {SHOTS}")
    ended = await room.until(film)
    offered = await driver.stage.telegram.inline(room.chat.person, "cat")
    assert offered and ended.video
    assert [r["video_file_id"] for r in offered.results] == [ended.video.id]
    begin = await driver.stage.telegram.inline(room.chat.person, "A fox in the snow")
    assert begin and begin.button
    await room.say(f"/start {begin.button['start_parameter']}")
    shown = await room.until(lambda m: "A fox in the snow" in m.text)
    await room.press(shown, label("film"))
    await room.until(lambda m: film(m) and m.id != ended.id)


async def test_the_greeting_shows_a_film_and_its_ideas_can_be_tried(driver: OnTelegram) -> None:
    room = fresh(driver)
    await room.say("/start")
    hello = await room.until(lambda m: m.video is not None)
    assert len(hello.labels) >= 3
    await room.press(hello, hello.labels[0])
    await room.until(lambda m: film(m))


async def test_a_shared_storyboard_becomes_the_film_of_whoever_opens_it(
    driver: OnTelegram,
) -> None:
    author, friend = fresh(driver), fresh(driver)
    await author.say(f"/storyboard {IDEA} {SHOTS}")
    board = await author.until(lambda m: label("share") in m.labels)
    await author.press(board, label("share"))
    link = await author.until(lambda m: any("url" in key for key in m.keys))
    address = next(key["url"] for key in link.keys if "start=sb_" in key["url"])
    await friend.say(f"/start {address.partition('start=')[2][:64]}")
    shown = await friend.until(lambda m: m.photo is not None)
    assert author.chat.person.name in shown.text
    await friend.press(shown, shown.labels[0])
    await friend.until(film)


async def test_the_menu_is_there_in_every_language(driver: OnTelegram) -> None:
    commands = driver.stage.telegram.commands
    await true(lambda: enough(commands, 8))
    languages = {language for _, language in commands}
    assert {"zh", "en", "ja"} <= languages


async def test_who_is_not_in_the_circle_is_told_their_number(stage: Stage) -> None:
    driver = OnTelegram(stage)
    inside, outside = fresh(driver), fresh(driver)
    await stage.stop()
    await stage.start(TELEGRAM_ALLOWED=str(inside.chat.id))
    await outside.say(f"{IDEA} {SHOTS}")
    told = await outside.until(lambda m: str(outside.chat.id) in m.text)
    assert not film(told)
    await inside.say(f"{IDEA} {SHOTS}")
    await inside.until(film)
    await stage.stop()
    await stage.start()


async def test_updates_come_by_webhook_too(stage: Stage) -> None:
    await stage.stop()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    await stage.start(TELEGRAM_WEBHOOK=f"http://{listen}/behind/a/proxy", TELEGRAM_LISTEN=listen)
    room = fresh(OnTelegram(stage))
    await room.say(f"{IDEA} {SHOTS}")
    await room.until(film)
    async with aiohttp.ClientSession() as session:
        for secret, status in (("wrong", 403), (secret_of(TOKEN), 200)):
            update = {"update_id": 10**9, "message": {}}
            async with session.post(
                f"http://{listen}/", json=update, headers={HEADER: secret}
            ) as response:
                assert response.status == status
    await stage.stop()
    await stage.start()


async def test_a_wrong_token_is_told_in_a_sentence(stage: Stage) -> None:
    await stage.stop()
    await stage.start(TELEGRAM_TOKEN="9:invented-key-nobody-knows")
    with pytest.raises(Refused, match=r"telegram\.refused"):
        await stage.ended()
    await stage.start()


async def test_what_is_deleted_takes_its_album_and_its_copies_along(driver: OnTelegram) -> None:
    room = fresh(driver)
    await room.say(f"/image {IDEA}")
    grid = await room.until(lambda m: label("delete") in m.labels)
    await room.until(lambda _: len([part for part in room.bots if part.album]) == 4)
    await room.say("/show")
    await room.until(lambda m: m.id > grid.id + 4 and label("delete") in m.labels)
    await true(lambda: enough([part for part in room.bots if part.album], 8))
    await room.press(grid, label("delete"))
    await room.press(
        await room.until(lambda m: label("delete_yes") in m.labels), label("delete_yes")
    )
    await true(lambda: nothing(remaining(room)))


async def remaining(room: Room) -> list[Message]:
    return room.bots


async def test_everything_goes_through_a_proxy_where_one_is_set(stage: Stage) -> None:
    await stage.stop()
    proxy = stage.telegram.url
    await stage.start(TELEGRAM_API="http://telegram.invalid", TELEGRAM_PROXY=proxy)
    try:
        room = fresh(OnTelegram(stage))
        await room.upload(picture(), name="cat.jpg", caption="/animate it wakes up")
        await room.until(film)
    finally:
        await stage.stop()
        await stage.start()
