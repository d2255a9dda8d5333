"""One cell as plain text, whatever a spreadsheet or an export made of it."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

LONGEST: Final = 2_000
"""Characters of a cell that are looked at: far more than any field takes, so that too long is said and not cut."""
_INVISIBLE: Final = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_ESCAPED: Final = re.compile(r"'(?=[\d=+@-])")
_FIRST: Final = frozenset(" '")


def plain(text: str) -> str:
    """Return a cell's text on one line, its spaces in order, without what cannot be seen.

    A leading apostrophe goes where it is how spreadsheets say "this is text": before a figure or the sign of a formula.
    """
    if text.isprintable() and text[:1] not in _FIRST and "  " not in text and text[-1:] != " " and len(text) <= LONGEST:
        return text  # most cells are as they should be
    found = " ".join(text[:LONGEST].replace("\u00a0", " ").translate(_INVISIBLE).split())
    return found[1:] if _ESCAPED.match(found) else found


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would compute this cell; one with an apostrophe before it is text.

    A number with a sign is a number, and a lone dash says that there is nothing.
    """
    found = text.lstrip()
    if not found.startswith(("=", "+", "@", "-")):
        return False
    return not re.fullmatch(r"[-+]?[\d\s.,()-]*", found)


def written(value: object) -> str:
    """Return the value of a workbook's cell as it would be typed: days as 2025-12-31, whole numbers without ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)[: LONGEST + 1]
