"""What is shared with whom, and who has looked: the lists both sides see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, scope_of
from lms.kernel.prepared import Prepared
from lms.people.models import Person
from lms.tools.scenarios.models import Scenario, ScenarioLook, ScenarioShare

MOST_LOOKS: Final = 50
"""So many looks, the latest, are shown to the owner; all of them are kept."""


@dataclass(frozen=True)
class Reader:
    """A colleague a scenario is shared with. `looks`: how often they have opened it, the last time `last_look`."""

    share: UUID
    name: str
    shared_at: datetime
    looks: int
    last_look: datetime | None


@dataclass(frozen=True)
class Look:
    """One look of a colleague."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Received:
    """A scenario a colleague shares, by its tool: what it is called stands on its own page alone."""

    scenario: UUID
    calculator: UUID
    owner: str
    shared_at: datetime


@dataclass(frozen=True)
class Given:
    """A scenario of one's own that a colleague may read."""

    scenario: UUID
    calculator: UUID
    reader: str
    shared_at: datetime


def readers(session: Session, actor: Actor, scenario: UUID) -> list[Reader]:
    """Return with whom a scenario of the actor's own is shared now, by name."""
    found = _READERS.run(session, actor, scenario=scenario)
    return [Reader(row, name, at, looks or 0, last) for row, name, at, looks, last in found]


def _readers(actor: Actor) -> Any:
    looked = (
        select(ScenarioLook.person_id, func.count().label("looks"), func.max(ScenarioLook.at).label("last"))
        .where(scope_of(ScenarioLook, actor), ScenarioLook.scenario_id == bindparam("scenario"))
        .group_by(ScenarioLook.person_id)
        .subquery()
    )
    return (
        select(ScenarioShare.id, Person.name, ScenarioShare.shared_at, looked.c.looks, looked.c.last)
        .join(Person, Person.id == ScenarioShare.person_id)
        .outerjoin(looked, looked.c.person_id == ScenarioShare.person_id)
        .where(
            scope_of(ScenarioShare, actor),
            ScenarioShare.scenario_id == bindparam("scenario"),
            ScenarioShare.revoked_at.is_(None),
        )
        .order_by(Person.name, ScenarioShare.id)
    )


def looks(session: Session, actor: Actor, scenario: UUID) -> list[Look]:
    """Return who has opened a scenario of the actor's own, the latest first; those whose share has ended too."""
    return [Look(name, at) for name, at in _LOOKS.run(session, actor, scenario=scenario)]


def _looks(actor: Actor) -> Any:
    return (
        select(Person.name, ScenarioLook.at)
        .join(Person, Person.id == ScenarioLook.person_id)
        .where(scope_of(ScenarioLook, actor), ScenarioLook.scenario_id == bindparam("scenario"))
        .order_by(ScenarioLook.at.desc(), ScenarioLook.id.desc())
        .limit(MOST_LOOKS)
    )


_READERS: Final = Prepared(_readers)
_LOOKS: Final = Prepared(_looks)


def shared_with_me(session: Session, actor: Actor) -> list[Received]:
    """Return what colleagues share with the actor, the latest first."""
    mine = (
        select(Scenario.id, Scenario.calculator_id, Person.name, ScenarioShare.shared_at)
        .join(ScenarioShare, ScenarioShare.scenario_id == Scenario.id)
        .join(Person, Person.id == Scenario.person_id)
        .where(
            ScenarioShare.person_id == actor.person_id,
            ScenarioShare.revoked_at.is_(None),
            Scenario.organisation_id == actor.organisation_id,
            Scenario.removed_at.is_(None),
        )
        .order_by(ScenarioShare.shared_at.desc(), ScenarioShare.id)
    )
    return [Received(*row) for row in session.execute(mine)]


def shared_by_me(session: Session, actor: Actor) -> list[Given]:
    """Return what the actor shares with colleagues, the latest first."""
    mine = (
        select(Scenario.id, Scenario.calculator_id, Person.name, ScenarioShare.shared_at)
        .join(ScenarioShare, ScenarioShare.scenario_id == Scenario.id)
        .join(Person, Person.id == ScenarioShare.person_id)
        .where(scope_of(Scenario, actor), ScenarioShare.revoked_at.is_(None), Scenario.removed_at.is_(None))
        .order_by(ScenarioShare.shared_at.desc(), ScenarioShare.id)
    )
    return [Given(*row) for row in session.execute(mine)]
