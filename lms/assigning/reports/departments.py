"""The department tree as a report needs it: what is inside what, and what became of departments that are gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.assigning.reports.rows import Figures
from lms.people import departments
from lms.people.departments import Node
from lms.people.models import DepartmentGone


@dataclass(frozen=True, slots=True)
class Gone(Exception):
    """A report was asked for on a department that is no more. `into`: what it is part of today, None if removed."""

    name: str
    into: Node | None


class Tree:
    """The departments of an organisation, each before those inside it."""

    def __init__(self, session: Session, organisation_id: UUID) -> None:
        """Read the tree; one query."""
        self._session, self._organisation = session, organisation_id
        self.nodes = departments.named_tree(session, organisation_id)
        self._place = {node.id: place for place, node in enumerate(self.nodes)}

    def node(self, id: UUID) -> Node | None:
        """Return a department. Raises Gone where it was merged or removed; None where it never was."""
        if id in self._place:
            return self.nodes[self._place[id]]
        gone = departments.gone(self._session, self._organisation)
        if id not in gone:
            return None
        today = departments.today_of(id, gone)
        raise Gone(gone[id].name, self.nodes[self._place[today]] if today in self._place else None)

    def inside(self, parent: UUID | None) -> list[Node]:
        """Return the departments directly inside another, or at the top, by name."""
        return [node for node in self.nodes if (node.parent_id if node.depth else None) == parent]

    def below(self, id: UUID) -> frozenset[UUID]:
        """Return a department's id and those of all inside it."""
        place = self._place[id]
        found = {id}
        for node in self.nodes[place + 1 :]:
            if node.depth <= self.nodes[place].depth:
                break
            found.add(node.id)
        return frozenset(found)

    def ever(self, ids: frozenset[UUID]) -> frozenset[UUID]:
        """Return these departments and those that were merged into them; one query."""
        gone = departments.gone(self._session, self._organisation)
        return ids | {id for id in gone if departments.today_of(id, gone) in ids}

    def way(self, id: UUID) -> list[Node]:
        """Return the departments from the top down to this one."""
        way: list[Node] = []
        here: UUID | None = id
        while here in self._place:
            node = self.nodes[self._place[here]]
            way.insert(0, node)
            here = node.parent_id
        return way

    def today(self, counted: Iterable[tuple[UUID | None, Figures]]) -> dict[UUID | None, Figures]:
        """Return figures by department as the tree is today: who was in one that was merged counts where they went."""
        found: dict[UUID | None, Figures] = {}
        gone: Mapping[UUID, DepartmentGone] | None = None
        for id, figures in counted:
            here = id
            if id is not None and id not in self._place:
                gone = departments.gone(self._session, self._organisation) if gone is None else gone
                here = departments.today_of(id, gone)
                here = here if here in self._place else None
            found[here] = found.get(here, Figures()) + figures
        return found
