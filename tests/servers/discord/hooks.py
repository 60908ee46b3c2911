"""Answers to interactions, and the messages that their tokens may still write."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.servers.discord.call import Call, serves
from tests.servers.discord.components import check_choices, check_modal
from tests.servers.discord.content import Writing
from tests.servers.discord.interactions import (
    AUTOCOMPLETE,
    CHANGE,
    CHOICES,
    COMMAND,
    COMPONENT,
    FIRST_SECONDS,
    MODAL,
    NOTHING,
    SAY,
    SUBMIT,
    THINK,
    TOKEN_SECONDS,
    Interaction,
)
from tests.servers.discord.message import EPHEMERAL, LOADING, Content, Message
from tests.servers.discord.refusal import JSON, Refused, invalid, unknown
from tests.servers.discord.world import World

HOOK = "/webhooks/{application}/{token}"
ONE = f"{HOOK}/messages/{{message}}"
BY_COMMAND, BY_MENU, IN_REPLY, PLAIN = 20, 23, 19, 0
FOLLOWUPS_ABROAD = 5
YES = ("true", "1", "True")


@serves("POST", "/interactions/{interaction}/{token}/callback", free=True)
async def callback(world: World, call: Call) -> JSON | None:
    asked = world.tokens.get(call.args["token"])
    if asked is None or str(asked.id) != call.args["interaction"]:
        raise unknown("interaction")
    if asked.kind:
        raise Refused(400, 40060, "Interaction has already been acknowledged.")
    after = world.clock.now() - asked.time
    if after > FIRST_SECONDS:
        asked.late = True
        world.changed()
        raise unknown("interaction")
    kind, data = call.given["type"], call.given.get("data") or {}
    _check_kind(asked, kind)
    await ANSWERS[kind](world, asked, data, call)
    asked.kind, asked.said, asked.acked_after = kind, data, after
    if kind == MODAL:
        world.tell(f"{asked.channel.title} a form for {asked.person}: {data['title']}")
    world.changed()
    if call.query.get("with_response") not in YES:
        return None
    return _response(asked, kind)


def _check_kind(asked: Interaction, kind: int) -> None:
    allowed = {
        COMMAND: (SAY, THINK, MODAL),
        COMPONENT: (SAY, THINK, NOTHING, CHANGE, MODAL),
        AUTOCOMPLETE: (CHOICES,),
        SUBMIT: (SAY, THINK, NOTHING, CHANGE) if asked.message else (SAY, THINK),
    }[asked.type]
    if kind not in allowed:
        words = f"Value must be one of {allowed}."
        raise invalid("type", "BASE_TYPE_CHOICES", words)


def _response(asked: Interaction, kind: int) -> JSON:
    told: JSON = {"id": str(asked.id), "type": asked.type}
    if kind not in (SAY, THINK, CHANGE) or asked.original is None:
        return {"interaction": told}
    message = asked.original
    told |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.loading,
        "response_message_ephemeral": message.ephemeral,
    }
    resource = {"type": CHANGE if kind == CHANGE else SAY, "message": message.raw}
    return {"interaction": told, "resource": resource}


def _whispered(asked: Interaction, data: JSON) -> JSON:
    """What is taken along is for its person alone where a place does not want such apps."""
    if not asked.channel.foreign or asked.channel.may("use_external_apps"):
        return data
    return data | {"flags": (data.get("flags") or 0) | EPHEMERAL}


async def _say(world: World, asked: Interaction, data: JSON, call: Call) -> None:
    said = _whispered(asked, data)
    content = Writing(asked.channel, said, call.files, whisper=True).composed()
    asked.original = _write(world, asked, content)


async def _think(world: World, asked: Interaction, data: JSON, call: Call) -> None:
    flags = LOADING | ((_whispered(asked, data).get("flags") or 0) & EPHEMERAL)
    asked.original = _write(world, asked, Content(flags=flags))


async def _nothing(world: World, asked: Interaction, data: JSON, call: Call) -> None:
    asked.original = asked.message


async def _change(world: World, asked: Interaction, data: JSON, call: Call) -> None:
    asked.original = message = asked.message
    assert message
    if message.gone:
        raise unknown("Message")
    world.rewrite(message, Writing(asked.channel, data, call.files, message).composed())


async def _choices(world: World, asked: Interaction, data: JSON, call: Call) -> None:
    focused = next(o for o in _leaves(asked.data["options"]) if o.get("focused"))
    check_choices(data.get("choices") or [], focused["type"])


async def _modal(world: World, asked: Interaction, data: JSON, call: Call) -> None:
    check_modal(data)


Answer = Callable[[World, Interaction, JSON, Call], Awaitable[None]]
ANSWERS: dict[int, Answer] = {
    SAY: _say,
    THINK: _think,
    NOTHING: _nothing,
    CHANGE: _change,
    CHOICES: _choices,
    MODAL: _modal,
}


@serves("POST", HOOK, free=True)
async def follow(world: World, call: Call) -> JSON:
    asked = _asked(world, call)
    first = asked.original
    if first and first.loading and not first.gone:  # the first words take the place of thinking
        world.rewrite(first, Writing(asked.channel, call.given, call.files, first).composed())
        return first.raw
    if asked.channel.foreign and len(asked.followups) >= FOLLOWUPS_ABROAD:
        words = "Maximum number of follow up messages for this interaction reached"
        raise Refused(400, 40094, words)
    said = _whispered(asked, call.given)
    content = Writing(asked.channel, said, call.files, whisper=True).composed()
    message = _write(world, asked, content, follows=first)
    asked.followups.append(message)
    return message.raw


@serves("PATCH", ONE, free=True)
async def edit(world: World, call: Call) -> JSON:
    asked = _asked(world, call)
    message = _message(asked, call)
    world.rewrite(message, Writing(asked.channel, call.given, call.files, message).composed())
    return message.raw


@serves("GET", ONE, free=True)
async def get(world: World, call: Call) -> JSON:
    return _message(_asked(world, call), call).raw


@serves("DELETE", ONE, free=True, status=204)
async def delete(world: World, call: Call) -> None:
    world.remove(_message(_asked(world, call), call), "the bot")


def _asked(world: World, call: Call) -> Interaction:
    asked = world.tokens.get(call.args["token"])
    if asked is None or call.args["application"] != str(world.bot.id) or not asked.kind:
        raise unknown("Webhook")
    if world.clock.now() - asked.time > TOKEN_SECONDS:
        raise Refused(401, 50027, "Invalid Webhook Token")
    return asked


def _message(asked: Interaction, call: Call) -> Message:
    known = [m for m in (asked.original, *asked.followups) if m]
    wanted = call.args["message"]
    first = asked.original if wanted == "@original" else None
    found = first or next((m for m in known if str(m.id) == wanted), None)
    if found is None or found.gone:
        raise unknown("Message")
    return found


def _write(
    world: World, asked: Interaction, content: Content, *, follows: Message | None = None
) -> Message:
    answer = BY_COMMAND if asked.data.get("type", 1) == 1 else BY_MENU
    kind = answer if asked.type == COMMAND else PLAIN
    kind = PLAIN if asked.type == SUBMIT else kind
    source = follows or (asked.message if asked.type == COMPONENT else None)
    if source and not source.ephemeral:
        kind = IN_REPLY
    message = Message(
        asked.channel,
        world.snowflakes(),
        world.bot,
        content,
        world.clock.now(),
        kind,
        source if kind == IN_REPLY else None,
        asked,
    )
    world.add(message)
    return message


def _leaves(options: list[JSON]) -> list[JSON]:
    return [leaf for o in options for leaf in (_leaves(o["options"]) if "options" in o else [o])]
