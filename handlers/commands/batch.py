"""/batch: several ideas at once, one per line or with | between them. All are made, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generation.errors import BadInput
from generation.model import Brief
from handlers import options, views, waiting
from handlers.actions import Press, action
from handlers.brands import together
from handlers.commands import Add, Answer, Argument, Ask, Command, Edit
from handlers.conversation import Button, Reply, Say
from handlers.options import Request, Wish
from storage.jobs import Job

LIMIT = 9
KIND, KEPT = "batch", 4  # so many of one person's still work
RECENT = 50  # jobs among which those of a batch are looked for
BETWEEN = re.compile(r"[|｜]|\r?\n")  # some places take a single line only
BULLET = re.compile(r"\s*(?:[-*•·]\s+|\d{1,2}[.)]\s+|\d{1,2}[、．）]\s*)")


def register(add: Add) -> None:
    add(
        Command(
            "batch",
            batch,
            aliases=("批量", "一括"),
            presses={"batch": begin, "unbatch": drop},
            options=True,
            arguments=(Argument("ideas", "ideas", required=True),),
        )
    )


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be understood in the idea of that number, counted from 1."""

    n: int
    error: BadInput


async def batch(ask: Ask) -> Answer:
    """Read all ideas, say what they cost together, and wait for a press."""
    shared, ideas = lines(ask.text)
    if not ideas:
        return Reply(text=(Say("batch.how", {"limit": LIMIT}),))
    if len(ideas) > LIMIT:
        raise BadInput("batch.too_many", n=len(ideas), limit=LIMIT)
    requests, wrong = read(ask, await _wish(ask, shared), shared, ideas)
    if wrong:
        return _refused(wrong)
    briefs = [request.brief for request in requests]
    await ask.desk.check([ask.order("film", brief) for brief in briefs])
    texts = [brief.model_dump_json() for brief in briefs]
    return await _offer(ask, requests, await waiting.put(ask, KIND, texts, KEPT))


async def begin(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Order all of it. The offer is used up, and a second press finds nothing to order."""
    briefs = [Brief.model_validate_json(text) for text in await waiting.get(ask, KIND, press.arg)]
    orders = [ask.order("film", brief, nth=f"#{n}") for n, brief in enumerate(briefs, 1)]
    known = {job.note for job in await ask.house.jobs.recent(ask.me, RECENT)}
    # A death in the middle leaves some of them ordered: those are not ordered again.
    if left := [order for order in orders if order.origin not in known]:
        await ask.desk.accept_all(left)
    await waiting.drop(ask, KIND, press.arg)
    return Edit(Reply(text=(Say("batch.begun", {"n": len(orders)}),)))


async def drop(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Think no more of it."""
    await waiting.get(ask, KIND, press.arg)
    await waiting.drop(ask, KIND, press.arg)
    return Edit(Reply(text=(Say("batch.dropped"),)))


def lines(text: str) -> tuple[str, list[str]]:
    """The options that count for all, as they were typed, and the ideas, without bullets."""
    parts = BETWEEN.split(text)
    filled = [BULLET.sub("", part, 1).strip() for part in parts if part.strip()]
    if filled and _only_options(filled[0]):
        return filled[0], filled[1:]
    return "", filled


def read(
    ask: Ask, wish: Wish, shared: str, ideas: Sequence[str]
) -> tuple[list[Request], list[Wrong]]:
    """Every idea with a seed of its own, and everything that is wrong with any of them."""
    requests, wrong = list[Request](), list[Wrong]()
    _, for_all = options.split(shared)
    for n, line in enumerate(ideas, 1):
        try:
            requests.append(_request(ask, replace(wish, seed=ask.house.seed()), for_all, line))
        except BadInput as error:
            wrong.append(Wrong(n, error))
    return requests, wrong


async def _wish(ask: Ask, shared: str) -> Wish:
    """What holds for all lines, with the brand that is named for all."""
    _, values = options.split(shared)
    return await ask.wish(values.get("brand"))


def _request(ask: Ask, wish: Wish, for_all: Mapping[str, Any], line: str) -> Request:
    idea, values = options.split(line)
    request = options.order(idea, together(wish.settings, {**for_all, **values}), wish)
    ask.check(request)
    ask.house.price("film", request.brief)
    return request


def _only_options(line: str) -> bool:
    try:
        idea, values = options.split(line)
    except BadInput:
        return False  # it is told as that line's mistake
    return bool(values) and not idea


def _refused(wrong: Sequence[Wrong]) -> Reply:
    told = (Say("batch.wrong", {"n": w.n, "what": Say(w.error.key, w.error.values)}) for w in wrong)
    return Reply(text=(Say("batch.nothing"), *told))


async def _offer(ask: Ask, requests: Sequence[Request], key: str) -> Reply:
    left = (await ask.house.ledger.balance(ask.me)).available
    needed = sum(ask.house.price("film", request.brief) for request in requests)
    asked = {"n": len(requests), "credits": views.credits(needed), "left": left}
    return Reply(
        text=(
            *(_line(ask, n, request.brief) for n, request in enumerate(requests, 1)),
            Say("batch.offer", asked),
        ),
        buttons=(
            (
                Button(Say("button.all"), action("batch", arg=key)),
                Button(Say("button.cancel"), action("unbatch", arg=key)),
            ),
        ),
    )


def _line(ask: Ask, n: int, brief: Brief) -> Say:
    values = {
        "n": n,
        "idea": views.shortened(brief.idea),
        "style": views.style_name(brief.style, ask.lang),
        "aspect": brief.aspect,
        "shots": Say("shots", {"n": brief.shots}),
    }
    return Say("batch.line", values)
