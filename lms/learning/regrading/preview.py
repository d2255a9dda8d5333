"""What a regrade would change, counted without storing anything, and without saying whose results they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.answers.logged import current_of, logged
from lms.catalog import shelf
from lms.learning.analysis.releasing import FEWEST
from lms.learning.models import Attempt
from lms.learning.regrading.mends import Mend, pending
from lms.learning.regrading.models import Policy
from lms.learning.regrading.regraded import as_it_was, regraded
from lms.questions.scoring import ROUNDING


@dataclass
class Count:
    """How many results something holds for, and of how many people; neither is told of fewer than five people."""

    results: int = 0
    people: set[UUID] = field(default_factory=set)

    def add(self, attempt: Attempt) -> None:
        """Count one more result."""
        self.results += 1
        self.people.add(attempt.person_id)

    @property
    def told(self) -> int | None:
        """Return how many results, None for those of fewer than five people."""
        return self.results if len(self.people) >= FEWEST else None


@dataclass
class Preview:
    """What one policy would do: results that rise and fall, that pass now, and that would no longer pass."""

    policy: Policy
    rise: Count = field(default_factory=Count)
    fall: Count = field(default_factory=Count)
    pass_now: Count = field(default_factory=Count)
    pass_no_more: Count = field(default_factory=Count)


def waiting(session: Session, organisation: UUID, mend: Mend) -> Count:
    """Return the results of an organisation that stand on a wrong key."""
    count = Count()
    for attempts in pending(session, organisation, mend):
        for attempt in attempts:
            count.add(attempt)
    return count


def previews(session: Session, organisation: UUID, mend: Mend) -> list[Preview]:
    """Return what each policy would do to the results of an organisation."""
    found = [Preview(policy) for policy in Policy]
    for attempts in pending(session, organisation, mend):
        logs = logged(session, [(attempt.person_id, f"attempt:{attempt.id}") for attempt in attempts])
        for attempt in attempts:
            responses = current_of(logs[f"attempt:{attempt.id}"])
            for preview in found:
                _count(session, preview, mend, attempt, responses)
    return found


def _count(session: Session, preview: Preview, mend: Mend, attempt: Attempt, given: Mapping[str, Any]) -> None:
    old, new = shelf.quiz(session, attempt.quiz_version_id), shelf.quiz(session, mend.row)
    before, after = as_it_was(old, attempt, given), regraded(old, new, attempt, given, preview.policy)
    if after.score > before.score + ROUNDING:
        preview.rise.add(attempt)
    elif after.score < before.score - ROUNDING:
        preview.fall.add(attempt)
    if after.passed and not before.passed:
        preview.pass_now.add(attempt)
    elif before.passed and not after.passed:
        preview.pass_no_more.add(attempt)
