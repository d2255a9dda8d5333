"""A scenario shared with a named colleague: found by address or name, read with the owner's key, every look noted."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.people.models import Person
from lms.tools.scenarios.models import Scenario, ScenarioLook, ScenarioShare

LONGEST_WHO: Final = 254
MOST_READERS: Final = 20


class NobodyFound(LookupError):
    """No colleague has this address or name."""


class SeveralFound(LookupError):
    """Several colleagues have this name."""


class Oneself(ValueError):
    """One's own scenario is there already."""


class TooManyReaders(ValueError):
    """The scenario is shared with as many as it may be."""


class Ended(NotFound):
    """The owner has ended the sharing: the page says so, and shows nothing of the scenario, not even its name."""

    def __init__(self, owner: str) -> None:
        """Hold who had shared it: the reader knew that before."""
        super().__init__()
        self.owner = owner


def colleague(session: Session, actor: Actor, typed: str) -> Person:
    """Return the one active colleague with exactly this address or whole name, in any case of letters.

    No part of a name finds anybody, so nobody can be listed. NobodyFound, SeveralFound or Oneself.
    """
    wanted = " ".join(typed.split()).lower()
    here = select(Person).where(Person.organisation_id == actor.organisation_id, Person.active)
    found = list(session.scalars(here.where(func.lower(Person.email) == wanted).limit(2)))
    found = found or list(session.scalars(here.where(func.lower(Person.name) == wanted).limit(2)))
    if not found or not wanted:
        raise NobodyFound
    if len(found) > 1:
        raise SeveralFound
    if found[0].id == actor.person_id:
        raise Oneself
    return found[0]


def share(session: Session, actor: Actor, scenario: Scenario, reader: Person, now: datetime) -> None:
    """Let a colleague read a scenario of the actor's own; shared already, it stays so."""
    mine = select(ScenarioShare).where(scope_of(ScenarioShare, actor), ScenarioShare.scenario_id == scenario.id)
    there = {row.person_id: row for row in session.scalars(mine)}
    if sum(row.revoked_at is None for row in there.values()) >= MOST_READERS and reader.id not in there:
        raise TooManyReaders
    row = there.get(reader.id)
    if row is None:
        session.add(
            ScenarioShare(
                id=new_id(),
                organisation_id=actor.organisation_id,
                scenario_id=scenario.id,
                person_id=reader.id,
                shared_at=now,
            )
        )
    elif row.revoked_at is not None:
        row.revoked_at, row.shared_at = None, now
    session.flush()


def revoke(session: Session, actor: Actor, scenario: Scenario, identity: UUID | None, now: datetime) -> None:
    """End a sharing of the actor's own, at once. NotFound when there is none under this id."""
    mine = select(ScenarioShare).where(
        scope_of(ScenarioShare, actor), ScenarioShare.scenario_id == scenario.id, ScenarioShare.id == identity
    )
    row = session.scalars(mine).one_or_none()
    if row is None or scenario.person_id != actor.person_id:
        raise NotFound
    row.revoked_at = row.revoked_at or now


def shared_scenario(session: Session, actor: Actor, identity: UUID) -> tuple[Scenario, str]:
    """Return a colleague's scenario that is shared with the actor now, and the colleague's name.

    NotFound when it never was; Ended when it was until its owner revoked it or took it away.
    """
    mine = (
        select(Scenario, Person.name, ScenarioShare.revoked_at)
        .join(ScenarioShare, ScenarioShare.scenario_id == Scenario.id)
        .join(Person, Person.id == Scenario.person_id)
        .where(
            Scenario.id == identity,
            Scenario.organisation_id == actor.organisation_id,
            ScenarioShare.person_id == actor.person_id,
        )
    )
    found = session.execute(mine).one_or_none()
    if found is None:
        raise NotFound
    row, owner, revoked = found
    if revoked is not None or row.removed_at is not None:
        raise Ended(owner)
    return row, owner


def note_look(database: Database, actor: Actor, scenario: UUID, now: datetime) -> None:
    """Note that the actor has opened a scenario shared with them, in a short transaction before anything is shown.

    NotFound when the share ended a moment ago: then there is nothing to show either.
    """
    open_now = select(ScenarioShare.id).where(
        ScenarioShare.scenario_id == scenario,
        ScenarioShare.person_id == actor.person_id,
        ScenarioShare.revoked_at.is_(None),
    )
    with database.writing() as session:
        if session.scalar(open_now) is None:
            raise NotFound
        session.add(
            ScenarioLook(
                id=new_id(),
                organisation_id=actor.organisation_id,
                scenario_id=scenario,
                person_id=actor.person_id,
                at=now,
            )
        )
