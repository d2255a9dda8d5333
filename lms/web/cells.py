"""Cells of files that people open in a spreadsheet: a text never becomes a formula there."""

from __future__ import annotations

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that begins like it begins with an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
