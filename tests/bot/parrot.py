"""A chat with a parrot instead of a house: `python -m tests.bot.parrot`.

It repeats what it hears. `work` makes a message that moves on by itself, with a button to stop it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.completion import Typing
from bot.platforms.terminal import Terminal
from bot.screens import PipeScreen, PromptScreen
from bot.talk import Talk
from handlers.conversation import Bar, Button, Incoming, MessageRef, Person, Reply, Say

STOP = ((Button(Say("Stop"), "v1:stop"),),)


def say(words: str) -> Reply:
    return Reply(text=(Say(words),))


async def main() -> None:
    if sys.stdin.isatty():
        history = Path(os.environ["REELROOM_HOME"], "history")
        typing = Typing({"/video": "make a film", "/jobs": "what runs"}, {"--style": ("noir",)})
        screen = PromptScreen(dict(os.environ), history, typing)
    else:
        screen = PipeScreen(sys.stdin, sys.stdout)
    terminal = Terminal(Person("terminal", "anna", "Anna"), screen, lambda say, lang: say.key)
    jobs: dict[str, asyncio.Task[None]] = {}

    async def work(ref: MessageRef) -> None:
        for done in range(1, 11):
            bar = Bar(Say("FILM" if done > 5 else "SKETCH"), done / 10)
            await terminal.edit(ref, Reply(bars=(bar,), buttons=STOP), "en")
            await asyncio.sleep(0.3)
        await terminal.edit(ref, say("the work is done"), "en")

    async def answer(incoming: Incoming) -> None:
        if incoming.press:
            jobs[incoming.message].cancel()
            await terminal.edit(MessageRef(terminal.place, incoming.message), say("stopped"), "en")
        elif incoming.text == "work":
            reply = Reply(bars=(Bar(Say("waiting"), 0),), buttons=STOP)
            ref = await terminal.send(terminal.place, reply, "en")
            jobs[ref.id] = asyncio.create_task(work(ref))
        else:
            names = " ".join(f"<{a.name} {a.mime}>" for a in incoming.attachments)
            await terminal.send(terminal.place, say(f"you said: {incoming.text} {names}"), "en")

    await Talk(terminal, "en", answer, Path(os.environ["REELROOM_HOME"]), terminal.quiet).listen(
        screen
    )


if __name__ == "__main__":
    asyncio.run(main())
