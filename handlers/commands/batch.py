"""/batch: several ideas at once: typed, in a list, or as choices in one. All are made, or none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generation.errors import BadInput
from generation.model import Brief, Stills
from handlers import characters, options, remake, views, waiting
from handlers.actions import Press, action
from handlers.batch import lists, parcel
from handlers.batch.card import Seen
from handlers.batch.idea import Idea
from handlers.batch.reading import LIMIT, Made, ideas, lines, made_as
from handlers.brands import together
from handlers.commands import Add, Answer, Argument, Ask, Command, Edit
from handlers.conversation import Button, File, Reply, Say
from handlers.options import Request, Wish
from handlers.ports import JobKind
from handlers.records import finder
from storage.characters import Someone
from storage.errors import NotEnough
from storage.jobs import Job, new_id, short_id

KIND, KEPT = "batch", 4  # so many of one person's still work
KINDS: dict[Made, JobKind] = {"film": "film", "image": "stills"}


def register(add: Add) -> None:
    add(
        Command(
            "batch",
            batch,
            aliases=("批量", "一括"),
            presses={
                "batch": begin,
                "unbatch": drop,
                "cancelbatch": cancel_all,
                "filmbatch": film_all,
                "zip": take_along,
            },
            options=True,
            arguments=(
                Argument("list", "picture"),
                Argument("made", "words"),
                Argument("ideas", "ideas"),
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be understood in the idea of that number, counted from 1."""

    n: int
    error: BadInput


Offered = dict[Made, list[Brief]]  # what there is to choose from


async def batch(ask: Ask) -> Answer:
    """Read all ideas, say what they cost together, and wait for a press."""
    made, rest = made_as(ask.text)
    shared, typed = lines(rest)
    if not typed and not lists.among(ask.incoming.attachments):
        return Reply(text=(Say("batch.how", {"limit": LIMIT}),))
    found = await ideas(typed, ask.incoming.attachments)
    if not found:
        raise BadInput("batch.list_empty")
    mine = await ask.house.characters.of(ask.me)
    requests, wrong = read(ask, await _wish(ask, shared), shared, found, mine)
    if wrong:
        return _refused(wrong)
    films = [request.brief for request in requests]
    every: Offered = {"image": [remake.picture(brief) for brief in films], "film": films}
    offered = await offer(ask, {made: every[made]} if made else every)
    notes = (note for request in requests for note in request.notes)
    near = [note for note in notes if note.key == "character.near"]
    return replace(offered, text=(*near[:1], *offered.text))


async def offer(ask: Ask, every: Offered) -> Reply:
    """What it would be and cost. Raises `NotEnough` where nothing of it can be paid."""
    payable: Offered = {}
    dear: NotEnough | None = None
    for made, briefs in every.items():
        try:
            await ask.desk.check([ask.order(KINDS[made], brief) for brief in briefs])
            payable[made] = briefs
        except NotEnough as error:
            dear = error
    if not payable:
        assert dear is not None
        raise dear
    kept = {made: [b.model_dump_json() for b in briefs] for made, briefs in payable.items()}
    key = await waiting.put(ask, KIND, {"batch": new_id(), **kept}, KEPT)
    return await _offered(ask, payable, key, dear)


