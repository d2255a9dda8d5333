"""Notes with the module and page they stand in, for lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.learning.in_hand import InHand
from lms.learning.notes.contents import Note


@dataclass(frozen=True)
class NotedPage:
    """A note with the module it stands in; `title` of its page by language, None when there is no such page now."""

    note: Note
    hand: InHand

    @property
    def title(self) -> dict[str, str] | None:
        """Return the page's title in every language."""
        return next((page.title for page in self.hand.contents if page.name == self.note.page), None)


def with_pages(notes: Iterable[Note], hands: Iterable[InHand]) -> list[NotedPage]:
    """Return each note with the module it stands in."""
    by_module = {hand.module.id: hand for hand in hands}
    return [NotedPage(note, by_module[note.module]) for note in notes]
