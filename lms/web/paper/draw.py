"""A process of its own that draws one chart: JSON on stdin, SVG or PNG on stdout. It imports nothing of ours.

vl-convert holds a whole JavaScript engine, so it is loaded here, under a limit, and is gone with the process.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("fonts")
SECONDS = 20
"""Of processor time; a chart takes about one."""

BEYOND = re.compile("[\U00010000-\U0010ffff]")
"""Signs that JavaScript counts as two: where a label is cut between the halves of one, vl-convert refuses the chart."""


def main() -> None:
    """Read the specification, the format and the scale, and write the picture."""
    _limit()
    given = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(draw(given["spec"], given["format"], given["scale"], given["numerals"]))


def draw(spec: dict[str, object], kind: str, scale: float, numerals: dict[str, object]) -> bytes:
    """Return the chart as `svg` or `png`. No address in a specification is ever fetched."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    try:
        return _drawn(vl_convert, spec, kind, scale, numerals)
    except ValueError:
        plain = json.loads(BEYOND.sub("▯", json.dumps(spec, ensure_ascii=False)))
        if plain == spec:
            raise
        return _drawn(vl_convert, plain, kind, scale, numerals)


def _drawn(vl_convert: Any, spec: dict[str, object], kind: str, scale: float, numerals: dict[str, object]) -> bytes:
    if kind == "svg":
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=numerals)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[], format_locale=numerals))


def _limit() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main()
