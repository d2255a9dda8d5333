"""Who is in a group: a rule asked of everybody, or of some, and every coming and going written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, false, func, literal, literal_column, select
from sqlalchemy.orm import Session

from lms.assigning.groups import rules
from lms.assigning.groups.conditions import condition
from lms.assigning.groups.models import GroupChange, GroupMember, PeopleGroup
from lms.kernel.bulk import among, insert_rows
from lms.kernel.database import insert
from lms.kernel.model import Instant
from lms.kernel.zones import zone_of
from lms.people.models import Organisation, Person

One = TypeVar("One")
RULE, HAND, IMPORT, LEFT = "rule", "hand", "import", "left"
SLICE: Final = 500
"""People whose membership is changed in one transaction of a job, so that it takes less than 100 ms."""
LARGE: Final = 10_000
"""People whose membership is changed by one statement."""
_NOBODY: Final[ColumnElement[bool]] = false()


@dataclass(frozen=True, slots=True)
class Change:
    """Who came into a group and who left it."""

    joined: tuple[UUID, ...] = ()
    left: tuple[UUID, ...] = ()

    def and_then(self, later: Change) -> Change:
        """Return both together."""
        return Change(self.joined + later.joined, self.left + later.left)

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return bool(self.joined or self.left)

    @property
    def people(self) -> tuple[UUID, ...]:
        """Return everybody it touches."""
        return self.joined + self.left


def members(group_id: UUID) -> Select[UUID]:
    """Return the question for the ids of a group's active members."""
    inside = GroupMember.group_id == group_id
    return select(GroupMember.person_id).join(Person, Person.id == GroupMember.person_id).where(inside, Person.active)


def local_day(session: Session, organisation_id: UUID, now: datetime) -> tuple[date, tzinfo]:
    """Return the day it is in an organisation, and its time zone."""
    name = session.scalar(select(Organisation.time_zone).where(Organisation.id == organisation_id))
    zone = zone_of(name)
    return now.astimezone(zone).date(), zone


def fits(session: Session, group: PeopleGroup, now: datetime) -> ColumnElement[bool]:
    """Return the condition of a group's rule as it is asked now."""
    today, zone = local_day(session, group.organisation_id, now)
    return condition(rules.read(group.rule), group.organisation_id, today, zone=zone)


def evaluate(session: Session, group: PeopleGroup, now: datetime, people: Sequence[UUID] | None = None) -> Change:
    """Let come in and go who by the rule should, in the caller's transaction, and return who did.

    `people`: only these are looked at; None means everybody. Doing it twice changes nothing the second time. A group
    made by hand keeps its people; only their number is counted anew.
    """
    if group.rule is None:
        recount(session, group)
        return Change()
    session.flush()
    right = fits(session, group, now)
    fitting, inside = _sides(session, group.id, right, people)
    done = Change()
    for some in slices(session.scalars(inside.except_(fitting)).all(), LARGE):
        done = done.and_then(_let_go(session, group, right, some, now))
    joined = put_in(session, group, Person.id.in_(fitting.except_(inside)), now)
    note(session, group, joined, True, RULE, now)
    done = done.and_then(Change(joined))
    if people is None:
        group.evaluated_at = now
    if people is None or done:
        recount(session, group)
    return done


def _let_go(
    session: Session, group: PeopleGroup, right: ColumnElement[bool], people: Sequence[UUID], now: datetime
) -> Change:
    """Let those of these people go who left or whom the rule does not pick, and write it down."""
    gone = _take_out(session, group, people, but=Person.active.is_(True))
    wrong = _take_out(session, group, people, but=right)
    note(session, group, gone, False, LEFT, now)
    note(session, group, wrong, False, RULE, now)
    return Change(left=gone + wrong)


def difference(session: Session, group: PeopleGroup, now: datetime, people: Sequence[UUID] | None = None) -> Change:
    """Return who would come in and go, without changing anything; two questions."""
    return differing(session, group.id, fits(session, group, now), people)


def differing(
    session: Session, group_id: UUID, right: ColumnElement[bool], people: Sequence[UUID] | None = None
) -> Change:
    """Return who fits a condition and is not in the group, and who is in it and does not fit.

    By EXCEPT: it is never planned row by row, whatever the database believes about the size of a table that has grown.
    """
    fitting, inside = _sides(session, group_id, right, people)
    first: ColumnElement[int] = literal_column("1")
    joined = session.scalars(fitting.except_(inside).order_by(first))
    return Change(tuple(joined), tuple(session.scalars(inside.except_(fitting).order_by(first))))


def _sides(
    session: Session, group_id: UUID, right: ColumnElement[bool], people: Sequence[UUID] | None
) -> tuple[Select[UUID], Select[UUID]]:
    """Return the questions for who fits a condition and for who is in a group, of some people or of everybody."""
    fitting = select(Person.id).where(right)
    inside = select(GroupMember.person_id).where(GroupMember.group_id == group_id)
    if people is not None:
        fitting = fitting.where(among(session, Person.id, people))
        inside = inside.where(among(session, GroupMember.person_id, people))
    return fitting, inside


def put_in(session: Session, group: PeopleGroup, who: ColumnElement[bool], now: datetime) -> tuple[UUID, ...]:
    """Make everybody of the organisation whom a condition picks a member; return who was none before."""
    rows = select(literal(group.id), Person.id, literal(group.organisation_id), literal(now, Instant())).where(
        Person.organisation_id == group.organisation_id, who
    )
    columns = [GroupMember.group_id, GroupMember.person_id, GroupMember.organisation_id, GroupMember.since]
    statement = insert(session, GroupMember).from_select(columns, rows, include_defaults=False)
    return tuple(session.scalars(statement.on_conflict_do_nothing().returning(GroupMember.person_id)))


def _take_out(
    session: Session, group: PeopleGroup, people: Sequence[UUID], but: ColumnElement[bool] = _NOBODY
) -> tuple[UUID, ...]:
    """End the membership of these, except of those whom a condition picks; return whose."""
    stays = select(Person.id).where(among(session, Person.id, people), but)
    theirs = among(session, GroupMember.person_id, people)
    inside = (GroupMember.group_id == group.id, theirs, GroupMember.person_id.not_in(stays))
    statement = delete(GroupMember).where(*inside).returning(GroupMember.person_id)
    return tuple(session.scalars(statement, execution_options={"synchronize_session": False}))


def take_out(session: Session, group: PeopleGroup, people: Sequence[UUID]) -> tuple[UUID, ...]:
    """End the membership of these; return whose there was."""
    return _take_out(session, group, people)


def note(session: Session, group: PeopleGroup, who: Sequence[UUID], joined: bool, cause: str, now: datetime) -> None:
    """Write down that people came into a group or left it."""
    same = {"organisation_id": group.organisation_id, "group_id": group.id, "joined": joined, "cause": cause, "at": now}
    insert_rows(session, GroupChange, ("person_id",), [(person,) for person in who], same=same)


def recount(session: Session, group: PeopleGroup) -> None:
    """Count the members that pages show."""
    group.members = session.scalar(select(func.count()).select_from(members(group.id).subquery())) or 0
    session.flush()


def slices(found: Sequence[One], most: int = SLICE) -> Iterator[Sequence[One]]:
    """Yield what was found in portions."""
    return (found[at : at + most] for at in range(0, len(found), most))
