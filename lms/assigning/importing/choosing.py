"""What HR chose on the page of an import, read from its form and bounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from lms.assigning.importing.mapping import FIELDS
from lms.assigning.importing.models import PeopleImport


@dataclass(frozen=True)
class Chosen:
    """The field of each column, and what dates and empty cells mean."""

    mapping: list[str | None]
    choices: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, found: PeopleImport) -> Self:
        """Return what is stored."""
        return cls(list(found.mapping), found.choices)

    @classmethod
    def sent(cls, found: PeopleImport, form: Mapping[str, str]) -> Self:
        """Return what a form says: `column-0`, `column-1`, …, `date_order`, `clear_empty`."""
        fields = [form.get(f"column-{at}", "") for at in range(len(found.header))]
        order = form.get("date_order")
        return cls(
            [name if name in FIELDS else None for name in fields],
            {
                "date_order": order if order in ("dmy", "mdy") else None,
                "clear_empty": form.get("clear_empty") == "1",
            },
        )


def ticks(form: Mapping[str, str]) -> dict[str, bool]:
    """Return what was ticked before applying."""
    return {name: form.get(name) == "1" for name in ("leave_out", "bring_back", "deactivate")}
