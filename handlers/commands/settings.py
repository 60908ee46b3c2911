"""/settings: what holds where a message says nothing, for a person or for a whole chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from generation.errors import BadInput
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Argument, Ask, Command, Edit
from handlers.conversation import Button, Reply, Say
from handlers.option import OPTIONS, Option, named
from handlers.options import split
from handlers.values import fold
from storage.jobs import Job
from storage.preferences import Preferences

KEPT = (
    *("style", "ar", "look", "shots", "voice", "music", "subtitles", "resolution", "model"),
    *("transition", "grade", "title", "clip-sound", "reframe"),
)
FORGET = frozenset({"reset", "default", "重置", "默认", "リセット", "既定"})
CHAT = frozenset({"chat", "group", "本群", "群", "グループ"})
SPOKEN = ("on", "off", "auto", "burn", "soft")
QUICK = {
    "ar": ("16:9", "9:16", "1:1"),
    "voice": ("on", "off"),
    "subtitles": ("burn", "soft", "off"),
}


def register(add: Add) -> None:
    add(
        Command(
            "settings",
            settings,
            aliases=("set", "设置", "設定"),
            presses={"set": pressed, "reset": reset},
            arguments=(Argument("setting", "setting"),),
        )
    )


async def settings(ask: Ask) -> Answer:
    """Show the settings, or change some: `--style ink-wash`, `style ink-wash`, `reset`."""
    first, _, rest = ask.text.strip().partition(" ")
    if fold(first) in CHAT:
        return await _for_chat(ask, rest.strip())
    await _change(ask, ask.house.people, ask.me, ask.text.strip())
    return await _shown(ask)


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """One setting changed by a button, in place."""
    name, _, value = press.arg.partition("=")
    option = _kept(name)
    await ask.house.people.set(ask.me, option.name, option.value(value.replace("x", ":")))
    return Edit(await _shown(ask))


async def reset(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Everything as it was."""
    await _forget(ask.house.people, ask.me)
    return Edit(await _shown(ask))


async def _for_chat(ask: Ask, text: str) -> Answer:
    if text and not (ask.incoming.person.operator or ask.incoming.place.private):
        raise BadInput("settings.operators")
    place = ask.incoming.place.key
    await _change(ask, ask.house.chats, place, text)
    chosen = await ask.house.chats.settings(place)
    return Reply(text=(Say("settings.chat"), *_lines(chosen)), private=True)


async def _change(ask: Ask, kept: Preferences, owner: str, text: str) -> None:
    """Raises `BadInput` before anything is changed."""
    if fold(text) in FORGET:
        await _forget(kept, owner)
    elif text:
        chosen = _read(text)
        ask.check_models(chosen.get("model") or ())
        for name, value in chosen.items():
            await kept.set(owner, name, value)


def _read(text: str) -> dict[str, Any]:
    """What to change, by name; None for what to forget."""
    if "--" not in text and "—" not in text:
        text = f"--{text}"
    name, _, value = text.removeprefix("--").partition(" ")
    if fold(value) in FORGET:
        return {_kept(name).name: None}
    rest, values = split(text)
    if rest:
        raise BadInput("settings.unclear", text=rest[:60])
    by_field = {option.field: option.name for option in OPTIONS}
    return {_kept(by_field[field]).name: value for field, value in values.items()}


def _kept(name: str) -> Option:
    option = named(name)
    if option is None or option.name not in KEPT:
        raise BadInput("settings.unknown", name=name[:40], names=", ".join(KEPT))
    return option


async def _forget(kept: Preferences, owner: str) -> None:
    for name in KEPT:
        await kept.set(owner, name, None)


async def _shown(ask: Ask) -> Reply:
    chosen = await ask.house.people.settings(ask.me)
    rows = [
        tuple(
            Button(
                Say("settings.button", {"name": Say(f"option.name.{name}"), "value": _word(value)}),
                action("set", arg=f"{name}={value.replace(':', 'x')}"),
            )
            for value in values
        )
        for name, values in QUICK.items()
    ]
    rows.append((Button(Say("button.reset"), action("reset")),))
    text = (Say("settings.heading"), *_lines(chosen), Say("settings.how"))
    return Reply(text=text, buttons=tuple(rows), private=True)


def _lines(chosen: Mapping[str, Any]) -> list[Say]:
    """Every setting with its value, and whether it was chosen."""
    lines: list[Say] = []
    for option in (option for option in OPTIONS if option.name in KEPT):
        shown = _value(chosen.get(option.name, option.default))
        key = "settings.chosen" if option.name in chosen else "settings.line"
        name = Say(f"option.name.{option.name}")
        lines.append(Say(key, {"option": option.name, "name": name, "value": shown}))
    return lines


def _word(value: str) -> Say | str:
    """A value as people say it, where there is a word for it."""
    return Say(f"switch.{value}") if value in SPOKEN else value


def _value(value: Any) -> Say | str:
    """A value of a setting, as people read it."""
    if isinstance(value, bool):
        return _word("on" if value else "off")
    if isinstance(value, str):
        return _word(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, cast("list[object]", value))) or Say("settings.usual")
    return str(value)
