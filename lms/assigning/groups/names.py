"""What the ids in rules are called: departments with those above them, people, modules, curricula, groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.assigning.curricula.models import Curriculum
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.rules import Leaf, Rule, leaves
from lms.catalog.models import Module, ModuleVersion, in_reach
from lms.catalog.shelf import newest
from lms.people.models import Department, Person

BELOW: Final = " / "
Titles = Mapping[str, str]


@dataclass(frozen=True)
class Names:
    """{id as a rule writes it: what it is called}; titles of modules and curricula in every language they have."""

    departments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, Titles] = field(default_factory=dict)
    curricula: Mapping[str, Titles] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def missing(self, leaf: Leaf) -> bool:
        """Return whether a condition names something that is not there, or not there any more."""
        known = self.known(leaf.field)
        return known is not None and not known.keys() >= set(leaf.values)

    def known(self, name: str) -> Mapping[str, Any] | None:
        """Return what a field's ids are called; None for a field without ids."""
        every: dict[str, Mapping[str, Any]] = {
            "department": self.departments,
            "manager": self.people,
            "completed": self.modules,
            "curriculum": self.curricula,
            "group": self.groups,
        }
        return every.get(name)


def names_of(session: Session, organisation_id: UUID, *rules: Rule) -> Names:
    """Return what these rules name, of one organisation and of the shared library; one question a kind of thing."""
    named: dict[str, set[str]] = {}
    for leaf in (each for rule in rules for each in leaves(rule)):
        named.setdefault(leaf.field, set()).update(leaf.values)
    return Names(
        departments_of(session, organisation_id) if "department" in named else {},
        people_called(session, organisation_id, named.get("manager", ())),
        modules_called(session, organisation_id, named.get("completed", ())),
        curricula_called(session, organisation_id, named.get("curriculum", ())),
        groups_called(session, organisation_id, named.get("group", ())),
    )


def departments_of(session: Session, organisation_id: UUID) -> dict[str, str]:
    """Return {id: "Sales / Nordic"} of every department, in the order of these names."""
    ours = Department.organisation_id == organisation_id
    rows = session.execute(select(Department.id, Department.parent_id, Department.name).where(ours)).all()
    nodes = {identity: (parent, name) for identity, parent, name in rows}
    paths = {str(identity): BELOW.join(_path(identity, nodes)) for identity in nodes}
    return dict(sorted(paths.items(), key=lambda pair: pair[1].casefold()))


def _path(identity: UUID, nodes: Mapping[UUID, tuple[UUID | None, str]]) -> list[str]:
    """Return the names from the top down; a ring is cut where it closes."""
    names: list[str] = []
    seen: set[UUID] = set()
    here: UUID | None = identity
    while here is not None and here in nodes and here not in seen:
        seen.add(here)
        here, name = nodes[here]
        names.append(name)
    return names[::-1]


def people_called(session: Session, organisation_id: UUID, ids: Collection[str]) -> dict[str, str]:
    """Return {id: name} of people of the organisation."""
    ours = (Person.organisation_id == organisation_id, Person.id.in_(map(UUID, ids)))
    return _called(session.execute(select(Person.id, Person.name).where(*ours))) if ids else {}


def modules_called(session: Session, organisation_id: UUID, ids: Collection[str]) -> dict[str, Titles]:
    """Return {id: titles} of modules of the library and of the organisation."""
    wanted = Module.id.in_(map(UUID, ids))
    return _modules(session, organisation_id, wanted) if ids else {}


def every_module(session: Session, organisation_id: UUID) -> dict[str, Titles]:
    """Return {id: titles} of all modules that people of the organisation can take, in the order of the shelf."""
    return _modules(session, organisation_id, in_reach(organisation_id))


def _modules(session: Session, organisation_id: UUID, *wanted: Any) -> dict[str, Titles]:
    ours = or_(Module.organisation_id.is_(None), Module.organisation_id == organisation_id)
    rows = select(Module.id, ModuleVersion.document).join(ModuleVersion, newest()).where(ours, *wanted)
    found = session.execute(rows.order_by(Module.position, Module.slug))
    return {str(identity): document["title"] for identity, document in found}


def curricula_called(session: Session, organisation_id: UUID, ids: Collection[str]) -> dict[str, Titles]:
    """Return {id: titles} of curricula of the organisation."""
    ours = (Curriculum.organisation_id == organisation_id, Curriculum.id.in_(map(UUID, ids)))
    return _called(session.execute(select(Curriculum.id, Curriculum.title).where(*ours))) if ids else {}


def groups_called(session: Session, organisation_id: UUID, ids: Collection[str]) -> dict[str, str]:
    """Return {id: name} of groups made by hand."""
    return hand_groups(session, organisation_id, PeopleGroup.id.in_(map(UUID, ids))) if ids else {}


def hand_groups(session: Session, organisation_id: UUID, *wanted: Any) -> dict[str, str]:
    """Return {id: name} of the groups made by hand, by name."""
    by_hand = (PeopleGroup.rule.is_(None), PeopleGroup.removed_at.is_(None), *wanted)
    rows = select(PeopleGroup.id, PeopleGroup.name).where(PeopleGroup.organisation_id == organisation_id, *by_hand)
    return _called(session.execute(rows.order_by(PeopleGroup.name)))


def _called(rows: Iterable[Any]) -> dict[str, Any]:
    return {str(identity): name for identity, name in rows}
