"""What can be done with many people at once, kind by kind: whom it changes, how, and how it is taken back.

A kind registers itself; pages and the job know no kind by name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from flask_babel import format_date
from sqlalchemy import ColumnElement, and_, delete, false, or_, select, update
from sqlalchemy.orm import Session

from lms.assigning.roster.models import PeopleActRow
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, Role, scope_of
from lms.people import editing, words
from lms.people.departments import named_tree
from lms.people.models import Department, Person, SignIn
from lms.people.values import Wrong, read_date, read_email, read_text

Value = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doing:
    """One act in hand: by whom, what is set, when."""

    actor: Actor
    value: Value
    now: datetime


class Kind(ABC):
    """One thing that can be done. `asks`: what the page asks for: department, email, text, days, group or nothing."""

    name: ClassVar[str]
    asks: ClassVar[str] = ""
    fields: ClassVar[frozenset[str]]
    """The columns of Person it changes; none where it changes none."""

    @abstractmethod
    def read(self, session: Session, actor: Actor, given: Mapping[str, str]) -> Value:
        """Return the value that a form sent. Raises Wrong."""

    @abstractmethod
    def changes(self, session: Session, doing: Doing) -> ColumnElement[bool]:
        """Return the condition over Person of those for whom it changes something."""

    @abstractmethod
    def do(self, session: Session, doing: Doing, rows: Sequence[Person]) -> Sequence[Row]:
        """Do it to these people, for all of whom it changes something; return what stood there before, by person."""

    @abstractmethod
    def undo(self, session: Session, doing: Doing, rows: Sequence[PeopleActRow]) -> Sequence[UUID]:
        """Put back what stood there, where nobody has changed it since; return whose was put back."""

    def shown(self, session: Session, actor: Actor, value: Value) -> str:
        """Return the value as a person reads it."""
        return str(value.get("text") or "–")


KINDS: Final[dict[str, Kind]] = {}


def kind(made: type[Kind]) -> type[Kind]:
    """Register a kind under its name."""
    KINDS[made.name] = made()
    return made


def offered() -> list[Kind]:
    """Return every kind, in the order in which they were registered."""
    return list(KINDS.values())


class _Column(Kind):
    """Sets one column of Person to one value; `kept` is the column of the row that keeps what stood there."""

    column: ClassVar[str]
    kept: ClassVar[str]
    names: ClassVar[type[Department | Person] | None] = None
    """Whose id the column holds, if it holds one."""

    def stored(self, value: Value) -> Any:
        """Return what is stored in the column."""
        return value["text"]

    def changes(self, session: Session, doing: Doing) -> ColumnElement[bool]:
        if self._gone(session, {self.stored(doing.value)}):
            return false()
        return getattr(Person, self.column).is_distinct_from(self.stored(doing.value))  # type: ignore[no-any-return]

    def _gone(self, session: Session, ids: set[Any]) -> set[Any]:
        """Return which of these ids the column cannot hold any more: their department or person is no longer there."""
        if self.names is None:
            return set()
        there = set(session.scalars(select(self.names.id).where(self.names.id.in_(ids))))
        return ids - there - {None}

    def fits(self, session: Session, people: Sequence[UUID], before: Any) -> Sequence[UUID]:
        """Return those of these people to whom the former value can be given back now."""
        return people

    def do(self, session: Session, doing: Doing, rows: Sequence[Person]) -> Sequence[Row]:
        before = [{"person_id": row.id, self.kept: getattr(row, self.column)} for row in rows]
        _set(session, [row.id for row in rows], {self.column: self.stored(doing.value)})
        if self.fields & editing.FOUND_BY:
            words.rewrite(session, [row.id for row in rows])
        return before

    def undo(self, session: Session, doing: Doing, rows: Sequence[PeopleActRow]) -> Sequence[UUID]:
        column = getattr(Person, self.column)
        ids = [row.person_id for row in rows]
        still = set(session.scalars(select(Person.id).where(Person.id.in_(ids), column == self.stored(doing.value))))
        if self.stored(doing.value) is None:
            still = set(session.scalars(select(Person.id).where(Person.id.in_(ids), column.is_(None))))
        by_value: dict[Any, list[UUID]] = {}
        for row in rows:
            if row.person_id in still:
                by_value.setdefault(getattr(row, self.kept), []).append(row.person_id)
        gone = self._gone(session, set(by_value))
        back: list[UUID] = []
        for before, people in by_value.items():
            fitting = [] if before in gone else self.fits(session, people, before)
            _set(session, fitting, {self.column: before})
            back += fitting
        if self.fields & editing.FOUND_BY:
            words.rewrite(session, back)
        return back


@kind
class SetDepartment(_Column):
    """Move people to a department."""

    name, asks, column, kept = "department", "department", "department_id", "before_id"
    names = Department
    fields = frozenset({"department_id"})

    def read(self, session: Session, actor: Actor, given: Mapping[str, str]) -> Value:
        """Return the id of a department of ours."""
        wanted = read_id(given.get("value", ""))
        ours = select(Department.id).where(scope_of(Department, actor), Department.id == wanted)
        if wanted is None or session.scalar(ours) is None:
            raise Wrong("department", "missing")
        return {"id": str(wanted)}

    def stored(self, value: Value) -> Any:
        """Return the department's id."""
        return UUID(value["id"])

    def shown(self, session: Session, actor: Actor, value: Value) -> str:
        """Return the way to it from the top."""
        ways = {str(node.id): node.way for node in named_tree(session, actor.organisation_id)}
        return ways.get(value["id"], "–")


