"""Cells of a CSV file, written fast: what a spreadsheet of the reader's language opens with a click.

In the reader's language the columns have words, stand behind the separator that its spreadsheets expect, and a decimal
is written as they write it. In codes nothing depends on a language: names of columns that stay, commas and points.
Both begin with the mark by which spreadsheets know UTF-8, write days as 2026-11-22, and end lines as RFC 4180 says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lms.tools.exports.rows import safe

UTF_8_MARK: Final = "\ufeff"
LINE: Final = "\r\n"
_QUOTED: Final = re.compile('[",;\r\n\t]')


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is written. `codes`: for programs, in no language."""

    language: str
    codes: bool = False

    @property
    def separator(self) -> str:
        """Return what stands between two cells: a semicolon where the comma is the decimal sign."""
        return "," if self.codes or self.language == "en" else ";"

    def line(self, cells: Iterable[str]) -> str:
        """Return one line of cells that are written already."""
        return self.separator.join(cells) + LINE

    def number(self, value: float | None, decimals: int = 1) -> str:
        """Return a number as its spreadsheets read it: a whole one plain, another with so many decimals."""
        if value is None:
            return ""
        if isinstance(value, int):
            return str(value)
        text = f"{value:.{decimals}f}"
        return text if self.codes or self.language == "en" else text.replace(".", ",")


def text(value: str | None) -> str:
    """Return a text as a cell: never a formula, in quotes where a separator, a quote or a line break stands in it."""
    if not value:
        return ""
    harmless = safe(value)
    return f'"{harmless.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(harmless) else harmless
