"""What the reader finds in sentences: place, time, weather, mood, style, subjects and effects."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.lexicon import fold, scan, table
from generation.providers.local.reading import Reading, occasions, read, understood

# A sentence, and what is read: place, time, season, weather, mood and style; subjects with their
# (traits), [colours] and number; effects.
READINGS = [
    (
        "一位穿汉服的女孩在樱花树下弹古筝，花瓣随风飘落，春天的气息浓郁",
        "garden spring wind | person(girl+guqin+hanfu+playing) cherry_tree | petals",
    ),
    (
        "漢服女孩在櫻花樹下彈古箏",
        "garden spring | person(girl+guqin+hanfu+playing) cherry_tree | petals",
    ),
    ("机械狐狸在未来城市奔跑", "city | fox(mechanical+running)"),
    ("一只猫坐在窗台上", "room | cat(sitting)"),
    ("一只熊猫在竹林中的茶馆里品茶，清晨薄雾弥漫", "teahouse dawn fog | panda(cup+drinking)"),
    ("早安", "meadow dawn calm | cup | steam"),
    ("晚安", "village night nocturne | moon | fireflies"),
    ("新品上线", "stage hopeful | product | lights"),
    ("新品發售", "stage hopeful | product | lights"),
    ("周末特惠", "market festive | gift balloonx3 | lights"),
    ("穿红色汉服的女孩", "person(girl+hanfu)[outfit=#c8342f]"),
    (
        "白发少年撑着黑伞走在雨夜的街头",
        "street night rain | person(boy+umbrella+walking)[hair=#f4f2ee,umbrella=#23242b] | rain",
    ),
    ("两只猫", "catx2"),
    ("一群鸟飞过海面，夕阳西下", "sea sunset | bird(flying)x5"),
    ("无人机掠过雪山", "mountains | plane"),
    ("海边的灯塔，暴风雨之夜", "sea night storm | lighthouse | rain"),
    ("宇航员在月球上行走", "space | person(astronaut+spacesuit+walking)"),
    ("圣诞节的猫", "village night winter snow festive | cat | snow lights"),
    ("春节，一家人放烟花", "village night winter festive | personx3 | fireworks"),
    ("赛博朋克城市里的机器人", "city cyberpunk | robot"),
    ("水墨山水，一叶扁舟", "mountains ink-wash | boat"),
    ("敦煌飞天", "mural dunhuang | person(fairy+flying)"),
    ("孩子们在草地上放风筝", "meadow | person(child)x3 kite"),
    ("老奶奶在厨房包饺子", "room | person(cooking+elder+woman)"),
    ("桌上有一杯咖啡和一本书", "cup book"),
    ("小兔子抱着月亮睡着了", "night | rabbit(sleeping+small) moon"),
    ("骑着自行车的女孩穿过稻田", "meadow | person(girl+running+walking) bicycle"),
    ("龙在云海中翱翔", "mountains | dragon(flying) | clouds"),
    ("上海的夜景", "city night"),
    ("机器人在花生田", "robot"),
    ("下班的人们挤进地铁", "personx3 train"),
    ("没有下雨的街道", "street"),
    ("空无一人的车站", "street"),
    ("不是猫而是狗", "dog"),
    ("雨停了，彩虹出现", ""),
    ("A fairy from a Dunhuang mural dancing in the sky", "mural dunhuang | person(dancing+fairy)"),
    (
        "A small mechanical fox runs through the city of the future",
        "city | fox(mechanical+running+small)",
    ),
    (
        "a girl in a red dress with a yellow umbrella",
        "person(dress+girl+umbrella)[outfit=#c8342f,umbrella=#f2c23e]",
    ),
    ("two white horses galloping on a beach at dawn", "sea dawn | horse(running)[whole=#f4f2ee]x2"),
    ("three birds over the sea at sunset", "sea sunset | birdx3"),
    ("A street without rain and no people", "street"),
    ("an old man reading a book by the fireplace", "room | person(book+elder+man+reading)"),
    (
        "a black cat sleeping on the windowsill, rain outside",
        "room rain | cat(sleeping)[whole=#23242b] | rain",
    ),
    ("good morning", "meadow dawn calm | cup | steam"),
    ("New arrival: running shoes", "stage hopeful | shoex2 | lights"),
    ("weekend sale", "market festive | gift balloonx3 | lights"),
    ("Halloween night in a small town", "village night autumn tense | owl lanternx3"),
    (
        "noir detective walking in the rain, neon city at night",
        "city night rain noir | person(man+walking) | rain",
    ),
    ("a robot holding a red balloon", "robot balloon[whole=#c8342f]"),
    (
        "a silver-haired girl playing the guitar on a rooftop",
        "city | person(girl+guitar+playing)[hair=#c3c8d0]",
    ),
    ("a card on Sunday", ""),
    ("an apple watch on a wooden desk", "room | watch"),
    ("the train to nowhere, winter, snow", "winter snow | train | snow"),
    ("I can't bear the hot dogs", ""),
    ("a wolf howling at the full moon", "night | dog(big)[whole=#8a8f99] moon"),
    ("a chef cooking ramen at a night market", "market night | person(chef+cooking) noodles"),
    ("no cats, only dogs", "dogx2"),
    ("a running fox and a sleeping owl", "fox(running) owl(sleeping)"),
    ("a whale flying above the clouds", "sky | whale(flying)"),
    ("a boy with blue hair", "person(boy)[hair=#3c6fc4]"),
    ("敦煌壁画の天女が空を舞っている", "mural dunhuang | person(fairy+flying)"),
    ("赤い傘の少女", "person(girl+umbrella)[umbrella=#c8342f]"),
    ("銀髪の少女が雪の中で踊る", "snow | person(dancing+girl)[hair=#c3c8d0] | snow"),
    ("海辺で本を読む少女", "sea | person(book+girl+reading)"),
    ("猫が二匹、窓辺で眠っている", "room | cat(sleeping)x2"),
    ("朝の森を走る鹿", "forest dawn | deer(running)"),
    ("桜並木を歩く着物の女性", "garden spring | person(kimono+walking+woman) cherry_tree | petals"),
    ("おはよう", "meadow dawn calm | cup | steam"),
    ("新発売", "stage hopeful | product | lights"),
    ("週末セール", "market festive | gift balloonx3 | lights"),
    ("人がいない街", "street"),
    ("花火大会の夜", "lake night summer festive | fireworks"),
    ("ラーメン屋台、雨の夜", "market night rain | noodles | rain"),
    ("竹林の茶屋でお茶を飲むパンダ", "teahouse | panda(cup+drinking)"),
    ("宇宙飛行士が月面を歩く", "space | person(astronaut+spacesuit+walking)"),
    ("夕暮れの海に浮かぶ小舟", "sea sunset | boat"),
    ("機械仕掛けの狐が未来都市を駆け抜ける", "city | fox(mechanical+running)"),
    ("おじいさんと犬が公園を散歩する", "garden | person(elder+man+walking) dog(walking)"),
    ("七夕の夜、天の川", "garden night tender | bouquet heart | lights"),
    ("量子跃迁", ""),
    ("quantum blorp", ""),
    ("🐱🌧", "rain | cat | rain"),
    ("さよならの向こう側", "nocturne"),
    ("一个女孩和她的狗在海边奔跑", "sea | person(girl+running) dog(running)"),
    ("a girl and her dog running on the beach", "sea | person(girl+running) dog(running)"),
    ("several sky lanterns rise over the lake", "lake night | sky_lanternx3"),
    ("She dances alone on stage", "stage nocturne | person(dancing+woman)"),
    ("He walks through the snow, holding a lantern", "snow | person(lantern+man+walking) | snow"),
    (
        "一个穿着白色连衣裙、拿着红气球的小女孩",
        "person(child+dress+girl)[outfit=#f4f2ee] balloon[whole=#c8342f]",
    ),
    ("金毛犬在草地上追蝴蝶", "meadow | dog(running) butterfly"),
    (
        "青い着物の女性が和傘をさして京都の路地を歩く",
        "street | person(kimono+umbrella+walking+woman)[outfit=#3c6fc4]",
    ),
    ("中山路上的黄昏", "sunset"),
    ("面白い本", ""),
]


def subject(sighting: Sighting) -> str:
    traits = "+".join(sorted(sighting.traits))
    colours = ",".join(f"{k or 'whole'}={v}" for k, v in sorted(sighting.colours.items()))
    return "".join(
        (
            sighting.kind,
            f"({traits})" if traits else "",
            f"[{colours}]" if colours else "",
            f"x{sighting.count}" if sighting.count > 1 else "",
        )
    )


def gist(found: Reading) -> str:
    stage = (found.place, found.time, found.season, found.weather, found.mood, found.style)
    parts = (filter(None, stage), map(subject, found.subjects), found.effects)
    return " | ".join(filter(None, map(" ".join, parts)))


@pytest.mark.parametrize(("sentence", "expected"), READINGS)
def test_a_sentence_says_what_a_person_would_see_in_it(sentence: str, expected: str) -> None:
    assert gist(read(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "熊猫直播平台",
        "马上下单",
        "花钱买时间",
        "岁月如歌",
        "海报设计",
        "人工智能改变生活",
        "面白い話",
        "人生は長い",
        "a credit card for business",
        "looks like rain check",
        "present your deck",
        "the workspace of a designer",
    ],
)
def test_words_inside_other_words_are_not_seen(sentence: str) -> None:
    kinds = {sighting.kind for sighting in read(sentence).subjects}
    assert not kinds & {"cat", "horse", "flowers", "moon", "car", "gift", "book"}
    assert read(sentence).place in ("", "city")


def test_what_is_denied_is_not_seen() -> None:
    assert not read("no people, no cars, no cats").subjects
    assert read("没有人也没有车的沙漠").place == "desert"
    assert not read("没有人也没有车的沙漠").subjects
    assert read("雨のない国の空").weather == ""
    assert read("The rain has stopped over the sea").weather == ""


def test_the_first_clause_goes_before_what_a_prompt_adds() -> None:
    found = read("A cat on a windowsill at dawn, golden hour, city lights far away, night mood")
    assert (found.place, found.time) == ("room", "dawn")


def test_what_is_said_outright_goes_before_what_is_suggested() -> None:
    assert read("cherry blossoms in winter").season == "winter"
    assert read("白昼的月亮").time == "day"
    assert read("小船在海上").place == "sea"


def test_a_style_is_read_but_its_phrases_paint_nothing() -> None:
    plain, styled = read("一只猫坐在窗台上"), read("赛博朋克风格，一只猫坐在窗台上")
    assert styled.style == "cyberpunk"
    assert (styled.place, styled.subjects) == (plain.place, plain.subjects)


def test_greetings_and_occasions_are_known_by_name() -> None:
    assert occasions("周末特惠") == ("sale", "weekend")
    assert occasions("Merry Christmas!") == ("christmas",)
    assert occasions("おやすみ") == ("good_night",)


def test_understanding_is_the_part_of_the_words_that_is_known() -> None:
    assert understood("一只猫坐在窗台上") > 0.9
    assert understood("quantum blorp") == 0


def test_every_word_of_the_vocabulary_is_found_where_it_stands_alone() -> None:
    for name in ("subjects", "places", "times", "seasons", "weather", "effects", "ideas"):
        for key, entry in table(name).items():
            for script in ("zh", "en", "ja"):
                for word in entry.get(script, ()):
                    folded = fold(word)
                    hits = scan(folded, japanese=script == "ja")
                    found = [m.id for hit in hits for m in hit.meanings if m.category == name]
                    assert key.split()[0] in found, (name, key, word)


@given(st.text(max_size=300), st.sampled_from([None, "zh", "en", "ja"]))
def test_any_text_can_be_read(text: str, lang: str | None) -> None:
    found = read(text, lang)  # pyright: ignore[reportArgumentType]
    assert len(found.subjects) <= 6


def test_a_long_text_is_read_quickly() -> None:
    text = "一位穿汉服的女孩在樱花树下弹古筝，花瓣随风飘落。" * 80
    read("warm")
    begun = time.perf_counter()
    read(text)
    assert time.perf_counter() - begun < 0.5