@kind
class SetManager(_Column):
    """Give people a line manager; whoever stands above that manager stays as they are."""

    name, asks, column, kept = "manager", "email", "manager_id", "before_id"
    names = Person
    fields = frozenset({"manager_id"})

    def read(self, session: Session, actor: Actor, given: Mapping[str, str]) -> Value:
        """Return the id of whoever has the address."""
        email = read_email(given.get("value"), "manager_email")
        found = session.scalar(select(Person.id).where(scope_of(Person, actor), Person.email == email, Person.active))
        if found is None:
            raise Wrong("manager_email", "manager", email)
        return {"id": str(found)}

    def stored(self, value: Value) -> Any:
        """Return the manager's id."""
        return UUID(value["id"])

    def changes(self, session: Session, doing: Doing) -> ColumnElement[bool]:
        """Return the condition: another manager than this one, and not this one or anybody above."""
        manager = self.stored(doing.value)
        closed = {manager, *editing.above(session, manager)}
        return and_(super().changes(session, doing), Person.id.not_in(closed))

    def fits(self, session: Session, people: Sequence[UUID], before: Any) -> Sequence[UUID]:
        """Return those who do not stand above their former manager by now."""
        closed = {before, *editing.above(session, before)} if before else set()
        return [each for each in people if each not in closed]

    def shown(self, session: Session, actor: Actor, value: Value) -> str:
        """Return the manager's name."""
        who = select(Person.name).where(scope_of(Person, actor), Person.id == UUID(value["id"]))
        return session.scalar(who) or "–"


@kind
class SetLocation(_Column):
    """Say where people work."""

    name, asks, column, kept = "location", "text", "location", "before_text"
    fields = frozenset({"location"})

    def read(self, session: Session, actor: Actor, given: Mapping[str, str]) -> Value:
        """Return the place, None to say nothing about it."""
        return {"text": read_text("location", given.get("value"))}


@kind
class SetAway(Kind):
    """Say from when until when people are away, or that they are back."""

    name, asks = "away", "days"
    fields = frozenset({"away_from", "away_until"})

    def read(self, session: Session, actor: Actor, given: Mapping[str, str]) -> Value:
        """Return the two days, None and None to end it."""
        since, until = read_date(given.get("from"), "away_from"), read_date(given.get("until"), "away_until")
        editing.check_away(since, until)
        return {"from": since.isoformat() if since else None, "until": until.isoformat() if until else None}

    def changes(self, session: Session, doing: Doing) -> ColumnElement[bool]:
        """Return the condition of other days than these."""
        since, until = _days(doing.value)
        return or_(Person.away_from.is_distinct_from(since), Person.away_until.is_distinct_from(until))

    def do(self, session: Session, doing: Doing, rows: Sequence[Person]) -> Sequence[Row]:
        """Set both days."""
        before = [{"person_id": row.id, "before_from": row.away_from, "before_until": row.away_until} for row in rows]
        since, until = _days(doing.value)
        _set(session, [row.id for row in rows], {"away_from": since, "away_until": until})
        return before

    def undo(self, session: Session, doing: Doing, rows: Sequence[PeopleActRow]) -> Sequence[UUID]:
        """Put the former days back where these still stand."""
        ids = [row.person_id for row in rows]
        changed = self.changes(session, doing)
        still = set(session.scalars(select(Person.id).where(Person.id.in_(ids), ~changed)))
        for row in rows:
            if row.person_id in still:
                _set(session, [row.person_id], {"away_from": row.before_from, "away_until": row.before_until})
        return list(still)

    def shown(self, session: Session, actor: Actor, value: Value) -> str:
        """Return both days."""
        days = [format_date(day, "long") for day in _days(value) if day]
        return " – ".join(days) or "–"


@kind
class Deactivate(Kind):
    """End people's access. Never one's own, and an administrator's only by itself on their page."""

    name = "deactivate"
    fields = frozenset({"active"})

    def read(self, session: Session, actor: Actor, given: Mapping[str, str]) -> Value:
        """Return nothing: there is nothing to say."""
        return {}

    def changes(self, session: Session, doing: Doing) -> ColumnElement[bool]:
        """Return the condition: somebody else, with access, who is no administrator."""
        return and_(Person.active, Person.id != doing.actor.person_id, ~editing.has_role(Role.ADMIN))

    def do(self, session: Session, doing: Doing, rows: Sequence[Person]) -> Sequence[Row]:
        """End the memberships, and the sign-ins with them."""
        ids = [row.id for row in rows]
        _set(session, ids, {"active": False})
        gone = delete(SignIn).where(SignIn.person_id.in_(ids))
        session.execute(gone.execution_options(synchronize_session=False))
        return [{"person_id": id} for id in ids]

    def undo(self, session: Session, doing: Doing, rows: Sequence[PeopleActRow]) -> Sequence[UUID]:
        """Give access back."""
        ids = [row.person_id for row in rows]
        still = list(session.scalars(select(Person.id).where(Person.id.in_(ids), ~Person.active)))
        _set(session, still, {"active": True})
        return still


def _days(value: Value) -> tuple[date | None, date | None]:
    return read_date(value["from"]), read_date(value["until"])


def _set(session: Session, ids: Sequence[UUID], values: Mapping[str, Any]) -> None:
    if ids:
        change = update(Person).where(Person.id.in_(ids)).values(dict(values))
        session.execute(change.execution_options(synchronize_session=False))
