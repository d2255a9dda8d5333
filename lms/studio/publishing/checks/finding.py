"""One thing the check list says: how grave, what it is, what to do, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Weight = Literal["must", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check list. A "must" bars publishing, a "note" does not.

    `said` and `remedy` are marked with `N_` and hold slots for `values`; what the checker of the format says is
    English as it stands. `path` and `part` say where: a file of the draft, "" for the draft as a whole, and a part of
    it as `lms.packs.segments` cuts it.
    """

    weight: Weight
    said: str
    remedy: str
    path: str = ""
    part: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def bars(self) -> bool:
        """Return whether publishing waits for it."""
        return self.weight == "must"
