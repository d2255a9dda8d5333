"""Putting many people into a group that was made by hand: one more kind of act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from lms.assigning.groups import members_by_hand
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.assigning.roster.acts import Doing, Kind, Row, Value, kind
from lms.assigning.roster.models import PeopleActRow
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Person
from lms.people.values import Wrong


def by_hand(session: Session, actor: Actor) -> list[PeopleGroup]:
    """Return the groups people are put into by hand, by name."""
    mine = (scope_of(PeopleGroup, actor), PeopleGroup.rule.is_(None), ~PeopleGroup.retired)
    return list(session.scalars(select(PeopleGroup).where(*mine).order_by(PeopleGroup.name)))


@kind
class AddToGroup(Kind):
    """Put people into a group made by hand."""

    name, asks = "group", "group"
    fields = frozenset()

    def read(self, session: Session, actor: Actor, given: Mapping[str, str]) -> Value:
        """Return the id of a group of ours that has no rule."""
        wanted = read_id(given.get("value", ""))
        if wanted is None or wanted not in {group.id for group in by_hand(session, actor)}:
            raise Wrong("group", "missing")
        return {"id": str(wanted)}

    def changes(self, session: Session, doing: Doing) -> ColumnElement[bool]:
        """Return the condition: with access, and not in it yet."""
        inside = exists().where(GroupMember.group_id == UUID(doing.value["id"]), GroupMember.person_id == Person.id)
        return and_(Person.active, ~inside)

    def do(self, session: Session, doing: Doing, rows: Sequence[Person]) -> Sequence[Row]:
        """Put them in."""
        group = session.get_one(PeopleGroup, UUID(doing.value["id"]))
        joined = members_by_hand.add(session, doing.actor, group, [row.id for row in rows], doing.now).joined
        return [{"person_id": id} for id in joined]

    def undo(self, session: Session, doing: Doing, rows: Sequence[PeopleActRow]) -> Sequence[UUID]:
        """Take those out again whom the act put in."""
        group = session.get_one(PeopleGroup, UUID(doing.value["id"]))
        return members_by_hand.remove(session, doing.actor, group, [row.person_id for row in rows], doing.now).left

    def shown(self, session: Session, actor: Actor, value: Value) -> str:
        """Return the group's name."""
        who = select(PeopleGroup.name).where(scope_of(PeopleGroup, actor), PeopleGroup.id == UUID(value["id"]))
        return session.scalar(who) or "–"
