"""Sums over people as the tallies keep them, and what of them may be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

from lms.questions.text import Json


class Sums(Protocol):
    """Sums that only grow: `people` is how many they are over."""

    people: int

    def merge(self, other: Any) -> None:
        """Add the sums, of the same sort, of people who are not in these."""

    def document(self) -> dict[str, Json]:
        """Return the sums as JSON."""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Build the sums from their document; an empty one is nobody's."""

    def told(self, before: Mapping[str, Any]) -> dict[str, Json]:
        """Return what a release shows; `before` is what the one before it showed, empty for the first."""


@dataclass(slots=True)
class QuizSums:
    """How many people have done a quiz, and how many passed at the first try.

    No total of points: beside the released items it would give away one that is still withheld.
    """

    people: int = 0
    passed: int = 0

    def merge(self, other: QuizSums) -> None:
        """Add other people."""
        self.people += other.people
        self.passed += other.passed

    def document(self) -> dict[str, Json]:
        """Return the sums as JSON."""
        return {"people": self.people, "passed": self.passed}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> QuizSums:
        """Build the sums from their document; an empty one is nobody's."""
        return cls(**document) if document else cls()

    def told(self, before: Mapping[str, Any]) -> dict[str, Json]:
        """Return the sums themselves."""
        return self.document()
