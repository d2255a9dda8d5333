"""Work in portions: who does it (a job, or the shell), and how large the next portion may be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from time import monotonic
from typing import Final, Protocol

from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.kernel.database import Database

SHORT, LONG = 0.05, 0.09
"""Seconds: below the first the next portion is larger, above the second it is smaller."""


class Hands(Protocol):
    """Whoever works through an import; `lms.kernel.jobs.Work` is one."""

    def now(self) -> datetime:
        """Return the present moment."""
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """Yield a session that cannot write."""
        ...

    def writing(self) -> AbstractContextManager[Session]:
        """Yield a session for one portion, committed at its end."""
        ...

    def last(self) -> AbstractContextManager[Session]:
        """Yield a session for the last portion, after which the work is done."""
        ...


class ShellHands:
    """Works at once, for the shell: no job, no worker."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Take the database and the time."""
        self._database, self._clock = database, clock

    def now(self) -> datetime:
        """Return the present moment."""
        return self._clock.now()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that cannot write."""
        with self._database.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session for one portion."""
        with self._database.writing() as session:
            yield session

    last = writing


class Pace:
    """How many rows the next portion takes, so that no portion keeps others from writing for more than 100 ms."""

    FEWEST: Final = 100

    def __init__(self, rows: int = 200, most: int = 500) -> None:
        """Begin with `rows`; never more than `most`."""
        self.rows, self._most = rows, most

    @contextmanager
    def measured(self) -> Iterator[int]:
        """Yield the size of a portion, and learn from how long it took."""
        begun = monotonic()
        yield self.rows
        took = monotonic() - begun
        if took > LONG:
            self.rows = max(self.FEWEST, self.rows // 2)
        elif took < SHORT:
            self.rows = min(self._most, self.rows * 5 // 4)
