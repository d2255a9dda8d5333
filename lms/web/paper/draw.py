"""A process of its own that draws one chart: JSON on stdin, SVG or PNG on stdout. It imports nothing of ours.

vl-convert holds a whole JavaScript engine, so it is loaded here, under a limit, and is gone with the process.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
SECONDS = 20
"""Of processor time; a chart takes about one."""


def main() -> None:
    """Read the specification, the format and the scale, and write the picture."""
    _limit()
    given = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(draw(given["spec"], given["format"], given["scale"], given["numerals"]))


def draw(spec: dict[str, object], kind: str, scale: float, numerals: dict[str, object]) -> bytes:
    """Return the chart as `svg` or `png`. No address in a specification is ever fetched."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    if kind == "svg":
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=numerals).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[], format_locale=numerals))


def _limit() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main()
