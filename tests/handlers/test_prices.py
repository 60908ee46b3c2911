"""What is estimated, and what is charged."""

from __future__ import annotations

from typing import Any, cast

import pytest

from generation.model import (
    Brief,
    Clip,
    Film,
    Keyframe,
    MediaFile,
    Provenance,
    Role,
    Shot,
    Stills,
    Storyboard,
    Take,
)
from generation.providers.contract import Capabilities, Member, Price, Provider
from generation.providers.router import Roster
from handlers.prices import prices

FILE = MediaFile(ref="00/00.png", mime="image/png", size=1)


class Somebody:
    """A provider that is only a name."""

    def __init__(self, name: str) -> None:
        self.name = name


def member(
    role: Role, name: str, amount: float = 0.0, unit: Any = "picture", **more: Any
) -> Member:
    provider = cast(Provider, cast(Any, Somebody(name)))
    tariff = (Price(amount, "USD", unit, "nowhere", "assumed"),) if amount else ()
    return Member(role, provider, "m", tariff=tariff, **more)


ROSTER = Roster(
    [
        member("writer", "deepseek", 0.01, "storyboard", remote=True),
        member("painter", "qwen", 0.07, remote=True),
        member("painter", "local", price=1),
        member("animator", "wan", 0.1, "second", remote=True, can=Capabilities(seconds=(5, 10))),
        member("animator", "local", price=2),
        member("narrator", "qwen-tts", 0.11, "ten thousand characters"),
        member("composer", "local", price=0),
        member("editor", "local", price=0),
    ],
    {},
)
price = prices(ROSTER)


def made(shots: int, painter: str, animator: str) -> Film:
    def by(provider: str) -> Provenance:
        return Provenance(provider=provider, model="m", seed=1)

    frame = Keyframe(file=FILE, width=1, height=1, provenance=by(painter))
    clip = Clip(seconds=1, provenance=by(animator))
    board = Storyboard(title="t", lang="en", shots=(Shot(prompt="p"),) * shots)
    return Film(
        file=FILE, title="t", seconds=1, width=1, height=1, keyframes=(frame,) * shots,
        board=board, seed=1, crew={}, takes=(Take(keyframe=frame, clip=clip),) * shots,
    )  # fmt: skip


def test_an_estimate_is_the_vendors_money_rounded_up_for_each_use() -> None:
    # 1 storyboard, 2 pictures of 2, 2 clips of 5 s for 0.5 USD each
    assert price("film", Brief(idea="a", shots=2)) == 1 + 2 * 2 + 2 * 10
    assert price("stills", Brief(idea="a", shots=4)) == 1 + 4 * 2


def test_a_longer_shot_is_estimated_at_the_length_that_is_ordered() -> None:
    assert price("film", Brief(idea="a", shots=1, seconds=7)) == 1 + 2 + 20


def test_the_voice_of_a_whole_film_costs_next_to_nothing() -> None:
    silent, spoken = (Brief(idea="a", shots=2, voice=voice) for voice in (False, True))
    assert price("film", spoken) == price("film", silent) + 1


def test_one_take_paints_one_picture() -> None:
    assert price("film", Brief(idea="a", shots=2, continuous=True)) == 1 + 2 + 2 * 10


def test_a_picture_that_is_only_enlarged_costs_nothing() -> None:
    frame = made(1, "qwen", "wan").keyframes[0]
    board = Storyboard(title="t", lang="en", shots=(Shot(prompt="p", keyframe=frame),))
    brief = Brief(idea="a", shots=1, board=board, enlarge=2)
    assert price("stills", brief) == 0
    assert price("stills", brief, Stills(board=board, keyframes=(frame,), seed=1)) == 0


def test_a_chosen_model_is_what_is_estimated() -> None:
    assert price("film", Brief(idea="a", shots=2, models=("local",))) == 1 + 2 * 1 + 2 * 2


@pytest.mark.parametrize(
    ("painter", "animator", "charged"),
    [("qwen", "wan", 25), ("local", "local", 7), ("qwen", "local", 9), ("gone", "gone", 25)],
)
def test_what_is_charged_is_what_really_made_it(painter: str, animator: str, charged: int) -> None:
    brief = Brief(idea="a", shots=2)
    assert price("film", brief, made(2, painter, animator)) == charged
