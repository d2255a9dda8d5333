"""How much one transaction of a job does: learnt from how long the last one took, so that nobody waits for its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Final, TypeVar

Thing = TypeVar("Thing")

AIM: Final = 0.04
"""Seconds one transaction takes before its commit: with it, even on a slow disk, it stays within 100 ms."""


class Pace:
    """The size of the next portion of some work: as many as would have fitted into `AIM`, at most twice the last."""

    def __init__(self, first: int, most: int, *, aim: float = AIM, clock: Callable[[], float] = perf_counter) -> None:
        """Begin with portions of `first`; never make one of more than `most`, nor of less than one."""
        self.size, self._most, self._aim, self._clock = first, most, aim, clock

    @contextmanager
    def timed(self, number: int) -> Iterator[None]:
        """Take the time of a portion of `number` things; begin once the turn to write has come."""
        began = self._clock()
        yield
        seconds = self._clock() - began
        fitting = int(number * self._aim / seconds) if seconds > 0 else self._most
        self.size = max(1, min(fitting, 2 * self.size, self._most))

    def portions(self, things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
        """Yield things in portions, each of the size that the pace has when it is asked for."""
        at = 0
        while at < len(things):
            portion = things[at : at + self.size]
            at += len(portion)
            yield portion
