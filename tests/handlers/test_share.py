"""Sharing a storyboard: a link for others, or the file where there are no links."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from handlers.actions import action
from tests.handlers.fakes import KEN, MEI, Paper, Studio


class Chats(Paper):
    """A platform whose addresses are Telegram's."""

    def link(self, payload: str) -> str:
        return f"https://t.me/reelroom_bot?start={payload}"


class Walls(Paper):
    """A platform that has no addresses."""

    def link(self, payload: str) -> str:
        return ""


def move(studio: Studio, paper: Paper) -> None:
    studio.paper = paper
    studio.house.platforms["paper"] = paper  # pyright: ignore[reportIndexIssue]


async def finished(studio: Studio, order: str = "/storyboard A fox --shots 2") -> str:
    await studio.say(order)
    await studio.settled()
    return studio.queue.submissions[-1]


async def test_a_storyboard_is_shared_by_a_link_that_opens_it(studio: Studio) -> None:
    job = await finished(studio)
    shown = await studio.press(action("share", job))
    [button] = shown.buttons
    assert button.link in shown.text and "with their own credits" in shown.text
    payload = button.link.removeprefix("https://paper.example/")
    assert "Mei さんから絵コンテ" in (await studio.say(f"/start {payload}", KEN)).text


async def test_sharing_twice_gives_the_same_link(studio: Studio) -> None:
    job = await finished(studio)
    first, second = [await studio.press(action("share", job)) for _ in range(2)]
    assert first.buttons == second.buttons


async def test_a_link_of_telegram_can_be_sent_to_a_friend(studio: Studio) -> None:
    move(studio, Chats())
    job = await finished(studio)
    opens, onward = (await studio.press(action("share", job))).buttons
    address = urlsplit(onward.link)
    assert f"{address.netloc}{address.path}" == "t.me/share/url"
    assert parse_qs(address.query)["url"] == [opens.link]


async def test_where_there_are_no_links_the_storyboard_is_handed_over(studio: Studio) -> None:
    move(studio, Walls())
    job = await finished(studio)
    shown = await studio.press(action("share", job))
    assert shown.reply.files and not shown.buttons


async def test_only_its_owner_shares_a_storyboard(studio: Studio) -> None:
    job = await finished(studio)
    assert "ほかの方" in (await studio.press(action("share", job), KEN)).text
    assert "見つかりません" in (await studio.say(f"/share {job[-5:]}", KEN)).text


@pytest.mark.parametrize("order", ["A fox --shots 2", "/storyboard A fox --shots 2"])
async def test_the_newest_that_is_finished_is_shared_by_its_command(
    studio: Studio, order: str
) -> None:
    job = await finished(studio, order)
    shown = await studio.say("/share")
    token = shown.buttons[0].link.rpartition("sb_")[2]
    link = await studio.house.links.find(token)
    assert link and (link.kind, link.value, link.person) == ("board", job, MEI.key)


async def test_what_is_not_finished_cannot_be_shared(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("A fox")
    job = studio.queue.submissions[0]
    assert "isn't finished" in (await studio.press(action("share", job))).text
    studio.queue.gate.set()
    await studio.settled()
