"""Slash commands, made from the commands and options that there are. What somebody fills in becomes
the line they might have typed, `/video a cat --ar 9:16`, and is read like one."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import discord
from discord import AppCommandOptionType, app_commands
from discord.app_commands import Choice, locale_str
from discord.app_commands.transformers import RangeTransformer

from bot.platforms.discord import names
from bot.platforms.discord.autocomplete import Suggest, Suggestions
from bot.platforms.discord.modals import Words
from bot.platforms.discord.reading import PLATFORM, lang_of
from generation.model import LANGS, MAX_IDEA
from handlers.commands import Argument, ArgumentKind, Command
from handlers.commands import commands as known
from handlers.conversation import Say
from handlers.option import Option
from handlers.options import MAX_MESSAGE
from handlers.texts import render
from handlers.who import HIGHEST

Interaction = discord.Interaction[Any]
Heed = Callable[[Interaction, str, Sequence[discord.Attachment]], Awaitable[None]]
Slash = app_commands.Command[Any, ..., Any]

SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
INSTALLS = app_commands.AppInstallationType(guild=True, user=True)
LONGEST: dict[ArgumentKind, int] = {  # characters; of what is not here, as many as a name has
    "idea": MAX_IDEA,
    "words": 1000,
    "person": 100,
    "setting": 200,
    "kit": 1000,
}
WINDOWED: tuple[ArgumentKind, ...] = ("idea", "ideas")  # a window asks for them
LONGEST_NEGATIVE = 1000
LONGEST_WORD = 64
SUGGESTED = ("style", "model", "brand")  # options with more values than fit into a list
MENTION = re.compile(r"<@!?(\d+)>")
PLAIN = re.compile(r"\w+(?:[-:]\w+)*")  # needs no quotes
QUOTES = ("“”", "「」", "『』", '""')
DASHES = re.compile(r"[-－﹣−—–―]+")
MARKS = " '“”「」『』\""
NO_QUOTES = str.maketrans("'", "’", '“”「」『』"')


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that Discord asks for. `param` is its name in our code, `shape` what discord.py
    makes of its type."""

    param: str
    name: locale_str
    help: locale_str
    shape: Any
    required: bool = False
    choices: tuple[Choice[str], ...] = ()
    suggest: Suggest | None = None


def commands(heed: Heed, suggestions: Suggestions) -> list[Slash]:
    """Every command there is. `heed` is told what was asked for as if it had been typed, and the
    files that came with it."""
    return [slash(command, heed, suggestions) for command in known().values()]


def slash(command: Command, heed: Heed, suggestions: Suggestions) -> Slash:
    """One command. Those of operators are shown to administrators of servers only, and can be
    written to the bot anywhere; who may use them is not decided here."""
    made = Slash(
        name=names.name(f"command.name.{command.name}"),
        description=names.text(command.summary.key),
        callback=_callback(list(fields(command, suggestions)), partial(_called, command, heed)),
        allowed_contexts=SERVERS if command.operators else EVERYWHERE,
        allowed_installs=INSTALLS,
    )
    if command.operators:
        made.default_permissions = discord.Permissions(administrator=True)
    return made


def fields(command: Command, suggestions: Suggestions) -> Iterator[Field]:
    """What a command asks for: its arguments, then the options. Several ideas have a window of
    their own, because a field has one line only."""
    for argument in command.arguments:
        if argument.kind != "ideas":
            yield _of_argument(argument, suggestions)
    rare = command.options is not True  # there is room for 25 fields: not for all options
    for option in command.its_options:
        if rare or not option.rare:
            yield _of_option(option, suggestions)


def typed(command: Command, filled: Mapping[str, Any]) -> str:
    """The line that somebody might have typed instead; `filled` by `Field.param`."""
    line, ideas = f"/{command.name}", ""
    for argument in command.arguments:
        value = filled.get(argument.name)
        if value is None or argument.kind == "picture":
            continue
        if argument.kind == "ideas":
            ideas = f"\n{value}"
        else:
            line += f" {_person(value) if argument.kind == 'person' else value}"
    if command.options:
        given = ((o, str(filled.get(o.field, "")).strip()) for o in command.its_options)
        line += "".join(f" --{o.name} {quoted(v, line)}" for o, v in given if v.strip(MARKS))
    return line + ideas


def quoted(value: str, line: str) -> str:
    """A value that ends where it ends, behind `line`: words in it are never read as options."""
    if PLAIN.fullmatch(value):
        return value
    value = value.translate(NO_QUOTES)
    for left, right in QUOTES:
        if left not in line:  # where it would begin or end something else
            return f"{left}{value}{right}"
    return DASHES.sub(" ", value)


