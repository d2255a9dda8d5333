"""The mails of an organisation as its administrators see them, and those to one person as HR does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel import outbox
from lms.kernel.ids import read_id
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Person

PAGE: Final = 50
LATEST: Final = 10

STATES: Final[Mapping[str, object]] = {
    outbox.WAITING: _l("Waiting"),
    outbox.SENDING: _l("On its way"),
    outbox.SENT: _l("Sent"),
    outbox.WRITTEN: _l("Written to a folder"),
    outbox.FAILED: _l("Failed"),
    outbox.NOT_SENT: _l("Not sent"),
}
"""What the states of a mail are called."""

REASONS: Final[Mapping[str, object]] = {
    outbox.LEFT: _l("the person has left"),
    outbox.WITHDRAWN: _l("it was taken back before"),
    outbox.DONE: _l("it was finished before"),
    outbox.NO_ADDRESS: _l("no mail address"),
    outbox.MOVED: _l("its due date or its reader is another by now"),
    outbox.ENDED: _l("the person wants no such mails"),
    outbox.JOINED: _l("another mail to the person says it too"),
    outbox.NO_RIGHT: _l("the person may no longer see what it is about"),
    outbox.AWAY: _l("the person is away; it goes when they are back"),
    outbox.QUIET: _l("it is night or a day off where the person lives; it goes on the next working day"),
    outbox.CAPPED: _l("the person has had their mails of this week; it goes in the next"),
    outbox.REFUSED: _l("the mail server does not know the address, or refused it"),
    outbox.NO_ANSWER: _l("the mail server did not take it then"),
    outbox.SERVER: _l("the mail server cannot be used"),
    outbox.LETTERS: _l("the mail server takes no address with letters such as å or é before the @"),
}
"""What the reasons are called: why a mail was not sent, has failed, or still waits."""


@dataclass(frozen=True, slots=True)
class Line:
    """One mail without its text, and whom it is to by name."""

    id: UUID
    name: str
    to: str
    subject: str
    state: str
    why: str
    created_at: datetime
    sent_at: datetime | None


def standing(session: Session, actor: Actor) -> dict[str, int]:
    """Return how many of the organisation's mails are in each state."""
    return outbox.counts(session, scope_of(Mail, actor))


def server_fails(session: Session, actor: Actor) -> bool:
    """Return whether mails wait because the mail server cannot be used."""
    waits = (Mail.state == outbox.WAITING, Mail.why == outbox.SERVER)
    return session.scalar(select(Mail.id).where(scope_of(Mail, actor), *waits).limit(1)) is not None


def lines(session: Session, actor: Actor, shown: str | None, after: str | None) -> tuple[Sequence[Line], UUID | None]:
    """Return one page of mails, the newest first, and the id to go on after or None; one query. `shown`: a state."""
    query = _listed(actor).order_by(Mail.id.desc()).limit(PAGE + 1)
    if shown is not None:
        query = query.where(Mail.state == shown)
    begin = read_id(after or "")
    if begin is not None:
        query = query.where(Mail.id < begin)
    found = [Line(*row) for row in session.execute(query)]
    page = found[:PAGE]
    return page, page[-1].id if len(found) > PAGE else None


def to_person(session: Session, actor: Actor, person_id: UUID) -> Sequence[Line]:
    """Return the latest mails to one person, without their text; one query."""
    mine = _listed(actor).where(Mail.person_id == person_id).order_by(Mail.id.desc()).limit(LATEST)
    return [Line(*row) for row in session.execute(mine)]


def _listed(actor: Actor):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return (
        select(Mail.id, Person.name, Mail.to, Mail.subject, Mail.state, Mail.why, Mail.created_at, Mail.sent_at)
        .join(Person, Person.id == Mail.person_id)
        .where(scope_of(Mail, actor))
    )
