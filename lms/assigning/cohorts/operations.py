"""What happens to cohorts: founded, changed, joined, left, met. Each act is its leader's or HR's, and is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import String, delete, func, select, type_coerce
from sqlalchemy.orm import Session

from lms.assigning.cohorts.audience import look_again
from lms.assigning.cohorts.models import Cohort, CohortMeeting, CohortMember, leads
from lms.assigning.curricula.models import Curriculum
from lms.kernel import audit
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, Role, scope_of
from lms.people.models import Person

MOST_MEMBERS = 200
MOST_MEETINGS = 60
LEADING = frozenset({Role.TRAINER, Role.HR})


class Refused(ValueError):
    """Something that cannot be: `field` names where, the text says what to do, in the reader's language."""

    def __init__(self, field: str, words: str) -> None:
        """Hold both."""
        super().__init__(words)
        self.field = field


class Changed(RuntimeError):
    """Somebody else has changed the cohort since the page was opened."""


@dataclass(frozen=True)
class About:
    """What a cohort is: its name, who leads it, and the curriculum it goes through, if any."""

    name: str
    facilitator_id: UUID | None
    curriculum_id: UUID | None


@dataclass(frozen=True)
class Meeting:
    """A meeting as it is planned. `minutes` from 10 to 960; `prework`: ids of modules on the shelf."""

    title: str
    begins_at: datetime
    minutes: int
    place: str
    prework: Sequence[str]


def led(session: Session, actor: Actor, cohort: UUID, *, hold: bool = False) -> Cohort:
    """Return the cohort if the actor may change it, else NotFound. `hold` keeps it from others until the commit."""
    mine = select(Cohort).where(scope_of(Cohort, actor), leads(actor), Cohort.id == cohort)
    found = session.scalars(mine.with_for_update() if hold else mine).one_or_none()
    if found is None:
        raise NotFound
    return found


def found_cohort(session: Session, actor: Actor, about: About, now: datetime) -> Cohort:
    """Found a cohort. Refused: the name is taken, the facilitator is nobody who may lead one, no such curriculum."""
    _check(session, actor, about, None)
    cohort = Cohort(
        id=new_id(),
        organisation_id=actor.organisation_id,
        name=about.name,
        facilitator_id=about.facilitator_id,
        curriculum_id=about.curriculum_id,
        created_at=now,
    )
    session.add(cohort)
    session.flush()
    audit.note(session, actor, "cohort.founded", now, detail=about.name)
    return cohort


def change(session: Session, actor: Actor, cohort: Cohort, about: About, revision: int, now: datetime) -> None:
    """Change what a cohort is. Changed when `revision` is not the stored one; Refused as when it is founded."""
    if cohort.revision != revision:
        raise Changed
    _check(session, actor, about, cohort.id)
    cohort.name, cohort.facilitator_id, cohort.curriculum_id = about.name, about.facilitator_id, about.curriculum_id
    cohort.revision += 1
    audit.note(session, actor, "cohort.changed", now, detail=about.name)


def retire(session: Session, actor: Actor, cohort: Cohort, retired: bool, now: datetime) -> None:
    """Put a cohort away after its last meeting, or take it out again."""
    cohort.retired = retired
    audit.note(session, actor, "cohort.retired" if retired else "cohort.taken-up", now, detail=cohort.name)


def add(session: Session, actor: Actor, cohort: Cohort, people: Iterable[UUID], now: datetime) -> int:
    """Take people in; who is in already stays. Return how many are new. Refused beyond the most a cohort holds."""
    wanted = list(dict.fromkeys(people))
    here = select(Person.id).where(Person.organisation_id == actor.organisation_id, Person.active)
    found = session.scalars(here.where(Person.id.in_(wanted))).all()
    there = set(session.scalars(select(CohortMember.person_id).where(CohortMember.cohort_id == cohort.id)))
    new = [each for each in found if each not in there]
    if len(there) + len(new) > MOST_MEMBERS:
        raise Refused(
            "people", _("A cohort holds at most %(most)d people. Make a second one for the others.", most=MOST_MEMBERS)
        )
    base = {"cohort_id": cohort.id, "organisation_id": cohort.organisation_id, "since": now}
    rows = [base | {"person_id": each} for each in new]
    if rows:
        session.execute(insert(session, CohortMember).values(rows).on_conflict_do_nothing())
    for each in new:
        audit.note(session, actor, "cohort.joined", now, subject=each, detail=cohort.name)
    look_again(session, cohort.organisation_id, new, now)
    return len(new)


