"""The bot's account and its commands, people, servers, direct messages."""

from __future__ import annotations

from tests.servers.discord.call import Call, serves
from tests.servers.discord.guilds import Guild
from tests.servers.discord.people import User
from tests.servers.discord.refusal import JSON, Refused, invalid, no_access, unknown
from tests.servers.discord.registered import check_commands
from tests.servers.discord.world import World

COMMANDS = "/applications/{application}/commands"
OF_GUILD = "/applications/{application}/guilds/{guild}/commands"


@serves("GET", "/gateway/bot")
async def gateway(world: World, call: Call) -> JSON:
    limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 16}
    shards = world.gateway.shards
    return {"url": world.gateway_url, "shards": shards, "session_start_limit": limit}


@serves("GET", "/users/@me")
async def me(world: World, call: Call) -> JSON:
    return world.me


@serves("GET", "/users/{user}")
async def user(world: World, call: Call) -> JSON:
    return _person(world, call).raw


def _person(world: World, call: Call) -> User:
    found = {**world.people, world.bot.id: world.bot}.get(call.number("user"))
    if found is None:
        raise unknown("User")
    return found


@serves("GET", "/oauth2/applications/@me")
async def application(world: World, call: Call) -> JSON:
    none = ("icon", "interactions_endpoint_url", "role_connections_verification_url", "team")
    return {
        **dict.fromkeys(none),
        "id": str(world.bot.id),
        "name": world.bot.name,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "owner": world.owner.raw,
        "approximate_guild_count": len([g for g in world.guilds.values() if not g.foreign]),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }


@serves("PUT", COMMANDS)
@serves("PUT", OF_GUILD)
async def register(world: World, call: Call) -> list[JSON]:
    guild = _registered_in(world, call)
    commands: list[JSON] = call.body
    check_commands(commands)
    where = f"in {world.guilds[guild].name}" if guild else "everywhere"
    world.tell(f"{len(commands)} commands are registered {where}")
    made = world.commands.replace(guild, commands)
    world.changed()
    return made


@serves("GET", COMMANDS)
@serves("GET", OF_GUILD)
async def registered(world: World, call: Call) -> list[JSON]:
    return world.commands.of(_registered_in(world, call))


def _registered_in(world: World, call: Call) -> int:
    if call.args["application"] != str(world.bot.id):
        raise Refused(403, 20012, "You are not authorized to perform this action")
    if "guild" not in call.args:
        return 0
    guild = world.guilds.get(call.number("guild"))
    if guild is None or guild.foreign:
        raise no_access()
    return guild.id


@serves("POST", "/users/@me/channels")
async def direct(world: World, call: Call) -> JSON:
    person = world.people.get(int(call.given["recipient_id"]))
    if person is None:
        raise invalid("recipient_id", "USER_INVALID", "Invalid recipient")
    return world.dm(person).raw


@serves("GET", "/guilds/{guild}")
async def guild(world: World, call: Call) -> JSON:
    return _guild(world, call).raw


@serves("GET", "/guilds/{guild}/channels")
async def channels(world: World, call: Call) -> list[JSON]:
    return [c.raw for c in _guild(world, call).channels]


@serves("GET", "/guilds/{guild}/members/{user}")
async def member(world: World, call: Call) -> JSON:
    guild, person = _guild(world, call), _person(world, call)
    if person not in guild.everybody:
        raise unknown("Member")
    return guild.member(person)


def _guild(world: World, call: Call) -> Guild:
    found = world.guilds.get(call.number("guild"))
    if found is None or found.foreign:
        raise unknown("Guild")
    return found
