"""The jobs that plan reminders: every hour, for each organisation, what has come since.

Doing it twice, or by two workers at once, says nothing twice: a step is written once for each row and due date, and the
mail in the same transaction. It is also how nothing is lost: what an hour missed, the next one finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import OPEN, Assigned
from lms.assigning.reminding import digest
from lms.assigning.reminding.candidates import Found, found
from lms.assigning.reminding.contexts import Context, Reader, context_of, readers_of
from lms.assigning.reminding.footing import refused
from lms.assigning.reminding.kinds import ESCALATION, NUDGE, REMINDER
from lms.assigning.reminding.ladder import Kind
from lms.assigning.reminding.letters import Say, say
from lms.assigning.reminding.settings import ladder_of, own_ladders
from lms.assigning.reminding.timing import goes
from lms.kernel import delivering, ledger
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.pace import Pace
from lms.people.models import Organisation

NAME: Final = "reminders.plan"
OF_ONE: Final = "reminders.plan-one"
EVERY: Final = timedelta(hours=1)
FIRST, LEAST, MOST, TURN = 100, 50, 400, 0.004
"""People of a portion: each has a mail written, with its text."""


@job(NAME, every=EVERY, allowed=JOB, label=_l("Look which reminders have come"))
def plan(work: Work) -> None:
    """Have each organisation looked at by a job of its own."""
    with work.last() as session:
        for organisation in session.scalars(select(Organisation.id)).all():
            of = {"organisation": str(organisation)}
            key = f"{organisation}:{work.now().replace(minute=0, second=0, microsecond=0).isoformat()}"
            ledger.enqueue(session, OF_ONE, of, now=work.now(), key=key, organisation_id=organisation)


@job(OF_ONE, lease=timedelta(minutes=5), allowed=JOB, label=_l("Write the reminders that have come"))
def plan_one(work: Work) -> None:
    """Write what has come for one organisation, all of a person in one portion, and the weekly mails of today."""
    organisation = UUID(str(work.arguments["organisation"]))
    with work.reading() as session:
        context = context_of(session, organisation, work.post)
        come = _all_come(session, context, work)
    new = 0
    pace = Pace(FIRST, MOST, least=LEAST, turn=TURN)
    for portion in pace.portions(_by_reader(come)):
        with work.reading() as session:
            says = said(session, context, [each for group in portion for each in group], work.now())
        with work.writing() as session, pace.timed(len(portion)):
            new += say(session, context, says, work.now())
    new += digest.plan(work, organisation)
    if new:
        with work.last() as session:
            delivering.have_delivered(session, work)


def _all_come(session: Session, context: Context, work: Work) -> list[Found]:
    """Return what all ladders of an organisation have to say now."""
    organisation = context.organisation.id
    open_one = (Assigned.organisation_id == organisation, Assigned.state == OPEN)
    if session.scalar(select(Assigned.id).where(*open_one).limit(1)) is None:
        return []
    own = own_ladders(session, organisation)
    ours = Assigned.organisation_id == organisation
    others = ours & (Assigned.assignment_id.not_in(own) if own else true())
    come = found(session, context, ladder_of(session, organisation), others, work.now())
    for assignment, ladder in own.items():
        come += found(session, context, ladder, ours & (Assigned.assignment_id == assignment), work.now())
    return come


def _by_reader(come: Sequence[Found]) -> list[list[Found]]:
    ordered = sorted(come, key=lambda each: (each.reader_id, each.assigned_id))
    return [list(group) for _reader, group in groupby(ordered, key=lambda each: each.reader_id)]


def said(session: Session, context: Context, come: Sequence[Found], now: datetime) -> list[Say]:
    """Return what is to be said of what has come, each with the day it goes, to readers who want it; two queries."""
    readers = readers_of(session, {each.reader_id for each in come})
    return list(_said(context, come, readers, now))


def _said(context: Context, come: Sequence[Found], readers: Mapping[UUID, Reader], now: datetime) -> Iterator[Say]:
    for each in come:
        reader, step = readers.get(each.reader_id), each.come.step
        kind = {Kind.ESCALATION: ESCALATION, Kind.ROUND: NUDGE}.get(step.kind, REMINDER)
        if reader is None or refused(reader, kind):
            continue
        calendar = context.calendar(reader.zone)
        ready = max(each.come.moment, calendar.today(now))
        going = goes(step.kind, each.day, ready, reader.wish.day(context.rule), calendar)
        about = (each.person_id, each.assigned_id, step.name, step.days, each.come.occasion, each.day)
        yield Say(reader.id, *about, going, kind)
