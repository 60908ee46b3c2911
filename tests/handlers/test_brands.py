"""Brands: kits that keep everything made for them to one look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from generation.model import Brief
from handlers.actions import action
from handlers.brands import MOST, logos
from handlers.conversation import Attachment, Person, Place, Say
from handlers.records import brief_of
from handlers.texts import render
from tests.handlers.fakes import KEN, MEI, Studio

GROUP = Place("paper", "group", private=False)
KIT = '/brand new Acme --palette navy,coral --ending "Made to last" --no rain --style noir'


async def newest(studio: Studio, who: Person = MEI) -> Brief:
    await studio.settled()
    return brief_of((await studio.house.jobs.recent(who.key, 1))[0])


def picture(folder: Path, data: bytes = b"\x89PNG") -> tuple[Attachment, ...]:
    path = folder / "sent.png"
    path.write_bytes(data)
    return (Attachment(path, "image/png", "logo.png"),)


async def test_everything_made_under_a_brand_has_its_kit(studio: Studio, tmp_path: Path) -> None:
    await studio.say(KIT, attachments=picture(tmp_path))
    await studio.say("/brand use acme")
    for command in ("/video", "/image", "/storyboard"):
        await studio.say(f"{command} a cat --no people")
        made = await newest(studio)
        assert made.palette == ("#14213d", "#ff7f6a")
        assert (made.brand, made.ending, made.style) == ("Acme", "Made to last", "noir")
        assert made.negative == "rain, people"
        assert made.logo


async def test_what_a_message_says_itself_goes_before_the_brand(studio: Studio) -> None:
    await studio.say(KIT)
    await studio.say("/brand use Acme")
    await studio.say("a cat --style pixel --palette off --shots 1")
    made = await newest(studio)
    assert (made.style, made.palette, made.ending) == ("pixel", (), "Made to last")
    await studio.say("a cat --no-brand --shots 1")
    assert (await newest(studio)).ending == ""


async def test_a_message_can_name_its_brand(studio: Studio) -> None:
    await studio.say(KIT)
    await studio.say("a cat --brand acme --shots 1")
    assert (await newest(studio)).brand == "Acme"
    assert "no brand" in (await studio.say("a cat --brand Nobody --shots 1")).text


async def test_a_chats_brand_holds_for_everybody_in_it_and_is_chosen_by_operators(
    studio: Studio,
) -> None:
    await studio.say(KIT)
    refused = await studio.say("/brand use Acme here", place=GROUP)
    assert "Only those who run this bot" in refused.text
    boss = replace(MEI, operator=True)
    await studio.say("/brand use Acme here", boss, place=GROUP)
    await studio.say("/video a cat --shots 1", KEN, place=GROUP)
    assert (await newest(studio, KEN)).brand == "Acme"
    await studio.say("/video a cat --shots 1", KEN)
    assert (await newest(studio, KEN)).brand == ""
    await studio.say("/brand off here", boss, place=GROUP)
    await studio.say("/video a dog --shots 1", KEN, place=GROUP)
    assert (await newest(studio, KEN)).brand == ""


async def test_a_brand_is_changed_listed_shown_and_deleted(studio: Studio) -> None:
    await studio.say(KIT)
    shown = await studio.say("/brand edit Acme --music calm")
    assert "--music calm" in shown.text and "--style noir" in shown.text
    listed = await studio.say("/brand")
    assert "Acme" in listed.text
    await studio.press(action("brand", arg=(await studio.house.brands.of(MEI.key))[0].id))
    assert "held to" in studio.paper.last.text
    assert "already" in (await studio.say("/brand new acme")).text
    await studio.say("/brand delete Acme")
    assert not await studio.house.brands.of(MEI.key)
    await studio.say("a cat --shots 1")
    assert (await newest(studio)).brand == ""


async def test_a_shared_brand_can_be_taken_by_others_as_their_own(studio: Studio) -> None:
    await studio.say(KIT)
    token = (await studio.say("/brand share Acme")).text.split("/brand take ")[1].split()[0]
    await studio.say(f"/brand take {token}", KEN)
    await studio.say(f"/brand take {token}", KEN)
    assert [b.name for b in await studio.house.brands.of(KEN.key)] == ["Acme", "Acme′"]
    await studio.say("/brand edit Acme --style pixel", KEN)
    [mine] = await studio.house.brands.of(MEI.key)
    assert mine.values["style"] == "noir"
    told = await studio.say("/brand take nothing", KEN)
    assert told.text == "その言葉で共有されたブランドはありません。"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/brand new", "Which brand?"),
        ("/brand use Nobody", "no brand"),
        ("/brand new X --shots 3", "--shots"),
        ("/brand new X --palette a,b,c", "--palette"),
        ("/brand new X --palette red,green,blue,black,white,pink,teal", "--palette"),
        (f"/brand new {'long ' * 20}", "40"),
        (f"/brand new X --manner “{'soft ' * 900}”", "400"),
        (f"/brand new X --ending “{'last ' * 40}”", "120"),
        (f"/brand new X {'a word of 5,000 characters ' * 400}", "2000"),
    ],
)
async def test_impossible_wishes_are_explained(studio: Studio, said: str, told: str) -> None:
    assert told in (await studio.say(said)).text
    assert not await studio.house.brands.of(MEI.key)


async def test_colours_can_come_from_a_picture_but_not_from_something_else(
    studio: Studio, tmp_path: Path
) -> None:
    await studio.say("/brand new Acme --as palette", attachments=picture(tmp_path))
    [mine] = await studio.house.brands.of(MEI.key)
    assert mine.values["palette"] == ["#14213d", "#fca311"] and not mine.logo
    await studio.say("/brand new Bad --as palette", attachments=picture(tmp_path, b"no picture"))
    assert [b.name for b in await studio.house.brands.of(MEI.key)] == ["Acme"]


async def test_a_verb_that_is_almost_one_is_told(studio: Studio) -> None:
    assert "/brand new Acme" in (await studio.say("/brand nwe Acme --palette navy")).text
    assert not await studio.house.brands.of(MEI.key)


async def test_a_brand_may_be_called_like_an_emoji_or_end_with_the_word_for_a_chat(
    studio: Studio,
) -> None:
    for name in ("🦊", "Coffee Chat", "小红 本群"):
        await studio.say(f"/brand new {name} --style noir")
        await studio.say(f"/brand use {name}")
        assert f"In force here: {name}" in (await studio.say("/brand")).text
        await studio.say("a cat --shots 1")
        assert (await newest(studio)).brand == name


async def test_showing_a_brand_says_how_it_is_measured(studio: Studio) -> None:
    await studio.say(KIT)
    await studio.say("/brand use Acme")
    for said in ("/brand show", "/brand show Acme", "/brand acme"):
        assert "60 %" in (await studio.say(said)).text


async def test_what_a_brand_cannot_do_with_a_picture_is_said(
    studio: Studio, tmp_path: Path
) -> None:
    assert "Attach one" in (await studio.say("/brand new X --as palette")).text
    told = await studio.say("/brand new X --as character", attachments=picture(tmp_path))
    assert "--as character" in told.text
    assert not await studio.house.brands.of(MEI.key)


async def test_a_chats_brand_outlives_its_owners_presence_but_not_its_deletion(
    studio: Studio,
) -> None:
    await studio.say(KIT)
    await studio.say("/brand use Acme here", replace(MEI, operator=True), place=GROUP)
    await studio.say("/brand edit Acme --style pixel", KEN, place=GROUP)
    await studio.say("/video a cat --shots 1", KEN, place=GROUP)
    assert (await newest(studio, KEN)).style == "noir"
    await studio.say("/brand delete Acme")
    await studio.say("/video a dog --shots 1", KEN, place=GROUP)
    assert (await newest(studio, KEN)).style == "cinematic"


async def test_the_logo_of_a_brand_stays_while_it_is_needed(studio: Studio, tmp_path: Path) -> None:
    await studio.say(KIT, attachments=picture(tmp_path))
    token = (await studio.say("/brand share Acme")).text.split("/brand take ")[1].split()[0]
    await studio.say(f"/brand take {token}", KEN)
    [ref] = await logos(studio.house)
    later = studio.house.clock() + timedelta(days=4000)
    files = studio.house.files
    files.sweep(later, unfinished={}, wanted=(), lasting=await logos(studio.house))
    assert files.path(ref).exists()
    await studio.say("/brand delete Acme")
    assert files.path(ref).exists()
    await studio.say("/brand delete Acme", KEN)
    with pytest.raises(FileNotFoundError):
        files.path(ref)


async def test_nobody_takes_more_brands_than_one_may_have(studio: Studio) -> None:
    await studio.say(KIT)
    token = (await studio.say("/brand share Acme")).text.split("/brand take ")[1].split()[0]
    for _ in range(MOST):
        await studio.say(f"/brand take {token}", KEN)
    told = (await studio.say(f"/brand take {token}", KEN)).text
    assert len(await studio.house.brands.of(KEN.key)) == MOST
    assert told == render(Say("brand.too_many", {"n": MOST}), "ja")
