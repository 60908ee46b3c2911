"""How captions, titles and the AI label look, as an ASS document for libass. Pure.

Sizes are parts of the picture's shorter side. The document is in the film's own time, so that each
piece can be stamped by itself; every event has one line and says when it is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generation.edit.breaking import units_of
from generation.edit.captions import Cue
from generation.edit.layout import EM, SECOND, Layout
from generation.edit.palette import WHITE, Colour
from generation.fonts import FAMILY
from generation.generated import Generated
from generation.model import Lang

LABEL = 0.06  # of the label while it must be noticed: GB 45438-2025 asks for at least 0.05
SMALL_LABEL = 0.03
NOTICED = 3.5  # seconds; GB 45438-2025 asks for at least 2
FADE = 160  # milliseconds
AI_LABEL: dict[Lang, str] = {"zh": "AI生成", "en": "AI-generated", "ja": "AI生成"}
SOUND_LABEL: dict[Lang, str] = {"zh": "AI生成音频", "en": "AI-generated sound", "ja": "AI生成音声"}

STYLE = (
    "Style: {name},{family},{size:.1f},{colour},{unlit},{edge},{shade},{bold},0,0,0,"
    "100,100,{spacing:.1f},0,1,{outline:.1f},{shadow:.1f},{place},{left},{right},{vertical},1"
)
STYLES = (
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
    "Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
    "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding"
)
SOFT, HARD = "&H28101010", "&H80000000"  # the edge of letters, and their shadow
EVENTS = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"


@dataclass(frozen=True, slots=True)
class Event:
    """What is seen from `start` to `end`, in seconds: `text` as libass reads it, in a `style`."""

    start: float
    end: float
    style: str
    text: str
    layer: int = 0

    def __str__(self) -> str:
        span = f"{clock(self.start)},{clock(self.end)}"
        return f"Dialogue: {self.layer},{span},{self.style},,0,0,0,,{self.text}"


def document(
    cues: Iterable[Cue],
    lang: Lang,
    layout: Layout,
    seconds: float,
    titles: Sequence[Event] = (),
    styles: Sequence[str] = (),
    lit: Colour = WHITE,
    throughout: bool = True,
    what: Generated = "all",
) -> str:
    """The captions and the label of a film of `seconds`, and `titles` in their `styles`. Words that
    are spoken light up in a colour. An empty `cues` leaves the label of `what` is generated,
    `throughout` the film or at its beginning."""
    return "\n".join(
        (
            *header(lang, layout),
            *caption_styles(layout, lit),
            _label_style("notice", LABEL, layout),
            _label_style("label", SMALL_LABEL, layout),
            *styles,
            "",
            "[Events]",
            EVENTS,
            *map(str, _label(label(lang, what), seconds, throughout)),
            *map(str, titles),
            *(str(caption(cue)) for cue in cues),
            "",
        )
    )


def header(lang: Lang, layout: Layout) -> Iterator[str]:
    """What a document begins with, as far as its styles."""
    yield "[Script Info]"
    yield "ScriptType: v4.00+"
    yield f"Language: {lang}"  # the font's Chinese or Japanese forms
    yield f"PlayResX: {layout.width}"
    yield f"PlayResY: {layout.height}"
    yield "WrapStyle: 2"  # lines end where we say
    yield "ScaledBorderAndShadow: yes"
    yield "YCbCr Matrix: TV.709"
    yield ""
    yield "[V4+ Styles]"
    yield STYLES


def caption(cue: Cue) -> Event:
    """A cue as it is burned in."""
    lines = _sung(cue) if cue.spoken else [escaped(line) for line in cue.lines]
    if cue.second:
        lines = [*lines, rf"{{\rsecond}}{escaped(cue.second)}"]
    return Event(cue.start, cue.end, "caption", rf"{{\fad({FADE},{FADE})}}" + r"\N".join(lines))


def escaped(text: str) -> str:
    r"""Text that libass shows as it is: `{\b1}` and `\N` mean nothing in it."""
    return text.replace("\\", "＼").replace("{", "\\{").replace("}", "\\}").replace("\n", " ")


def clock(seconds: float) -> str:
    """`0:00:03.50`: ASS counts hundredths."""
    minutes, rest = divmod(round(seconds * 100), 6000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 100:02}.{rest % 100:02}"


def bgr(colour: Colour, transparent: int = 0) -> str:
    """A colour as ASS writes it, from 0 (opaque) to 255."""
    red, green, blue = colour
    return f"&H{transparent:02X}{blue:02X}{green:02X}{red:02X}"


def caption_styles(layout: Layout, lit: Colour = WHITE) -> Iterator[str]:
    """`caption`, whose words turn from white to `lit`, and `second`."""
    for name, part in (("caption", 1.0), ("second", SECOND)):
        em = layout.em * part
        yield STYLE.format(
            name=name,
            family=FAMILY,
            size=em * EM,
            colour=bgr(lit if name == "caption" else WHITE),
            unlit=bgr(WHITE),
            edge=SOFT,
            shade=HARD,
            bold=-1 if name == "caption" else 0,
            spacing=0,
            outline=em * 0.075,
            shadow=em * 0.03,
            place=2,  # bottom centre
            left=layout.side,
            right=layout.side,
            vertical=layout.below,
        )


def _sung(cue: Cue) -> Iterator[str]:
    """The lines of a cue, each unit filled with colour while it is spoken. Hundredths are counted
    from the cue's start, so that no rounding adds up."""
    now, spans = round(cue.start * 100), iter(cue.spoken)
    for line in cue.lines:
        text = ""
        for unit, (starts, ends) in zip(units_of(line), spans, strict=False):
            waits = max(0, round(starts * 100) - now)
            takes = max(0, round(ends * 100) - now - waits)
            text += (rf"{{\k{waits}}}" if waits else "") + rf"{{\kf{takes}}}" + escaped(unit)
            now += waits + takes
        yield text


def label(lang: Lang, what: Generated) -> str:
    """What is said of a film of which so much is generated; empty where nothing is."""
    return {"all": AI_LABEL[lang], "sound": SOUND_LABEL[lang], "nothing": ""}[what]


def _label(text: str, seconds: float, throughout: bool) -> Iterator[Event]:
    if text:
        yield Event(0, min(NOTICED, seconds), "notice", text)
    if text and throughout and seconds > NOTICED:
        yield Event(NOTICED, seconds, "label", text)


def _label_style(name: str, part: float, layout: Layout) -> str:
    em = part * layout.short
    return STYLE.format(
        name=name,
        family=FAMILY,
        size=em * EM,
        colour="&H18FFFFFF",
        unlit="&H18FFFFFF",
        edge="&H48101010",
        shade="&H90000000",
        bold=0,
        spacing=0,
        outline=em * 0.07,
        shadow=0,
        place=9,  # top right
        left=layout.edge,
        right=layout.right,
        vertical=layout.above,
    )
