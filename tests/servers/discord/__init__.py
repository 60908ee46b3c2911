"""Discord's stand-in: its REST API and gateway on loopback, with the person's side."""

from tests.servers.discord.channels import Channel
from tests.servers.discord.files import Attachment
from tests.servers.discord.gateway import Event
from tests.servers.discord.guilds import Guild
from tests.servers.discord.interactions import Choice, Interaction, Modal
from tests.servers.discord.message import Message
from tests.servers.discord.people import Role, User
from tests.servers.discord.rooms import Room
from tests.servers.discord.server import Discord
from tests.servers.discord.spec import PATH as SPEC
from tests.servers.platforms.clock import Clock, Still

__all__ = [
    "SPEC",
    "Attachment",
    "Channel",
    "Choice",
    "Clock",
    "Discord",
    "Event",
    "Guild",
    "Interaction",
    "Message",
    "Modal",
    "Role",
    "Room",
    "Still",
    "User",
]
