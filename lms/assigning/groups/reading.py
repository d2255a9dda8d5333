"""What the pages on groups read: the list, one group, its members and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import ENDED, Assignment
from lms.assigning.groups import rules
from lms.assigning.groups.models import GroupChange, GroupMember, PeopleGroup
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, NotFound, Rows, scope_of
from lms.people.models import Department, Person

PAGE: Final = 50
PORTION: Final = 2_000
"""Rows of a file that are read at a time."""
MOMENTS, FIRST = 50, 5
"""Moments of the history on a page, and names shown of each."""
After = tuple[str, str]
Key = tuple[datetime, bool, str]
"""A moment, whether people came in, and why."""


@dataclass(frozen=True)
class Uses:
    """What uses a group: assignments by name, and the rules of other groups."""

    assignments: tuple[tuple[UUID, str], ...] = ()
    rules: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything does."""
        return bool(self.assignments or self.rules)


@dataclass(frozen=True)
class Member:
    """One member on a page."""

    id: UUID
    name: str
    email: str
    job: str | None
    department: str | None
    since: datetime


@dataclass(frozen=True)
class Moment:
    """Everybody who came or went for one cause at one moment; the names of the first of them."""

    at: datetime
    joined: bool
    cause: str
    people: int
    names: Sequence[str]


def all_groups(session: Session, actor: Actor) -> list[PeopleGroup]:
    """Return the organisation's groups by name, retired ones too; one query."""
    ours = select(PeopleGroup).where(scope_of(PeopleGroup, actor))
    return sorted(session.scalars(ours), key=lambda each: each.name.casefold())


def one(session: Session, actor: Actor, identity: UUID) -> PeopleGroup:
    """Return one of the organisation's groups, or raise `NotFound`."""
    return Rows(session, actor, PeopleGroup).where(PeopleGroup.id == identity).one_or_404()


def removed(session: Session, actor: Actor, identity: UUID) -> PeopleGroup:
    """Return a group of the organisation that was removed and can still come back, or raise `NotFound`."""
    ours = (PeopleGroup.organisation_id == actor.organisation_id, PeopleGroup.removed_at.is_not(None))
    found = session.scalars(select(PeopleGroup).where(*ours, PeopleGroup.id == identity)).first()
    if found is None:
        raise NotFound
    return found


def uses(session: Session, actor: Actor, groups: Sequence[PeopleGroup]) -> dict[UUID, Uses]:
    """Return {group: what uses it} of all the organisation's groups; one query."""
    given = select(Assignment.id, Assignment.name, Assignment.audience).where(
        Assignment.organisation_id == actor.organisation_id, Assignment.state != ENDED
    )
    assignments: dict[str, list[tuple[UUID, str]]] = {}
    for identity, name, audience in session.execute(given.order_by(Assignment.name)):
        for each in audience:
            if each.get("kind") == "group":
                assignments.setdefault(str(each.get("id")), []).append((identity, name))
    named: dict[str, list[str]] = {}
    for group in groups:
        for value in _names_groups(group):
            named.setdefault(value, []).append(group.name)
    return {
        each.id: Uses(tuple(assignments.get(str(each.id), ())), tuple(named.get(str(each.id), ()))) for each in groups
    }


def uses_of(session: Session, actor: Actor, group: PeopleGroup) -> Uses:
    """Return what uses one group."""
    every = all_groups(session, actor)
    return uses(session, actor, every).get(group.id, Uses())


def _names_groups(group: PeopleGroup) -> set[str]:
    if group.rule is None:
        return set()
    return {value for leaf in rules.leaves(rules.read(group.rule)) if leaf.field == "group" for value in leaf.values}


