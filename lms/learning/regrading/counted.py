"""What a regrade would change, in numbers that do not say whose results they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from lms.learning.analysis.releasing import FEWEST
from lms.learning.models import Attempt
from lms.learning.regrading.models import Policy
from lms.learning.regrading.regraded import Outcome
from lms.questions.scoring import ROUNDING
from lms.questions.text import Json

EFFECTS = ("rise", "fall", "pass_now", "pass_no_more")
"""What a regrade can do to a result."""


@dataclass
class Tally:
    """How many results something holds for, and of how many people; neither is told of fewer than five people."""

    results: int = 0
    people: set[UUID] = field(default_factory=set)

    def add(self, attempt: Attempt) -> None:
        """Count one more result."""
        self.results += 1
        if len(self.people) < FEWEST:
            self.people.add(attempt.person_id)

    @property
    def told(self) -> int | None:
        """Return how many results, None for those of fewer than five people."""
        return self.results if len(self.people) >= FEWEST else None


class Tallies:
    """The results that wait, and what each policy would do to them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.waiting = Tally()
        self._effects = {policy: {effect: Tally() for effect in EFFECTS} for policy in Policy}

    def add(self, attempt: Attempt, before: Outcome, after: Mapping[Policy, Outcome]) -> None:
        """Count one result that stands on a wrong key."""
        self.waiting.add(attempt)
        for policy, outcome in after.items():
            for effect in _effects(before, outcome):
                self._effects[policy][effect].add(attempt)

    def counted(self) -> Counted:
        """Return what of it may be stored and shown."""
        told = {
            policy.value: {effect: tally.told for effect, tally in effects.items()}
            for policy, effects in self._effects.items()
        }
        return Counted(self.waiting.results > 0, self.waiting.told, told)


def _effects(before: Outcome, after: Outcome) -> list[str]:
    found = []
    if after.score > before.score + ROUNDING:
        found.append("rise")
    elif after.score < before.score - ROUNDING:
        found.append("fall")
    if after.passed and not before.passed:
        found.append("pass_now")
    elif before.passed and not after.passed:
        found.append("pass_no_more")
    return found


@dataclass(frozen=True)
class Counted:
    """What is told of a mended key: whether any result stands on the old one, how many, {policy: {effect: results}}.

    A number is None where it would be about fewer than five people.
    """

    is_any: bool
    waiting: int | None
    effects: Mapping[str, Mapping[str, int | None]]

    def document(self) -> dict[str, Json]:
        """Return it as JSON."""
        effects: dict[str, Json] = {policy: dict(each) for policy, each in self.effects.items()}
        return {"any": self.is_any, "waiting": self.waiting, "effects": effects}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Counted:
        """Build it from its document."""
        return cls(document["any"], document["waiting"], document["effects"])


NOTHING = Tallies().counted()
"""What is told where no result stands on the old key."""
