"""One picture of a run: what it is called, what it shows, and what draws it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lms.tools.ranges.results import ShownRun

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Picture:
    """A specification with the placeholders of calculators' charts, and its rows; `columns`: (name, unit)."""

    name: str
    title: str
    description: str
    spec: Mapping[str, Any]
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    language: str
    currency: str

    @property
    def page(self) -> str:
        """Return what the browser needs, as JSON that cannot end the script element it stands in."""
        columns = [{"name": name, "unit": unit} for name, unit in self.columns]
        chart = {"spec": self.spec, "texts": {}, "columns": columns, "rows": []}
        page = {"language": self.language, "currency": self.currency, "document": {"chart": chart}, "table": self.rows}
        return json.dumps(page, ensure_ascii=False).replace("<", "\\u003c")


def picture_of(shown: ShownRun, name: str, title: str, description: str, **drawn: Any) -> Picture:
    """Return a picture in the reader's language and currency."""
    tool = shown.rows.shown
    return Picture(name, title, description, language=tool.language, currency=tool.currency, **drawn)


def axis_of(unit: str) -> dict[str, Any]:
    """Return the axis of values in this unit: its format, and the currency as the title."""
    return {"title": "$money" if unit == "money" else None, "format": axis_format(unit), "tickCount": 5}


def axis_format(unit: str) -> str:
    """Return the number format of an axis in this unit."""
    return ",.1~%" if unit == "percent" else "$number"
