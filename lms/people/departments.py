"""The department tree: read with how many people are where, added to, renamed, moved, merged, and tidied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.orm import Session

from lms.kernel import audit, ledger
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor
from lms.people import changes, words
from lms.people.changes import PeopleChanged
from lms.people.models import Department, DepartmentGone, Organisation, Person
from lms.people.values import Wrong, read_text

AT_ONCE: Final = 500
"""People whose words are written anew in the act itself; more wait for a job."""
NAMED: Final = 1_000
"""People that news names one by one; of more it says that the whole organisation is meant."""

TEXTS: Final = {
    "name": _l("Give the department a name."),
    "twin": _l("There is a department called “%(name)s” here already. Choose another name, or merge the two."),
    "inside": _l("A department cannot stand inside itself or one of its own. Choose another place."),
    "itself": _l("Choose another department to merge into."),
    "named": _l("“%(by)s” is for this department, and would reach nobody any more. Change that first."),
    "people": _l("There are people in it. Merge it into another department instead."),
    "below": _l("There are departments in it. Move them first, or merge it into another."),
}


class Refused(ValueError):
    """What cannot be done with a department; `text` says why and what to do."""

    def __init__(self, code: str, **given: str) -> None:
        """Keep a key of TEXTS and what stands in it."""
        super().__init__(code)
        self.code, self.given = code, given

    @property
    def text(self) -> str:
        """Return the words, in the language of the request."""
        return str(TEXTS[self.code]) % self.given


@dataclass(frozen=True, slots=True)
class Node:
    """A department in the tree. `depth`: 0 at the top. `people`: active people in it; `below`: with all under it."""

    id: UUID
    parent_id: UUID | None
    name: str
    depth: int
    path: tuple[str, ...]
    people: int
    below: int

    @property
    def way(self) -> str:
        """Return the names from the top down to this one."""
        return " › ".join(self.path)


def tree(session: Session, organisation_id: UUID) -> list[Node]:
    """Return all departments, each before those inside it, by name; two queries."""
    rows = session.execute(
        select(Department.id, Department.parent_id, Department.name)
        .where(Department.organisation_id == organisation_id)
        .order_by(Department.name, Department.id)
    ).all()
    counted = select(Person.department_id, func.count()).where(
        Person.organisation_id == organisation_id, Person.active, Person.department_id.is_not(None)
    )
    people = {id: count for id, count in session.execute(counted.group_by(Person.department_id)) if id is not None}
    return _grown(rows, people)


def named_tree(session: Session, organisation_id: UUID) -> list[Node]:
    """Return all departments without counting anybody, for a list to choose from; one query."""
    rows = session.execute(
        select(Department.id, Department.parent_id, Department.name)
        .where(Department.organisation_id == organisation_id)
        .order_by(Department.name, Department.id)
    ).all()
    return _grown(rows, {})


def _grown(rows: Sequence[Any], people: dict[UUID, int]) -> list[Node]:
    inside: dict[UUID | None, list[tuple[UUID, str]]] = {}
    known = {id for id, _parent, _name in rows}
    for id, parent, name in rows:
        inside.setdefault(parent if parent in known else None, []).append((id, name))
    found: list[Node] = []

    def grow(parent: UUID | None, path: tuple[str, ...]) -> int:
        total = 0
        for id, name in inside.get(parent, []):
            place = len(found)
            here = people.get(id, 0)
            found.append(Node(id, parent, name, len(path), (*path, name), here, 0))
            below = here + grow(id, (*path, name))
            node = found[place]
            found[place] = Node(id, parent, name, node.depth, node.path, here, below)
            total += below
        return total

    grow(None, ())
    return found


def subtree(department_id: UUID) -> Select[tuple[UUID]]:
    """Return the query of a department's id and those of all inside it."""
    down = select(Department.id).where(Department.id == department_id).cte("inside", recursive=True)
    down = down.union(select(Department.id).join(down, Department.parent_id == down.c.id))
    return select(down.c.id)


def hold_tree(session: Session, organisation_id: UUID) -> None:
    """Keep others from moving anything of an organisation's trees until the commit: two moves can close a ring that
    neither of them is."""
    held = select(Organisation.id).where(Organisation.id == organisation_id)
    session.execute(held.with_for_update(key_share=True))


def add(session: Session, actor: Actor, name: str, parent: Department | None, now: datetime) -> Department:
    """Add a department. Refused: no name, or a twin beside it."""
    read = _name(session, actor, name, parent.id if parent else None, None)
    department = Department(organisation_id=actor.organisation_id, parent_id=parent.id if parent else None, name=read)
    session.add(department)
    session.flush()
    audit.note(session, actor, "department.added", now, detail=read)
    return department


def rename(session: Session, actor: Actor, department: Department, name: str, now: datetime) -> None:
    """Give a department another name; its people are found by it. Refused: no name, or a twin beside it."""
    read = _name(session, actor, name, department.parent_id, department.id)
    if read == department.name:
        return
    before, department.name = department.name, read
    session.flush()
    _words_again(session, department, now)
    audit.note(session, actor, "department.renamed", now, detail=f"{before} → {read}"[:200])