async def begin(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Order all of it. The offer is used up, and a second press finds nothing to order."""
    key, _, made = press.arg.partition(".")
    kept = await waiting.get(ask, KIND, key)
    if made not in kept or made not in KINDS:
        raise BadInput("press.unknown")
    id, kind = kept["batch"], KINDS[made]
    briefs = [Brief.model_validate_json(text) for text in kept[made]]
    known = await ask.house.batches.get(id)
    if not (known and known.admitted):  # else it died before it could say so
        await ask.desk.accept_all(
            [ask.order(kind, brief, nth=f"#{n}", batch=id) for n, brief in enumerate(briefs, 1)]
        )
    await waiting.drop(ask, KIND, key)
    return Edit(Reply(text=(Say("batch.begun", {"n": len(briefs)}),)))


async def drop(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Think no more of it."""
    await waiting.get(ask, KIND, press.arg)
    await waiting.drop(ask, KIND, press.arg)
    return Edit(Reply(text=(Say("batch.dropped"),)))


async def cancel_all(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Whatever of it has not ended is stopped, and costs nothing."""
    items = (await _seen(ask, press.arg)).items
    stopped = [item for item in items if await ask.desk.cancel(item.job)]
    return Reply(text=(Say("cancel.all", {"n": len(stopped)}),), private=True)


async def film_all(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The pictures of a batch, each as a film of its own: said what that costs."""
    seen = await _seen(ask, press.arg)
    made = [(item, item.made) for item in seen.items if isinstance(item.made, Stills)]
    briefs = [
        remake.animated(item.brief, stills.board, 0, stills.keyframes[0])
        for item, stills in made
        if not item.job.forgotten
    ]
    if not briefs:
        raise BadInput("job.not_ready")
    return await offer(ask, {"film": briefs})


async def take_along(ask: Ask, press: Press, job: Job | None) -> Answer:
    """All that was made of it as ZIP files; where files are not sent, in a folder."""
    seen, house = await _seen(ask, press.arg), ask.house
    ready = [item for item in seen.items if item.made and not item.job.forgotten]
    find, lang = finder(house), ask.lang
    every = await asyncio.to_thread(parcel.entries, ready, find, house.outgoing, lang)
    if not every:
        raise BadInput("batch.gone")
    place = ask.incoming.place
    platform, name = house.platforms[place.platform], f"batch-{short_id(press.arg)}"
    if folder := platform.folder():
        await asyncio.to_thread(parcel.laid_out, every, folder / name)
        path = str((folder / name).absolute())
        return Reply(text=(Say("batch.folder", {"path": path, "n": len(every)}),))
    with TemporaryDirectory() as box:
        at, limit = house.clock(), platform.limit(place)
        made, large = await asyncio.to_thread(parcel.packed, every, Path(box), name, limit, at)
        left_out = Say("batch.left_out", {"names": ", ".join(large)})
        if not made:
            return Reply(text=(left_out,))
        for n, path in enumerate(made, 1):
            said = Say("batch.zip", {"n": n, "of": len(made)})
            text = (said, left_out) if large and n == 1 else (said,)
            reply = Reply(text=text, files=(File(path, path.name),))
            await platform.send(place, reply, lang, ask.incoming if n == 1 else None)
    return None


def read(
    ask: Ask, wish: Wish, shared: str, found: Sequence[Idea], mine: Sequence[Someone]
) -> tuple[list[Request], list[Wrong]]:
    """Every idea with a seed of its own, and everything that is wrong with any of them."""
    requests, wrong = list[Request](), list[Wrong]()
    _, for_all = options.split(shared)
    for idea in found:
        try:
            if idea.wrong:
                raise idea.wrong
            seeded = replace(wish, seed=ask.house.seed())
            requests.append(_request(ask, seeded, for_all, idea, mine))
        except BadInput as error:
            wrong.append(Wrong(idea.n, error))
    return requests, wrong


async def _wish(ask: Ask, shared: str) -> Wish:
    """What holds for all lines, with the brand that is named for all."""
    _, values = options.split(shared)
    return await ask.wish(values.get("brand"))


def _request(
    ask: Ask, wish: Wish, for_all: Mapping[str, Any], idea: Idea, mine: Sequence[Someone]
) -> Request:
    text, values = options.split(idea.text)
    said = {**for_all, **idea.values, **values}
    called = characters.among(text, mine, ask.house)
    request = called.on(options.order(called.idea, together(wish.settings, said), wish))
    ask.check(request)
    ask.house.price("film", request.brief)
    return request


async def _seen(ask: Ask, id: str) -> Seen:
    """A batch of whoever asks. Raises `BadInput` for one that is not there, or somebody else's."""
    jobs = await ask.house.jobs.of_batch(id)
    if not jobs:
        raise BadInput("press.unknown")
    if jobs[0].person != ask.me and not ask.incoming.person.operator:
        raise BadInput("press.not_yours")
    return await ask.desk.notices.batches.seen(id)


def _refused(wrong: Sequence[Wrong]) -> Reply:
    told = (Say("batch.wrong", {"n": w.n, "what": Say(w.error.key, w.error.values)}) for w in wrong)
    return Reply(text=(Say("batch.nothing"), *told))


async def _offered(ask: Ask, payable: Offered, key: str, dear: NotEnough | None) -> Reply:
    left = (await ask.house.ledger.balance(ask.me)).available
    made, briefs = list(payable.items())[-1]
    choices = [
        (Button(_choice(ask, made, briefs), action("batch", arg=f"{key}.{made}")),)
        for made, briefs in payable.items()
    ]
    values = {"n": len(briefs), "left": left}
    short = [Say("batch.films_dear", {"needed": views.credits(dear.needed)})] if dear else []
    return Reply(
        text=(
            *(_line(ask, n, made, brief) for n, brief in enumerate(briefs, 1)),
            Say("batch.offer", values),
            *short,
        ),
        buttons=(*choices, (Button(Say("button.cancel"), action("unbatch", arg=key)),)),
    )


def _choice(ask: Ask, made: Made, briefs: Sequence[Brief]) -> Say:
    """What a press makes, and about what it costs."""
    needed = sum(ask.house.price(KINDS[made], brief) for brief in briefs)
    key = "button.make_films" if made == "film" else "button.make_pictures"
    return Say(key, {"n": len(briefs), "credits": views.credits(needed)})


def _line(ask: Ask, n: int, made: Made, brief: Brief) -> Say:
    values = {
        "n": n,
        "idea": views.shortened(brief.idea),
        "style": views.style_name(brief.style, ask.lang),
        "aspect": brief.aspect,
        "shots": Say("shots", {"n": brief.shots}),
    }
    return Say("batch.line" if made == "film" else "batch.line_picture", values)
