"""How captions and the AI label look, as an ASS document for libass. Pure.

Sizes are parts of the picture's shorter side. The document is in the film's own time, so that each
piece can be stamped by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generation.edit.captions import Cue
from generation.fonts import FAMILY
from generation.model import Lang

TEXT = 0.054  # the em of captions
LABEL = 0.06  # of the label while it must be noticed: GB 45438-2025 asks for at least 0.05
SMALL_LABEL = 0.03
NOTICED = 3.5  # seconds; GB 45438-2025 asks for at least 2
EM = 1.448  # libass sizes a font by ascent + descent, which are 1.16 and 0.288 em of ours
FADE = 160  # milliseconds
AI_LABEL: dict[Lang, str] = {"zh": "AI生成", "en": "AI-generated", "ja": "AI生成"}

STYLE = (
    "Style: {name},{family},{size:.1f},{colour},&H000000FF,{edge},{shade},{bold},0,0,0,"
    "100,100,0,0,1,{outline:.1f},{shadow:.1f},{place},{left},{right},{vertical},1"
)
STYLES = (
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
    "Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
    "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding"
)
EVENTS = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where text may stand in a picture of `width` × `height` pixels."""

    width: int
    height: int

    @property
    def short(self) -> int:
        return min(self.width, self.height)

    @property
    def tall(self) -> bool:
        """A tall picture is watched in apps that lay buttons over its edges."""
        return self.height > 1.5 * self.width

    @property
    def side(self) -> int:
        """Pixels left free on both sides."""
        return round(self.width * (0.12 if self.tall else 0.07))

    @property
    def below(self) -> int:
        """Pixels left free under the captions."""
        return round(self.height * (0.21 if self.tall else 0.065))

    @property
    def above(self) -> int:
        """Pixels left free over the label."""
        return round(self.height * (0.075 if self.tall else 0.035))

    @property
    def ems(self) -> float:
        """The longest line of a caption."""
        return (self.width - 2 * self.side) / (TEXT * self.short)


def document(cues: Iterable[Cue], lang: Lang, layout: Layout, seconds: float) -> str:
    """The captions and the label of a film of `seconds`. An empty `cues` leaves the label."""
    return "\n".join(
        (
            "[Script Info]",
            "ScriptType: v4.00+",
            f"Language: {lang}",  # the font's Chinese or Japanese forms
            f"PlayResX: {layout.width}",
            f"PlayResY: {layout.height}",
            "WrapStyle: 2",  # lines end where we say
            "ScaledBorderAndShadow: yes",
            "YCbCr Matrix: TV.709",
            "",
            "[V4+ Styles]",
            STYLES,
            _caption_style(layout),
            _label_style("notice", LABEL, layout),
            _label_style("label", SMALL_LABEL, layout),
            "",
            "[Events]",
            EVENTS,
            _event(0, min(NOTICED, seconds), "notice", AI_LABEL[lang]),
            *([_event(NOTICED, seconds, "label", AI_LABEL[lang])] if seconds > NOTICED else []),
            *(_event(cue.start, cue.end, "caption", _lines(cue)) for cue in cues),
            "",
        )
    )


def escaped(text: str) -> str:
    r"""Text that libass shows as it is: `{\b1}` and `\N` mean nothing in it."""
    return text.replace("\\", "＼").replace("{", "\\{").replace("}", "\\}").replace("\n", " ")


def _lines(cue: Cue) -> str:
    return rf"{{\fad({FADE},{FADE})}}" + r"\N".join(map(escaped, cue.lines))


def _caption_style(layout: Layout) -> str:
    em = TEXT * layout.short
    return STYLE.format(
        name="caption",
        family=FAMILY,
        size=em * EM,
        colour="&H00FFFFFF",
        edge="&H28101010",
        shade="&H80000000",
        bold=-1,
        outline=em * 0.075,
        shadow=em * 0.03,
        place=2,  # bottom centre
        left=layout.side,
        right=layout.side,
        vertical=layout.below,
    )


def _label_style(name: str, part: float, layout: Layout) -> str:
    em = part * layout.short
    return STYLE.format(
        name=name,
        family=FAMILY,
        size=em * EM,
        colour="&H18FFFFFF",
        edge="&H48101010",
        shade="&H90000000",
        bold=0,
        outline=em * 0.07,
        shadow=0,
        place=9,  # top right
        left=layout.side,
        right=round(layout.width * 0.03),
        vertical=layout.above,
    )


def _event(start: float, end: float, style: str, text: str) -> str:
    return f"Dialogue: 0,{_clock(start)},{_clock(end)},{style},,0,0,0,,{text}"


def _clock(seconds: float) -> str:
    """`0:00:03.50`: ASS counts hundredths."""
    minutes, rest = divmod(round(seconds * 100), 6000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 100:02}.{rest % 100:02}"
