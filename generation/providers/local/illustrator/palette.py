"""Colour of the hour: sky, light, haze and what grows, by time, weather and season."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.providers.local.illustrator.canvas import mix, multiply, saturate
from generation.providers.local.illustrator.subjects.drawing import Light


@dataclass(frozen=True, slots=True)
class Palette:
    """`sky` runs from the zenith to the horizon; `light` multiplies local colours; `key` is the
    colour of lit edges; `haze` is what distance turns into, by `air` (0 to 1.3); `dark` is the
    nearest shade."""

    sky: tuple[str, ...]
    sun: str
    key: str
    light: str
    haze: str
    dark: str
    accent: str
    air: float
    glow: float  # how much lamps and windows shine, 0 to 1
    leaves: tuple[str, ...] = ("#4f9a4a", "#78b558", "#2f6f4a")
    blossom: tuple[str, ...] = ("#f7c6d4", "#ee9bb5", "#fff0f2")
    grass: str = "#6fa84f"
    earth: str = "#8a6f52"
    snowy: bool = False

    def lit(self, local: str, depth: float = 1.0) -> str:
        """A local colour in this light, `depth` 0 (far) to 1 (near)."""
        near = mix(local, multiply(local, self.light), 0.86)
        return mix(near, self.haze, min(0.96, self.air * max(0.0, 1 - depth) ** 1.25))

    def shade(self, local: str, depth: float = 1.0, amount: float = 0.5) -> str:
        """The shadow side of a local colour."""
        return self.lit(mix(local, self.dark, amount), depth)

    def gleam(self, local: str, depth: float = 1.0, amount: float = 0.45) -> str:
        """The sunlit side of a local colour."""
        return mix(self.lit(local, depth), self.key, amount * (0.35 + 0.65 * depth))


TIMES = {
    "dawn": Palette(
        sky=("#3d4f90", "#7f80bb", "#d49fb4", "#f9bd9f", "#ffe3bb"),
        sun="#fff3d6",
        key="#ffe2b0",
        light="#f5d3c8",
        haze="#f2c4b4",
        dark="#33294f",
        accent="#ff8f70",
        air=0.88,
        glow=0.45,
    ),
    "day": Palette(
        sky=("#2f7fd0", "#5fa9e6", "#97cdf2", "#cbe8f6", "#f3f7ea"),
        sun="#fffdf0",
        key="#fff6d0",
        light="#fffaf0",
        haze="#cbe6f0",
        dark="#173a4c",
        accent="#ffab40",
        air=0.82,
        glow=0.15,
    ),
    "sunset": Palette(
        sky=("#2a2058", "#6a2f74", "#c24a6c", "#f2785a", "#ffcb78"),
        sun="#fff0c0",
        key="#ffc27a",
        light="#e3a08c",
        haze="#f39a70",
        dark="#25143c",
        accent="#ffb25e",
        air=0.88,
        glow=0.6,
    ),
    "night": Palette(
        sky=("#050a22", "#0b1a40", "#17376a", "#2c5a8c", "#5c8db0"),
        sun="#f8f3df",
        key="#bcd6ff",
        light="#6a86c0",
        haze="#3a6490",
        dark="#060c20",
        accent="#ffd27a",
        air=0.86,
        glow=1.0,
    ),
}

SEASONS: dict[str, dict[str, object]] = {
    "spring": {
        "leaves": ("#86bf5c", "#acd672", "#4f9458"),
        "grass": "#8cc060",
        "earth": "#93795c",
    },
    "summer": {
        "leaves": ("#3f9150", "#6fb65a", "#25684a"),
        "grass": "#5fa552",
        "earth": "#8a6f52",
    },
    "autumn": {
        "leaves": ("#d9652b", "#eda43a", "#a83c2c"),
        "grass": "#b59a52",
        "earth": "#8c6448",
    },
    "winter": {
        "leaves": ("#e4edf2", "#f8fbfd", "#a9bfcd"),
        "grass": "#e3ebf0",
        "earth": "#b9c4cc",
        "snowy": True,
    },
}

NEON = Palette(
    sky=("#0a0526", "#1e0d4c", "#46176e", "#932a80", "#f0629a"),
    sun="#ffd9ee",
    key="#8fe4ff",
    light="#8a74c8",
    haze="#8a3488",
    dark="#0a0622",
    accent="#29e0ff",
    air=0.84,
    glow=1.0,
)


def palette(time: str, weather: str = "clear", season: str = "summer") -> Palette:
    """The palette of an hour; `neon` is a time too: the night of a city that never sleeps."""
    base = NEON if time == "neon" else TIMES[time]
    base = replace(base, **SEASONS[season])  # pyright: ignore[reportArgumentType]
    return WEATHERS.get(weather, _clear)(base)


def _clear(base: Palette) -> Palette:
    return base


def _wet(base: Palette, depth: float = 0.55) -> Palette:
    """An overcast sky: less colour, less sun, more air."""
    grey = mix(base.haze, "#6f8193", 0.6)
    return replace(
        base,
        sky=tuple(mix(saturate(c, 0.7), grey, depth * 0.55) for c in base.sky[:-1])
        + (mix(base.sky[-1], grey, depth * 0.7),),
        light=mix(base.light, "#9fb0c4", depth * 0.7),
        haze=mix(base.haze, grey, depth),
        key=mix(base.key, "#dfe8f0", depth * 0.6),
        air=base.air + 0.08,
        glow=min(1.0, base.glow + 0.25),
    )


def _storm(base: Palette) -> Palette:
    wet = _wet(base, 0.75)
    return replace(
        wet,
        sky=tuple(mix(c, "#1b2230", 0.45) for c in wet.sky),
        light=mix(wet.light, "#5c6880", 0.5),
        dark=mix(wet.dark, "#0a0d14", 0.5),
    )


def _fog(base: Palette) -> Palette:
    pale = mix(base.haze, "#f0f2ee", 0.35 if base.glow < 0.9 else 0.08)
    return replace(
        base,
        sky=tuple(mix(saturate(c, 0.75), pale, 0.45 + 0.1 * i) for i, c in enumerate(base.sky)),
        haze=pale,
        air=base.air + 0.22,
    )


def _snow(base: Palette) -> Palette:
    pale = mix(base.haze, "#e8eff5", 0.6 if base.glow < 0.9 else 0.2)
    return replace(
        base,
        sky=tuple(mix(saturate(c, 0.7), pale, 0.35) for c in base.sky),
        haze=pale,
        air=base.air + 0.06,
        **SEASONS["winter"],  # pyright: ignore[reportArgumentType]
    )


WEATHERS = {"rain": _wet, "storm": _storm, "fog": _fog, "snow": _snow}


def light(tones: Palette, from_left: bool, lamp: str = "") -> Light:
    """The same hour as a drawing sees it; `lamp` is the light of a room, where there is one."""
    ambient = multiply(mix(tones.haze, "#ffffff", 0.15), mix(tones.light, "#ffffff", 0.4))
    amount = 0.14 + 0.24 * max(0.0, tones.glow - 0.4)
    return Light(
        key=mix(tones.key, lamp, 0.6) if lamp else tones.key,
        shade=mix(tones.dark, lamp or tones.haze, 0.18),
        ambient=mix(ambient, lamp, 0.7) if lamp else ambient,
        amount=amount * 0.75 if lamp else amount,
        accent=tones.accent,
        glow=tones.glow,
        from_left=from_left,
    )
