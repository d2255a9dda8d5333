"""All notes of one person as their page shows them: by module, then by page, in the order of the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lms.learning.in_hand import Contents as PageLine
from lms.learning.in_hand import InHand
from lms.learning.notes.contents import Note

AT_ONCE: Final = 100
"""Notes a page shows before it asks whether all are wanted."""
ALL: Final = "all"


@dataclass(frozen=True)
class NotesOfPage:
    """The notes of one page in the order they were made; `line` is None when the module has no such page now."""

    name: str
    line: PageLine | None
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class NotesOfModule:
    """The notes of one module, page by page."""

    hand: InHand
    pages: tuple[NotesOfPage, ...]

    @property
    def count(self) -> int:
        """Return how many notes there are."""
        return sum(len(page.notes) for page in self.pages)


@dataclass(frozen=True)
class NotesShelf:
    """What one page shows: some modules, which of all the modules with notes, and how many notes it holds back."""

    modules: tuple[NotesOfModule, ...]
    every: tuple[NotesOfModule, ...]
    chosen: str = ""
    held_back: int = 0


def by_module(notes: Sequence[Note], hands: Iterable[InHand]) -> NotesShelf:
    """Return the notes by module and page, modules without notes left out."""
    modules = tuple(_of_module(hand, notes) for hand in hands)
    found = tuple(module for module in modules if module.pages)
    return NotesShelf(found, found)


def narrowed(shelf: NotesShelf, slug: str, show: str) -> NotesShelf:
    """Return the notes of one module when `slug` names one, the first hundred unless all are asked for."""
    chosen = [module for module in shelf.every if module.hand.slug == slug]
    modules, room = chosen or list(shelf.every), AT_ONCE
    shown: list[NotesOfModule] = []
    for module in modules:
        kept = module if show == ALL else _first(module, room)
        room -= kept.count
        shown += [kept] if kept.pages else []
    held_back = sum(module.count for module in modules) - sum(module.count for module in shown)
    return NotesShelf(tuple(shown), shelf.every, slug if chosen else "", held_back)


def _of_module(hand: InHand, notes: Sequence[Note]) -> NotesOfModule:
    own = sorted((note for note in notes if note.module == hand.module.id), key=lambda note: note.id)
    lines = {line.name: line for line in hand.contents}
    names = [*lines, *dict.fromkeys(note.page for note in own if note.page not in lines)]
    pages = (NotesOfPage(name, lines.get(name), tuple(note for note in own if note.page == name)) for name in names)
    return NotesOfModule(hand, tuple(page for page in pages if page.notes))


def _first(module: NotesOfModule, room: int) -> NotesOfModule:
    pages: list[NotesOfPage] = []
    for page in module.pages:
        notes = page.notes[: max(0, room)]
        room -= len(notes)
        pages += [replace(page, notes=notes)] if notes else []
    return replace(module, pages=tuple(pages))
