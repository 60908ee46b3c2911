"""`reelroom verify` and `reelroom certs`, as people use them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from PIL import Image

from bot.verify import lines, report
from bot.words import Translate
from generation.marking.film import Marks
from generation.marking.label import labelled
from generation.marking.reading import findings
from tests.bot.shell import REAL, Said, shell


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    labelled(Image.new("RGB", (960, 540), (90, 120, 160)), "en").save(path)
    Marks("Example").mark(path)
    return path


async def cli(home: Path, *args: str, **env: str) -> Said:
    return await shell(*args, home=home, program=REAL, env=env)


async def test_people_read_what_a_picture_says(home: Path, picture: Path) -> None:
    said = await cli(home, "verify", str(picture))
    assert said.code == 0
    for part in ("“AI-generated”, bottom right", "it is made by AI", "produced by: Example"):
        assert part in said.out


def test_they_read_it_in_their_language(picture: Path) -> None:
    found = findings(picture)
    chinese, japanese = ("\n".join(lines("a", found, Translate(lang))) for lang in ("zh", "ja"))
    assert "由 AI 生成。" in chinese and "生成者：Example" in chinese
    assert "AI が生成したもの。" in japanese and "右下" in japanese
    assert "可见标识：“AI" in chinese and "見えるラベル：「AI" in japanese


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "a folder; name"), ("zh", "是文件夹"), ("ja", "フォルダー")]
)
async def test_a_folder_is_told_from_a_file_that_is_missing(
    home: Path, tmp_path: Path, lang: str, words: str
) -> None:
    said = await cli(home, "verify", str(tmp_path), LANG=f"{lang}.UTF-8")
    assert said.code == 2 and words in said.err


async def test_scripts_get_lines_and_exit_codes(home: Path, picture: Path, tmp_path: Path) -> None:
    own, text = tmp_path / "own.png", tmp_path / "notes.txt"
    Image.new("RGB", (320, 180)).save(own)
    text.write_text("no film")
    silent = await cli(home, "verify", str(own), "--json")
    assert silent.code == 1 and silent.lines[0]["says_ai"] is False
    said = await cli(home, "verify", "--json", str(picture), str(text), str(tmp_path / "none"))
    assert said.code == 2 and said.err == ""
    first, *others = said.lines
    assert first["label"]["verdict"] == "yes" and first["aigc"]["ContentProducer"] == "Example"
    assert [line["error"] for line in others] == ["not_media", "missing"]


@pytest.mark.parametrize("size", [0, 5, 40, 400])
def test_a_broken_file_is_told_from_others(picture: Path, size: int) -> None:
    from generation.marking.reading import Unreadable

    picture.write_bytes(picture.read_bytes()[:size])
    with pytest.raises(Unreadable):
        findings(picture)


def test_a_second_copy_is_not_believed(picture: Path) -> None:
    data = picture.read_bytes()
    begin = data.index(b"tEXtAIGC") - 4
    end = begin + 12 + int.from_bytes(data[begin : begin + 4], "big")
    picture.write_bytes(data[:end] + data[begin:])
    said = report(findings(picture))
    assert said["aigc"] is None and said["aigc_copies"] == 2


async def test_certificates_are_made_once_and_doctor_tries_them(home: Path, tmp_path: Path) -> None:
    made = await cli(home, "certs", str(tmp_path / "certs"))
    assert made.code == 0 and "for tests" in made.out
    env = dict(line.split("=", 1) for line in made.out.splitlines() if line.startswith("REELROOM"))
    chain, key = (Path(env[name]) for name in ("REELROOM_C2PA_CERT", "REELROOM_C2PA_KEY"))
    assert mode(key) == 0o600
    before = content(chain), content(key)
    again = await cli(home, "certs", str(tmp_path / "certs"))
    assert again.code == 2 and "stays as it is" in again.err
    assert (content(chain), content(key)) == before
    checks = await signing(home, **env)
    assert checks["verdict"] == "ok" and str(chain) in checks["text"]
    half = await signing(home, REELROOM_C2PA_KEY=str(key))
    assert "only one is set" in half["text"]


async def signing(home: Path, **env: str) -> dict[str, str]:
    """What doctor says of it."""
    report = json.loads((await cli(home, "doctor", "--json", **env)).out)
    (check,) = [c for c in report["checks"] if (c["section"], c["name"]) == ("marks", "c2pa")]
    return check


def content(path: Path) -> bytes:
    return path.read_bytes()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
