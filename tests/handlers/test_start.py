"""/start: the greeting, and what addresses lead to."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generation.edit.probe import probe
from generation.model import Film
from handlers.commands.start import WELCOME
from handlers.conversation import Incoming, Place
from handlers.payloads import LONGEST, idea_in, payload_for_board, payload_for_idea
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Studio

GROUP = Place("paper", "group", private=False)
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def test_the_film_of_the_greeting_is_what_it_says_and_small() -> None:
    facts = probe(WELCOME.path)
    assert (facts.width, facts.height) == (WELCOME.width, WELCOME.height)
    assert facts.seconds == pytest.approx(WELCOME.seconds, abs=0.05) and facts.audio
    assert WELCOME.path.stat().st_size <= 900_000


def test_the_film_of_the_greeting_is_marked_as_made_by_a_machine() -> None:
    import av

    with av.open(str(WELCOME.path)) as box:
        assert '"Label":"1"' in box.metadata["AIGC"]


async def test_a_private_greeting_shows_a_film_and_three_ideas(studio: Studio) -> None:
    shown = await studio.say("/start")
    assert shown.reply.video == WELCOME and len(shown.buttons) == 3
    assert shown.text.startswith("Hello Mei!")
    assert "leads nowhere" not in shown.text
    assert (await studio.say("/start new")).text == shown.text


async def test_a_greeting_in_a_group_is_one_line_without_a_film(studio: Studio) -> None:
    shown = await studio.say("/start", place=GROUP)
    assert shown.reply.video is None and len(shown.buttons) == 3
    assert len(shown.reply.text) == 1 and "/video" in shown.text


async def test_anybody_in_a_group_may_try_an_idea_and_pays_for_it(studio: Studio) -> None:
    shown = await studio.say("/start", place=GROUP)
    press = shown.buttons[1].action
    await studio.door.answer(Incoming(KEN, GROUP, press=press, owner=MEI.key))
    assert studio.queue.runs[studio.queue.submissions[0]].person == KEN.key
    await studio.settled()
    assert await studio.left(MEI) == ALLOWANCE > await studio.left(KEN)


@pytest.mark.parametrize(
    "idea", ["A fox in the snow", "一只猫坐在窗台上", "雪の森 🦌", "~?>", "x" * 44]
)
async def test_a_short_idea_stands_in_its_own_address(studio: Studio, idea: str) -> None:
    payload = await payload_for_idea(idea, studio.house.links, MEI.key)
    assert PAYLOAD.fullmatch(payload) and payload.startswith("idea_")
    assert await idea_in(payload, studio.house.links) == idea


@pytest.mark.parametrize("idea", ["x" * 45, "一只猫坐在窗台上看着外面的雨，想着明天"])
async def test_a_long_idea_is_kept_behind_a_token(studio: Studio, idea: str) -> None:
    payload = await payload_for_idea(idea, studio.house.links, MEI.key)
    assert PAYLOAD.fullmatch(payload) and payload.startswith("i_") and len(payload) <= LONGEST
    assert await idea_in(payload, studio.house.links) == idea


async def test_an_address_with_an_idea_shows_it_and_spends_nothing(studio: Studio) -> None:
    payload = await payload_for_idea("A fox --shots 2", studio.house.links, KEN.key)
    shown = await studio.say(f"/start {payload}")
    assert "A fox --shots 2" in shown.text and "6 credits" in shown.text
    assert shown.labels == ["Make a film", "Make pictures", "Storyboard"]
    assert studio.queue.submissions == [] and await studio.left() == ALLOWANCE


@pytest.mark.parametrize(
    ("label", "kind", "shots"),
    [("Make a film", "film", 2), ("Make pictures", "stills", 4), ("Storyboard", "stills", 2)],
)
async def test_an_idea_of_an_address_is_made_as_it_was_typed(
    studio: Studio, label: str, kind: str, shots: int
) -> None:
    payload = await payload_for_idea("A fox --shots 2", studio.house.links, MEI.key)
    await studio.press((await studio.say(f"/start {payload}")).action(label))
    run = studio.queue.runs[studio.queue.submissions[0]]
    assert (run.kind, run.brief.shots, run.brief.idea) == (kind, shots, "A fox")
    assert bool(run.brief.board) is (label == "Make pictures")


async def test_an_address_with_a_wrong_option_says_what_is_wrong(studio: Studio) -> None:
    payload = await payload_for_idea("A fox --colour red", studio.house.links, MEI.key)
    assert "--colour" in (await studio.say(f"/start {payload}")).text


@pytest.mark.parametrize(
    "payload", ["idea_", "idea_%%%", "idea_1234", "i_0123", "sb_0123", "x" * 64]
)
async def test_an_address_that_leads_nowhere_still_greets(studio: Studio, payload: str) -> None:
    shown = await studio.say(f"/start {payload}")
    assert shown.text.startswith("Hello Mei!") and "leads nowhere" in shown.text
    assert len(shown.buttons) == 3


async def test_the_token_of_an_idea_is_not_one_of_a_storyboard(studio: Studio) -> None:
    token = await studio.house.links.keep("idea", "A fox", MEI.key)
    assert "leads nowhere" in (await studio.say(f"/start sb_{token}")).text
    token = await studio.house.links.keep("board", "x" * 18, MEI.key)
    assert "leads nowhere" in (await studio.say(f"/start i_{token}")).text


async def test_a_shared_storyboard_is_shown_with_who_shared_it(studio: Studio) -> None:
    token = await shared(studio, "/storyboard A fox --shots 3")
    shown = await studio.say(f"/start {token}", replace(KEN, lang="en"))
    assert "Mei shares a storyboard" in shown.text and "3. wide shot" in shown.text
    assert len(shown.reply.pictures) == 3
    assert shown.labels == ["Make my film of it", "Storyboard file"]


@pytest.mark.parametrize("order", ["/storyboard A fox --shots 2", "A fox --shots 2"])
async def test_a_shared_storyboard_is_filmed_by_whoever_presses(studio: Studio, order: str) -> None:
    token = await shared(studio, order)
    left = await studio.left(MEI)
    ken = replace(KEN, lang="en")
    shown = await studio.say(f"/start {token}", ken)
    await studio.press(shown.action("Make my film of it"), ken)
    await studio.settled()
    first, second = (studio.queue.runs[job] for job in studio.queue.submissions)
    assert second.person == KEN.key and isinstance(second.result, Film)
    assert second.keyframes == first.keyframes
    assert (await studio.left(MEI), await studio.left(KEN)) == (left, ALLOWANCE - 6)


async def test_pictures_that_were_cleared_away_are_painted_anew(studio: Studio) -> None:
    token = await shared(studio, "/storyboard A fox --shots 2")
    frames = studio.queue.runs[studio.queue.submissions[0]].keyframes
    studio.house.files.path(frames[0].file.ref).unlink()
    shown = await studio.say(f"/start {token}")
    assert len(shown.reply.pictures) == 1
    await studio.press(shown.action("Make my film of it"))
    await studio.settled()
    again = studio.queue.runs[studio.queue.submissions[1]].keyframes
    assert again[0] != frames[0] and again[1] == frames[1]


async def test_a_shared_storyboard_can_be_taken_as_a_file(studio: Studio) -> None:
    token = await shared(studio, "/storyboard A fox --shots 2")
    ken = replace(KEN, lang="en")
    shown = await studio.say(f"/start {token}", ken)
    given = await studio.press(shown.action("Storyboard file"), ken)
    assert '"title": "A fox"' in given.reply.files[0].path.read_text()


async def test_what_its_owner_deleted_is_shared_no_longer(studio: Studio) -> None:
    token = await shared(studio, "/storyboard A fox --shots 2")
    shown = await studio.say(f"/start {token}")
    await studio.house.jobs.forget(studio.queue.submissions[0])
    assert "leads nowhere" in (await studio.say(f"/start {token}")).text
    late = await studio.press(shown.action("Make my film of it"), KEN)
    assert len(studio.queue.submissions) == 1 and "もう使えません" in late.text


async def shared(studio: Studio, order: str) -> str:
    """The payload of a storyboard that Mei shares."""
    await studio.say(order)
    await studio.settled()
    return await payload_for_board(studio.queue.submissions[0], studio.house.links, MEI.key)