def remove(session: Session, actor: Actor, cohort: Cohort, person: UUID, now: datetime) -> None:
    """Let one person go. NotFound when they are not in it."""
    mine = (CohortMember.cohort_id == cohort.id, CohortMember.person_id == person)
    gone = session.scalars(delete(CohortMember).where(*mine).returning(CohortMember.person_id)).all()
    if not gone:
        raise NotFound
    audit.note(session, actor, "cohort.left", now, subject=person, detail=cohort.name)
    look_again(session, cohort.organisation_id, gone, now)


def by_addresses(session: Session, actor: Actor, addresses: Sequence[str]) -> tuple[list[UUID], list[str]]:
    """Return the active people with these addresses, and the addresses nobody active has.

    Only whole addresses find anybody, so nobody can be listed by those who may not see the list of people.
    """
    wanted = list(dict.fromkeys(each.strip().casefold() for each in addresses if each.strip()))
    here = select(Person.email, Person.id).where(Person.organisation_id == actor.organisation_id, Person.active)
    found = dict(session.execute(here.where(Person.email.in_(wanted))).all())
    return list(found.values()), [each for each in wanted if each not in found]


def meet(session: Session, actor: Actor, cohort: Cohort, meeting: Meeting, now: datetime) -> CohortMeeting:
    """Plan a meeting. Refused beyond the most a cohort has."""
    held = select(func.count()).where(CohortMeeting.cohort_id == cohort.id)
    if (session.scalar(held) or 0) >= MOST_MEETINGS:
        raise Refused("title", _("A cohort has at most %(most)d meetings.", most=MOST_MEETINGS))
    row = CohortMeeting(id=new_id(), organisation_id=cohort.organisation_id, cohort_id=cohort.id, created_at=now)
    _write(row, meeting)
    session.add(row)
    audit.note(session, actor, "cohort.meeting-planned", now, detail=cohort.name)
    return row


def move(session: Session, actor: Actor, row: CohortMeeting, meeting: Meeting, now: datetime) -> None:
    """Change a meeting; one that was called off takes place again."""
    _write(row, meeting)
    row.cancelled = False
    audit.note(session, actor, "cohort.meeting-changed", now, detail=meeting.title)


def call_off(session: Session, actor: Actor, row: CohortMeeting, cancelled: bool, now: datetime) -> None:
    """Call a meeting off, or take that back."""
    row.cancelled = cancelled
    audit.note(session, actor, "cohort.meeting-off" if cancelled else "cohort.meeting-on", now, detail=row.title)


def facilitators(session: Session, actor: Actor) -> Sequence[Person]:
    """Return the active people who may lead a cohort, by name: trainers and HR."""
    here = select(Person).where(Person.organisation_id == actor.organisation_id, Person.active)
    stored = type_coerce(Person.roles, String)
    either = stored.contains(Role.TRAINER.value) | stored.contains(Role.HR.value)
    return [
        each for each in session.scalars(here.where(either).order_by(Person.name, Person.id)) if each.roles & LEADING
    ]


def _write(row: CohortMeeting, meeting: Meeting) -> None:
    row.title, row.begins_at, row.minutes = meeting.title, meeting.begins_at, meeting.minutes
    row.place, row.prework = meeting.place, list(meeting.prework)


def _check(session: Session, actor: Actor, about: About, itself: UUID | None) -> None:
    same = select(Cohort.id).where(Cohort.organisation_id == actor.organisation_id, Cohort.name == about.name)
    if any(each != itself for each in session.scalars(same)):
        raise Refused("name", _("There is already a cohort of this name. Choose another."))
    if about.facilitator_id is not None:
        leader = session.get(Person, about.facilitator_id)
        if leader is None or leader.organisation_id != actor.organisation_id or not leader.roles & LEADING:
            raise Refused("facilitator", _("Choose a trainer or somebody of HR."))
    if about.curriculum_id is not None:
        known = select(Curriculum.id).where(scope_of(Curriculum, actor), Curriculum.id == about.curriculum_id)
        if session.scalar(known) is None:
            raise Refused("curriculum", _("Choose a curriculum from the list."))
