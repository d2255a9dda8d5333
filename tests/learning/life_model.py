"""What a quiz's life ought to be, in plain Python: the attempts, what was acknowledged in each, what they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.support.ruled_pack import RIGHT

GRACE = timedelta(seconds=30)
PASS_MARK = 0.5


@dataclass
class Try:
    """One attempt: the current value and revision of each question, what is checked, how it ended."""

    key: str
    deadline: datetime
    values: dict[str, Any] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    checked: list[str] = field(default_factory=list)
    ended_by: str | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Return whether it is not submitted."""
        return self.ended_by is None

    def is_late(self, now: datetime) -> bool:
        """Return whether it takes nothing any more."""
        return now > self.deadline + GRACE

    def takes(self, item: str, now: datetime) -> bool:
        """Return whether a new answer to `item` is taken."""
        return self.is_open and not self.is_late(now) and item not in self.checked

    def store(self, item: str, value: Any) -> None:
        """Make `value` the current answer."""
        self.values[item] = value
        self.revisions[item] = self.revisions.get(item, 0) + 1

    def show(self, shown: dict[str, Any]) -> None:
        """Take what a form shows, except of what is checked."""
        for item, value in shown.items():
            if item not in self.checked and self.values.get(item) != value:
                self.store(item, value)

    def end(self, now: datetime) -> None:
        """Submit it, unless it is submitted."""
        if self.is_open:
            self.ended_by = "time" if now >= self.deadline else "person"
            self.ended_at = now

    def meet(self, now: datetime) -> None:
        """Submit it if it is met too late."""
        if self.is_late(now):
            self.end(now)

    @property
    def scores(self) -> dict[str, float]:
        """Return the points of each question."""
        return {item: float(self.values.get(item) == right) for item, right in RIGHT.items()}

    @property
    def share(self) -> float:
        """Return the share of the points."""
        return sum(self.scores.values()) / len(RIGHT)


@dataclass
class Life:
    """All attempts of one person, oldest first, under the rules of the quiz."""

    attempts: int
    counts: str
    tries: list[Try] = field(default_factory=list)

    @property
    def latest(self) -> Try | None:
        """Return the latest attempt."""
        return self.tries[-1] if self.tries else None

    @property
    def is_used_up(self) -> bool:
        """Return whether no further attempt can be begun."""
        return len(self.tries) >= self.attempts

    @property
    def passed(self) -> bool:
        """Return whether the attempt that counts has passed."""
        shares = [each.share for each in self.tries if not each.is_open]
        if not shares:
            return False
        return {"best": max(shares), "latest": shares[-1], "first": shares[0]}[self.counts] >= PASS_MARK
