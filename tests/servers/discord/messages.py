"""Messages of channels, as the bot itself writes them; threads, reactions and polls."""

from __future__ import annotations

from typing import Any

from tests.servers.discord.call import Call, serves
from tests.servers.discord.channels import PRIVATE_THREAD, PUBLIC_THREAD, Channel
from tests.servers.discord.content import Writing, answered, poll
from tests.servers.discord.message import Message
from tests.servers.discord.refusal import JSON, Refused, invalid, no_permission, too_long, unknown
from tests.servers.discord.world import DEFAULT, REPLY, World

CHANNEL = "/channels/{channel}"
MESSAGES = f"{CHANNEL}/messages"
MESSAGE = f"{MESSAGES}/{{message}}"
REACTION = f"{MESSAGE}/reactions/{{emoji}}"
AT_ONCE = 50


@serves("POST", MESSAGES)
async def create(world: World, call: Call) -> JSON:
    inside = call.number("channel") in world.channels and world.channels[call.number("channel")]
    needs = "send_messages_in_threads" if inside and inside.parent else "send_messages"
    channel = world.reach(call, needs, *_needed(call))
    if channel.private and channel.people[0].id in world.blocked:
        raise Refused(403, 50007, "Cannot send messages to this user")
    if channel.locked:
        raise Refused(400, 50083, "Thread is archived")
    channel.archived = False
    content = Writing(channel, call.given, call.files).composed()
    asked = poll(call.given.get("poll"), world.clock.now())
    reply = answered(world, channel, call.given)
    kind, now = REPLY if reply else DEFAULT, world.clock.now()
    message = Message(channel, world.snowflakes(), world.bot, content, now, kind, reply)
    message.poll = asked
    world.add(message)
    return message.raw


def _needed(call: Call) -> list[str]:
    needed = {
        "attach_files": call.files,
        "embed_links": call.given.get("embeds"),
        "send_polls": call.given.get("poll"),
        "read_message_history": call.given.get("message_reference"),
    }
    return [name for name, wanted in needed.items() if wanted]


@serves("PATCH", MESSAGE)
async def edit(world: World, call: Call) -> JSON:
    channel = world.reach(call)
    message = world.reach_message(channel, call)
    if not message.by_bot:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    if not channel.private and not channel.may(*_needed(call)):
        raise no_permission()
    if message.poll:
        raise Refused(400, 520003, "Cannot edit a poll message")
    world.rewrite(message, Writing(channel, call.given, call.files, message).composed())
    return message.raw


@serves("GET", MESSAGE)
async def get(world: World, call: Call) -> JSON:
    channel = world.reach(call, "read_message_history")
    return world.as_bot(world.reach_message(channel, call))


@serves("GET", MESSAGES)
async def history(world: World, call: Call) -> list[JSON]:
    channel = world.reach(call, "read_message_history")
    found = [m for m in channel.messages if not m.ephemeral]
    most = int(call.query.get("limit", AT_ONCE))
    if not 1 <= most <= 100:
        raise invalid("limit", "NUMBER_TYPE_MAX", "int value should be 1 to 100.")
    if "before" in call.query:
        found = [m for m in found if m.id < int(call.query["before"])]
    if "after" in call.query:
        found = [m for m in found if m.id > int(call.query["after"])][:most]
    return [world.as_bot(m) for m in reversed(found[-most:])]


@serves("DELETE", MESSAGE, status=204)
async def delete(world: World, call: Call) -> None:
    channel = world.reach(call)
    message = world.reach_message(channel, call)
    if not message.by_bot and (channel.private or not channel.may("manage_messages")):
        raise Refused(403, 50003, "Cannot execute action on this channel type")
    world.remove(message, "the bot")


@serves("POST", f"{CHANNEL}/typing", status=204)
async def typing(world: World, call: Call) -> None:
    world.types(world.reach(call, "send_messages"))


@serves("PUT", f"{REACTION}/@me", status=204)
async def react(world: World, call: Call) -> None:
    channel = world.reach(call, "add_reactions", "read_message_history")
    message = world.reach_message(channel, call)
    world.react(message, call.args["emoji"], world.bot, add=True)


@serves("DELETE", f"{REACTION}/@me", status=204)
async def take_reaction(world: World, call: Call) -> None:
    message = world.reach_message(world.reach(call), call)
    if world.bot.id not in message.reactions.get(call.args["emoji"], ()):
        raise unknown("Emoji")
    world.react(message, call.args["emoji"], world.bot, add=False)


@serves("GET", REACTION)
async def reactions(world: World, call: Call) -> list[JSON]:
    message = world.reach_message(world.reach(call), call)
    who = message.reactions.get(call.args["emoji"], set())
    return [world.people[n].raw if n in world.people else world.bot.raw for n in sorted(who)]


@serves("POST", f"{CHANNEL}/polls/{{message}}/expire")
async def end_poll(world: World, call: Call) -> JSON:
    message = world.reach_message(world.reach(call), call)
    if not message.poll or not message.by_bot:
        raise Refused(403, 520001, "Cannot expire a non-poll message")
    message.over = True
    world.rewrite(message, message.content)
    return message.raw


@serves("GET", f"{CHANNEL}/polls/{{message}}/answers/{{answer}}")
async def voters(world: World, call: Call) -> JSON:
    message = world.reach_message(world.reach(call), call)
    found = message.votes.get(call.number("answer"), set())
    return {"users": [world.people[n].raw for n in sorted(found)]}


@serves("GET", CHANNEL)
async def channel(world: World, call: Call) -> JSON:
    return world.reach(call).raw


@serves("POST", f"{MESSAGE}/threads", status=201)
async def thread_at(world: World, call: Call) -> JSON:
    parent = world.reach(call, "create_public_threads", "read_message_history")
    message = world.reach_message(parent, call)
    if message.thread:
        raise Refused(400, 160004, "A thread has already been created for this message")
    return _thread(world, parent, call.given, PUBLIC_THREAD, message=message).raw


@serves("POST", f"{CHANNEL}/threads", status=201)
async def thread(world: World, call: Call) -> JSON:
    kind = call.given.get("type") or PRIVATE_THREAD
    private = kind == PRIVATE_THREAD
    needed = "create_private_threads" if private else "create_public_threads"
    return _thread(world, world.reach(call, needed), call.given, kind).raw


def _thread(world: World, parent: Channel, asked: JSON, kind: int, **beside: Any) -> Channel:
    if parent.private or parent.parent:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    if not 1 <= len(asked.get("name") or "") <= 100:
        raise too_long("name", 1, 100)
    lasting = asked.get("auto_archive_duration") or 1440
    slow = asked.get("rate_limit_per_user") or 0
    return world.open_thread(
        parent, asked["name"], kind, auto_archive=lasting, slow=slow, by=world.bot, **beside
    )


@serves("PATCH", CHANNEL)
async def change_thread(world: World, call: Call) -> JSON:
    channel = world.reach(call, "manage_threads")
    if not channel.parent:
        raise no_permission()
    channel.name = call.given.get("name") or channel.name
    channel.archived = call.given.get("archived", channel.archived)
    channel.locked = call.given.get("locked", channel.locked)
    world.tell_bot("THREAD_UPDATE", channel.raw, channel.guild)
    return channel.raw


@serves("PUT", f"{CHANNEL}/thread-members/{{user}}", status=204)
async def join_thread(world: World, call: Call) -> None:
    if not world.reach(call).parent:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
