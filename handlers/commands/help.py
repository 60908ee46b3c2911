"""/help: all commands, or one with its options. Written from the registry and the catalogs."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from generation.errors import BadInput
from handlers.commands import Add, Answer, Argument, Ask, Command, commands_for, spoken_names
from handlers.conversation import Reply, Say
from handlers.option import Option


def register(add: Add) -> None:
    add(
        Command(
            "help",
            help,
            aliases=("h", "?", "帮助", "ヘルプ"),
            arguments=(Argument("command", "command"),),
        )
    )


async def help(ask: Ask) -> Answer:
    """The list, or one command: `/help video`."""
    name = ask.text.strip().lstrip("/／").casefold()
    if not name:
        return everything(commands_for(ask.incoming.person).values())
    known = spoken_names(operator=ask.incoming.person.operator)
    if name not in known:
        near = get_close_matches(name, known, 1, 0.6)
        if not near:
            raise BadInput("command.unknown", name=name[:40])
        raise BadInput("command.unknown_near", name=name[:40], near=known[near[0]].name)
    return one(known[name])


def everything(known: Iterable[Command]) -> Reply:
    """All commands, a line each."""
    everybodys, operators = [], []
    for c in known:
        line = Say("help.line", {"name": c.name, "summary": c.summary})
        (operators if c.operators else everybodys).append(line)
    own = (Say("help.operators"), *operators) if operators else ()
    return Reply(text=(Say("help.heading"), *everybodys, *own, Say("help.more")))


def one(command: Command) -> Reply:
    """How one command is typed."""
    text = [Say("help.line", {"name": command.name, "summary": command.summary}), command.usage]
    if command.aliases:
        names = "  ".join(f"/{alias}" for alias in command.aliases)
        text.append(Say("help.aliases", {"names": names}))
    if command.options:
        text += [Say("help.options"), *map(option_line, command.its_options)]
    return Reply(text=tuple(text))


def option_line(option: Option) -> Say:
    """An option, its example, what it is for, and the values there are."""
    values = {"name": option.name, "example": option.example, "help": Say(option.help_key)}
    if not option.choices:
        return Say("help.option", values)
    return Say("help.option_choices", {**values, "choices": ", ".join(option.choices)})
