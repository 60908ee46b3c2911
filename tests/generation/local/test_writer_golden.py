"""Three storyboards as a person reads them, so that a change of words is seen."""

from __future__ import annotations

import re
import subprocess
import sys

from inline_snapshot import snapshot

from generation.model import Brief, Lang
from generation.providers.local.writer import write


def told(idea: str, lang: Lang) -> list[str]:
    board = write(Brief(idea=idea, lang=lang, seed=2026))
    shots = [f"{s.framing} {s.camera} {round(s.seconds * 24)}: {s.subtitle}" for s in board.shots]
    return [f"{board.title} ({board.style}, {board.mood})", *shots]


def test_the_girl_under_the_cherry_tree() -> None:
    idea = "一位穿汉服的女孩在樱花树下弹古筝，花瓣随风飘落，春天的气息浓郁"
    assert told(idea, "zh") == snapshot(
        [
            "花下听琴 (cinematic, tender)",
            "wide push-in 101: 春天来得正是时候",
            "detail rack-focus 81: 花落在弦上，也落在袖上",
            "medium pan-left 94: 她拨动琴弦，弹的是春天",
            "wide pull-out 108: 花还在落，春天还长",
        ]
    )


def test_the_fairy_of_the_mural() -> None:
    assert told("A fairy from a Dunhuang mural dancing in the sky", "en") == snapshot(
        [
            "The Fairy, Dancing (dunhuang, epic)",
            "wide pan-right 103: A thousand years on this wall, and the colours still awake.",
            "medium orbit 93: The colours stirred, and so did she.",
            "detail tilt-up 84: Vermilion and azurite, not faded yet.",
            "wide pull-out 104: The dance stopped. The wind went on turning.",
        ]
    )


def test_the_cat_at_the_window() -> None:
    assert told("窓辺で猫が眠っている", "ja") == snapshot(
        [
            "猫の時間 (cinematic, calm)",
            "wide push-in 104: 静かな部屋に、窓からの光",
            "medium pan-left 90: 雲よりやわらかい夢の中",
            "close orbit 85: 静かになると、すべてが語り出す",
            "wide tilt-up 105: 一日は長い。まずは、ひと眠り",
        ]
    )


def test_a_prompt_is_one_professional_paragraph() -> None:
    board = write(Brief(idea="机械狐狸在未来城市奔跑", lang="zh", seed=2026))
    assert re.split(r"(?<=[。；，])", board.shots[0].prompt) == snapshot(
        [
            "机械狐狸在未来城市奔跑，",
            "黄昏。",
            "大远景 wide-angle shot，",
            "35mm anamorphic 宽银幕镜头，",
            "以空间与氛围开场。",
            "golden hour 暖调逆光，",
            "rim light，",
            "三分法构图，",
            "前中后景层次分明；",
            "琥珀与玫红交融的暖色调，",
            "拉丝金属与精密接缝。",
            "机械狐狸，",
            "全片形象一致：一只机械狐狸，",
            "眼神灵动，",
            "特征鲜明。",
            "镜头向左平移 pan left。",
            "电影质感，",
            "cinematic lighting，",
            "浅景深 bokeh，",
            "细腻的颗粒，",
            "细节丰富，",
            "边缘干净，",
            "专业调色，",
            "8K。",
            "",
        ]
    )


def test_the_writer_is_loaded_without_heavy_libraries() -> None:
    code = "import sys, generation.providers.local.writer; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert not {"numpy", "PIL", "av", "resvg_py", "dbos"} & set(loaded)
