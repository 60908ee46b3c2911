"""Where text and logo may stand in a picture, for each shape.

Tall films are watched in apps that lay bars and buttons over the picture. On 1080 × 1920, Google
asks to leave 288 above, 672 below and 192 on the right free for Shorts, Meta 14 %, 35 % and 6 % of
the sides for Reels; TikTok hands out templates for its own, the largest of which need 120 on the
left. What is free in all of them is ours (https://shotstack.io/learn/vertical-video-safe-zones/).
"""

from __future__ import annotations

from dataclasses import dataclass

from generation.model import Brief, Corner
from generation.providers.contract import frame_size

TEXT = 0.054  # the em of captions, as a part of the picture's shorter side
SECOND = 0.7  # of that: the em of a second language
EM = 1.448  # libass sizes a font by ascent + descent, which are 1.16 and 0.288 em of ours
LOGO_BESIDE = 0.12  # of the width of a wide picture
LOGO_ABOVE = 0.2  # of the width of any other
LOGO_HIGH = 0.1  # of the shorter side
CREST = 0.16  # of the shorter side: the height of a logo on a card


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels from the top left corner of the picture."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Layout:
    """Where text may stand in a picture of `width` × `height` pixels, of which captions take
    `lines`, beside or under a logo in a `corner`."""

    width: int
    height: int
    lines: float = 0
    corner: Corner | None = None

    @classmethod
    def of(cls, brief: Brief) -> Layout:
        """The layout of a film."""
        burned = brief.subtitles in ("burn", "karaoke")
        lines = (2 + (SECOND if brief.second else 0)) if burned else 0
        corner = brief.logo.corner if brief.logo else None
        return cls(*frame_size(brief.aspect, brief.resolution), lines, corner)

    @property
    def short(self) -> int:
        return min(self.width, self.height)

    @property
    def em(self) -> float:
        """Pixels of a caption's em."""
        return TEXT * self.short

    @property
    def tall(self) -> bool:
        """A tall picture is watched in apps that lay buttons over its edges."""
        return self.height > 1.5 * self.width

    @property
    def side(self) -> int:
        """Pixels left free on both sides of captions."""
        beside = self._logo_beside and self.corner in ("bottom-left", "bottom-right")
        logo = round(self.width * LOGO_BESIDE + self.em / 2) if beside and self.lines else 0
        return self.edge + logo

    @property
    def edge(self) -> int:
        """Pixels left free on both sides of all that is written."""
        return round(self.width * (192 / 1080 if self.tall else 0.07))

    @property
    def below(self) -> int:
        """Pixels left free under the captions."""
        return round(self.height * (672 / 1920 if self.tall else 0.065))

    @property
    def above(self) -> int:
        """Pixels left free over the label."""
        return round(self.height * (288 / 1920 if self.tall else 0.035))

    @property
    def right(self) -> int:
        """Pixels left free to the right of the label."""
        return self.edge if self.tall else round(self.width * 0.03)

    @property
    def ems(self) -> float:
        """The longest line of a caption."""
        return (self.width - 2 * self.side) / self.em

    @property
    def safe(self) -> Box:
        """Where captions, titles and logo stand."""
        bottom = self.height - self.below
        return Box(self.edge, self.above, self.width - self.edge, bottom)

    @property
    def captions(self) -> int:
        """Pixels from the top at which the captions begin when they are at their longest."""
        return self.height - self.below - round(self.lines * self.em * EM)

    @property
    def logo(self) -> Box:
        """The room for the logo; it stands at the outer side of it. Beside the captions of a wide
        picture, over those of any other."""
        part = LOGO_BESIDE if self._logo_beside else LOGO_ABOVE
        width, height = round(self.width * part), round(self.short * LOGO_HIGH)
        left = self.safe.right - width if self.corner == "bottom-right" else self.safe.left
        if self.corner == "top-left":
            return Box(left, self.above, left + width, self.above + height)
        over = self.lines and not self._logo_beside
        bottom = self.captions - round(self.em / 2) if over else self.safe.bottom
        return Box(left, bottom - height, left + width, bottom)

    @property
    def crest(self) -> Box:
        """Where a logo stands on a card: over the text, in the middle, below the label."""
        top = self.above + round(self.short * 0.09)
        half, height = self.safe.width // 3, round(self.short * CREST)
        middle = self.width // 2
        return Box(middle - half, top, middle + half, top + height)

    @property
    def third(self) -> int:
        """Pixels from the top at which a lower third ends: over captions and logo."""
        over = round(self.em * 0.6)
        bottom = self.captions - over
        at_left = self.corner == "bottom-left"
        return min(bottom, self.logo.top - over) if at_left else bottom

    @property
    def _logo_beside(self) -> bool:
        return self.width > 1.2 * self.height
