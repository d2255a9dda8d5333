"""What happens to groups: made, renamed, given another rule, retired, removed and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.assigning.groups import forgetting, membership, rules
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.news import look_again, tell_assignments
from lms.assigning.groups.rules import Rule
from lms.kernel import audit
from lms.kernel.permissions import Actor

LONGEST_NAME: Final = 120


class NameTaken(ValueError):
    """Another group of the organisation has that name."""


class Changed(RuntimeError):
    """Somebody else has changed the group since it was opened; nothing is stored."""


def make(
    session: Session,
    actor: Actor,
    name: str,
    rule: Rule | None,
    now: datetime,
    fitting: Sequence[UUID] | None = None,
) -> PeopleGroup:
    """Make a group, by hand where there is no rule. Raises `NameTaken`.

    `fitting`: who fits the rule, where they are few, and then come in at once; None has the job look everybody up.
    """
    _free(session, actor, name)
    group = PeopleGroup(
        organisation_id=actor.organisation_id,
        name=name,
        rule=None if rule is None else rules.write(rule),
        members=0,
        retired=False,
        revision=1,
        created_at=now,
    )
    session.add(group)
    session.flush()
    audit.note(session, actor, "group.made", now, detail=str(group.id))
    _look(session, group, fitting, now)
    return group


def change(
    session: Session,
    actor: Actor,
    group: PeopleGroup,
    name: str,
    rule: Rule | None,
    revision: int,
    now: datetime,
    differing: Sequence[UUID] | None = None,
) -> None:
    """Give a group another name or rule; a group by hand stays one, and one by rule too.

    `revision`: of the group as it was opened. `differing`: who comes in or goes, where they are few; None has the job
    look everybody up. Raises `NameTaken`, and `Changed` where somebody else was quicker.
    """
    _free(session, actor, name, but=group.id)
    document = None if rule is None or group.rule is None else rules.write(rule)
    other_rule = document is not None and document != group.rule
    values = {"name": name, "revision": revision + 1} | ({"rule": document} if document is not None else {})
    mine = (PeopleGroup.id == group.id, PeopleGroup.revision == revision, PeopleGroup.removed_at.is_(None))
    statement = update(PeopleGroup).where(*mine).values(values).returning(PeopleGroup.id)
    if session.execute(statement, execution_options={"synchronize_session": False}).first() is None:
        raise Changed
    session.refresh(group)
    audit.note(session, actor, "group.changed", now, detail=str(group.id))
    if other_rule:
        _look(session, group, differing, now)


def retire(session: Session, actor: Actor, group: PeopleGroup, now: datetime, *, retired: bool = True) -> None:
    """Offer a group no longer to new assignments, or offer it again; assignments that use it go on."""
    group.retired = retired
    audit.note(session, actor, "group.retired" if retired else "group.returned", now, detail=str(group.id))


def remove(session: Session, actor: Actor, group: PeopleGroup, now: datetime) -> None:
    """Take a group that nothing uses off every list; it can be brought back for a day."""
    group.removed_at, group.retired = now, True
    audit.note(session, actor, "group.removed", now, detail=str(group.id))


def restore(session: Session, actor: Actor, group: PeopleGroup, now: datetime) -> None:
    """Bring a removed group back with everybody who was in it; its rule is asked anew."""
    group.removed_at, group.retired = None, False
    group.evaluated_at = None if group.rule is not None else group.evaluated_at
    session.flush()
    audit.note(session, actor, "group.restored", now, detail=str(group.id))
    look_again(session, group.organisation_id, None, now, group=group.id)


def _free(session: Session, actor: Actor, name: str, but: UUID | None = None) -> None:
    """Raise `NameTaken` where another group has the name; one that was removed makes room for good."""
    same = func.lower(PeopleGroup.name) == name.lower()
    taken = select(PeopleGroup).where(PeopleGroup.organisation_id == actor.organisation_id, same)
    for other in session.scalars(taken):
        if other.id == but:
            continue
        if other.removed_at is None:
            raise NameTaken
        while forgetting.forget(session, other.id, membership.SLICE) > 1:
            continue
        session.expunge(other)


def _look(session: Session, group: PeopleGroup, people: Sequence[UUID] | None, now: datetime) -> None:
    if group.rule is None:
        return
    if people is None:
        group.evaluated_at = None
        look_again(session, group.organisation_id, None, now, group=group.id)
        return
    change = membership.evaluate(session, group, now, people)
    group.evaluated_at = now
    tell_assignments(session, group.organisation_id, change.people, now)
