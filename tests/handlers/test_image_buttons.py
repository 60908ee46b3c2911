"""What the candidates of a picture offer."""

from __future__ import annotations

from generation.model import Stills
from tests.handlers.fakes import ALLOWANCE, KEN, Shown, Studio

FOX = "/image a fox of brass --style ink-wash --seed 5"


async def candidates(studio: Studio) -> Shown:
    await studio.say(FOX)
    await studio.settled()
    return studio.paper.last


async def enlarged(studio: Studio) -> Shown:
    shown = await candidates(studio)
    await studio.press(shown.action("Upscale 2"))
    await studio.settled()
    return studio.paper.last


async def test_candidates_have_three_rows_of_four_and_one_for_all(studio: Studio) -> None:
    shown = await candidates(studio)
    assert [len(row) for row in shown.reply.buttons] == [4, 4, 4, 2]
    assert shown.labels[8:] == [*(f"Upscale {n}" for n in range(1, 5)), "Another seed", "Delete"]


async def test_an_upscaled_picture_is_ordered_with_its_own_picture_and_nothing_else(
    studio: Studio,
) -> None:
    shown = await enlarged(studio)
    first, second = (studio.queue.runs[job] for job in studio.queue.submissions)
    assert isinstance(first.result, Stills) and second.kind == "stills"
    assert second.brief.enlarge == 2 and second.brief.board
    [shot] = second.brief.board.shots
    assert shot.keyframe == first.result.keyframes[1]
    assert shot.keyframe and shot.seed == shot.keyframe.provenance.seed
    assert shown.text.startswith("Your picture, larger: “a fox of brass”")


async def test_it_comes_as_a_picture_and_as_a_file_in_full_size(studio: Studio) -> None:
    shown = await enlarged(studio)
    job = studio.queue.submissions[1]
    [picture], [file] = shown.reply.pictures, shown.reply.files
    assert file.path == picture.path and file.name == f"picture-{job[-5:]}.png"
    assert "64×36" in shown.text
    assert shown.labels == ["Animate", "Another seed", "Delete"]


async def test_its_progress_says_what_is_done(studio: Studio) -> None:
    shown = await candidates(studio)
    studio.queue.gate.clear()
    await studio.press(shown.action("Upscale 2"))
    working = await studio.paper.until(lambda shown: "stage.enlarge" in stages(shown))
    assert working.labels == ["Cancel"] and "1 picture" in working.text
    await studio.press(working.action("Cancel"))
    await studio.settled()
    assert await studio.left() == ALLOWANCE - 4


async def test_an_enlarged_picture_comes_to_life(studio: Studio) -> None:
    shown = await enlarged(studio)
    await studio.press(shown.action("Animate"))
    await studio.settled()
    _, large, film = (studio.queue.runs[job] for job in studio.queue.submissions)
    assert studio.paper.last.reply.video and film.brief.enlarge == 1
    assert film.keyframes == large.keyframes


async def test_an_enlarged_picture_in_other_words_is_painted_as_usual(studio: Studio) -> None:
    await enlarged(studio)
    await studio.say("/storyboard edit 1 a fox of silver")
    await studio.settled()
    brief = studio.queue.runs[studio.queue.submissions[2]].brief
    assert brief.enlarge == 1 and brief.board and brief.board.shots[0].keyframe is None


async def test_another_seed_of_an_enlarged_picture_gives_four_new_ones(studio: Studio) -> None:
    shown = await enlarged(studio)
    await studio.press(shown.action("Another seed"))
    await studio.settled()
    brief = studio.queue.runs[studio.queue.submissions[2]].brief
    assert brief.board and brief.enlarge == 1 and brief.style == "ink-wash"
    assert len(brief.board.shots) == 4 and not any(shot.keyframe for shot in brief.board.shots)
    assert "Upscale 4" in studio.paper.last.labels


async def test_pressing_twice_and_strangers_make_nothing(studio: Studio) -> None:
    shown = await candidates(studio)
    await studio.press(shown.action("Upscale 1"))
    await studio.press(shown.action("Upscale 1"))
    assert "ほかの方" in (await studio.press(shown.action("Upscale 3"), KEN)).text
    await studio.settled()
    assert len(studio.queue.submissions) == 2


async def test_after_a_restart_in_japanese(studio: Studio) -> None:
    await studio.say("/image 真鍮のキツネ", KEN)
    await studio.settled()
    shown = studio.paper.last
    await studio.die()
    await studio.begin()
    await studio.press(shown.action("拡大 4"), KEN)
    await studio.settled()
    assert studio.paper.last.text.startswith("拡大します：「真鍮のキツネ」")
    assert studio.paper.last.labels == ["動かす", "別のシードで", "削除"]


def stages(shown: Shown) -> list[str]:
    return [bar.label.key for bar in shown.reply.bars]
