"""How much one transaction of a job does: learnt from how long the last one took, so that nobody waits for its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter, sleep
from typing import Final, TypeVar

Thing = TypeVar("Thing")

AIM: Final = 0.04
"""Seconds one transaction takes before its commit: with it, even on a slow disk, it stays within 100 ms."""
TURN: Final = 0.004
"""Seconds after a portion in which others get their turn: on SQLite who waits looks every 2 ms at most."""
FIRST, LEAST, MOST = 300, 250, 1_500
"""Plain rows of a portion. A busy machine makes one slow without its rows being the reason: so there is a least."""


class Pace:
    """The size of the next portion of some work: as many as would have fitted into `AIM`, at most twice the last."""

    def __init__(
        self,
        first: int,
        most: int,
        *,
        least: int = 1,
        turn: float = 0.0,
        aim: float = AIM,
        clock: Callable[[], float] = perf_counter,
        rest: Callable[[float], None] = sleep,
    ) -> None:
        """Begin with portions of `first`; never make one of more than `most`, nor of less than `least`.

        `turn`: seconds between two portions that are others'.
        """
        self.size, self._least, self._most = first, least, most
        self._turn, self._aim, self._clock, self._rest = turn, aim, clock, rest

    @contextmanager
    def timed(self, number: int) -> Iterator[None]:
        """Take the time of a portion of `number` things; begin once the turn to write has come."""
        began = self._clock()
        yield
        seconds = self._clock() - began
        if number:
            fitting = int(number * self._aim / seconds) if seconds > 0 else self._most
            self.size = max(self._least, min(fitting, 2 * self.size, self._most))

    def portions(self, things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
        """Yield things in portions, each of the size that the pace has when it is asked for; rest after each."""
        at = 0
        while at < len(things):
            portion = things[at : at + self.size]
            at += len(portion)
            yield portion
            self.rest()

    def rest(self) -> None:
        """Let others have their turn; nothing where none is given."""
        if self._turn:
            self._rest(self._turn)


def of_rows(*, takes_turns: bool = True) -> Pace:
    """Return the pace of a job that writes plain rows, hundreds in one statement, and lets others in between.

    `takes_turns`: whether others have to wait for theirs, as on SQLite, which has one writer at a time.
    """
    return Pace(FIRST, MOST, least=LEAST, turn=TURN if takes_turns else 0.0)
