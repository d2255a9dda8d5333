"""Work in portions: who does it (a job, or the shell), and how large the next portion may be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.kernel.database import Database
from lms.kernel.pace import TURN, Pace

FEWEST, FIRST, MOST = 100, 200, 500
"""People of a portion."""
WANTED: Final = 0.06
"""Seconds a portion takes, so that none keeps others from writing for more than 100 ms."""


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


def people_pace() -> Pace:
    """Return the pace of an import: a row of it is looked up, compared and written in several tables."""
    return Pace(FIRST, MOST, least=FEWEST, turn=TURN, aim=WANTED)
