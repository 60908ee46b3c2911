"""Looking for the label in the pixels of a picture, as anybody would who doubts the metadata.

The label is drawn with the same font in the sizes it may have, and correlated with the picture
(normalised, over the letters and their edge only), so that neither what is behind it nor how
strongly a film was compressed matters much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from generation.edit.ass import AI_LABEL, SOUND_LABEL
from generation.marking.label import lettering

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 480  # pixels of the shorter side that is looked at
EASY = 64  # pixels; multiples of it are transformed fast
EMS = (0.03, 0.05, 0.055, 0.06, 0.065, 0.07)  # of the shorter side
PROMINENT = 0.05  # GB 45438-2025
SURE, PERHAPS = 0.78, 0.5  # measured: labels 0.85 to 0.97, in 180 lines from 0.5; other letters
# of ours up to 0.71 where they begin alike, else 0.3; pictures without any up to 0.34
FINER = tuple(by / SIDE for by in (-1.25, -1, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1, 1.25))
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
    strip = max(1, round(STRIP * grey.shape[0]))
    halves = {"top": _Fields(grey[:strip]), "bottom": _Fields(grey[-strip:])}
    coarse = (
        found
        for edge, fields in halves.items()
        for text in dict.fromkeys((*AI_LABEL.values(), *SOUND_LABEL.values()))
        for em in EMS
        if (found := _seen(fields, edge, text, em))
    )
    best = max(coarse, key=_likeness)
    fields = halves[best.place.partition("-")[0]]
    finer = (_seen(fields, best.place.partition("-")[0], best.text, best.em + by) for by in FINER)
    return max((best, *(found for found in finer if found)), key=_likeness)


def _seen(fields: _Fields, edge: str, text: str, em: float) -> Sighting | None:
    """Where in a strip the letters look most like themselves; None where they do not fit."""
    import numpy as np

    likeness = fields.likeness(text, em * SIDE)
    if likeness is None:
        return None
    y, x = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
    middle = int(x) + _template(text, em * SIDE)[0].shape[1] / 2
    place: Any = edge + ("-left", "", "-right")[min(2, int(3 * middle / fields.width))]
    return Sighting(text, place, round(em, 3), float(likeness[y, x]))


def _likeness(seen: Sighting) -> float:
    return seen.likeness


def _grey(picture: Image) -> Any:
    import numpy as np
    from PIL import Image

    scale = SIDE / min(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.convert("L").resize(size, Image.Resampling.BICUBIC)
    return np.asarray(small, np.float32)


class _Fields:
    """Part of a picture, transformed once for all that it is compared with."""

    def __init__(self, pixels: Any) -> None:
        import numpy as np

        self._shape = pixels.shape
        self.width = int(pixels.shape[1])
        self._padded = tuple(-(-side // EASY) * EASY for side in pixels.shape)
        centred = pixels - pixels.mean()
        self._once = np.fft.rfft2(centred, self._padded)
        self._squared = np.fft.rfft2(centred**2, self._padded)

    def likeness(self, text: str, em: float) -> Any:
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


@lru_cache(64)
def _template(text: str, em: float) -> tuple[Any, Any]:
    """Letters (bright) on their edge (dark), with mean 0 and spread 1 inside the mask."""
    import numpy as np

    drawn = np.asarray(lettering(text, em), np.float32)
    bright, mask = drawn[..., 0], drawn[..., 3] / 255
    n = mask.sum()
    centred = bright - (bright * mask).sum() / n
    return centred / np.sqrt((centred**2 * mask).sum() / n), mask