async def _called(
    command: Command, heed: Heed, interaction: Interaction, filled: Mapping[str, Any]
) -> None:
    files = [f for f in filled.values() if isinstance(f, discord.Attachment)]
    if missing := wanted(command, filled):

        async def worded(answer: Interaction, words: str) -> None:
            await heed(answer, typed(command, {**filled, missing.name: words}), files)

        await interaction.response.send_modal(form(command, missing, interaction, worded))
    else:
        await heed(interaction, typed(command, filled), files)


def wanted(command: Command, filled: Mapping[str, Any]) -> Argument | None:
    """The idea or the ideas that are still to be asked for. A picture may stand in for an idea,
    unless that is required."""
    pictures = any(
        isinstance(value, discord.Attachment) and not _sounds(value) for value in filled.values()
    )
    for argument in command.arguments:
        if argument.kind in WINDOWED and (argument.required or not pictures):
            return None if str(filled.get(argument.name) or "").strip() else argument
    return None


def _sounds(file: discord.Attachment) -> bool:
    """Whether it is music or a voice: that shows nothing yet."""
    return (file.content_type or "").startswith("audio/")


def form(
    command: Command,
    argument: Argument,
    interaction: Interaction,
    worded: Callable[[Interaction, str], Awaitable[None]],
) -> Words:
    """The window that asks for it, in the language of the person's Discord."""
    lang = lang_of(interaction.locale)
    return Words(
        render(command.summary, lang),
        render(Say(f"argument.{argument.name}.help"), lang),
        render(Say("start.idea.1"), lang),
        worded,
        most=MAX_MESSAGE if argument.kind == "ideas" else MAX_IDEA,
    )


def _person(value: str) -> str:
    """Somebody who was mentioned, by their key."""
    mention = MENTION.fullmatch(value.strip())
    return f"{PLATFORM}:{mention[1]}" if mention else value


def _of_argument(argument: Argument, suggestions: Suggestions) -> Field:
    key = f"argument.{argument.name}"
    langs = (Choice(name=names.text(f"lang.{lang}"), value=lang) for lang in LANGS)
    return Field(
        param=argument.name,
        name=names.name(f"{key}.name"),
        help=names.text(f"{key}.help"),
        shape=_shape(argument.kind),
        required=argument.required and argument.kind not in WINDOWED,
        choices=tuple(langs) if argument.kind == "lang" else (),
        suggest=suggestions.of(argument.kind),
    )


def _shape(kind: ArgumentKind) -> Any:
    if kind == "picture":
        return discord.Attachment
    if kind == "lang":
        return str
    if kind == "number":
        return _number(1, HIGHEST)
    return _words(LONGEST.get(kind, LONGEST_WORD))


def _of_option(option: Option, suggestions: Suggestions) -> Field:
    listed = () if option.name in SUGGESTED else names.values(option)
    return Field(
        param=option.field,
        name=names.name(f"option.name.{option.name}"),
        help=names.text(option.help_key),
        shape=_shape_of(option),
        choices=tuple(Choice(name=names.value(option, value), value=value) for value in listed),
        suggest=suggestions.of(option.name) if option.name in SUGGESTED else None,
    )


def _shape_of(option: Option) -> Any:
    if option.low is not None and option.high is not None:
        return _number(int(option.low), int(option.high))
    if option.name not in SUGGESTED and names.values(option):
        return str
    return _words(LONGEST_NEGATIVE if option.name == "no" else LONGEST_WORD)


def _number(low: int, high: int) -> RangeTransformer:
    return RangeTransformer(AppCommandOptionType.integer, min=low, max=high)


def _words(most: int) -> RangeTransformer:
    return RangeTransformer(AppCommandOptionType.string, min=1, max=most)


def _callback(
    fields: Sequence[Field], called: Callable[[Interaction, Mapping[str, Any]], Awaitable[None]]
) -> Callable[..., Any]:
    """A function as discord.py wants one: with a parameter for each field."""

    async def callback(interaction: Interaction, **filled: Any) -> None:
        await called(interaction, {name: v for name, v in filled.items() if v is not None})

    own = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = [own, *map(_parameter, fields)]
    callback.__signature__ = inspect.Signature(parameters)  # pyright: ignore[reportFunctionMemberAccess]
    app_commands.describe(**{field.param: field.help for field in fields})(callback)
    app_commands.rename(**{field.param: field.name for field in fields})(callback)
    app_commands.choices(**{f.param: list(f.choices) for f in fields if f.choices})(callback)
    app_commands.autocomplete(**{f.param: f.suggest for f in fields if f.suggest})(callback)
    return callback


def _parameter(field: Field) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.required else None
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(field.param, kind, annotation=field.shape, default=default)
