"""/models: who can make things here, what they can do and what they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from generation.model import ASPECTS, LANGS, Lang, Role
from generation.providers.contract import Capabilities
from handlers.commands import Add, Answer, Ask, Command
from handlers.conversation import Reply, Say
from handlers.models import ROLES, Model
from handlers.names import provider
from handlers.texts import render
from handlers.views import credits

OURS = "local"
CHOSEN: frozenset[Role] = frozenset({"writer", "painter", "animator", "narrator"})  # by --model


def register(add: Add) -> None:
    add(Command("models", models, aliases=("model", "crew", "模型", "剧组", "モデル", "スタッフ")))


async def models(ask: Ask) -> Answer:
    """Everybody by role, first choice first, and how to ask for one of them."""
    known = ask.house.models()
    text = [Say("models.heading")]
    for role in ROLES:
        text += _role(role, [model for model in known if model.role == role], ask.lang)
    return Reply(text=(*text, *_how(known)))


def _role(role: Role, filling: Sequence[Model], lang: Lang) -> Iterator[Say]:
    """Who fills a role: in one line, or a line each with how to ask for them."""
    what = Say(f"models.makes.{role}")
    told = [" · ".join(render(fact, lang) for fact in _facts(model)) for model in filling]
    if len(told) < 2:
        yield Say("models.only", {"role": what, "facts": told[0] if told else Say("models.nobody")})
        return
    yield what
    for n, (model, facts) in enumerate(zip(filling, told, strict=True), 1):
        name = f" · --model {model.name}" if role in CHOSEN else ""
        yield Say("models.line", {"n": n, "facts": facts + name})


def _how(known: Sequence[Model]) -> Iterator[Say]:
    """How to ask for vendors; how there come to be any, where there are none."""
    names = [m.name for m in known if m.role in CHOSEN and m.name != OURS]
    if not names:
        yield Say("models.only_ours")
        return
    animators = [m.name for m in known if m.role == "animator" and m.name != OURS]
    yield Say("models.how", {"name": (animators or names)[0]})


def _facts(model: Model) -> Iterator[Say]:
    yield _who(model)
    yield from _abilities(model)
    yield _price(model)


def _who(model: Model) -> Say:
    if model.name == OURS:
        return Say("models.ours")
    return Say("models.who", {"name": provider(model.name), "model": model.model})


def _abilities(model: Model) -> Iterator[Say]:
    """What it can do, in plain words; nothing is said of what goes without saying."""
    can = model.can
    if can.seconds:
        yield Say("models.seconds", {"seconds": lengths(can.seconds)})
    if can.resolutions:
        yield _several(f"{size}p" for size in can.resolutions)
    if can.aspects < set(ASPECTS):
        yield _several(aspect for aspect in ASPECTS if aspect in can.aspects)
    if model.role == "animator":
        yield from _moving(can)
    if model.role == "narrator" or can.languages < set(LANGS):
        names = (Say(f"lang.{lang}") for lang in LANGS if lang in can.languages)
        yield _several(render(name, "en") for name in names)  # each in its own


def _moving(can: Capabilities) -> Iterator[Say]:
    if not can.first_frame:
        yield Say("models.words_only")
    if can.last_frame:
        yield Say("models.last_frame")
    if can.audio:
        yield Say("models.audio")


def _price(model: Model) -> Say:
    if not model.credits:
        return Say("models.free")
    price = {"credits": credits(model.credits)}
    if model.role != "animator":
        return Say(f"models.price.{model.role}", price)
    if not model.can.seconds:
        return Say("models.price.shot", price)
    return Say(
        "models.price.clip", {**price, "seconds": model.seconds, "resolution": model.resolution}
    )


def lengths(seconds: Sequence[float]) -> str:
    """Lengths as people write them: `5/10`, or `2–12` where every second between is there."""
    steps = {after - before for before, after in pairwise(seconds)}
    if len(seconds) > 2 and steps == {1}:
        return f"{seconds[0]:g}–{seconds[-1]:g}"
    return "/".join(f"{s:g}" for s in seconds)


def _several(texts: Iterable[str]) -> Say:
    return Say("plain", {"text": "/".join(texts)})
