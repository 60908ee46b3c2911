"""What only Discord has, or does: three seconds, a quarter of an hour, places where the bot is not,
forms, suggestions, menus, roles, a gateway that breaks."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from PIL import Image

from generation.marking.carriers import sayings
from generation.marking.reading import findings
from tests.bot.discord.conftest import OnDiscord
from tests.bot.discord.stage import Stage
from tests.generation.marking.signing import VALUE, plain_but_for_a_label, signed_second
from tests.journeys.driver import label, says
from tests.servers.discord import Channel, Message, User

pytestmark = pytest.mark.asyncio(loop_scope="module")
IDEA = "A cat on a windowsill"
LIFE = 15 * 60
ADMINISTRATOR = 8
NUMBERS = count(1)


def film(message: Message) -> bool:
    return message.video is not None and label("again") in message.labels


def films(room: Channel) -> list[Message]:
    return [message for message in room.bots if film(message)]


def working(message: Message) -> bool:
    return label("cancel") in message.labels


@pytest.fixture
def mei(stage: Stage) -> User:
    return stage.discord.person(f"Mei {next(NUMBERS)}")


@pytest.fixture
def room(stage: Stage, driver: OnDiscord, mei: User) -> Channel:
    return stage.discord.guild(f"studio {next(NUMBERS)}", members=[mei]).channel


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 360), "salmon").save(out, "JPEG")
    return out.getvalue()


async def true(wanted: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not wanted():  # noqa: ASYNC110 (the other side of the wire says when)
            await asyncio.sleep(0.02)


async def test_what_takes_long_is_acknowledged_within_three_seconds(
    stage: Stage, room: Channel
) -> None:
    stage.crew.hold("write")
    asked = asyncio.create_task(room.slash("enhance", idea="a castle"))
    interaction = await asked
    assert interaction.acked_after is not None and interaction.acked_after < 2
    stage.crew.let_go()
    await room.until(lambda m: "golden hour" in m.text)
    assert not interaction.late


async def test_after_a_quarter_of_an_hour_the_same_message_still_becomes_the_film(
    stage: Stage, room: Channel
) -> None:
    stage.crew.hold("animate")
    await room.slash("video", idea=IDEA, shots=2)
    begun = await room.until(working)
    stage.discord.clock.forward(LIFE + 60)
    stage.crew.let_go()
    ended = await room.until(film)
    assert ended.id == begun.id


async def test_films_and_pictures_arrive_with_what_they_say_of_their_making(
    stage: Stage, room: Channel, tmp_path: Path, driver: OnDiscord
) -> None:
    stage.crew.film = made = await signed_second(tmp_path)
    await room.slash("video", idea=IDEA, shots=2)
    message = await room.until(film)
    stage.crew.film = None
    assert message.video and message.video.bytes == made
    (arrived := tmp_path / "arrived.mp4").write_bytes(message.video.bytes)
    found = findings(arrived)
    assert found.values == (VALUE,)
    assert found.credential and found.credential.state == "untrusted"
    await room.slash("image", idea=IDEA)
    grid = await room.until(lambda m: label("vary", n=4) in m.labels)
    assert len(grid.pictures) == 4
    for one in grid.pictures:
        assert len(sayings(one.bytes)) == 1
        assert plain_but_for_a_label(one.bytes)


async def test_where_the_bot_is_not_the_film_comes_through_the_command(
    stage: Stage, mei: User, driver: OnDiscord
) -> None:
    abroad = stage.discord.abroad(mei)
    await abroad.slash("video", by=mei, idea=IDEA, shots=2)
    await abroad.until(film)
    assert len(films(abroad)) == 1


async def test_where_the_bot_is_not_a_late_film_comes_as_a_direct_message(
    stage: Stage, mei: User, driver: OnDiscord
) -> None:
    abroad = stage.discord.abroad(mei)
    stage.crew.hold("animate")
    await abroad.slash("video", by=mei, idea=IDEA, shots=2)
    await abroad.until(working)
    stage.discord.clock.forward(LIFE + 60)
    stage.crew.let_go()
    await stage.discord.dm(mei).until(film)
    assert not films(abroad)


async def test_who_may_not_write_there_still_delivers(
    stage: Stage, room: Channel, mei: User
) -> None:
    stage.crew.hold("animate")
    await room.slash("video", idea=IDEA, shots=2)
    await room.until(working)
    stage.discord.permissions(room, {"send_messages": False, "view_channel": False})
    stage.crew.let_go()
    await true(lambda: films(room) or films(stage.discord.dm(mei)))


async def test_a_film_fits_what_the_server_takes(stage: Stage, room: Channel, mei: User) -> None:
    stage.crew.weight = 11 << 20
    rich = stage.discord.guild("boosted", members=[mei], tier=2).channel
    try:
        for place in (room, rich):
            await place.slash("video", idea=IDEA, shots=1)
        small, whole = await room.until(film), await rich.until(film)
    finally:
        stage.crew.weight = 0
    assert small.video and len(small.video.bytes) <= 10 << 20 and "MB at most" in small.text
    assert whole.video and len(whole.video.bytes) > 10 << 20 and "MB at most" not in whole.text


async def test_films_of_a_batch_stand_in_one_message_and_one_of_them_can_be_deleted(
    room: Channel, mei: User
) -> None:
    asked = await room.slash("batch", by=mei, shots=1, **{"as": "film"})
    window = asked.modal
    await room.submit(window, {window.fields[0].custom_id: "A cat\nA dog\nA fox"}, by=mei)
    offer = await room.until(lambda m: any(name.startswith("🎬") for name in m.labels))
    await room.press(offer, offer.labels[0], by=mei)
    card = await room.until(lambda m: label("zip") in m.labels)
    assert len(card.pictures) == 1, "all of them on one sheet"
    album = await room.until(lambda m: len([f for f in m.files if f.kind == "video"]) == 3)
    assert [line[-5:] for line in album.text.splitlines()] == ["A cat", "A dog", "A fox"]
    await room.press(card, label("show_one", n=2), by=mei)
    shown = await room.until(film)
    await room.press(shown, label("delete"), by=mei)
    page = await room.until(lambda m: label("delete_yes") in m.labels)
    await room.press(page, label("delete_yes"), by=mei)
    await true(lambda: len(album.files) == 2)
    assert "A dog" not in album.text and not films(room)


async def test_without_an_idea_a_form_asks_for_it(room: Channel) -> None:
    asked = await room.slash("video", shots=2)
    await room.submit(asked.modal, {asked.modal.fields[0].custom_id: f"{IDEA}\nin the rain"})
    ended = await room.until(film)
    assert IDEA in ended.text


async def test_ones_own_jobs_are_suggested(room: Channel) -> None:
    await room.slash("video", idea="A lighthouse", shots=1)
    await room.until(film)
    offered = await room.autocomplete("show", "job", "light")
    assert len(offered) == 1 and "A lighthouse" in offered[0].name
    await room.slash("show", job=offered[0].value)
    await true(lambda: len(films(room)) == 2)


async def test_a_picture_in_the_chat_is_animated_by_a_menu(room: Channel) -> None:
    posted = await room.say("look!", files=[("cat.jpg", picture())])
    await room.use("Animate this picture", posted)
    await room.until(film)
    words = await room.say("A fox in the snow --shots 1")
    await room.use("Make a film of this", words)
    await room.until(lambda m: film(m) and "A fox in the snow" in m.text)


async def test_pictures_come_with_a_command(room: Channel) -> None:
    await room.slash("animate", picture=("cat.jpg", picture()), words="it wakes up")
    await room.until(film)


async def test_personal_answers_are_seen_by_one_person_only(
    stage: Stage, room: Channel, mei: User
) -> None:
    ken = stage.discord.person("Ken")
    assert room.guild
    room.guild.members.append(ken)
    for name in ("me", "settings", "jobs"):
        asked = await room.slash(name)
        assert asked.ephemeral
    assert not [m for m in room.seen(ken) if m.by_bot]
    settings = next(m for m in room.seen(mei) if m.ephemeral and m.labels)
    pressed = await room.press(settings, settings.labels[1])
    assert pressed.kind, "a page that one person sees changes in place"


async def test_messages_that_name_the_bot_or_reply_to_it_are_heard(
    stage: Stage, room: Channel
) -> None:
    await room.say("lovely weather")
    await room.say(f"{IDEA} --shots 1", mention=True)
    ended = await room.until(film)
    await room.say("A fox in the snow --shots 1", reply_to=ended)
    await room.until(lambda m: film(m) and "A fox" in m.text)
    assert len(room.bots) == 2


async def test_a_stranger_cannot_press(stage: Stage, room: Channel) -> None:
    await room.slash("video", idea=IDEA, shots=1)
    ended = await room.until(film)
    nosy = stage.discord.person("Nosy")
    assert room.guild
    room.guild.members.append(nosy)
    pressed = await room.press(ended, label("again"), by=nosy)
    assert says("press.not_yours") in pressed.ephemeral
    assert len(films(room)) == 1


async def test_an_interaction_that_comes_twice_is_answered_once(
    stage: Stage, room: Channel
) -> None:
    asked = await room.slash("video", idea=IDEA, shots=1)
    stage.discord.redeliver(asked)
    said = await room.say(f"{IDEA} again --shots 1", mention=True)
    await room.until(lambda m: film(m) and "again" in m.text)
    told = next(e for e in stage.discord.events if e.data.get("id") == str(said.id))
    stage.discord.redeliver(told)
    await room.slash("me")
    assert len([m for m in room.bots if not m.ephemeral]) == 2


async def test_a_gateway_that_breaks_in_the_middle_loses_nothing(
    stage: Stage, room: Channel
) -> None:
    stage.crew.hold("animate")
    await room.slash("video", idea=IDEA, shots=2)
    await room.until(working)
    await stage.discord.drop()
    await room.say("A fox in the snow --shots 1", mention=True)  # while nobody listens
    stage.crew.let_go()
    await room.until(lambda m: film(m) and "cat" in m.text)
    await room.until(lambda m: film(m) and "A fox" in m.text)
    assert len(films(room)) == 2


async def test_commands_are_sent_once_and_again_when_they_changed(stage: Stage) -> None:
    before = stage.discord.syncs
    await stage.stop()
    await stage.start()
    assert stage.discord.syncs == before


async def test_a_role_makes_operators_and_a_circle_keeps_others_out(
    stage: Stage, room: Channel, mei: User
) -> None:
    assert room.guild
    boss = stage.discord.person("Boss")
    room.guild.members.append(boss)
    staff = room.guild.role("staff", members=[boss], permissions=ADMINISTRATOR)
    elsewhere = stage.discord.guild("elsewhere", members=[mei]).channel
    await stage.stop()
    await stage.start(DISCORD_OPERATORS=str(staff.id), DISCORD_ALLOWED=str(room.guild.id))
    try:
        told = await elsewhere.slash("video", by=mei, idea=IDEA)
        assert str(mei.id) in told.ephemeral
        asked = await room.slash("stats", by=boss)
        assert "stats" not in asked.ephemeral and asked.ephemeral
        await room.say("/stats", by=mei, mention=True)
        unknown = says("command.unknown_near", name="stats", near="start")
        await room.until(lambda m: unknown in m.text)
    finally:
        await stage.stop()
        await stage.start()


async def test_who_answers_in_their_language(stage: Stage, driver: OnDiscord) -> None:
    for locale, lang in (("zh-TW", "zh"), ("ja", "ja"), ("fr", "en")):
        person = stage.discord.person(f"Mei {next(NUMBERS)}", locale=locale)
        asked = await stage.discord.dm(person).slash("help", by=person)
        assert says("help.heading", lang) in asked.text


async def test_everything_goes_through_a_proxy_where_one_is_set(stage: Stage, mei: User) -> None:
    await stage.stop()
    await stage.start(DISCORD_API="http://discord.invalid", DISCORD_PROXY=stage.discord.url)
    try:
        room = stage.discord.dm(mei)
        await room.slash("video", idea=IDEA, shots=1)
        await room.until(film)
    finally:
        await stage.stop()
        await stage.start()
