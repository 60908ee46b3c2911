"""The durable engine: jobs that outlive the process. The only room that imports dbos."""

from bot.engine.queue import Engine
from bot.engine.setup import Limits

__all__ = ["Engine", "Limits"]
