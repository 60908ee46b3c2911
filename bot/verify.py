"""`reelroom verify`: what files say of their making, read back for people."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.show import write_json
from bot.words import Translate, language
from generation.marking.credentials import installed
from generation.marking.reading import Findings, Unreadable, findings

SAYS, SILENT, UNREADABLE = 0, 1, 2
PLACES = ("top-left", "top", "top-right", "bottom-left", "bottom", "bottom-right")
SOURCES = ("algorithmicMedia", "trainedAlgorithmicMedia", "composite", "compositeSynthetic")
LABELS = ("1", "2", "3")


def fill(parser: argparse.ArgumentParser) -> None:
    """The arguments of `verify`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a film, a picture or a sound")
    parser.add_argument("--json", action="store_true", help="a JSON line for each file on stdout")
    parser.epilog = (
        "exit codes: 0 every file says that it was made by AI · 1 one does not, or its signature "
        "does not hold · 2 one cannot be read"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Look at each file and say what was found; the worst of what was found."""
    translate, codes = Translate(language(settings)), list[int]()
    for name in args.files:
        try:
            found = findings(Path(name))
        except Unreadable as error:
            codes.append(UNREADABLE)
            sentence = translate(f"verify.{error.reason}", name=name)
            sys.stdout.flush()  # so that lines stand in the order of the files
            if args.json:
                write_json(sys.stdout, {"file": name, "error": error.reason, "message": sentence})
            else:
                sys.stderr.write(f"{sentence}\n")
            continue
        codes.append(SAYS if found.speaks else SILENT)
        if args.json:
            write_json(sys.stdout, {"file": name, **report(found)})
        else:
            sys.stdout.write("\n".join(lines(name, found, translate)) + "\n")
    return max(codes)


def report(found: Findings) -> dict[str, Any]:
    """What `--json` prints of one file."""
    label = found.label
    seen = {**asdict(label), "verdict": label.verdict, "seconds": found.moments} if label else None
    return {
        "kind": found.kind,
        "says_ai": found.speaks,
        "label": seen,
        "aigc": found.aigc,
        "aigc_copies": len(found.values),
        "c2pa": asdict(found.credential) if found.credential else None,
        "c2pa_readable": installed(),
    }


def lines(name: str, found: Findings, translate: Translate) -> Iterator[str]:
    """What is printed of one file."""

    def line(what: str, said: str) -> str:
        return f"  {translate('verify.line', what=what, said=said)}"

    yield name
    if found.kind != "sound":
        yield line(translate("verify.label"), _label(found, translate))
    yield line("AIGC", _aigc(found, translate))
    for field in _aigc_fields(found, translate):
        yield f"    {field}"
    yield line("C2PA", _c2pa(found, translate))
    for source in found.credential.sources if found.credential else ():
        key = f"verify.source.{source}" if source in SOURCES else "verify.source.unknown"
        yield f"    {translate(key, source=source)}"


def _label(found: Findings, translate: Translate) -> str:
    label = found.label
    if label is None:
        return translate("verify.label_none")
    values: dict[str, Any] = {
        "text": label.text,
        "place": translate(f"verify.place.{label.place}"),
        "percent": round(100 * label.em, 1),
        "sure": round(100 * label.likeness),
    }
    said = translate(
        "verify.label_seen" if label.verdict == "yes" else "verify.label_perhaps", **values
    )
    between, comma = (" ", ", ") if translate.lang == "en" else ("", "、")
    if not label.prominent:
        said += between + translate("verify.label_small")
    if found.kind == "film":
        moments = comma.join(f"{at:g}" for at in found.moments)
        said += between + translate("verify.label_when", seconds=moments)
    return said


def _aigc(found: Findings, translate: Translate) -> str:
    if not found.values:
        return translate("verify.aigc_none")
    if found.aigc is None:
        several = len(found.values) > 1
        key = "verify.aigc_several" if several else "verify.aigc_unreadable"
        return translate(key, copies=len(found.values))
    label = found.aigc["Label"]
    return translate(f"verify.aigc_label.{label}" if label in LABELS else "verify.aigc_unreadable")


def _aigc_fields(found: Findings, translate: Translate) -> Iterator[str]:
    if said := found.aigc:
        nobody = translate("verify.nobody")
        who, what = said["ContentProducer"] or nobody, said["ProduceID"] or "–"
        yield translate("verify.produced", who=who, id=what)
        spread = said["ContentPropagator"], said["PropagateID"]
        if spread != (said["ContentProducer"], said["ProduceID"]):
            yield translate("verify.spread", who=spread[0] or nobody, id=spread[1] or "–")


def _c2pa(found: Findings, translate: Translate) -> str:
    if not installed():
        return translate("verify.c2pa_not_installed")
    if (credential := found.credential) is None:
        return translate("verify.c2pa_none")
    return translate(
        f"verify.c2pa_{credential.state}",
        signer=credential.signer or translate("verify.nobody"),
        generator=credential.generator or "–",
        faults=", ".join(credential.faults),
    )
