"""The terminal as a platform: printed messages, live ones, choices by number."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.copies import Copies
from bot.platforms.terminal import Terminal
from bot.preview import Way
from generation.marking.film import Marks
from generation.marking.reading import findings
from handlers.conversation import (
    Bar,
    Button,
    File,
    MessageRef,
    Person,
    Picture,
    Reply,
    Say,
    Video,
)
from storage.clock import utc_now
from storage.files import Files

ANNA = Person("terminal", "anna", "Anna", operator=True)


class Paper:
    """A screen that keeps what was written."""

    width = 60

    def __init__(self, *, colours: bool = False, way: Way = "none") -> None:
        self.way: Way = way
        self.colours = colours
        self.written: list[str] = []
        self.pinned = ""

    def write(self, ansi: str) -> None:
        self.written.append(ansi)

    def pin(self, ansi: str) -> None:
        self.pinned = ansi


def render(say: Say, lang: str) -> str:
    return f"{lang}:{say.key}"


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def terminal(paper: Paper) -> Terminal:
    return Terminal(ANNA, paper, render)


def there(path: Path) -> bool:
    return path.exists()


def buttons(*actions: str) -> tuple[tuple[Button, ...], ...]:
    return (tuple(Button(Say(action), f"v1:{action}") for action in actions),)


def working(done: float, *actions: str) -> Reply:
    return Reply(bars=(Bar(Say("painting"), done),), buttons=buttons(*actions))


async def test_a_message_is_printed_in_the_persons_language(
    terminal: Terminal, paper: Paper
) -> None:
    await terminal.send(terminal.place, Reply(text=(Say("hello"), Say("again"))), "zh")
    assert paper.written == ["zh:hello\nzh:again\n"]


async def test_text_is_never_taken_for_markup(paper: Paper) -> None:
    terminal = Terminal(ANNA, paper, lambda say, lang: "[bold red]{idea}[/] :cat: \\[x]")
    await terminal.send(terminal.place, Reply(text=(Say("idea"),)), "en")
    assert paper.written == ["[bold red]{idea}[/] :cat: \\[x]\n"]


async def test_progress_stays_in_place_until_it_ends(terminal: Terminal, paper: Paper) -> None:
    ref = await terminal.send(terminal.place, working(0.1), "en")
    assert "en:painting" in paper.pinned
    ref = await terminal.edit(ref, working(0.5), "en")
    assert paper.written == []
    film = Reply(video=Video(Path("/media/f.mp4"), 1280, 720, 15))
    assert await terminal.edit(ref, film, "en") == ref
    assert paper.pinned == ""
    assert paper.written == ["/media/f.mp4  15.0 s · 1280×720\n"]


async def test_printing_the_same_message_again_prints_nothing(
    terminal: Terminal, paper: Paper
) -> None:
    ref = await terminal.send(terminal.place, Reply(text=(Say("hello"),)), "en")
    await terminal.edit(ref, Reply(text=(Say("hello"),)), "en")
    assert len(paper.written) == 1


async def test_a_message_of_an_earlier_session_appears_anew_and_once(
    terminal: Terminal, paper: Paper
) -> None:
    old = MessageRef(terminal.place, "before.1")
    for done in (0.1, 0.2):
        assert await terminal.edit(old, working(done, "cancel"), "en") == old
    assert terminal.live == 1
    await terminal.edit(old, Reply(text=(Say("done"),)), "en")
    assert paper.written == ["en:done\n"]


async def test_a_number_presses_its_button(terminal: Terminal, paper: Paper) -> None:
    ref = await terminal.send(
        terminal.place, Reply(text=(Say("which"),), buttons=buttons("left", "right")), "en"
    )
    assert paper.written == ["en:which\n[1] en:left   [2] en:right\n"]
    pressed = terminal.incoming(" 2 ")
    assert (pressed.press, pressed.message, pressed.text) == ("v1:right", ref.id, "")


async def test_what_is_no_choice_is_said(terminal: Terminal) -> None:
    said = terminal.incoming("3 cats on a roof")
    assert (said.text, said.press) == ("3 cats on a roof", "")
    assert terminal.incoming("7").text == "7"


async def test_live_messages_keep_their_numbers_while_others_come_and_go(
    terminal: Terminal, paper: Paper
) -> None:
    job = await terminal.send(terminal.place, working(0.1, "cancel"), "en")
    other = Reply(text=(Say("which"),), buttons=buttons("left", "right"))
    await terminal.send(terminal.place, other, "en")
    assert "[2] en:left   [3] en:right" in paper.written[-1]
    await terminal.edit(job, working(0.4, "cancel"), "en")
    assert terminal.incoming("1").press == "v1:cancel"
    assert terminal.incoming("3").press == "v1:right"
    await terminal.edit(job, Reply(text=(Say("done"),), buttons=buttons("again")), "en")
    assert terminal.incoming("1").press == "v1:again"


async def test_a_number_belongs_to_the_newest_message_that_shows_it(terminal: Terminal) -> None:
    for actions in (("a", "b", "c"), ("d",)):
        reply = Reply(text=(Say("which"),), buttons=buttons(*actions))
        await terminal.send(terminal.place, reply, "en")
    assert terminal.incoming("1").press == "v1:d"
    assert terminal.incoming("3").press == "v1:c"


async def test_quiet_comes_when_nothing_is_live(terminal: Terminal) -> None:
    await terminal.quiet()
    ref = await terminal.send(terminal.place, working(0.1), "en")
    assert terminal.live == 1
    await terminal.edit(ref, Reply(text=(Say("done"),)), "en")
    await terminal.quiet()
    assert terminal.live == 0


@pytest.mark.parametrize(
    ("way", "sign"), [("kitty", "\x1b_G"), ("iterm", "\x1b]1337;"), ("blocks", "▀"), ("none", "")]
)
async def test_a_picture_is_a_path_and_inline_where_the_terminal_can(
    tmp_path: Path, way: Way, sign: str
) -> None:
    paper = Paper(colours=way != "none", way=way)
    Image.new("RGB", (64, 36), "teal").save(tmp_path / "p.png")
    terminal = Terminal(ANNA, paper, render)
    picture = Picture(tmp_path / "p.png", Say("shot"))
    await terminal.send(terminal.place, Reply(pictures=(picture,)), "en")
    assert "en:shot" in paper.written[0]
    assert str(tmp_path / "p.png") in paper.written[0].replace("\n", "")
    assert sign in paper.written[0]


async def test_a_finished_picture_lies_where_it_says_with_a_label_and_the_clean_one_stays(
    tmp_path: Path, paper: Paper
) -> None:
    files = Files(media := tmp_path / "media", 10**9, 1)
    Image.new("RGB", (960, 540), "teal").save(painted := tmp_path / "painted.png")
    Marks("Example").mark(painted)
    kept = files.keep(painted, "image/png")
    clean = files.path(kept.ref)
    before = clean.read_bytes()
    Image.new("RGB", (960, 540), "teal").save(own := media / "own.png")
    terminal = Terminal(ANNA, paper, render, copies=Copies.beside(media, Marks("Example")))
    shown = Reply(pictures=(Picture(clean), Picture(own)), files=(File(clean, "keyframe.png"),))
    await terminal.send(terminal.place, shown, "ja")
    first, second, third = paper.written[0].splitlines()
    assert Path(second) == own
    copy = Path(first)
    assert third.startswith(str(copy)) and copy != clean and copy.suffix == ".png"
    found = findings(copy)
    assert found.label and found.label.verdict == "yes" and found.label.text == "AI生成"
    assert found.aigc and found.aigc["ContentProducer"] == "Example"
    assert clean.read_bytes() == before
    files.remove(kept.ref, utc_now() + timedelta(minutes=1))
    assert not there(copy), "it goes with its picture"


async def test_old_messages_are_forgotten_and_live_ones_never(
    terminal: Terminal, paper: Paper
) -> None:
    job = await terminal.send(terminal.place, working(0.1, "cancel"), "en")
    for number in range(300):
        await terminal.send(terminal.place, Reply(text=(Say(str(number)),)), "en")
    assert await terminal.edit(job, working(0.2, "cancel"), "en") == job
    assert terminal.incoming("1").press == "v1:cancel"
