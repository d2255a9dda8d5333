"""Plain covers for new modules: a wire with birds on it, drawn from the module's uuid. A trainer may choose another."""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from uuid import UUID

COVER: Final = "cover.svg"
ALT: Final = {
    "en": "A wire with {birds} birds on it, one of them yellow.",
    "da": "En ledning med {birds} fugle på, en af dem gul.",
    "sv": "En ledning med {birds} fåglar på, en av dem gul.",
}
_LEAST, _MORE = 3, 4
_LOOK: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675" width="1200" height="675">
  <style>
    .ground { fill: #dcebe6 } .pine { fill: #0b5d51 } .sun { fill: #f0b43c } .eye { fill: #15211e } .haze { fill: #ffffff; opacity: .5 }
    .line { fill: none; stroke: #15211e; stroke-width: 5; stroke-linecap: round }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #1d3a34 } .pine { fill: #62c8b3 } .sun { fill: #f3c164 } .eye { fill: #101715 } .haze { fill: #62c8b3; opacity: .16 }
      .line { stroke: #e9efec }
    }
  </style>
  <rect class="ground" width="1200" height="675"/>
"""  # noqa: E501  - one rule of the picture a line


def cover(uuid: UUID) -> tuple[bytes, dict[str, str]]:
    """Return the picture as SVG, and what it shows in words, by language. The same uuid gives the same picture."""
    drawn = sha256(uuid.bytes).digest()
    birds = _LEAST + drawn[0] % _MORE
    yellow = drawn[1] % birds
    gap = 1000 // birds
    sag = 30 + drawn[2] % 60
    haze = 250 + drawn[3] * 3, 160 + drawn[4] // 4, 110 + drawn[5] // 4
    shapes = [f'  <circle class="haze" cx="{haze[0]}" cy="{haze[1]}" r="{haze[2]}"/>']
    shapes += [f'  <path class="line" d="M0 420 Q600 {420 + 2 * sag} 1200 420"/>']
    for number in range(birds):
        x = 100 + gap * number + gap // 2 + drawn[6 + number] % 40 - 20
        shapes += _bird(x, round(_height(x, sag)), "sun" if number == yellow else "pine")
    words = {language: text.format(birds=birds) for language, text in ALT.items()}
    return (_LOOK + "\n".join(shapes) + "\n</svg>\n").encode(), words


def _height(x: int, sag: int) -> float:
    """Return how far down the wire hangs at `x`, where it is a parabola from edge to edge."""
    at = x / 1200
    return 420 + 4 * sag * at * (1 - at)


def _bird(x: int, y: int, colour: str) -> list[str]:
    return [
        f'  <path class="line" d="M{x} {y} v-24"/>',
        f'  <path class="{colour}" d="M{x - 62} {y - 30} Q{x - 20} {y - 112} {x + 34} {y - 82} L{x + 58} {y - 72}'
        f' L{x + 36} {y - 62} Q{x + 20} {y - 10} {x - 62} {y - 30} Z"/>',
        f'  <circle class="eye" cx="{x + 22}" cy="{y - 76}" r="5"/>',
    ]
