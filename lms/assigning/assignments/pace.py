"""How many rows one transaction of a job takes: as many as fit into the time it may hold the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, sleep
from typing import Final

WANTED: Final = 0.05
"""Seconds a transaction is meant to take; the law is 0.1."""
TURN: Final = 0.004
"""Seconds after each transaction in which others get their turn: on SQLite who waits looks every 2 ms at most."""
LEAST, MOST = 250, 1_500
"""Rows: a busy machine makes a portion slow without its rows being the reason, so there is a least number."""


class Pace:
    """Begins carefully, then goes by what the last portion took: at most doubled, at once reduced."""

    def __init__(self, size: int = 300) -> None:
        """Begin with `size` rows."""
        self.size = size
        self.longest = 0.0

    @contextmanager
    def portion(self, rows: int) -> Iterator[None]:
        """Time one transaction of so many rows, and set the size of the next."""
        begun = perf_counter()
        yield
        took = perf_counter() - begun
        self.longest = max(self.longest, took)
        sleep(TURN)
        if rows:
            fits = int(rows * WANTED / max(took, 1e-6))
            self.size = max(LEAST, min(fits, self.size * 2, MOST))
