"""The names behind the ids that assignments hold: looked up for a whole page at once, never one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.audience import BY_COMING
from lms.assigning.assignments.models import Assignment, DueEvent
from lms.assigning.curricula.models import Curriculum
from lms.assigning.groups.models import PeopleGroup
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Department, Person


@dataclass(frozen=True)
class Names:
    """What the page in hand may call by name; what is not in it is gone."""

    departments: Mapping[UUID, str] = field(default_factory=dict)
    groups: Mapping[UUID, str] = field(default_factory=dict)
    people: Mapping[UUID, str] = field(default_factory=dict)
    events: Mapping[UUID, str] = field(default_factory=dict)
    curricula: Mapping[UUID, dict[str, str]] = field(default_factory=dict)
    places: Mapping[UUID, str] = field(default_factory=dict)


def names_of(session: Session, actor: Actor, assignments: Iterable[Assignment]) -> Names:
    """Return the names in these assignments: at most six queries, each skipped where nothing asks for it."""
    every = list(assignments)
    parts = [part for each in every for part in each.audience]
    rules = [each.due for each in every]
    titles = {each.curriculum_id for each in every} | _ids(rules, "curriculum")
    return Names(
        departments=_named(session, actor, Department, Department.name, _of(parts, "department")),
        groups=_named(session, actor, PeopleGroup, PeopleGroup.name, _of(parts, "group")),
        people=_named(session, actor, Person, Person.name, _of(parts, "person") | _of(parts, "reports")),
        events=_named(session, actor, DueEvent, DueEvent.name, _ids(rules, "event")),
        curricula=_named(session, actor, Curriculum, Curriculum.title, titles),
        places=_places(session, actor, parts),
    )


def _places(session: Session, actor: Actor, parts: Iterable[Mapping[str, str]]) -> dict[UUID, str]:
    wanted = {kind: _of(parts, kind) for kind in BY_COMING}
    found: dict[UUID, str] = {}
    for kind, ids in wanted.items():
        found |= BY_COMING[kind](session, actor.organisation_id, ids) if ids else {}
    return found


def _of(parts: Iterable[Mapping[str, str]], kind: str) -> set[UUID]:
    return _ids([part for part in parts if part.get("kind") == kind], "id")


def _ids(values: Iterable[Mapping[str, Any]], key: str) -> set[UUID]:
    return {found for value in values if (found := read_id(str(value.get(key, "")))) is not None}


def _named(session: Session, actor: Actor, model: Any, name: Any, ids: set[UUID]) -> dict[UUID, Any]:
    if not ids:
        return {}
    rows = session.execute(select(model.id, name).where(scope_of(model, actor), model.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def people_named(session: Session, actor: Actor, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of these people; one query, none for nobody."""
    return _named(session, actor, Person, Person.name, {id for id in ids if id is not None})


def curricula_named(session: Session, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the titles of these curricula by language; one query, none for none."""
    return _named(session, actor, Curriculum, Curriculum.title, set(ids))
