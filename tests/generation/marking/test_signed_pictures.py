"""Pictures with Content Credentials: from the shelf to whom they are delivered."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import c2pa
import pytest
from PIL import Image

from bot.platforms.discord.packing import Packer
from bot.sheet import photo
from generation.crew import Crew
from generation.marking.carriers import sayings
from generation.marking.credentials import credential_of
from generation.marking.delivery import document, signed
from generation.marking.film import Marks
from generation.marking.reading import findings
from generation.model import PERSON, Brief, Keyframe, Provenance
from generation.providers.contract import Bench
from generation.providers.router import Roster
from handlers.conversation import File, Picture, Reply
from tests.generation.local.cutting import bench_in
from tests.generation.marking.signing import signer_in

MIMES = {"png": "image/png", "jpg": "image/jpeg"}


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    return Marks("Example", signer=signer_in(tmp_path))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return bench_in(tmp_path)


def kept(bench: Bench, painter: str, form: str = "png") -> Keyframe:
    path = bench.scratch / f"painted.{form}"
    Image.effect_noise((640, 360), 60).convert("RGB").save(path)
    made = Provenance(provider=painter, model="", seed=0)
    if painter != PERSON:
        Marks("Example").mark(path)
    return Keyframe(
        file=bench.shelf.keep(path, MIMES[form]), width=640, height=360, provenance=made
    )


@pytest.mark.parametrize("form", ["png", "jpg"])
async def test_a_painted_picture_is_signed_and_so_is_its_copy_with_a_label(
    bench: Bench, marks: Marks, form: str
) -> None:
    plain = kept(bench, "local", form)
    frame = await marks.signed(plain, "猫", bench)
    original = bench.shelf.path(frame.file)
    assert frame.file.size - plain.file.size < 5000, "no thumbnail"
    with c2pa.Reader(original) as reader:
        assert json.loads(reader.json())["validation_state"] == "Valid"
    data = document(original, "zh", marks.signer)
    assert data
    (copy := bench.scratch / f"delivered.{form}").write_bytes(data)
    found = findings(copy)
    assert found.label and found.label.text == "AI生成"
    assert found.aigc and found.aigc["ContentProducer"] == "Example"
    assert found.credential and found.credential.state == "untrusted"
    assert found.credential.title == "猫"
    assert found.credential.actions == ("c2pa.opened", "c2pa.edited")
    assert found.credential.sources == ("algorithmicMedia",)


async def test_a_models_picture_says_so_and_somebodys_own_is_not_signed(
    bench: Bench, marks: Marks
) -> None:
    model = await marks.signed(kept(bench, "qwen"), "", bench)
    found = credential_of(bench.shelf.path(model.file))
    assert found and found.sources == ("trainedAlgorithmicMedia",)
    own = kept(bench, PERSON, "jpg")
    assert await marks.signed(own, "", bench) is own
    path = bench.shelf.path(own.file)
    assert document(path, "en", marks.signer) is None
    assert signed(photo(path, "en"), path, marks.signer) == path.read_bytes()


async def test_the_crews_pictures_are_signed_where_certificates_are_set(
    tmp_path: Path, bench: Bench, marks: Marks
) -> None:
    assert marks.signer
    env = {
        "REELROOM_C2PA_CERT": str(marks.signer.chain),
        "REELROOM_C2PA_KEY": str(marks.signer.key),
    }
    crew = Crew(Roster.find(env), bench_in(tmp_path).shelf, tmp_path / "scratch")
    brief = Brief(idea="a fox", resolution=540, shots=1, seconds=2, look="draft")
    board = await crew.write(brief)
    frame = await crew.paint(brief, board, 0)
    found = credential_of(crew.shelf.path(frame.file))
    assert found and found.sources == ("algorithmicMedia",) and found.title == board.title
    larger = await crew.enlarge(
        brief.model_copy(update={"enlarge": 2}),
        board.model_copy(
            update={"shots": (board.shots[0].model_copy(update={"keyframe": frame}),)}
        ),
        0,
    )
    assert larger.width == 2 * frame.width
    path = crew.shelf.path(larger.file)
    assert credential_of(path) and len(sayings(path.read_bytes())) == 1


async def test_discord_gets_photos_and_files_that_are_signed(bench: Bench, marks: Marks) -> None:
    frame = await marks.signed(kept(bench, "local"), "", bench)
    path = bench.shelf.path(frame.file)
    reply = Reply(pictures=(Picture(path),), files=(File(path, "keyframe.png"),))
    async with Packer(bench.scratch, marks).packed(reply, "ja", 10**7) as parcel:
        assert len(parcel.pieces) == 2
        for piece in parcel.pieces:
            copy = bench.scratch / piece.name
            assert isinstance(piece.source, bytes)
            copy.write_bytes(piece.source)
            found = findings(copy)
            assert found.label and found.aigc
            assert found.credential and found.credential.state == "untrusted"


async def test_a_copy_that_cannot_be_signed_is_delivered_and_operators_are_told(
    bench: Bench, marks: Marks, caplog: pytest.LogCaptureFixture
) -> None:
    frame = await marks.signed(kept(bench, "local"), "", bench)
    assert marks.signer
    marks.signer.key.write_text("none")
    with caplog.at_level(logging.ERROR):
        data = document(bench.shelf.path(frame.file), "en", marks.signer)
    assert data and sayings(data)
    assert "has no Content Credentials any more" in caplog.text
