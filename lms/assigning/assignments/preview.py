"""The dry run: who would get what and when, what changes, how many mails. Reads only.

Everybody is put into a few thousand sorts by SQL (where they stand, the days their due date counts from), and each sort
is reckoned once by the very functions that the run uses. So a preview of 100,000 people reads no person twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assignment
from lms.assigning.assignments.preview_names import After, Line, names
from lms.assigning.assignments.sorts import Sort, sorts
from lms.assigning.assignments.standing import Standing, who
from lms.assigning.assignments.terms import Terms, terms_of
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Person

__all__ = ["Line", "Overlap", "Preview", "Standing", "Week", "preview"]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Week:
    """How many are due in the week that begins on this Monday."""

    monday: date
    people: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another assignment of the same curriculum through which people of this audience have it open already."""

    assignment_id: UUID
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen, in counts of people.

    `people`: active people in the audience, the sum of new, again, has, finished, exempt and withheld (withdrawn from
    this assignment by hand). `finished`: those who completed the curriculum or all its modules already and are not
    asked; `again`: those who completed it so long ago that their next cycle opens at once. Of those who get it, new or
    again: `waiting`, by missing anchor; `moved`, whose date by rule was past or too near; `away`, whose date is moved
    by days away; `unreachable`, without an e-mail address;
    `unsigned`, who have one and have not signed in yet; `without_due`, without a date and waiting for none.
    `inactive`: in the audience, left out. `mails`: first mails that would go. `weeks`: without empty weeks.
    `everybody`: nobody in the organisation is left out.
    """

    people: int
    new: int
    again: int
    has: int
    finished: int
    exempt: int
    withheld: int
    waiting: Mapping[str, int]
    moved: int
    away: int
    inactive: int
    unreachable: int
    unsigned: int
    mails: int
    without_due: int
    first_due: date | None
    last_due: date | None
    weeks: tuple[Week, ...]
    overlaps: tuple[Overlap, ...]
    everybody: bool
    lines: tuple[Line, ...]
    following: After | None

    @property
    def nobody(self) -> bool:
        """Return whether the audience holds no active person."""
        return self.people == 0


def preview(
    session: Session, actor: Actor, assignment: Assignment, now: datetime, after: After | None = None
) -> Preview:
    """Return what carrying out `assignment` now would do, with the first 50 names, or those after (name, id)."""
    terms = terms_of(session, assignment)
    every = list(sorts(session, terms, now))
    standing = _people(every, lambda sort: sort.standing)
    new = [(sort, sort.when) for sort in every if sort.when is not None]
    dues: Counter[date] = Counter()
    waiting: Counter[str] = Counter()
    for sort, when in new:
        if when.due is not None:
            dues[when.due] += sort.people
        elif when.missing is not None:
            waiting[when.missing] += sort.people
    people, count = standing.total(), standing[Standing.NEW] + standing[Standing.AGAIN]
    reached = sum(sort.people for sort, _ in new if sort.reachable)
    lines, following = names(session, terms, now, after)
    return Preview(
        people=people,
        new=standing[Standing.NEW],
        again=standing[Standing.AGAIN],
        has=standing[Standing.HAS],
        finished=standing[Standing.FINISHED],
        exempt=standing[Standing.EXEMPT],
        withheld=standing[Standing.WITHHELD],
        waiting=dict(waiting),
        moved=sum(sort.people for sort, when in new if when.moved),
        away=sum(sort.people for sort, _ in new if sort.away),
        inactive=_counted(session, who(terms, now) & ~Person.active),
        unreachable=count - reached,
        unsigned=sum(sort.people for sort, _ in new if sort.reachable and not sort.signed_in),
        mails=reached,
        without_due=count - dues.total() - waiting.total(),
        first_due=min(dues, default=None),
        last_due=max(dues, default=None),
        weeks=_weeks(dues),
        overlaps=_overlaps(session, actor, every, terms),
        everybody=0 < people == _counted(session, (Person.organisation_id == terms.organisation_id) & Person.active),
        lines=lines,
        following=following,
    )


def _people(every: Sequence[Sort], key: Callable[[Sort], Key]) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for sort in every:
        found[key(sort)] += sort.people
    return found


def _counted(session: Session, wanted: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Person).where(wanted)) or 0


def _weeks(dues: Mapping[date, int]) -> tuple[Week, ...]:
    weeks: Counter[date] = Counter()
    for day, people in dues.items():
        weeks[day - timedelta(days=day.weekday())] += people
    return tuple(Week(monday, weeks[monday]) for monday in sorted(weeks))


def _overlaps(session: Session, actor: Actor, every: Sequence[Sort], terms: Terms) -> tuple[Overlap, ...]:
    """Return through which other assignments people have it, the largest first; those of others unnamed to who may not
    see them."""
    through = _people([sort for sort in every if sort.standing is Standing.HAS], lambda sort: sort.through)
    ids = [id for id in through if id not in (None, terms.assignment_id)]
    if not ids:
        return ()
    mine = select(Assignment.id, Assignment.name).where(scope_of(Assignment, actor), Assignment.id.in_(ids))
    found = [Overlap(id, name, through[id]) for id, name in session.execute(mine)]
    return tuple(sorted(found, key=lambda each: (-each.people, each.name)))
