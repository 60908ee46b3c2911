"""Who works on this machine with models, by what the operator set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec

from generation.errors import Kind, ProviderError
from generation.providers.contract import Member
from generation.providers.diffusion.engine import IDLE, Engine, engine
from generation.providers.diffusion.family import QWEN, WAN_I2V, Family, expected
from generation.providers.diffusion.makers import ModelAnimator, ModelPainter, Wish

IMAGE, VIDEO = "LOCAL_IMAGE", "LOCAL_VIDEO"
IDLE_MINUTES = "LOCAL_IDLE_MINUTES"
PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "ftfy", "sentencepiece")
INSTALL = "pip install 'reelroom[local]'"


def members(env: Mapping[str, str]) -> Iterator[Member]:
    """The models that are set."""
    needs = needed(PACKAGES)
    minutes = _number(env, IDLE_MINUTES)
    idle = IDLE if minutes is None else 60 * minutes
    if wish := _wish(env, IMAGE):
        yield painter(wish, engine(wish.device, idle), needs)
    if wish := _wish(env, VIDEO):
        yield animator(wish, engine(wish.device, idle), needs)


def needed(packages: Sequence[str]) -> str:
    """The command that installs what is missing; nothing is imported."""
    return "" if all(find_spec(package) for package in packages) else INSTALL


def painter(wish: Wish, engine: Engine, needs: str = "") -> Member:
    """A painter whose keyframes are made by `engine`."""
    family = _of("picture", expected(wish.model, QWEN), QWEN)
    made_by = ModelPainter(family.provider, wish, engine)
    return Member("painter", made_by, made_by.model, can=family.can(), needs=needs)


def animator(wish: Wish, engine: Engine, needs: str = "") -> Member:
    """An animator whose clips are made by `engine`."""
    family = _of("clip", expected(wish.model, WAN_I2V), WAN_I2V)
    made_by = ModelAnimator(family.provider, wish, engine)
    can = family.can(wish.resolution, last_frame="flf2v" in made_by.model.lower())
    return Member("animator", made_by, made_by.model, price=2, can=can, needs=needs)


def _of(work: str, family: Family, usual: Family) -> Family:
    """The family if it makes what is wanted; an order will say what is wrong with it if not."""
    return family if family.work == work else usual


def _wish(env: Mapping[str, str], which: str) -> Wish | None:
    if not (model := env.get(f"{which}_MODEL", "").strip()):
        return None
    return Wish(
        model=model,
        device=env.get(f"{which}_DEVICE") or "auto",
        steps=int(_number(env, f"{which}_STEPS") or 0),
        guidance=_number(env, f"{which}_GUIDANCE"),
        resolution=int(_number(env, f"{which}_RESOLUTION") or 0),
    )


def _number(env: Mapping[str, str], name: str) -> float | None:
    """The number that a variable gives; None where it is not set."""
    if not (text := env.get(name, "").strip()):
        return None
    try:
        return float(text)
    except ValueError:
        detail = f"{name}={text!r} is not a number"
        raise ProviderError("local models", Kind.ACCOUNT, detail) from None
