"""Looking for the label in the pixels of a picture, as anybody would who doubts the metadata.

The label is drawn with the same font in the sizes it may have, and correlated with the picture
(normalised, over the letters and their edge only), so that neither what is behind it nor how
strongly a film was compressed matters much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from generation.edit.ass import AI_LABEL
from generation.marking.label import lettering

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 480  # pixels of the shorter side that is looked at
EASY = 64  # pixels; multiples of it are transformed fast
EMS = (0.03, 0.05, 0.055, 0.06, 0.065, 0.07)  # of the shorter side
PROMINENT = 0.05  # GB 45438-2025
SURE, PERHAPS = 0.72, 0.55  # measured: labels 0.76 to 0.95, in 180 lines from 0.53; other letters
# of ours up to 0.70 where they begin alike, else 0.55; pictures without any up to 0.47
STRIP = 0.3  # of the height, above and below: labels stand at an edge
Place = Literal["top-left", "top", "top-right", "bottom-left", "bottom", "bottom-right"]
Verdict = Literal["yes", "perhaps", "no"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A label: what it says, at which edge, how large its em is (of the shorter side), and how much
    it looks like one, from 0 to 1."""

    text: str
    place: Place
    em: float
    likeness: float

    @property
    def verdict(self) -> Verdict:
        """Whether it is one."""
        return "yes" if self.likeness >= SURE else "perhaps" if self.likeness >= PERHAPS else "no"

    @property
    def prominent(self) -> bool:
        """Whether it is as large as GB 45438-2025 asks."""
        return self.em >= PROMINENT


def sighting(picture: Image) -> Sighting:
    """What looks most like a label of ours. Takes tenths of a second."""
    grey = _grey(picture)
    return max(_candidates(grey), key=lambda found: found.likeness)


def _grey(picture: Image) -> Any:
    import numpy as np
    from PIL import Image

    scale = SIDE / min(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.convert("L").resize(size, Image.Resampling.BICUBIC)
    return np.asarray(small, np.float32)


def _candidates(grey: Any) -> Iterator[Sighting]:
    import numpy as np

    height, width = grey.shape
    short = min(grey.shape)
    strip = max(1, round(STRIP * height))
    for edge, pixels in (("top", grey[:strip]), ("bottom", grey[-strip:])):
        fields = _Fields(pixels)
        for text in dict.fromkeys(AI_LABEL.values()):
            for em in EMS:
                likeness = fields.likeness(text, round(em * short))
                if likeness is None:
                    continue
                y, x = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
                middle = int(x) + _template(text, round(em * short))[0].shape[1] / 2
                side = ("-left", "", "-right")[min(2, int(3 * middle / width))]
                place: Any = edge + side
                yield Sighting(text, place, em, float(likeness[y, x]))


class _Fields:
    """Part of a picture, transformed once for all that it is compared with."""

    def __init__(self, pixels: Any) -> None:
        import numpy as np

        self._shape = pixels.shape
        self._padded = tuple(-(-side // EASY) * EASY for side in pixels.shape)
        centred = pixels - pixels.mean()
        self._once = np.fft.rfft2(centred, self._padded)
        self._squared = np.fft.rfft2(centred**2, self._padded)

    def likeness(self, text: str, em: int) -> Any:
        """Normalised correlation at each place where the letters fit; None where they fit
        nowhere."""
        import numpy as np

        letters, mask = _template(text, em)
        high, wide = letters.shape
        if high > self._shape[0] or wide > self._shape[1]:
            return None
        inside = np.s_[: self._shape[0] - high + 1, : self._shape[1] - wide + 1]

        def correlated(field: Any, kernel: Any) -> Any:
            turned = np.conj(np.fft.rfft2(kernel, self._padded))
            return np.fft.irfft2(field * turned, self._padded)[inside]

        n = float(mask.sum())
        mean = correlated(self._once, mask) / n
        spread = np.maximum(correlated(self._squared, mask) / n - mean**2, 4.0)  # flat: nothing
        shared = correlated(self._once, letters * mask) / n
        return shared / np.sqrt(spread)


@lru_cache(32)
def _template(text: str, em: int) -> tuple[Any, Any]:
    """Letters (bright) on their edge (dark), with mean 0 and spread 1 inside the mask."""
    import numpy as np

    drawn = np.asarray(lettering(text, em), np.float32)
    bright, mask = drawn[..., 0], drawn[..., 3] / 255
    n = mask.sum()
    centred = bright - (bright * mask).sum() / n
    return centred / np.sqrt((centred**2 * mask).sum() / n), mask
