"""Who can make things: /models, and --model in a conversation."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from generation.errors import BadInput, Kind, ProviderError
from generation.model import LANGS, Brief, Film, Lang, Provenance, Role, Shot
from generation.providers.contract import Capabilities, Member, Price
from generation.providers.router import Roster
from handlers.commands.models import lengths
from handlers.conversation import Place, Say
from handlers.models import Model, models
from handlers.ports import Failure
from handlers.prices import prices
from handlers.texts import render
from handlers.views import by, explained
from tests.handlers.fakes import ALLOWANCE, MEI, Studio, model

VENDORS = [
    model("writer", "deepseek"),
    model("writer", "local", 0),
    model("painter", "qwen", 2),
    model("painter", "local"),
    replace(
        model("animator", "wan", 10, seconds=(5.0,), resolutions=(480, 1080)), resolution=1080
    ),
    model(
        "animator", "kling", 5, seconds=(5.0, 10.0), resolutions=(720, 1080),
        aspects=frozenset({"16:9", "1:1"}), first_frame=False, last_frame=True, audio=True,
    ),
    model("animator", "local", 2),
    model("narrator", "qwen-tts", 3, languages=frozenset({"zh", "ja"})),
    model("composer", "local", 0),
]  # fmt: skip
TEXTS: dict[Lang, list[str]] = {
    "en": [
        "Who makes things here, first choice first:",
        "Storyboards",
        "1. DeepSeek (deepseek-1) · 1 credit a storyboard · --model deepseek",
        "2. Reelroom's own crew, on this machine · free · --model local",
        "Pictures",
        "1. Qwen-Image (qwen-1) · 2 credits a picture · --model qwen",
        "2. Reelroom's own crew, on this machine · 1 credit a picture · --model local",
        "Moving shots",
        "1. Wan (wan-1) · clips of 5 s · 480p/1080p · 10 credits for 5 s at 1080p · --model wan",
        "2. Kling (kling-1) · clips of 5/10 s · 720p/1080p · 16:9/1:1 · from words alone, not from"
        " the picture · first and last picture · with sound · 5 credits for 5 s at 720p"
        " · --model kling",
        "3. Reelroom's own crew, on this machine · 2 credits a shot · --model local",
        "Voice: Qwen TTS (qwen-tts-1) · 中文/日本語 · 3 credits for a film",
        "Music: Reelroom's own crew, on this machine · free",
        "Cutting: nobody yet",
        "To choose for one film: --model wan, or several with commas. To keep it:"
        " /settings model wan",
    ],
    "zh": [
        "这里有谁能做，排在前面的优先：",
        "分镜",
        "1. DeepSeek（deepseek-1） · 每份分镜 1 点 · --model deepseek",
        "2. Reelroom 自己的剧组，就在本机 · 免费 · --model local",
        "画面",
        "1. Qwen-Image（qwen-1） · 每张 2 点 · --model qwen",
        "2. Reelroom 自己的剧组，就在本机 · 每张 1 点 · --model local",
        "动态",
        "1. 万相 Wan（wan-1） · 每段 5 秒 · 480p/1080p · 5 秒一段（1080p）10 点 · --model wan",
        "2. 可灵 Kling（kling-1） · 每段 5/10 秒 · 720p/1080p · 16:9/1:1 · 只凭文字，不从画面开始"
        " · 支持首尾帧 · 自带声音 · 5 秒一段（720p）5 点 · --model kling",
        "3. Reelroom 自己的剧组，就在本机 · 每个镜头 2 点 · --model local",
        "旁白：Qwen TTS（qwen-tts-1） · 中文/日本語 · 每部影片 3 点",
        "配乐：Reelroom 自己的剧组，就在本机 · 免费",
        "剪辑：暂时没有",
        "只为这一部指定：--model wan，多个用逗号隔开。一直这样：/settings 模型 wan",
    ],
    "ja": [
        "ここで作れる担当です。上から順に頼みます：",
        "絵コンテ",
        "1. DeepSeek（deepseek-1） · 一本 1 クレジット · --model deepseek",
        "2. Reelroom のスタッフ（このマシン） · 無料 · --model local",
        "作画",
        "1. Qwen-Image（qwen-1） · 一枚 2 クレジット · --model qwen",
        "2. Reelroom のスタッフ（このマシン） · 一枚 1 クレジット · --model local",
        "動き",
        "1. Wan（wan-1） · 一本 5 秒 · 480p/1080p · 5 秒（1080p）で 10 クレジット · --model wan",
        "2. Kling（kling-1） · 一本 5/10 秒 · 720p/1080p · 16:9/1:1"
        " · 文章だけから（絵からは始めない） · 最初と最後の絵を指定可 · 音声つき"
        " · 5 秒（720p）で 5 クレジット · --model kling",
        "3. Reelroom のスタッフ（このマシン） · 1 ショット 2 クレジット · --model local",
        "ナレーション：Qwen TTS（qwen-tts-1） · 中文/日本語 · 一本あたり 3 クレジット",
        "音楽：Reelroom のスタッフ（このマシン） · 無料",
        "編集：まだいません",
        "今回だけ選ぶには：--model wan（複数はコンマ区切り）。ずっと使うには：/settings モデル wan",
    ],
}


def member(role: Role, name: str, *prices: Price, **more: Any) -> Member:
    """Somebody as the roster knows them."""
    provider: Any = SimpleNamespace(name=name, languages=frozenset({"zh"}))
    return Member(role, provider, f"{name}-1", tariff=prices, **more)


def per_second(dollars: float, resolution: int) -> Price:
    return Price(dollars, "USD", "second", "", "assumed", resolution=resolution)


# /models


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("word", ["models", "model", "模型", "モデル"])
async def test_everybody_is_listed_first_choice_first_with_what_they_take(
    studio: Studio, lang: Lang, word: str
) -> None:
    studio.models = VENDORS
    shown = await studio.say(f"/{word}", replace(MEI, lang=lang))
    assert shown.text.splitlines() == TEXTS[lang]


@pytest.mark.parametrize("lang", LANGS)
async def test_where_only_the_local_crew_works_there_is_nothing_to_choose(
    studio: Studio, lang: Lang
) -> None:
    shown = await studio.say("/models", replace(MEI, lang=lang))
    assert shown.text.splitlines()[-1] == render(Say("models.only_ours"), lang)
    assert "--model" not in shown.text
    assert len(shown.text.splitlines()) == 8  # a heading, a line for each role, and the end


async def test_a_crew_of_nobody_is_said_to_be_nobody(studio: Studio) -> None:
    studio.models = []
    assert (await studio.say("/models")).text.count("nobody yet") == 6


async def test_a_name_in_the_settings_that_cannot_be_used_is_explained(studio: Studio) -> None:
    def broken() -> list[Model]:
        raise ProviderError("rembrandt", Kind.ACCOUNT, "REELROOM_PAINTER names 'rembrandt'")

    studio.desk.house = replace(studio.house, models=broken)
    shown = await studio.say("/models")
    assert "rembrandt can't be used" in shown.text and "whoever runs this bot" in shown.text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [((5,), "5"), ((5, 10), "5/10"), ((4, 5, 6), "4–6"), ((4, 6, 8), "4/6/8"), ((2.5, 5), "2.5/5")],
)
def test_lengths_are_written_as_people_do(seconds: tuple[float, ...], text: str) -> None:
    assert lengths(seconds) == text


def test_the_price_is_of_the_clip_nearest_to_five_seconds_at_720() -> None:
    short = Capabilities(seconds=(2, 4), resolutions=(480, 540))
    long = Capabilities(seconds=(6, 8), resolutions=(480, 1080))
    roster = Roster(
        [
            member("animator", "short", per_second(0.1, 480), per_second(0.2, 540), can=short),
            member("animator", "long", per_second(0.1, 480), per_second(0.5, 1080), can=long),
            member("animator", "local", price=2),
            member("painter", "gone", needs="pip install 'reelroom[gone]'"),
            member("narrator", "reader"),
        ],
        {"REELROOM_ANIMATOR": "long,local,short"},
    )
    found = [(m.name, m.seconds, m.resolution, m.credits) for m in models(roster, 0.05)]
    assert found == [
        ("long", 6, 1080, 60),
        ("local", 5, 720, 2),
        ("short", 4, 540, 16),
        ("reader", 0, 0, 1),
    ]
    assert models(roster)[-1].can.languages == {"zh"}


# --model


@pytest.mark.parametrize(
    "text",
    [
        "a cat --model kling",
        "/video --model Kling, qwen a cat",
        "/image a cat --model “KLING”",
        "/storyboard 一只猫 --模型 可灵",
    ],
)
async def test_a_model_that_is_here_is_ordered(studio: Studio, text: str) -> None:
    studio.models = VENDORS
    await studio.say(text)
    [run] = studio.queue.runs.values()
    assert run.brief.models[0] == "kling"
    await studio.settled()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a cat --model klng", "Nobody here is called “klng”. Did you mean kling?"),
        ("/image a cat --model qwen, dall-e", "Nobody here is called “dall-e”. There are: deepse"),
        ("/storyboard a cat --model veo", "There are: deepseek, kling, local, qwen, qwen-tts, wan"),
        ("/enhance a cat --model veo", "Nobody here is called “veo”"),
        ("/settings model veo", "Nobody here is called “veo”"),
        ("/settings chat model veo", "Nobody here is called “veo”"),
        ("a cat --model 最好的", "Write it like this: --model kling"),
    ],
)
async def test_a_model_that_is_not_here_is_explained_and_costs_nothing(
    studio: Studio, text: str, answer: str
) -> None:
    studio.models = VENDORS
    shown = await studio.say(text)
    assert answer in shown.text
    assert studio.queue.submissions == []
    assert await studio.left() == ALLOWANCE
    assert await studio.house.people.settings(MEI.key) == {}
    assert await studio.house.chats.settings(Place("paper", "room").key) == {}


async def test_the_price_refuses_a_model_too_whatever_way_it_came(studio: Studio) -> None:
    price = prices(Roster([member("painter", "local")], {}))
    studio.desk.house = replace(studio.house, price=price)
    studio.models = VENDORS
    shown = await studio.say("a cat --model kling")
    assert "Nobody here is called “kling”. There are: local." in shown.text
    assert studio.queue.submissions == [] and await studio.left() == ALLOWANCE


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("/settings model kling", "Model: kling (your choice)"),
        ("/settings --model Kling, qwen", "Model: kling, qwen (your choice)"),
        ("/settings 模型 可灵，千问", "Model: kling, qwen (your choice)"),
        ("/settings model any", "Model: in the usual order (your choice)"),
    ],
)
async def test_a_model_is_kept_as_a_setting_and_used(
    studio: Studio, text: str, shown_as: str
) -> None:
    studio.models = VENDORS
    assert "Model: in the usual order" in (await studio.say("/settings")).text
    assert shown_as in (await studio.say(text)).text
    await studio.say("a cat")
    await studio.say("a dog --model wan")
    kept, said = studio.queue.runs.values()
    assert (kept.brief.models[:1], said.brief.models) == (
        () if "usual" in shown_as else ("kling",),
        ("wan",),
    )
    assert "Model: in the usual order" in (await studio.say("/settings model reset")).text
    await studio.settled()


async def test_a_kept_model_that_is_gone_is_passed_over(studio: Studio) -> None:
    studio.models = VENDORS
    await studio.say("/settings model kling, qwen")
    studio.models = [m for m in VENDORS if m.name != "kling"]
    await studio.say("a cat")
    [run] = studio.queue.runs.values()
    assert run.brief.models == ("qwen",)
    await studio.settled()


def test_a_film_is_charged_also_when_its_model_has_left_meanwhile() -> None:
    price = prices(Roster([member("painter", "local")], {}))
    brief = Brief(idea="a cat", models=("kling",))
    frame = SimpleNamespace(provenance=SimpleNamespace(provider="kling"))
    board = SimpleNamespace(shots=(Shot(prompt="a cat"),) * 4)
    made: Any = SimpleNamespace(keyframes=(frame,) * 4, clips=(), board=board)
    assert price("stills", brief, made) == 4
    with pytest.raises(BadInput):
        price("stills", brief)


# Who made it


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "written by DeepSeek · painted by Qwen-Image, Reelroom · animated by Wan"),
        ("zh", "写作 DeepSeek · 画面 Qwen-Image, Reelroom · 动态 万相 Wan"),
        ("ja", "脚本 DeepSeek · 作画 Qwen-Image, Reelroom · 動き Wan"),
    ],
)
def test_a_film_says_who_made_it(lang: Lang, text: str) -> None:
    crew: dict[Role, str] = {
        "animator": "wan",
        "painter": "qwen, local",
        "writer": "deepseek",
        "composer": "local",
        "editor": "local",
    }
    assert render(by(crew, lang), lang) == text
    assert "Reelroom" in render(by(dict.fromkeys(crew, "local"), lang), lang)
    assert "--" not in render(by({"painter": "a-new-one"}, lang), lang)


async def test_the_finished_film_names_its_crew_and_no_money(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("a cat --seed 7")
    [run] = studio.queue.runs.values()
    studio.queue.gate.set()
    await studio.settled()
    assert isinstance(run.result, Film)
    cost: Any = {"amount": 9.87, "currency": "CNY"}
    clip = Provenance(provider="wan", model="wan2.2", seed=7, cost=cost)
    film = run.result.model_copy(
        update={"crew": {"writer": "deepseek", "animator": "wan"}, "clips": (clip,)}
    )
    [job] = await studio.house.jobs.recent(MEI.key)
    await studio.house.jobs.reopen(job.id)
    await studio.house.jobs.conclude(job.id, "finished", 12, film.model_dump_json())
    shown = await studio.say("/show")
    assert "written by DeepSeek · animated by Wan\nSeed 7 · #" in shown.text
    assert "9.87" not in shown.text and "CNY" not in shown.text


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("lang", LANGS)
def test_a_failure_names_providers_as_people_know_them(kind: Kind, lang: Lang) -> None:

    told = [render(s, lang) for s in explained(Failure(kind=kind, provider="qwen"))]
    assert len(told) == 2 and told[1] == render(Say("failure.free"), lang)
    assert "qwen" not in told[0]
    assert ("Qwen-Image" in told[0]) == (kind != Kind.BROKEN)
    unknown = explained(Failure(kind=Kind.BUSY, provider="a-new-one"))[0]
    assert "a-new-one" in render(unknown, lang)