def members_page(
    session: Session, group: PeopleGroup, word: str = "", after: After | None = None, rows: int = PAGE
) -> tuple[list[Member], After | None]:
    """Return one page of active members by name, and the key of the next page or None; one query."""
    query = (
        select(Person.id, Person.name, Person.email, Person.job, Department.name, GroupMember.since)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(Person.organisation_id == group.organisation_id, GroupMember.group_id == group.id, Person.active)
    )
    if word:
        query = query.where(found_by(word))
    if after:
        name, identity = after
        query = query.where(or_(Person.name > name, and_(Person.name == name, Person.id > read_id(identity))))
    found = [Member(*row) for row in session.execute(query.order_by(Person.name, Person.id).limit(rows + 1))]
    following = (found[rows - 1].name, str(found[rows - 1].id)) if len(found) > rows else None
    return found[:rows], following


def found_by(word: str) -> Any:
    """Return the condition under which a word stands in somebody's name or address."""
    like = f"%{word.replace(chr(92), chr(92) * 2).replace('%', chr(92) + '%').replace('_', chr(92) + '_')}%"
    return or_(Person.name.ilike(like, escape="\\"), Person.email.ilike(like, escape="\\"))


def strangers(session: Session, actor: Actor, group: PeopleGroup | None, word: str, rows: int) -> list[Any]:
    """Return (id, name, email, job) of active people found by a word who are not in the group; one query."""
    ours = select(Person.id, Person.name, Person.email, Person.job).where(
        scope_of(Person, actor), Person.active, found_by(word)
    )
    if group is not None:
        inside = select(GroupMember.person_id).where(GroupMember.group_id == group.id)
        ours = ours.where(Person.id.not_in(inside))
    return list(session.execute(ours.order_by(Person.name, Person.id).limit(rows)))


def history(session: Session, group: PeopleGroup, before: datetime | None = None) -> tuple[list[Moment], bool]:
    """Return what happened at the last 50 moments, the newest first, and whether more lies before; three queries.

    However long the history is, the moments are found along its index, and only their changes are read.
    """
    moments = list(session.scalars(_moments(group, before)))
    page = moments[:MOMENTS]
    key = (GroupChange.at, GroupChange.joined, GroupChange.cause)
    told = select(*key, func.count()).where(GroupChange.group_id == group.id, GroupChange.at.in_(page)).group_by(*key)
    rows = session.execute(told.order_by(GroupChange.at.desc(), GroupChange.joined, GroupChange.cause)).all()
    names = _names(session, group, [(row.at, row.joined, row.cause) for row in rows])
    return [Moment(*row, names.get((row.at, row.joined, row.cause), ())) for row in rows], len(moments) > MOMENTS


def _moments(group: PeopleGroup, before: datetime | None) -> Select[datetime]:
    """Return the query of a page's moments and one more: each the greatest before the last, one step in the index."""

    def latest(than: Any) -> Any:
        mine = select(func.max(GroupChange.at)).where(GroupChange.group_id == group.id)
        return (mine if than is None else mine.where(GroupChange.at < than)).scalar_subquery()

    step = select(latest(before).label("at"), literal(1).label("place")).cte("moments", recursive=True)
    further = select(latest(step.c.at), step.c.place + 1).where(step.c.at.is_not(None), step.c.place <= MOMENTS)
    every = step.union_all(further)
    return select(every.c.at).where(every.c.at.is_not(None)).order_by(every.c.place)


def _names(session: Session, group: PeopleGroup, told: Sequence[Key]) -> dict[Key, list[str]]:
    """Return {(moment, joined, cause): a few names, in order}; of a moment that moved thousands only those are read."""
    if not told:
        return {}
    few = [_few(group, number, *key) for number, key in enumerate(told)]
    each = union_all(*few).subquery()
    found: dict[Key, list[str]] = {}
    for number, name in session.execute(select(each.c.number, each.c.name).order_by(each.c.name)):
        found.setdefault(told[number], []).append(name)
    return found


def _few(group: PeopleGroup, number: int, at: datetime, joined: bool, cause: str) -> Select[Any]:
    named = select(literal(number).label("number"), Person.name).select_from(GroupChange)
    named = named.join(Person, Person.id == GroupChange.person_id)
    same = (GroupChange.group_id == group.id, GroupChange.at == at, GroupChange.joined == joined)
    first = named.where(*same, GroupChange.cause == cause).limit(FIRST).subquery()
    return select(first.c.number, first.c.name)
