"""HR's log of mails: what was sent, is held, waits, failed or was not sent and why; never the text of one.

A mail is *held* until its moment comes (quiet hours, a holiday, the hour in which it can be taken back) and *waits*
when it is due and the post has not taken it yet. Totals are counted up to a limit, so that a page costs the same
however many mails there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assigned, AssignmentRun
from lms.assigning.reminding.models import Reminder
from lms.kernel import outbox
from lms.kernel.ids import read_id
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Actor, scope_of
from lms.people import words
from lms.people.models import Person

PAGE: Final = 50
COUNTED: Final = 10_000
"""So many mails of a state are counted; where there are more, the page says so."""
LONGEST_WORD: Final = 100

SENT, HELD, WAITING, FAILED, NOT_SENT = "sent", "held", "waiting", "failed", "not-sent"
SHOWN: Final[Mapping[str, object]] = {
    SENT: _l("Sent"),
    HELD: _l("Held"),
    WAITING: _l("Waiting"),
    FAILED: _l("Failed"),
    NOT_SENT: _l("Not sent"),
}
"""What the five ways a mail can stand are called."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which mails: how they stand, of which kind, to whom (typed words or one person's id), about which assignment."""

    shown: str | None = None
    kind: str | None = None
    word: str = ""
    person: UUID | None = None
    assignment: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One mail without its text, and whom it is to by name; `stands` is one of SHOWN, `due` the moment it may go."""

    id: UUID
    person_id: UUID
    name: str
    to: str
    kind: str
    key: str
    about: UUID | None
    subject: str
    stands: str
    state: str
    why: str
    attempts: int
    due: datetime
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Total:
    """How many mails stand in one way; `more` where the count stopped at COUNTED."""

    count: int
    more: bool


def totals(session: Session, actor: Actor, sought: Sought, now: datetime) -> dict[str, Total]:
    """Return how many mails stand in each way, whatever way is asked for; one query and those that find a name."""
    these = wanted(session, actor, sought)
    queries = []
    for shown in SHOWN:
        some = select(Mail.id).join(Person, Person.id == Mail.person_id).where(*these, standing(shown, now))
        some = some.limit(COUNTED + 1)
        counted = select(func.count()).select_from(some.subquery())
        queries.append(counted.scalar_subquery().label(shown.replace("-", "_")))
    row = session.execute(select(*queries)).one()
    return {shown: Total(min(found, COUNTED), found > COUNTED) for shown, found in zip(SHOWN, row, strict=True)}


def lines(
    session: Session, actor: Actor, sought: Sought, now: datetime, after: str | None = None
) -> tuple[Sequence[Line], UUID | None]:
    """Return one page of mails, the newest first, and the id to go on after or None."""
    query = listed().where(*wanted(session, actor, sought))
    if sought.shown is not None:
        query = query.where(standing(sought.shown, now))
    begin = read_id(after or "")
    if begin is not None:
        query = query.where(Mail.id < begin)
    rows = session.execute(query.order_by(Mail.id.desc()).limit(PAGE + 1)).all()
    page = [read_line(row, now) for row in rows[:PAGE]]
    return page, page[-1].id if len(rows) > PAGE else None


def standing(shown: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a mail stands in one of the ways of SHOWN."""
    return {
        SENT: Mail.state.in_((outbox.SENT, outbox.WRITTEN)),
        HELD: and_(Mail.state == outbox.WAITING, Mail.due > now),
        WAITING: or_(Mail.state == outbox.SENDING, and_(Mail.state == outbox.WAITING, Mail.due <= now)),
        FAILED: Mail.state == outbox.FAILED,
        NOT_SENT: Mail.state == outbox.NOT_SENT,
    }[shown]


def stands(state: str, due: datetime, now: datetime) -> str:
    """Return in which way of SHOWN a mail stands."""
    if state in (outbox.SENT, outbox.WRITTEN):
        return SENT
    if state == outbox.WAITING and due > now:
        return HELD
    return state if state in SHOWN else WAITING


def wanted(session: Session, actor: Actor, sought: Sought) -> list[ColumnElement[bool]]:
    """Return the conditions over `Mail` joined with its `Person`, however the mails stand."""
    found = [scope_of(Mail, actor)]
    if sought.kind is not None:
        found.append(Mail.kind == sought.kind)
    if sought.person is not None:
        found.append(Mail.person_id == sought.person)
    if sought.assignment is not None:
        found.append(Mail.about.in_(_about(sought.assignment)))
    if sought.word:
        found.extend(words.matching(session, actor, sought.word).conditions)
    return found


def _about(assignment: UUID) -> Any:
    """Return what mails about an assignment say they are about: a run of it, or a letter with a reminder of it."""
    runs = select(AssignmentRun.id).where(AssignmentRun.assignment_id == assignment)
    letters = select(Reminder.letter).join(Assigned, Assigned.id == Reminder.assigned_id)
    return union_all(runs, letters.where(Assigned.assignment_id == assignment))


def listed() -> Any:
    """Return the query of mails without their text, each with its reader's name; `read_line` reads a row of it."""
    return select(
        Mail.id,
        Mail.person_id,
        Person.name,
        Mail.to,
        Mail.kind,
        Mail.key,
        Mail.about,
        Mail.subject,
        Mail.state,
        Mail.why,
        Mail.attempts,
        Mail.due,
        Mail.created_at,
        Mail.sent_at,
    ).join(Person, Person.id == Mail.person_id)


def read_line(row: Any, now: datetime) -> Line:
    """Return a row of `listed`."""
    return Line(
        row.id,
        row.person_id,
        row.name,
        row.to,
        row.kind,
        row.key,
        row.about,
        row.subject,
        stands(row.state, row.due, now),
        row.state,
        row.why,
        row.attempts,
        row.due,
        row.created_at,
        row.sent_at,
    )


def read_one(session: Session, mail: UUID, now: datetime) -> Line:
    """Return one mail without its text; the caller has seen that it may be shown."""
    return read_line(session.execute(listed().where(Mail.id == mail)).one(), now)
