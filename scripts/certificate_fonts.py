"""The fonts of the certificate: fixed weights of the site's own subsets, as TrueType, because typst reads neither WOFF2
nor variable fonts. Run by hand when the site's fonts change: `python scripts/certificate_fonts.py`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parents[1]
SITE = HERE / "lms" / "web" / "static" / "web" / "fonts"
TARGET = HERE / "lms" / "doors" / "certificates" / "fonts"
CUTS = {
    "serif-regular": ("serif", "Outside-In Serif", "Regular", 400),
    "serif-semibold": ("serif", "Outside-In Serif", "SemiBold", 600),
    "sans-regular": ("sans", "Outside-In Sans", "Regular", 400),
    "sans-semibold": ("sans", "Outside-In Sans", "SemiBold", 600),
}
"""File name: the site's subset, family, style and weight (100 to 900)."""
LICENCES = ("instrument-sans.OFL.txt", "source-serif-4.OFL.txt")


def main() -> None:
    """Write every cut, Latin and extended Latin in one file, and the licences beside them."""
    TARGET.mkdir(exist_ok=True)
    for name, (subset, family, style, weight) in CUTS.items():
        font = _merged(subset, weight)
        _named(font, family, style, weight)
        font.save(TARGET / f"{name}.ttf", reorderTables=True)
        print(f"{name}.ttf {(TARGET / f'{name}.ttf').stat().st_size} bytes")
    for licence in LICENCES:
        shutil.copy(SITE / licence, TARGET / licence)


def _merged(subset: str, weight: int) -> TTFont:
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for part in (subset, f"{subset}-ext"):
            font = TTFont(SITE / f"{part}.woff2")
            axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
            fixed = instantiateVariableFont(font, axes)
            fixed.flavor = None
            path = Path(folder) / f"{part}.ttf"
            fixed.save(path)
            parts.append(str(path))
        return Merger().merge(parts)


def _named(font: TTFont, family: str, style: str, weight: int) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    plain = style == "Regular"
    words = {
        1: family if plain else f"{family} {style}",
        2: "Regular",
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{family}-{style}".replace(" ", ""),
        16: family,
        17: style,
    }
    for identity, text in words.items():
        names.setName(text, identity, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


if __name__ == "__main__":
    main()
