"""One assignment as pages tell it: its curriculum, for whom, by when and how often, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from lms.assigning.assignment_pages.names import Names
from lms.assigning.assignment_pages.words import again_words, audience_words, due_words
from lms.assigning.assignments import again, audience, dues
from lms.assigning.assignments.models import Assignment
from lms.web.languages import local


@dataclass(frozen=True)
class Told:
    """An assignment with the names it needs."""

    assignment: Assignment
    names: Names

    @property
    def curriculum(self) -> str:
        """Return the curriculum's title; empty where it is not ours to read."""
        title = self.names.curricula.get(self.assignment.curriculum_id)
        return local(title) if title else ""

    @property
    def name(self) -> str:
        """Return what it is called; one that is called after its curriculum is so in every language."""
        title = self.names.curricula.get(self.assignment.curriculum_id, {})
        return local(title) if self.assignment.name in title.values() else self.assignment.name

    @property
    def audience(self) -> str:
        """Return for whom it is."""
        return audience_words(audience.from_json(self.assignment.audience), self.names)

    @property
    def by_coming(self) -> bool:
        """Return whether people are given it when they come and open it."""
        return any(part.kind in audience.BY_COMING for part in audience.from_json(self.assignment.audience))

    @property
    def due(self) -> str:
        """Return by when it is due."""
        return due_words(dues.from_json(self.assignment.due), self.names)

    @property
    def again(self) -> str:
        """Return how often it comes back; empty where it does not."""
        return again_words(again.from_json(self.assignment.again))
