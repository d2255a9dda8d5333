"""The table of the tool customer-segments, as its example has it and as tests change it."""

from __future__ import annotations

import re
from typing import Any

TOOL = "/tools/customer-segments"
CONTEXT = "calculator:dfb6f49f-8b26-408c-9ad3-415df4b19f66"
TABLE = "segments"
COLUMNS = (
    "share",
    "share_after",
    "retention",
    "revenue",
    "gross_margin",
    "referrals",
    "price_premium",
    "cost_to_serve",
    "deterred",
)
ROWS = [
    ("Ambassadors", 0.25, 0.30, 0.95, 12000, 0.40, 0.3, 0.02, 900, 0),
    ("Very satisfied", 0.35, 0.37, 0.88, 10500, 0.40, 0.1, 0, 1100, 0),
    ("Satisfied", 0.30, 0.25, 0.75, 9000, 0.38, 0.02, 0, 1300, 0.02),
    ("Dissatisfied", 0.10, 0.08, 0.5, 8000, 0.36, 0, 0, 2000, 0.2),
]


def rows(*changes: tuple[int, str, Any]) -> list[dict[str, Any]]:
    """Return the example's rows as a value, with cells changed: (row, column, value)."""
    found = [dict(zip(("name", *COLUMNS), row, strict=True)) for row in ROWS]
    for row, column, value in changes:
        found[row][column] = value
    return found


def box(row: int, column: str) -> str:
    """Return the name of a cell's box."""
    return f"table-{TABLE}-{row}-{column}"


def said_at(html: str, row: int, column: str) -> str:
    """Return the words at a cell."""
    cell = html[html.index(f'name="{box(row, column)}"') :]
    found = re.search(r'<p class="error"[^>]*>([^<]*)</p>', cell)
    assert found is not None
    return found[1]
