"""Every outfit by its name."""

from __future__ import annotations

from generation.providers.local.illustrator.subjects import _outfits, _uniforms
from generation.providers.local.illustrator.subjects._wardrobe import Outfit

OUTFITS: dict[str, Outfit] = {
    "hanfu": _outfits.hanfu,
    "robe": _outfits.robe,
    "kimono": _outfits.kimono,
    "dress": _outfits.dress,
    "coat": _outfits.coat,
    "suit": _outfits.suit,
    "casual": _outfits.casual,
    "armour": _uniforms.armour,
    "spacesuit": _uniforms.spacesuit,
    "silks": _uniforms.silks,
    "kasaya": _uniforms.kasaya,
    "whites": _uniforms.whites,
}
