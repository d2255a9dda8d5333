"""What a calculator's page has to know of the scenario whose numbers stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ScenarioHead:
    """`is_open`: its numbers can be changed; they cannot while it is a baseline, nor by somebody it is shared with.

    `owner`: the colleague whose it is, None where it is the reader's own.
    """

    id: UUID
    name: str
    is_open: bool = True
    owner: UUID | None = None
