"""Groups made by hand: people put in and taken out, and the last of it taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from re import compile as pattern
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.groups import membership
from lms.assigning.groups.membership import HAND, Change, slices
from lms.assigning.groups.models import GroupChange, PeopleGroup
from lms.assigning.groups.news import look_again, tell_assignments
from lms.kernel import audit
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Person

_PARTS = pattern(r"[\s,;<>]+")
MOST_ADDRESSES: Final = 5_000
"""In one pasted list."""


class NotByHand(ValueError):
    """The group has a rule: who is in it is not chosen by hand."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What became of a list of addresses: who came in, how many were in already, which were not found."""

    joined: tuple[UUID, ...]
    already: int
    not_found: tuple[str, ...]


def add(
    session: Session, actor: Actor, group: PeopleGroup, person_ids: Collection[UUID], now: datetime, cause: str = HAND
) -> Change:
    """Put active people of the organisation into a group; return who was not in it before.

    Ids of nobody, of other organisations and of people who have left are passed over. Raises `NotByHand`.
    """
    _check(group)
    joined: tuple[UUID, ...] = ()
    for some in slices(list(person_ids)):
        joined += membership.put_in(session, group, Person.id.in_(some) & Person.active, now)
    return _done(session, actor, group, Change(joined=joined), now, cause)


def remove(
    session: Session, actor: Actor, group: PeopleGroup, person_ids: Collection[UUID], now: datetime, cause: str = HAND
) -> Change:
    """Take people out of a group; return who was in it. Raises `NotByHand`."""
    _check(group)
    left: tuple[UUID, ...] = ()
    for some in slices(list(person_ids)):
        left += membership.take_out(session, group, some)
    return _done(session, actor, group, Change(left=left), now, cause)


def add_addresses(session: Session, actor: Actor, group: PeopleGroup, text: str, now: datetime) -> Pasted:
    """Put in everybody whose address stands in a text, whatever parts the addresses; say which were not found.

    At most `MOST_ADDRESSES` are read. Raises `NotByHand`.
    """
    wanted = list(dict.fromkeys(islice(_addresses(text), MOST_ADDRESSES)))
    found: dict[str, UUID] = {}
    for some in slices(wanted):
        who = select(Person.email, Person.id).where(scope_of(Person, actor), Person.active, Person.email.in_(some))
        for email, identity in session.execute(who):
            found[email] = identity
    joined = add(session, actor, group, list(found.values()), now).joined
    missing = tuple(each for each in wanted if each not in found)
    return Pasted(joined, len(found) - len(joined), missing)


def undo(session: Session, actor: Actor, group: PeopleGroup, at: datetime, now: datetime) -> Change:
    """Take back what was done by hand at one moment; return what that changed. Raises `NotByHand`."""
    _check(group)
    then = (GroupChange.group_id == group.id, GroupChange.at == at, GroupChange.cause.in_((HAND, membership.IMPORT)))
    changes = select(GroupChange.person_id, GroupChange.joined).where(scope_of(GroupChange, actor), *then)
    came: dict[bool, list[UUID]] = {True: [], False: []}
    for person, joined in session.execute(changes):
        came[joined].append(person)
    left = remove(session, actor, group, came[True], now).left if came[True] else ()
    joined_again = add(session, actor, group, came[False], now).joined if came[False] else ()
    return Change(joined_again, left)


def _done(session: Session, actor: Actor, group: PeopleGroup, change: Change, now: datetime, cause: str) -> Change:
    if change:
        membership.note(session, group, change.joined, True, cause, now)
        membership.note(session, group, change.left, False, cause, now)
        membership.recount(session, group)
        audit.note(session, actor, "group.members", now, detail=str(group.id))
        look_again(session, group.organisation_id, change.people, now)
        tell_assignments(session, group.organisation_id, change.people, now)
    return change


def _check(group: PeopleGroup) -> None:
    if group.rule is not None:
        raise NotByHand("this group has a rule; who is in it follows from that")


def _addresses(text: str) -> Iterable[str]:
    """Yield what may be an address: parts between spaces, commas, semicolons and angle brackets that hold an @."""
    parts = (each.strip("()[]\"'.:") for each in _PARTS.split(text))
    return (each.casefold() for each in parts if "@" in each)
