"""Discord's commands: within its limits in every language, and read like what is typed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.slash import typed, wanted
from bot.platforms.discord.sync import Payload, mark, payload
from bot.platforms.discord.tree import plant
from generation.model import LANGS
from handlers.commands import commands, spoken_names
from handlers.conversation import Say
from handlers.option import OPTIONS, named
from handlers.options import Wish, parse
from handlers.texts import render
from tests.handlers.fakes import Studio

JSON = dict[str, Any]
NAME = re.compile(r"[-_'\w]{1,32}")
SLASH, MESSAGE = 1, 3
STRING, INTEGER, ATTACHMENT = 3, 4, 11
LOCALES = ("en-US", "zh-CN", "zh-TW", "ja")
MARKS = "'\"“”「」『』"
IDEAS = st.text(f"ab x9{MARKS}", max_size=24)
UNWANTED = st.text(f"ab -—x9{MARKS}", max_size=24)


async def heed(interaction: Any, text: str, files: Sequence[discord.Attachment]) -> None:
    raise AssertionError("nobody called")


async def tree_of(studio: Studio) -> app_commands.CommandTree[discord.Client]:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents(guilds=True)))
    await plant(tree, studio.house, heed)
    return tree


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    async with AsyncExitStack() as stack:
        yield await Studio(tmp_path).open(stack)


@pytest.fixture
async def told(studio: Studio) -> Payload:
    """Everything as Discord is told it."""
    return await payload(await tree_of(studio))


def said(thing: JSON, key: str, locale: str) -> str:
    """A name or a description as somebody reads it there."""
    return (thing.get(f"{key}_localizations") or {}).get(locale, thing[key])


def named_as(told: Payload, name: str) -> JSON:
    return next(command for command in told if command["name"] == name)


def option_of(command: JSON, name: str) -> JSON:
    return next(option for option in command["options"] if option["name"] == name)


def longest(thing: JSON, key: str) -> int:
    return max(len(said(thing, key, locale)) for locale in LOCALES)


def weight(command: JSON) -> int:
    """What Discord counts against 8000: the longest of each name and description, and values."""
    parts = [command, *command.get("options", ())]
    choices = [choice for part in parts for choice in part.get("choices", ())]
    names = sum(longest(thing, "name") for thing in (*parts, *choices))
    descriptions = sum(longest(part, "description") for part in parts)
    return names + descriptions + sum(len(choice["value"]) for choice in choices)


def placed(command: JSON, locale: str) -> Iterator[JSON]:
    """The command and its options, each of which has a name and a description."""
    yield command
    yield from command["options"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_name_and_description_is_one_that_discord_takes(told: Payload, locale: str) -> None:
    for command in (each for each in told if each["type"] == SLASH):
        for thing in placed(command, locale):
            name = said(thing, "name", locale)
            assert NAME.fullmatch(name) and name == name.lower(), (command["name"], name)
            assert 1 <= len(said(thing, "description", locale)) <= 100, name
        names = [said(option, "name", locale) for option in command["options"]]
        assert len(set(names)) == len(names), command["name"]
    slashes = [said(each, "name", locale) for each in told if each["type"] == SLASH]
    assert len(set(slashes)) == len(slashes)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_choice_is_one_that_discord_takes(told: Payload, locale: str) -> None:
    options = [option for command in told for option in command.get("options", ())]
    for choices in (option["choices"] for option in options if "choices" in option):
        shown = [said(choice, "name", locale) for choice in choices]
        assert len(choices) <= 25 and len(set(shown)) == len(shown)
        assert all(1 <= len(name) <= 100 for name in shown)
        assert all(1 <= len(choice["value"]) <= 100 for choice in choices)


def test_there_are_not_more_things_than_discord_takes(told: Payload) -> None:
    assert len([each for each in told if each["type"] == SLASH]) <= 100
    for command in told:
        required = [option["required"] for option in command.get("options", ())]
        assert len(required) <= 25
        assert not any(after and not before for before, after in pairwise(required))
    assert max(weight(c) for c in told if c["type"] == SLASH) <= 8000


@pytest.mark.parametrize("locale", LOCALES)
def test_the_menu_of_a_message_is_short_enough(told: Payload, locale: str) -> None:
    shown = [said(each, "name", locale) for each in told if each["type"] == MESSAGE]
    assert 0 < len(set(shown)) == len(shown) <= 5
    assert all(1 <= len(name) <= 32 for name in shown)


def test_every_command_and_every_option_there_is_can_be_chosen(told: Payload) -> None:
    assert {each["name"] for each in told if each["type"] == SLASH} == commands().keys()
    for command in (c for c in commands().values() if c.options):
        there = {option["name"] for option in named_as(told, command.name)["options"]}
        some = command.options is not True  # then there is room for all of them
        for option in (option for option in command.its_options if some or not option.rare):
            assert any(named(name) is option for name in there), (command.name, option.name)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_read_in_the_menus_can_also_be_typed(lang: str) -> None:
    known = spoken_names(operator=True)
    for command in commands().values():
        assert known.get(render(Say(f"command.name.{command.name}"), lang)) is command
    for option in OPTIONS:
        name = render(Say(f"option.name.{option.name}"), lang).replace(" ", "-")
        assert named(name) is option, name


def test_people_read_their_own_language_and_english_where_we_do_not_speak_it(
    told: Payload,
) -> None:
    video = named_as(told, "video")
    assert video["name_localizations"] == {"zh-CN": "视频", "zh-TW": "视频", "ja": "映像"}
    assert video["description_localizations"]["ja"] == "一文から映像を作る"
    look = option_of(video, "look")
    assert [said(choice, "name", "zh-CN") for choice in look["choices"]] == [
        "插画",
        "手绘分镜",
        "海报",
    ]
    assert {each["name"] for each in told if each["type"] == MESSAGE} == {
        "Animate this picture",
        "Make a film of this",
    }


def test_options_have_types_limits_and_choices(told: Payload) -> None:
    video = named_as(told, "video")
    shots, idea = option_of(video, "shots"), option_of(video, "idea")
    assert (shots["type"], shots["min_value"], shots["max_value"]) == (INTEGER, 1, 12)
    assert (idea["type"], idea["max_length"], idea["required"]) == (STRING, 2000, False)
    assert option_of(video, "picture")["type"] == ATTACHMENT
    assert [c["value"] for c in option_of(video, "voice")["choices"]] == ["on", "off"]
    assert option_of(video, "style")["autocomplete"] and option_of(video, "model")["autocomplete"]
    assert option_of(named_as(told, "show"), "job")["autocomplete"]
    assert option_of(named_as(told, "delete"), "job")["required"]
    assert not any("ideas" in option["name"] for option in named_as(told, "batch")["options"])


def test_commands_go_along_everywhere_and_those_of_operators_are_for_administrators(
    told: Payload,
) -> None:
    assert all(each["integration_types"] == [0, 1] for each in told)
    administrator = discord.Permissions(administrator=True).value
    for command in commands().values():
        shown = named_as(told, command.name)
        whom = administrator if command.operators else None
        assert shown["default_member_permissions"] == whom, command.name
        assert shown["contexts"] == ([0] if command.operators else [0, 1, 2]), command.name


async def test_the_mark_of_the_commands_is_the_same_at_every_start(
    studio: Studio, told: Payload
) -> None:
    assert mark(await payload(await tree_of(studio))) == mark(told)
    changed = [told[0] | {"description": "other words"}, *told[1:]]
    assert mark(changed) != mark(told)


@pytest.mark.parametrize(
    ("name", "filled", "line"),
    [
        ("video", {"idea": "a cat", "aspect": "9:16"}, "/video a cat --ar 9:16"),
        ("video", {"idea": "a cat", "shots": 3, "seed": 0}, "/video a cat --shots 3 --seed 0"),
        ("video", {"style": "ink wash"}, "/video --style “ink wash”"),
        ("animate", {"words": "3"}, "/animate 3"),
        ("show", {"job": "k7q2m"}, "/show k7q2m"),
        ("grant", {"person": "<@!42>", "credits": 50}, "/grant discord:42 50"),
        ("ban", {"person": "Mei", "state": "off"}, "/ban Mei off"),
        ("batch", {"ideas": "a cat\na fox", "look": "draft"}, "/batch --look draft\na cat\na fox"),
        ("batch", {"ideas": "a cat", "made": "image"}, "/batch image\na cat"),
        ("jobs", {}, "/jobs"),
    ],
)
def test_what_is_filled_in_becomes_what_might_have_been_typed(
    name: str, filled: JSON, line: str
) -> None:
    assert typed(commands()[name], filled) == line


def test_dashes_in_what_is_not_wanted_stay_there() -> None:
    filled = {"idea": "a cat", "negative": "rain --seed 5, snow", "seed": 7, "style": "noir"}
    brief = read(typed(commands()["video"], filled))
    assert (brief.negative, brief.seed, brief.style) == ("rain --seed 5, snow", 7, "noir")


def test_options_inside_an_idea_are_read_and_those_filled_in_go_before_them() -> None:
    filled = {"idea": "a cat --seed 5 --ar 1:1", "aspect": "9:16"}
    brief = read(typed(commands()["video"], filled))
    assert (brief.idea, brief.seed, brief.aspect) == ("a cat", 5, "9:16")


@given(IDEAS, UNWANTED)
def test_nothing_that_is_filled_in_reaches_into_another_field(idea: str, no: str) -> None:
    filled = {"idea": f"a cat {idea}", "negative": f"rain {no} --seed 5 x", "look": "draft"}
    brief = read(typed(commands()["video"], filled))
    assert brief.seed == 0 and brief.look == "draft" and brief.idea.startswith("a cat")
    assert brief.negative is not None and brief.negative.startswith("rain")


def test_an_idea_is_asked_for_where_there_is_neither_words_nor_picture() -> None:
    video, batch = commands()["video"], commands()["batch"]
    assert wanted(video, {"idea": " "}) == video.arguments[0]
    assert wanted(video, {"idea": "a cat"}) is None
    assert wanted(batch, {"look": "draft"}) == batch.arguments[-1]
    assert wanted(commands()["me"], {}) is None
    assert wanted(commands()["image"], {"style": "noir"}) == commands()["image"].arguments[0]


def read(line: str) -> Any:
    return parse(line.partition(" ")[2], Wish()).brief