def move(session: Session, actor: Actor, department: Department, parent: Department | None, now: datetime) -> None:
    """Put a department under another, or at the top. Refused: under itself or its own, or beside a twin."""
    hold_tree(session, actor.organisation_id)
    if parent is not None and parent.id in set(session.scalars(subtree(department.id))):
        raise Refused("inside")
    target = parent.id if parent else None
    if target == department.parent_id:
        return
    _name(session, actor, department.name, target, department.id)
    department.parent_id = target
    session.flush()
    audit.note(
        session, actor, "department.moved", now, detail=f"{department.name} → {parent.name if parent else '·'}"[:200]
    )
    changes.announce(session, PeopleChanged(actor.organisation_id, None, frozenset({"department_id"}), now))


def check_apart(session: Session, actor: Actor, department: Department, into: Department) -> None:
    """Raise Refused where `into` is the department itself or inside it; nobody moves either until the commit."""
    if into.id == department.id:
        raise Refused("itself")
    hold_tree(session, actor.organisation_id)
    if into.id in set(session.scalars(subtree(department.id))):
        raise Refused("inside")


def merge(  # noqa: PLR0913  - `before` is the job's alone
    session: Session, actor: Actor, department: Department, into: Department, now: datetime, *, before: int = 0
) -> int:
    """Move everybody and everything in a department into another and remove it; return how many people moved.

    What was done is written down with both names and the number, so that it can be put back by hand. `before`: how many
    were there when the merging began, where a job has moved most of them already.
    Refused: into itself or one inside it.
    """
    check_apart(session, actor, department, into)
    moved = list(session.scalars(select(Person.id).where(Person.department_id == department.id)))
    session.execute(update(Person).where(Person.department_id == department.id).values(department_id=into.id))
    _adopt(session, department, into)
    _gone(session, department, into, now)
    session.flush()
    _words_again(session, into, now)
    count = before or len(moved)
    audit.note(session, actor, "department.merged", now, detail=f"{department.name} → {into.name} ({count})"[:200])
    named = tuple(moved) if count <= NAMED else None
    changes.announce(session, PeopleChanged(actor.organisation_id, named, frozenset({"department_id"}), now))
    return count


def _adopt(session: Session, department: Department, into: Department) -> None:
    """Put what stood inside `department` inside `into`; a twin there gets a number, as no two may share a name."""
    taken = set(session.scalars(select(Department.name).where(Department.parent_id == into.id)))
    for child in session.scalars(select(Department).where(Department.parent_id == department.id)):
        name, number = child.name, 2
        while name in taken:
            name, number = f"{child.name[:110]} ({number})", number + 1
        child.name, child.parent_id = name, into.id
        taken.add(name)
    session.flush()


def remove(session: Session, actor: Actor, department: Department, now: datetime) -> None:
    """Remove an empty department. Refused: people or departments in it."""
    if session.scalar(select(exists().where(Person.department_id == department.id))):
        raise Refused("people")
    if session.scalar(select(exists().where(Department.parent_id == department.id))):
        raise Refused("below")
    _gone(session, department, None, now)
    audit.note(session, actor, "department.removed", now, detail=department.name)


def _gone(session: Session, department: Department, into: Department | None, now: datetime) -> None:
    """Delete a department, and keep its name and where its people went for those who come by an old address."""
    into_id = into.id if into else None
    kept = DepartmentGone(
        id=department.id, organisation_id=department.organisation_id, name=department.name, into_id=into_id, at=now
    )
    session.add(kept)
    session.delete(department)


def gone(session: Session, organisation_id: UUID) -> dict[UUID, DepartmentGone]:
    """Return the departments that are no more, by id; one query."""
    ours = select(DepartmentGone).where(DepartmentGone.organisation_id == organisation_id)
    return {each.id: each for each in session.scalars(ours)}


def today_of(id: UUID, gone: Mapping[UUID, DepartmentGone]) -> UUID | None:
    """Return the department that one is part of today: itself where it is not gone, None where it was removed."""
    seen: set[UUID] = set()
    here: UUID | None = id
    while here is not None and here in gone and here not in seen:
        seen.add(here)
        here = gone[here].into_id
    return here if here not in seen else None


def _name(session: Session, actor: Actor, name: str, parent_id: UUID | None, own: UUID | None) -> str:
    try:
        read = read_text("department", name)
    except Wrong as wrong:
        raise Refused("name") from wrong
    if read is None:
        raise Refused("name")
    twins = select(Department.id).where(
        Department.organisation_id == actor.organisation_id,
        Department.parent_id == parent_id if parent_id else Department.parent_id.is_(None),
        func.lower(Department.name) == read.lower(),
    )
    if session.scalar(twins.where(Department.id != own) if own else twins) is not None:
        raise Refused("twin", name=read)
    return read


def _words_again(session: Session, department: Department, now: datetime) -> None:
    people = list(session.scalars(select(Person.id).where(Person.department_id == department.id).limit(AT_ONCE + 1)))
    if len(people) <= AT_ONCE:
        words.rewrite(session, people)
    else:
        arguments = {"department": str(department.id)}
        ledger.enqueue(
            session, "people.department_words", arguments, now=now, organisation_id=department.organisation_id
        )


@job("people.department_words", allowed=JOB, label=_l("Find people by their department's new name"))
def department_words(work: Work) -> None:
    """Write the words of everybody in a department anew, in portions."""
    wanted, after = UUID(str(work.arguments["department"])), UUID(int=0)
    while True:
        with work.reading() as reading:
            people = select(Person.id).where(Person.department_id == wanted, Person.id > after).order_by(Person.id)
            portion = list(reading.scalars(people.limit(words.PORTION)))
        if not portion:
            return
        with work.writing() as session:
            words.rewrite(session, portion)
        after = portion[-1]
