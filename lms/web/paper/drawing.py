"""A chart for paper: a Vega-Lite specification, drawn without a browser, in our type."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from lms.web.paper.children import Maker

DRAWER: Final = Maker(Path(__file__).with_name("draw.py"), seconds=15, wait=5)


def draw(spec: dict[str, Any], kind: Literal["svg", "png"], numerals: dict[str, Any], scale: float = 1) -> bytes:
    """Return the picture of a specification that holds its own data. Raises NotMade.

    `numerals`: a d3 number locale, the reader's. `scale`: pixels of a PNG for each unit of the specification, 2 for
    print. Fonts: Outside-In Sans and Serif.
    """
    return DRAWER.make({"spec": spec, "format": kind, "scale": scale, "numerals": numerals})
