"""Departments as a file names them: a path such as "Sales / Nordic / Denmark", or a name that is in the tree once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from lms.assigning.importing.problems import Problem
from lms.people.values import LONGEST

BETWEEN: Final = " / "
DEEPEST: Final = 12
_STEPS = re.compile(r"\s+/\s+|\s*[>\\]\s*")
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One department: its id (None where it is to be made) and its path, as it is written."""

    id: UUID | None
    path: Path

    @property
    def text(self) -> str:
        """Return the path in one line."""
        return BETWEEN.join(self.path)


def parts_of(text: str) -> Path:
    """Return the names along a path; one for a plain name."""
    return tuple(filter(None, (part.strip() for part in _STEPS.split(text))))


def _key(path: Iterable[str]) -> Path:
    return tuple(" ".join(name.split()).casefold() for name in path)


class Tree:
    """An organisation's departments, and those a file would add to them."""

    def __init__(self, rows: Iterable[tuple[UUID, UUID | None, str]]) -> None:
        """Take (id, parent's id, name) of every department."""
        every = {identity: (parent, name) for identity, parent, name in rows}
        self.name_of = {identity: name for identity, (_parent, name) in every.items()}
        self.path_of: dict[UUID, str] = {}
        self._nodes: dict[Path, Node] = {}
        self._named: dict[str, list[Node]] = {}
        for identity in every:
            path = _path(identity, every)
            self.path_of[identity] = BETWEEN.join(path)
            self._keep(Node(identity, path))

    def _keep(self, node: Node) -> None:
        if _key(node.path) not in self._nodes:
            self._nodes[_key(node.path)] = node
            self._named.setdefault(_key(node.path)[-1], []).append(node)

    def plan(self, texts: Iterable[str]) -> dict[str, Node | Problem]:
        """Return for each text the department it means, adding those that are to be made; or why it means none.

        Paths come first, so that a plain name finds a department that the same file makes.
        """
        found: dict[str, Node | Problem] = {}
        for text in sorted(texts, key=lambda each: (-len(parts_of(each)), each)):
            path = parts_of(text)
            found[text] = _problem(text, path) or (self._walk(path) if len(path) > 1 else self._called(text, path[0]))
        return found

    def known(self, text: str) -> Node | Problem | None:
        """Return the department a text means as the tree is, None where it would have to be made; adds nothing."""
        path = parts_of(text)
        wrong = _problem(text, path)
        if wrong is not None:
            return wrong
        return self._nodes.get(_key(path)) if len(path) > 1 else self._named_so(text, path[0])

    def _walk(self, path: Path) -> Node:
        """Return the node at the end of a path, making what is missing on the way."""
        at: Path = ()
        for name in path:
            known = self._nodes.get(_key((*at, name)))
            node = known or Node(None, (*at, name))
            self._keep(node)
            at = node.path
        return self._nodes[_key(at)]

    def _called(self, text: str, name: str) -> Node | Problem:
        return self._named_so(text, name) or self._walk((name,))

    def _named_so(self, text: str, name: str) -> Node | Problem | None:
        top = self._nodes.get(_key((name,)))
        named = self._named.get(_key((name,))[0], [])
        if top is None and len(named) > 1:
            return Problem("department", "which-department", text, paths=[node.text for node in named[:3]])
        return top or (named[0] if named else None)

    def to_make(self) -> list[str]:
        """Return the paths that are not there yet, parents before children."""
        return [node.text for node in sorted(self._nodes.values(), key=lambda node: node.path) if node.id is None]


def _path(identity: UUID, every: Mapping[UUID, tuple[UUID | None, str]]) -> Path:
    names: list[str] = []
    at: UUID | None = identity
    while (
        at is not None and at in every and len(names) < 100
    ):  # a loop in the tree would be ours, and must not hang an import
        parent, name = every[at]
        names.append(name)
        at = parent
    return tuple(reversed(names))


def _problem(text: str, path: Path) -> Problem | None:
    if not path or len(path) > DEEPEST:
        return Problem("department", "department-path", text)
    longest = max(path, key=len)
    if len(longest) > LONGEST["department"]:
        return Problem("department", "long", longest, most=LONGEST["department"])
    return None
