"""One number of a tool that can have a range."""

from __future__ import annotations

from dataclasses import dataclass

from lms.calculators.declared import Input


@dataclass(frozen=True)
class Number:
    """One number of a tool as it stands: `name` as the engine says it, `label` with the row of a table's cell."""

    name: str
    label: str
    declared: Input
    value: float
    row: str = ""

    @property
    def matters(self) -> bool:
        """Return whether it is always in sight; a cell of a table is asked for."""
        return self.declared.matters and not self.row
