"""A storyboard in several languages: which of its words are there, and the board told in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from generation.model import Brief, Lang, Storyboard, Wording
from generation.text import written_in


def own(board: Storyboard) -> Wording:
    """The words of a storyboard in its own language."""
    return Wording(
        title=board.title,
        lines=tuple(shot.line for shot in board.shots),
        subtitles=tuple(shot.subtitle for shot in board.shots),
    )


def stamp(board: Storyboard) -> str:
    """The same for the same words in the board's own language."""
    return blake2b(own(board).model_dump_json().encode(), digest_size=8).hexdigest()


def known(board: Storyboard, lang: Lang) -> Wording | None:
    """The words in `lang`; None where there are none, or where they say what the board does not
    say any more."""
    if lang == board.lang:
        return own(board)
    words = board.wordings.get(lang)
    if words is None or words.of not in ("", stamp(board)):
        return None
    fitting = len(words.lines) == len(words.subtitles) == len(board.shots)
    return words if fitting else None


def missing(brief: Brief, board: Storyboard | None) -> list[Lang]:
    """The languages that the films of a brief need, and into which its storyboard is still to be
    translated; before there is one, it will be written in the brief's."""
    needed: list[Lang] = [brief.lang, *brief.langs, *([brief.second] if brief.second else [])]
    return [
        lang
        for lang in dict.fromkeys(needed)
        if (known(board, lang) is None if board else lang != brief.lang)
    ]


def worded(board: Storyboard, wordings: Iterable[tuple[Lang, Wording]]) -> Storyboard:
    """The storyboard with these words of it in other languages."""
    new = {lang: words.model_copy(update={"of": stamp(board)}) for lang, words in wordings}
    return board.model_copy(update={"wordings": {**board.wordings, **new}})


def told_in(board: Storyboard, lang: Lang) -> Storyboard:
    """The storyboard as it is heard and read in `lang`, which must be known; its words in the other
    languages, and those it was written with, are its wordings."""
    if lang == board.lang:
        return board
    words = known(board, lang)
    assert words, lang
    shots = tuple(
        shot.model_copy(update={"line": line, "subtitle": subtitle})
        for shot, line, subtitle in zip(board.shots, words.lines, words.subtitles, strict=True)
    )
    others = {
        other: found.model_copy(update={"of": ""})
        for other in (board.lang, *board.wordings)
        if other != lang and (found := known(board, other))
    }
    new = {"title": words.title, "lang": lang, "shots": shots, "wordings": others}
    return board.model_copy(update=new)


def versions(brief: Brief, board: Storyboard) -> list[tuple[Brief, Storyboard]]:
    """The films of a brief, each in its language, as what is asked for and what is told. Captions
    in two languages stay so: where the second is the film's own, the first stands under it. Of
    somebody's own voice nobody knows another language: the others are read aloud."""
    told = list[tuple[Brief, Storyboard]]()
    for lang in dict.fromkeys((brief.lang, *brief.langs)):
        new: dict[str, object] = {"lang": lang, "langs": ()}
        if lang != brief.lang:
            if brief.second == lang:
                new["second"] = brief.lang
            if brief.speech:
                new |= {"speech": None, "voice": True}
        told.append((brief.model_copy(update=new), told_in(board, lang)))
    return told


def untranslated(board: Storyboard, lang: Lang) -> bool:
    """Whether words that nobody could translate stand as they were typed among those in `lang`."""
    words = known(board, lang)
    others = [
        w for other in (board.lang, *board.wordings) if other != lang and (w := known(board, other))
    ]
    typed = {text for other in others for text in _texts(other)}
    kept = typed.intersection(_texts(words) if words else ())
    return any(text and not written_in(text, lang) for text in kept)


def _texts(words: Wording) -> tuple[str, ...]:
    return (words.title, *words.lines, *words.subtitles)


def picked(board: Storyboard, order: Sequence[int]) -> Storyboard:
    """The storyboard of these of its shots, in this order, in every language."""
    new = board.model_copy(update={"shots": tuple(board.shots[n] for n in order)})
    kept = {lang: words for lang in board.wordings if (words := known(board, lang))}
    moved = {lang: _picked(words, order, stamp(new)) for lang, words in kept.items()}
    return new.model_copy(update={"wordings": moved})


def hushed(board: Storyboard, index: int) -> Storyboard:
    """The storyboard with nothing said or shown in one shot, in any language."""
    shots = list(board.shots)
    shots[index] = shots[index].model_copy(update={"line": "", "subtitle": ""})
    new = board.model_copy(update={"shots": tuple(shots)})
    kept = {lang: words for lang in board.wordings if (words := known(board, lang))}
    quiet = {lang: _hushed(words, index, stamp(new)) for lang, words in kept.items()}
    return new.model_copy(update={"wordings": quiet})


def _picked(words: Wording, order: Sequence[int], of: str) -> Wording:
    lines, subtitles = (tuple(texts[n] for n in order) for texts in (words.lines, words.subtitles))
    new = {"lines": lines, "subtitles": subtitles, "of": words.of and of}
    return words.model_copy(update=new)


def _hushed(words: Wording, index: int, of: str) -> Wording:
    lines, subtitles = (
        (*texts[:index], "", *texts[index + 1 :]) for texts in (words.lines, words.subtitles)
    )
    new = {"lines": lines, "subtitles": subtitles, "of": words.of and of}
    return words.model_copy(update=new)
