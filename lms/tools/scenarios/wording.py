"""Differences and outcomes in words: signed figures, percentage points, within the range or not."""

from __future__ import annotations

from flask_babel import gettext as _

from lms.calculators.numerals import MINUS, format_number, format_percent, format_value

NO_FIGURE = "–"


def figure(value: object, unit: str, language: str, currency: str) -> str:
    """Return a figure as a reader says it; a dash where it is no number."""
    return format_value(float(value), unit, language, currency) if isinstance(value, int | float) else NO_FIGURE


def difference(value: float | None, unit: str, language: str, currency: str) -> str:
    """Return "+DKK 1.2m", or "−5 points" between two figures in per cent; empty where there is nothing to compare."""
    if value is None:
        return ""
    if unit == "percent":
        number = format_number(abs(value) * 100, language, 1)
        size = str(_("1 point")) if number == "1" else str(_("%(number)s points", number=number))
    else:
        size = format_value(abs(value), unit, language, currency)
    if not any(each in "123456789" for each in size):
        return str(_("no difference"))
    return f"{'+' if value > 0 else MINUS}{size}"


def share_of(value: float, of: float, language: str) -> str:
    """Return a difference as "+12%" of what was expected; empty where nothing was."""
    if of == 0:
        return ""
    share = value / abs(of)
    return f"{'+' if share > 0 else ''}{format_percent(share, language, 0)}"
