"""A real person to show settings on: somebody who is asked for, else the one whose due date is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import OPEN, Assigned
from lms.assigning.assignments.reading import seen
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.people import words
from lms.people.models import Person
from lms.people.values import EARLIEST, LATEST

FOUND: Final = 6
FOUR_WEEKS: Final = timedelta(days=28)


@dataclass(frozen=True)
class Example:
    """Somebody and a due date of theirs; of nobody's where they have none to come."""

    person: Person
    manager: str | None
    due: date


def people_found(session: Session, actor: Actor, word: str) -> Sequence[Person]:
    """Return the first few people that what was typed finds, by name; none where nothing was typed."""
    if not word:
        return []
    found = words.matching(session, actor, word)
    ours = select(Person).where(scope_of(Person, actor), Person.active, *found.conditions)
    return session.scalars(ours.order_by(Person.name, Person.id).limit(FOUND)).all()


def somebody(session: Session, actor: Actor, id: UUID | None, today: date) -> Person | None:
    """Return the person who is asked for, else whoever has the nearest due date, else anybody, else None.

    Raises NotFound for somebody who is not there.
    """
    ours = select(Person).where(scope_of(Person, actor))
    if id is not None:
        person = session.scalar(ours.where(Person.id == id))
        if person is None:
            raise NotFound
        return person
    return session.scalar(ours.where(Person.id == _nearest(session, actor, today))) or session.scalar(
        ours.where(Person.active).order_by(Person.name, Person.id).limit(1)
    )


def example(session: Session, actor: Actor, id: UUID | None, due: date | None, today: date) -> Example | None:
    """Return whom the steps are shown on and for which due date; None in an organisation without anybody."""
    person = somebody(session, actor, id, today)
    if person is None:
        return None
    manager = session.scalar(select(Person.name).where(Person.id == person.manager_id)) if person.manager_id else None
    shown = due or _due_of(session, actor, person, today) or today + FOUR_WEEKS
    return Example(person, manager, min(max(shown, EARLIEST), LATEST))


def _nearest(session: Session, actor: Actor, today: date) -> UUID | None:
    """Return who of the organisation has something open that is due next."""
    ours = (Assigned.organisation_id == actor.organisation_id, Assigned.state == OPEN, Assigned.due >= today)
    query = select(Assigned.person_id).join(Person, Person.id == Assigned.person_id).where(*ours, Person.active, seen())
    return session.scalar(query.order_by(Assigned.due, Person.name).limit(1))


def _due_of(session: Session, actor: Actor, person: Person, today: date) -> date | None:
    mine = (scope_of(Assigned, actor), Assigned.person_id == person.id, Assigned.state == OPEN, Assigned.due >= today)
    return session.scalar(select(Assigned.due).where(*mine).order_by(Assigned.due).limit(1))
