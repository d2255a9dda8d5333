"""Reminding whoever is late by hand: who would get it, held for an hour, then written once and never past the cap.

Nothing is written before the hour is over: taking it back within the hour leaves no trace. Then everybody is looked at
once more, so whoever finishes, leaves or is reminded meanwhile gets none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, distinct, exists, func, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.inviting import reachable
from lms.assigning.assignments.local_days import late_condition
from lms.assigning.assignments.models import Assigned
from lms.assigning.assignments.reading import seen, zone_of
from lms.assigning.reminding.contexts import Context, context_of
from lms.assigning.reminding.entries import HAND
from lms.assigning.reminding.hand_models import Sending
from lms.assigning.reminding.kinds import CAPPED
from lms.assigning.reminding.ladder import Kind
from lms.assigning.reminding.letters import Say, say
from lms.assigning.reminding.models import Reminder
from lms.assigning.reminding.settings import rule_of
from lms.assigning.reminding.timing import Going
from lms.kernel import delivering, ledger
from lms.kernel.ids import new_id, read_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.outbox import SENT, WRITTEN, Mail
from lms.kernel.pace import of_rows
from lms.kernel.permissions import Actor, Role
from lms.people import still_may
from lms.people.models import Department, Person

NAME: Final = "reminders.by-hand"
HELD: Final = timedelta(hours=1)
PAGE: Final = 50
WEEK: Final = timedelta(days=7)
After = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Late:
    """One person with what is late of theirs."""

    assigned_id: UUID
    person_id: UUID
    name: str
    department: str | None
    curriculum_id: UUID
    days: int


def waiting(session: Session, organisation_id: UUID, now: datetime, curriculum: UUID | None = None) -> int:
    """Return how many late people had no reminder since they are late; one query, flat but for who is late."""
    return people(session, organisation_id, now, curriculum)


def people(
    session: Session, organisation_id: UUID, now: datetime, curriculum: UUID | None, *, everybody: bool = False
) -> int:
    """Return how many people a reminder by hand would reach now."""
    wanted = late_rows(session, organisation_id, now, curriculum, everybody)
    return session.scalar(_of_late(func.count(distinct(Assigned.person_id))).where(wanted)) or 0


def full(session: Session, organisation_id: UUID, now: datetime, curriculum: UUID | None, *, everybody: bool) -> int:
    """Return how many of them have had their mails of this week, so that theirs waits for its turn."""
    wanted = _of_late(Assigned.person_id).where(late_rows(session, organisation_id, now, curriculum, everybody))
    gone = (Mail.kind.in_(CAPPED), Mail.state.in_((SENT, WRITTEN)), Mail.sent_at > now - WEEK)
    had = select(Mail.person_id).where(Mail.person_id.in_(wanted), *gone).group_by(Mail.person_id)
    most = rule_of(session, organisation_id).most_a_week
    return session.scalar(select(func.count()).select_from(had.having(func.count() >= most).subquery())) or 0


def names(
    session: Session,
    organisation_id: UUID,
    now: datetime,
    curriculum: UUID | None,
    *,
    everybody: bool,
    after: After | None = None,
) -> tuple[Sequence[Late], After | None]:
    """Return 50 of what is late, by name, and where the next page begins; one query."""
    columns = (Assigned.id, Assigned.person_id, Person.name, Department.name.label("in_"), Assigned.curriculum_id)
    query = _of_late(*columns, Assigned.late_after).outerjoin(Department, Department.id == Person.department_id)
    query = query.where(late_rows(session, organisation_id, now, curriculum, everybody))
    if after is not None:
        name, id = after[0], read_id(after[1])
        query = query.where(or_(Person.name > name, and_(Person.name == name, Assigned.id > id)))
    rows = session.execute(query.order_by(Person.name, Assigned.id).limit(PAGE + 1)).all()
    found = [_late(row, now) for row in rows[:PAGE]]
    return found, (found[-1].name, str(found[-1].assigned_id)) if len(rows) > PAGE else None


def pending(session: Session, organisation_id: UUID, curriculum: UUID | None, now: datetime) -> Sending | None:
    """Return a reminder about the same that is still held; None where none is."""
    same = Sending.curriculum_id == curriculum if curriculum else Sending.curriculum_id.is_(None)
    held = (Sending.organisation_id == organisation_id, Sending.mails_at > now, Sending.undone_at.is_(None), same)
    return session.scalar(select(Sending).where(*held).order_by(Sending.created_at.desc()).limit(1))


def begin(session: Session, actor: Actor, curriculum: UUID | None, now: datetime, *, everybody: bool) -> Sending:
    """Have whoever is late reminded in an hour; the same, pressed again while it is held, is the one that is held."""
    held = pending(session, actor.organisation_id, curriculum, now)
    if held is not None:
        return held
    sending = Sending(
        id=new_id(),
        organisation_id=actor.organisation_id,
        curriculum_id=curriculum,
        everybody=everybody,
        planned=people(session, actor.organisation_id, now, curriculum, everybody=everybody),
        said=0,
        by_id=actor.person_id,
        created_at=now,
        mails_at=now + HELD,
    )
    session.add(sending)
    session.flush()
    ledger.enqueue(
        session,
        NAME,
        {"sending": str(sending.id)},
        now=now,
        due=sending.mails_at,
        key=str(sending.id),
        organisation_id=sending.organisation_id,
    )
    return sending


def take_back(session: Session, sending: Sending, now: datetime) -> bool:
    """Take a reminder back while it is held; False where its mails are being written already."""
    session.refresh(sending, with_for_update=True)
    if sending.undone_at is None and now >= sending.mails_at:
        return False
    sending.undone_at = sending.undone_at or now
    return True


@job(NAME, lease=timedelta(minutes=5), allowed=JOB, label=_l("Remind whoever is late, as HR asked"))
def write(work: Work) -> None:
    """Write the mails of a reminder by hand, unless it was taken back or who asked for it no longer may."""
    with work.reading() as session:
        sending = session.get(Sending, UUID(str(work.arguments["sending"])))
        if sending is None or sending.undone_at is not None or sending.written_at is not None:
            return
        allowed = still_may.who(session, sending.by_id, Role.HR) is not None
        rows = _rows(session, sending, work.now()) if allowed else ()
    pace = of_rows()
    for portion in pace.portions(rows):
        with work.writing() as session, pace.timed(len(portion)):
            held = session.get_one(Sending, sending.id, with_for_update=True)
            context = context_of(session, sending.organisation_id, work.post)
            held.said += say(session, context, list(_says(session, context, portion, held, work.now())), work.now())
    with work.last() as session:
        held = session.get_one(Sending, sending.id, with_for_update=True)
        if allowed:
            held.written_at = work.now()
            delivering.have_delivered(session, work)
        else:
            held.undone_at = work.now()
            still_may.note_refused(session, sending.organisation_id, sending.by_id, NAME, work.now())


def _rows(session: Session, sending: Sending, now: datetime) -> Sequence[UUID]:
    wanted = late_rows(session, sending.organisation_id, now, sending.curriculum_id, everybody=sending.everybody)
    return session.scalars(_of_late(Assigned.id).where(wanted).order_by(Assigned.person_id, Assigned.id)).all()


def _says(session: Session, context: Context, rows: Sequence[UUID], sending: Sending, now: datetime) -> Iterator[Say]:
    """Yield what is to be said about each of these rows: once a day, however often it is asked for."""
    found = session.execute(
        select(Assigned.id, Assigned.person_id, Assigned.due, Person.time_zone)
        .join(Person, Person.id == Assigned.person_id)
        .where(Assigned.id.in_(rows))
        .order_by(Assigned.person_id, Assigned.id)
    )
    occasion = sending.created_at.date().isoformat()
    for row in found:
        calendar = context.calendar(row.time_zone)
        going = Going(calendar.next_working(calendar.today(now)))
        yield Say(row.person_id, row.person_id, row.id, HAND, 0, occasion, row.due, going)


def _of_late(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Assigned).join(Person, Person.id == Assigned.person_id)


def late_rows(
    session: Session, organisation_id: UUID, now: datetime, curriculum: UUID | None, everybody: bool
) -> ColumnElement[bool]:
    """Return the condition over `Assigned` joined with its `Person` that a reminder by hand is about it."""
    late = late_condition(now, zone_of(session, organisation_id))
    wanted = and_(Assigned.organisation_id == organisation_id, late, seen(), reachable())
    if curriculum is not None:
        wanted = and_(wanted, Assigned.curriculum_id == curriculum)
    if everybody:
        return wanted
    since = (Reminder.assigned_id == Assigned.id, Reminder.on > Assigned.late_after)
    return and_(wanted, ~exists().where(*since, Reminder.step != Kind.ESCALATION.value))


def _late(row: Any, now: datetime) -> Late:
    days = (now.date() - row.late_after).days
    return Late(row.id, row.person_id, row.name, row.in_, row.curriculum_id, max(1, days))
