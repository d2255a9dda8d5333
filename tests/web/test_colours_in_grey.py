"""The colours of pictures are told apart in grey and by colour-blind readers: by their lightness alone."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "lms" / "web" / "static" / "web" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
THEMES = {"light": 1, "dark": 2}
FILLS = ("pine", "sun", "clay")
"""The colours that fill bars side by side; the soft one of pine is always outlined in pine."""

STEP = 1.5
"""So much lighter one fill must be than the next: no two are one grey, whichever colours the reader can see."""


def tokens(theme: str) -> dict[str, str]:
    """Return the colours of charts in a theme by name."""
    named = {found[1]: found[THEMES[theme] + 1] for found in COLOUR.finditer(TOKENS.read_text(encoding="utf-8"))}
    return named | {name.removeprefix("chart-"): each for name, each in named.items() if name.startswith("chart-")}


def lightness(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", 0 to 1 (WCAG 2.2)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((lightness(one), lightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_fills_are_the_same_grey(theme: str) -> None:
    colours = tokens(theme)
    greys = sorted((colours[name] for name in FILLS), key=lightness)
    assert all(contrast(one, other) >= STEP for one, other in pairwise(greys)), greys


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_filled_and_what_is_only_outlined_are_apart(theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours["pine"], colours["pine-soft"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "least"), [("pine", 3), ("clay", 4.5), ("ink", 7), ("ink-2", 4.5), ("edge", 3)])
def test_lines_and_words_stand_out_from_the_ground(theme: str, name: str, least: float) -> None:
    colours = tokens(theme)
    assert contrast(colours[name], colours["surface"]) >= least


def test_charts_take_these_colours() -> None:
    theme = TOKENS.parents[1].joinpath("js", "chart-theme.js").read_text(encoding="utf-8")
    assert "var(--chart-${token}, var(--${token}))" in theme
