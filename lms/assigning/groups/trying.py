"""A rule tried out before it is saved: how many fit, who the first are, and what would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.assigning.groups import membership
from lms.assigning.groups.conditions import condition
from lms.assigning.groups.membership import SLICE
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.names import names_of
from lms.assigning.groups.rules import Rule, digest, leaves, write
from lms.people.models import Person

SHOWN: Final = 10
"""Names shown of those who fit, and of those who come in or go."""


@dataclass(frozen=True)
class Difference:
    """Who would come in and who would go, with the first names of each."""

    joined: tuple[UUID, ...]
    left: tuple[UUID, ...]
    joining: Sequence[str]
    leaving: Sequence[str]

    @property
    def few(self) -> tuple[UUID, ...] | None:
        """Return everybody concerned where they are few enough to be moved at once, else None."""
        concerned = self.joined + self.left
        return concerned if len(concerned) <= SLICE else None


@dataclass(frozen=True)
class Tried:
    """What a rule gives: who fits, of how many people; `seen` is the rule as it was shown, for the form to carry."""

    fitting: int
    people: int
    first: Sequence[str]
    seen: str
    difference: Difference | None = None

    @property
    def is_everybody(self) -> bool:
        """Return whether everybody fits."""
        return self.fitting == self.people


def try_out(session: Session, organisation_id: UUID, rule: Rule, now: datetime, group: PeopleGroup | None) -> Tried:
    """Return who fits a rule now; beside a group, what it would change there. Reads only."""
    today, zone = membership.local_day(session, organisation_id, now)
    right = condition(rule, organisation_id, today, zone=zone)
    ours = (Person.organisation_id == organisation_id, Person.active)
    people = session.scalar(select(func.count()).select_from(Person).where(*ours)) or 0
    fitting = session.scalar(select(func.count()).select_from(Person).where(right)) or 0
    changed = group is not None and write(rule) != group.rule
    difference = _difference(session, group, right) if group is not None and changed else None
    return Tried(fitting, people, _first(session, right), digest(rule), difference)


def who_comes_in(session: Session, organisation_id: UUID, rule: Rule, now: datetime) -> tuple[UUID, ...] | None:
    """Return who fits a rule where they are few enough to be put in at once, else None. Reads only."""
    today, zone = membership.local_day(session, organisation_id, now)
    right = condition(rule, organisation_id, today, zone=zone)
    found = tuple(session.scalars(select(Person.id).where(right).limit(SLICE + 1)))
    return found if len(found) <= SLICE else None


def names_something_gone(session: Session, organisation_id: UUID, rule: Rule) -> set[str]:
    """Return the fields in which a rule names something that is not there, or not in this organisation."""
    names = names_of(session, organisation_id, rule)
    return {leaf.field for leaf in leaves(rule) if names.missing(leaf)}


def _first(session: Session, right: ColumnElement[bool]) -> Sequence[str]:
    return session.scalars(select(Person.name).where(right).order_by(Person.name, Person.id).limit(SHOWN)).all()


def _difference(session: Session, group: PeopleGroup, right: ColumnElement[bool]) -> Difference:
    change = membership.differing(session, group.id, right)
    named = [_named(session, some) for some in (change.joined, change.left)]
    return Difference(change.joined, change.left, *named)


def _named(session: Session, people: Sequence[UUID]) -> Sequence[str]:
    some = people[:SHOWN]
    return session.scalars(select(Person.name).where(Person.id.in_(some)).order_by(Person.name)).all() if some else ()
