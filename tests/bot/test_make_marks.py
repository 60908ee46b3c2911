"""What a film that `reelroom make` wrote says of its making, read by tools that we did not write,
and by `reelroom verify`."""

from __future__ import annotations

import json
from pathlib import Path

import av
import c2pa

from generation.marking.aigc import fields
from tests.bot.shell import REAL, shell
from tests.generation.marking.signing import signer_in

SMALL = ["--shots", "1", "--seconds", "2", "--resolution", "540", "--look", "draft"]
SILENT = ["--no-voice", "--no-music"]


async def test_each_edition_says_to_people_and_to_machines_that_it_was_made_by_ai(
    tmp_path: Path,
) -> None:
    home, signer = tmp_path / "home", signer_in(tmp_path)
    env = {
        "REELROOM_C2PA_CERT": str(signer.chain),
        "REELROOM_C2PA_KEY": str(signer.key),
        "REELROOM_PRODUCER": "Example",
    }
    args = "make", "a fox", *SMALL, *SILENT, "--lang", "en,zh", "-o", "film.mp4", "--quiet"
    made = await shell(*args, home=home, program=REAL, env=env)
    assert made.code == 0, made.err
    films = [tmp_path / "film.mp4", tmp_path / "film.zh.mp4"]
    assert made.out.split() == [film.name for film in films]
    identities = {said_by_av(film)["ProduceID"] for film in films}
    assert len(identities) == 2
    for film in films:
        assert said_by_av(film)["ContentProducer"] == "Example"
        assert believed_by_c2pa(film) == "Valid"
    names = map(str, films)
    read = (await shell("verify", "--json", *names, home=home, program=REAL)).lines
    assert [found["label"]["text"] for found in read] == ["AI-generated", "AI生成"]
    for found in read:
        assert found["says_ai"] and found["aigc"]["ContentProducer"] == "Example"
        assert found["label"]["em"] >= 0.05 and found["label"]["seconds"][0] == 0.25
        assert found["c2pa"]["sources"] == ["algorithmicMedia"]


def said_by_av(film: Path) -> dict[str, str]:
    with av.open(str(film)) as box:
        return fields(box.metadata["AIGC"])


def believed_by_c2pa(film: Path) -> str:
    with c2pa.Reader(film) as reader:
        return json.loads(reader.json())["validation_state"]
