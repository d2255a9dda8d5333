"""The tool shelf as an actor finds it: the groups of questions, and the facts that tools share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from lms.catalog.frozen import Frozen
from lms.catalog.models import SHELF, CalculatorVersion, Module, ModuleVersion
from lms.kernel.permissions import Actor, scope_of
from lms.kernel.prepared import Prepared
from lms.packs.tool_shelves import FactDefinition, ToolGroup, merged

MORE: Final = ToolGroup("more", {"en": "More tools", "da": "Flere værktøjer", "sv": "Fler verktyg"}, ())
"""The group of the tools that no shelf has put into one."""


@dataclass(frozen=True, slots=True)
class ToolShelf:
    """All shelves of an actor as one: `groups` in order, those of one name joined; `facts` by name, in order."""

    groups: tuple[ToolGroup, ...]
    facts: Mapping[str, FactDefinition]

    def arranged(self, names: Iterable[str]) -> list[ToolGroup]:
        """Return the groups with those of the calculators `names` that stand in them, the rest under "More tools".

        Advanced groups stand last; a group without any of them is left out.
        """
        there = list(dict.fromkeys(names))
        placed = {name for group in self.groups for name in group.calculators}
        more = ToolGroup(MORE.name, MORE.title, tuple(name for name in there if name not in placed))
        groups = sorted((*self.groups, more), key=lambda group: group.advanced)
        found = (_with(group, [name for name in group.calculators if name in there]) for group in groups)
        return [group for group in found if group.calculators]


def tool_shelf(session: Session, actor: Actor) -> ToolShelf:
    """Return the newest version of every shelf within the actor's reach, as one; one query in a session."""
    versions = _versions_now(session, actor)
    found = _shelves.get(versions, lambda: _read(session, versions))
    return ToolShelf((), {}) if found is None else found


def shelf_versions(session: Session, actor: Actor) -> list[ModuleVersion]:
    """Return the newest version of every shelf within the actor's reach, for those who look after the library."""
    ids = _versions_now(session, actor)
    rows = {row.id: row for row in session.scalars(select(ModuleVersion).where(ModuleVersion.id.in_(ids)))}
    return [rows[each] for each in ids]


def tool_groups(session: Session, actor: Actor) -> list[ToolGroup]:
    """Return the groups of tools in order, the last of them "More tools" for what stands in none; two queries."""
    return tool_shelf(session, actor).arranged(_NAMES.run(session, actor).scalars())


def fact_definitions(session: Session, actor: Actor) -> Mapping[str, FactDefinition]:
    """Return the facts that tools may share, by name, in the order of the shelf; one query in a session."""
    return tool_shelf(session, actor).facts


def _versions_now(session: Session, actor: Actor) -> tuple[UUID, ...]:
    key = ("tool_shelf", actor.organisation_id)
    kept: tuple[UUID, ...] | None = session.info.get(key)
    if kept is None:
        kept = session.info[key] = tuple(_NEWEST.run(session, actor).scalars())
    return kept


_shelves: Frozen[tuple[UUID, ...], ToolShelf] = Frozen(50)


def _newest(actor: Actor) -> Any:
    """Return the query of the newest version of each shelf, in the order of the library."""
    other = aliased(ModuleVersion)
    top = select(func.max(other.minor)).where(other.module_id == Module.id, other.major == Module.major)
    newest = and_(ModuleVersion.major == Module.major, ModuleVersion.minor == top.scalar_subquery())
    return (
        select(ModuleVersion.id)
        .join(Module, and_(Module.id == ModuleVersion.module_id, newest))
        .where(Module.kind == SHELF, scope_of(ModuleVersion, actor))
        .order_by(Module.position, Module.slug)
    )


_NEWEST = Prepared(_newest)
_NAMES = Prepared(
    lambda actor: select(CalculatorVersion.name).where(scope_of(CalculatorVersion, actor)).distinct().order_by("name")
)


def _read(session: Session, versions: Iterable[UUID]) -> ToolShelf:
    rows = session.execute(select(ModuleVersion.id, ModuleVersion.document).where(ModuleVersion.id.in_(versions)))
    documents: dict[UUID, dict[str, Any]] = {row.id: row.document for row in rows}
    groups = (ToolGroup.from_document(each) for version in versions for each in documents[version]["groups"])
    facts = [FactDefinition.from_document(each) for version in versions for each in documents[version]["facts"]]
    first: dict[str, FactDefinition] = {}
    for fact in facts:
        first.setdefault(fact.name, fact)
    return ToolShelf(tuple(merged(groups)), first)


def _with(group: ToolGroup, names: Iterable[str]) -> ToolGroup:
    return replace(group, calculators=tuple(names))
