"""What HR sees of one person in all its rooms, read by the same functions that HR's pages read it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments import reading
from lms.assigning.assignments.models import Assignment, ExtensionWish
from lms.assigning.cohorts.models import Cohort, CohortMember
from lms.assigning.roster import listing, module_states
from lms.assigning.roster.asking import Wanted
from lms.assigning.roster.listing import Line
from lms.assigning.roster.record import Record, record
from lms.kernel.addresses import is_reachable
from lms.kernel.permissions import Actor, Role
from lms.learning.allowances import another_try, extra_time
from lms.people import mails
from lms.people.models import Account, Person


@dataclass(frozen=True, slots=True)
class Seen:
    """HR's view of a person.

    record: their page; lines: their line in the list of people for each module, with its title; given: their line on
    the page of each assignment, with its name; wishes: asked for more time; cohorts: by name; mails: without their
    text; percent: of the usual time at quizzes; used_up: quizzes with no try left; signs_in_with: where it is another;
    manager_email: of their line manager.
    """

    record: Record
    lines: Sequence[tuple[dict[str, str], Line]]
    given: Sequence[tuple[str, Any]]
    wishes: Sequence[ExtensionWish]
    cohorts: Sequence[str]
    mails: Sequence[mails.Line]
    percent: int
    used_up: Sequence[Any]
    signs_in_with: str | None
    manager_email: str | None


def as_hr(actor: Actor) -> Actor:
    """Return the reader as if they were HR: what HR sees is asked under HR's own rules, and only of themselves."""
    return replace(actor, roles=frozenset({Role.HR}))


def seen(session: Session, actor: Actor, today: date, now: datetime) -> Seen:
    """Return HR's view of the actor; two dozen queries and one for each module on the shelf."""
    hr = as_hr(actor)
    person = session.get_one(Person, actor.person_id)
    names = dict[UUID, str]()
    given = reading.given_to(session, hr, person.id, now)
    wanted = {each.row.assignment_id for each in given}
    for id, name in session.execute(select(Assignment.id, Assignment.name).where(Assignment.id.in_(wanted))):
        names[id] = name
    return Seen(
        record=record(session, hr, person, now),
        lines=_lines(session, hr, person.id, today, now),
        given=[(names[each.row.assignment_id], each) for each in given],
        wishes=reading.own_wishes(session, actor),
        cohorts=_cohorts(session, person.id),
        mails=mails.to_person(session, hr, person.id),
        percent=extra_time.percent_of(session, person.id),
        used_up=another_try.used_up(session, hr, person),
        signs_in_with=_signs_in_with(session, person),
        manager_email=_email_of(session, person.manager_id),
    )


def _lines(session: Session, hr: Actor, person: UUID, today: date, now: datetime) -> list[tuple[dict[str, str], Line]]:
    found, zone = [], reading.zone_of(session, hr.organisation_id)
    for module, title in module_states.titles(session, hr):
        asked = listing.Asked(hr, Wanted(module=module.slug), module, today, now, zone)
        found += [(title, line) for line in listing.lines_of(session, asked, [person])]
    return found


def _cohorts(session: Session, person: UUID) -> list[str]:
    mine = select(Cohort.name).join(CohortMember, CohortMember.cohort_id == Cohort.id)
    return list(session.scalars(mine.where(CohortMember.person_id == person).order_by(Cohort.name)))


def _email_of(session: Session, person: UUID | None) -> str | None:
    return session.scalar(select(Person.email).where(Person.id == person)) if person else None


def _signs_in_with(session: Session, person: Person) -> str | None:
    address = (
        session.scalar(select(Account.email).where(Account.id == person.account_id)) if person.account_id else None
    )
    return address if address and address != person.email and is_reachable(address) else None
