"""Pictures that people send: where a film begins and ends, whom it shows, what it looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.model import Brief
from handlers.conversation import Attachment
from tests.handlers.fakes import ALLOWANCE, KEN, Studio


def pictures(folder: Path, count: int = 1) -> tuple[Attachment, ...]:
    sent: list[Attachment] = []
    for n in range(count):
        path = folder / f"sent{n}"
        path.write_bytes(b"\x89PNG rest")
        sent.append(Attachment(path, "image/png", "holiday.png"))
    return tuple(sent)


def ordered(studio: Studio) -> Brief:
    return studio.queue.runs[studio.queue.submissions[-1]].brief


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("--as character", "character"),
        ("--as style", "style"),
        ("--参考 角色", "character"),
        ("--as 画风", "style"),
        ("--参照 キャラ", "character"),
    ],
)
@pytest.mark.parametrize("command", ["/video", "/image", "/storyboard", "/animate", ""])
async def test_a_picture_is_followed_wherever_it_is_sent(
    studio: Studio, tmp_path: Path, command: str, words: str, kind: str
) -> None:
    await studio.say(f"{command} a cat on the moon {words}", attachments=pictures(tmp_path, 2))
    brief = ordered(studio)
    assert brief.idea == "a cat on the moon"
    assert [reference.kind for reference in brief.references] == [kind, kind]
    assert all(reference.picture.provenance.provider == "person" for reference in brief.references)
    assert not brief.board or not any(shot.keyframe for shot in brief.board.shots)


async def test_what_is_made_again_follows_the_picture_too(studio: Studio, tmp_path: Path) -> None:
    await studio.say("a cat --as character", attachments=pictures(tmp_path))
    await studio.settled()
    references = ordered(studio).references
    for label in ("Another seed", "Vary", "Upright 9:16", "Longer"):
        await studio.press(studio.paper.messages["1"].action(label))
        assert ordered(studio).references == references


@pytest.mark.parametrize("command", ["/video", "/animate", "/animate --as first", ""])
async def test_a_picture_alone_comes_to_life(studio: Studio, tmp_path: Path, command: str) -> None:
    await studio.say(command, attachments=pictures(tmp_path))
    await studio.settled()
    brief = ordered(studio)
    assert brief.board and brief.board.shots[0].keyframe and not brief.references
    assert studio.paper.last.reply.video


async def test_a_second_picture_is_where_it_ends(studio: Studio, tmp_path: Path) -> None:
    await studio.say("/animate the petals fall", attachments=pictures(tmp_path, 2))
    brief = ordered(studio)
    assert brief.board and brief.aspect == "9:16"
    [shot] = brief.board.shots
    assert shot.keyframe and shot.last and shot.keyframe != shot.last
    await studio.settled()
    await studio.press(studio.paper.last.action("Another seed"))
    again = ordered(studio)
    assert again.board and again.board.shots[0].last == shot.last


@pytest.mark.parametrize(
    ("text", "count", "answer"),
    [
        ("/video a cat --as character", 0, "no picture came along"),
        ("/animate --as style", 0, "Which picture?"),
        ("/image a cat --as character", 0, "no picture came along"),
        ("/batch a cat --as character\na dog", 0, "no picture came along"),
        ("/video --as character", 1, "What should it show?"),
        ("/image --as style", 1, "What should it show?"),
        ("/image a cat", 1, "Add --as character"),
        ("/storyboard a cat", 1, "Add --as character"),
        ("/image a cat --as first", 1, "Add --as character"),
        ("/animate", 3, "I can use 2 at most"),
        ("/video a cat --as style", 5, "I can use 4 at most"),
        ("/video a cat --as charakter", 1, "Did you mean character?"),
        ("/video a cat --as", 1, "--as character"),
    ],
)
async def test_what_cannot_be_used_is_explained_and_costs_nothing(
    studio: Studio, tmp_path: Path, text: str, count: int, answer: str
) -> None:
    shown = await studio.say(text, attachments=pictures(tmp_path, count))
    assert answer in shown.text and not studio.queue.submissions
    assert await studio.left() == ALLOWANCE


async def test_help_says_what_pictures_can_be(studio: Studio) -> None:
    assert (
        "--as character · in a chat: what the attached file is"
        in (await studio.say("/help video")).text
    )
    assert (
        "--as character · チャットで添えたファイルの使い方"
        in (await studio.say("/help image", KEN)).text
    )
