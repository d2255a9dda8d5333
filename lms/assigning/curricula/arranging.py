"""The acts on a curriculum: modules and sections added, taken out, moved. Each takes a document and returns another.

What an act names that is not there (another window was faster) changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from uuid import UUID

from lms.assigning.curricula.document import Document
from lms.assigning.curricula.plan import Item, Section, without

MOST_SECTIONS: Final = 20


def add_module(document: Document, module: UUID, section: int) -> Document:
    """Put a module, required, at the end of a section (from 0; the last one where there are fewer)."""
    if module in document.plan.modules:
        return document
    at = min(section, len(document.sections) - 1)
    return _with_items(document, at, (*document.sections[at].items, Item(module)))


def remove_module(document: Document, module: UUID) -> Document:
    """Take a module out, and out of what comes first for others."""
    return replace(document, sections=without(document.plan, [module]).sections)


def move_module(document: Document, module: UUID, step: int) -> Document:
    """Move a module one place up (-1) or down (1); over the edge of its section into the next one."""
    found = _place(document, module)
    if found is None:
        return document
    section, at = found
    to = at + step
    if 0 <= to < len(document.sections[section].items):
        return put_module(document, module, section, to)
    beside = section + step
    if not 0 <= beside < len(document.sections):
        return document
    return put_module(document, module, beside, len(document.sections[beside].items) if step < 0 else 0)


def put_module(document: Document, module: UUID, section: int, at: int) -> Document:
    """Put a module at a place (both from 0) of a section, counted without it."""
    found = _place(document, module)
    if found is None or not 0 <= section < len(document.sections):
        return document
    item = document.sections[found[0]].items[found[1]]
    bare = _with_items(document, found[0], tuple(one for one in document.sections[found[0]].items if one is not item))
    others = bare.sections[section].items
    return _with_items(bare, section, (*others[: max(at, 0)], item, *others[max(at, 0) :]))


def add_section(document: Document) -> Document:
    """Add an empty section at the end, as long as there is room."""
    if len(document.sections) >= MOST_SECTIONS:
        return document
    return replace(document, sections=(*document.sections, Section(())))


def remove_section(document: Document, section: int) -> Document:
    """Take a section away; its modules go to the end of the one before it, or the beginning of the one after it."""
    if len(document.sections) < 2 or not 0 <= section < len(document.sections):
        return document
    items = document.sections[section].items
    rest = [one for at, one in enumerate(document.sections) if at != section]
    to = max(section - 1, 0)
    joined = (*rest[to].items, *items) if section else (*items, *rest[to].items)
    rest[to] = replace(rest[to], items=joined)
    return replace(document, sections=tuple(rest))


def move_section(document: Document, section: int, step: int) -> Document:
    """Change places with the section before (-1) or after (1)."""
    to = section + step
    if not (0 <= section < len(document.sections) and 0 <= to < len(document.sections)):
        return document
    sections = list(document.sections)
    sections[section], sections[to] = sections[to], sections[section]
    return replace(document, sections=tuple(sections))


def _with_items(document: Document, section: int, items: tuple[Item, ...]) -> Document:
    sections = list(document.sections)
    sections[section] = replace(sections[section], items=items)
    return replace(document, sections=tuple(sections))


def _place(document: Document, module: UUID) -> tuple[int, int] | None:
    for number, section in enumerate(document.sections):
        for at, item in enumerate(section.items):
            if item.module == module:
                return number, at
    return None


Act = Callable[[Document], Document]
LONGEST_ACT: Final = 80
_ON_MODULES: Final[dict[str, Callable[[Document, UUID], Document]]] = {
    "up": lambda document, module: move_module(document, module, -1),
    "down": lambda document, module: move_module(document, module, 1),
    "remove": remove_module,
}
_ON_SECTIONS: Final[dict[str, Callable[[Document, int], Document]]] = {
    "section-up": lambda document, section: move_section(document, section, -1),
    "section-down": lambda document, section: move_section(document, section, 1),
    "section-remove": remove_section,
}


def act_of(said: str) -> Act | None:
    """Return the act a button names, None where it names none.

    `up:MODULE` `down:MODULE` `remove:MODULE` `add:MODULE:SECTION` `put:MODULE:SECTION:PLACE` `section-add`
    `section-up:SECTION` `section-down:SECTION` `section-remove:SECTION`; places count from 0.
    """
    verb, *named = said[:LONGEST_ACT].split(":")
    if verb == "section-add":
        return add_section
    try:
        return _act(verb, named)
    except ValueError:
        return None


def _act(verb: str, named: list[str]) -> Act | None:
    if verb in _ON_MODULES and len(named) == 1:
        module = UUID(named[0])
        return lambda document: _ON_MODULES[verb](document, module)
    if verb in _ON_SECTIONS and len(named) == 1:
        section = int(named[0])
        return lambda document: _ON_SECTIONS[verb](document, section)
    if verb == "add" and len(named) == 2:  # noqa: PLR2004  - module and section
        module, section = UUID(named[0]), max(int(named[1]), 0)
        return lambda document: add_module(document, module, section)
    if verb == "put" and len(named) == 3:  # noqa: PLR2004  - module, section, place
        module, section, at = UUID(named[0]), int(named[1]), int(named[2])
        return lambda document: put_module(document, module, section, at)
    return None
