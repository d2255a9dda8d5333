"""The mails that are to be sent, and what became of them: one row a mail, written in the transaction that wants it.

States: waiting → sending → sent (a server took it) or written (into a folder, where no server is set); failed after
`TRIES` tries or a refusal; not-sent where, asked again at the moment of sending, it was no longer wanted. One mail of
a kind and a key is written ever. Whoever sends takes a lease and a new fencing number; a mark under an old number is
refused. Only a process that dies between a server's "250" and our mark lets a mail go twice, with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session

from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, Undeclared, scope

WAITING, SENDING, SENT, WRITTEN, FAILED, NOT_SENT = "waiting", "sending", "sent", "written", "failed", "not-sent"
STATES: Final = (WAITING, SENDING, SENT, WRITTEN, FAILED, NOT_SENT)

LEFT, WITHDRAWN, DONE, NO_ADDRESS, AWAY = "left", "withdrawn", "done", "no-address", "away"
"""Why a mail was not sent: the person has left, it was taken back, it is done, there is no address, they are away."""
REFUSED, NO_ANSWER, SERVER = "refused", "no-answer", "server"
"""Why a mail failed or waits: refused for good, refused for now, the server itself cannot be used."""

TRIES: Final = 5
FIRST_PAUSE: Final = timedelta(minutes=1)
LEASE: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=396)
MONTHS: Final = "13 months"
LONGEST_SUBJECT: Final = 200


class Mail(Base):
    """One mail to one person. `key`: what it is about, once for ever with its `kind`; `about`: what many belong to.

    `body`: plain text. `message_id`: made once, so that a mail that went twice is recognised as one. `why`: a code.
    """

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index("ix_mail_due", "state", "due"),
        Index("ix_mail_listed", "organisation_id", "id"),
        Index("ix_mail_by_state", "organisation_id", "state", "id"),
        Index("ix_mail_person_id", "person_id", "id"),
        Index("ix_mail_about", "about", "state"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=MONTHS)
    kind: Mapped[str] = column(String(30), privacy="personal", retention=MONTHS)
    key: Mapped[str] = column(String(120), privacy="personal", retention=MONTHS, export=False)
    about: Mapped[UUID | None] = column()
    to: Mapped[str] = column(String(254), privacy="personal", retention=MONTHS)
    subject: Mapped[str] = column(String(LONGEST_SUBJECT), privacy="personal", retention=MONTHS)
    body: Mapped[str] = column(Text, privacy="personal", retention=MONTHS)
    language: Mapped[str] = column(String(2), privacy="personal", retention=MONTHS)
    message_id: Mapped[str] = column(String(300), privacy="personal", retention=MONTHS)
    state: Mapped[str] = column(String(10), default=WAITING, privacy="personal", retention=MONTHS)
    why: Mapped[str] = column(String(20), default="", server_default="", privacy="personal", retention=MONTHS)
    attempts: Mapped[int] = column(Integer, default=0)
    fence: Mapped[int] = column(Integer, default=0)
    due: Mapped[datetime] = column(Instant, privacy="personal", retention=MONTHS)
    lease_until: Mapped[datetime | None] = column(Instant)
    sent_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=MONTHS)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=MONTHS)


@scope(Mail)
def mail_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own; HR and administrators those of the organisation (HR's pages never show the text of one)."""
    own = Mail.organisation_id == actor.organisation_id
    return own if actor.roles & {Role.HR, Role.ADMIN} else own & (Mail.person_id == actor.person_id)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as a room wants it written. `subject` is made one line; `about` may be None."""

    organisation_id: UUID
    person_id: UUID
    kind: str
    key: str
    about: UUID | None
    to: str
    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a room says of its mail at the moment of sending: where to, or `why` not, one of the codes above."""

    to: str = ""
    why: str = ""


Check = Callable[[Session, Sequence[Mail], datetime], Mapping[UUID, Verdict]]

_checks: dict[str, Check] = {}


def still_wanted(kind: str) -> Callable[[Check], Check]:
    """Declare how mails of a kind are asked about once more when they are sent: {mail id: verdict}, in few queries.

    A mail the room says nothing of is not sent: it was taken back. A process sends only kinds it knows.
    """

    def register(check: Check) -> Check:
        if _checks.get(kind, check) is not check:
            raise Undeclared(f'two rooms send mails of the kind "{kind}"')
        _checks[kind] = check
        return check

    return register


def kinds() -> Collection[str]:
    """Return the kinds this process can send."""
    return tuple(_checks)


def plan(session: Session, letters: Sequence[Letter], host: str, now: datetime, *, due: datetime | None = None) -> int:
    """Write mails in the caller's transaction; return how many are new: one of this kind and key is written once ever.

    `host`: the right-hand side of their Message-IDs.
    """
    if not letters:
        return 0
    statement = insert(session, Mail).on_conflict_do_nothing(index_elements=["kind", "key"])
    rows = [_row(letter, host, now, due or now) for letter in letters]
    options = {"preserve_rowcount": True}
    return session.connection().execute(statement, rows, execution_options=options).rowcount


def _row(letter: Letter, host: str, now: datetime, due: datetime) -> dict[str, object]:
    id = new_id()
    return {
        "id": id,
        "organisation_id": letter.organisation_id,
        "person_id": letter.person_id,
        "kind": letter.kind,
        "key": letter.key,
        "about": letter.about,
        "to": letter.to,
        "subject": " ".join(letter.subject.split())[:LONGEST_SUBJECT],
        "body": letter.body,
        "language": letter.language,
        "message_id": f"<{id}@{host}>",
        "state": WAITING,
        "why": "",
        "attempts": 0,
        "fence": 0,
        "due": due,
        "created_at": now,
    }


def anything_due(session: Session, now: datetime) -> bool:
    """Return whether a mail can be sent now; reads only."""
    return session.scalar(select(Mail.id).where(_claimable(now)).limit(1)) is not None


def claim(session: Session, now: datetime, most: int) -> list[Mail]:
    """Take up to `most` due mails with a lease, having asked once more whether they are wanted.

    Those that are not, and those whose process died on every try, are settled on the way, so fewer may come back.
    """
    due = select(Mail).where(_claimable(now)).order_by(Mail.due, Mail.id).limit(most).with_for_update(skip_locked=True)
    found = list(session.scalars(due))
    verdicts: dict[UUID, Verdict] = {}
    for kind in {mail.kind for mail in found}:
        verdicts |= _checks[kind](session, [mail for mail in found if mail.kind == kind], now)
    taken = [mail for mail in found if _take(mail, verdicts.get(mail.id, Verdict(why=WITHDRAWN)), now)]
    session.flush()
    return taken


def _take(mail: Mail, verdict: Verdict, now: datetime) -> bool:
    mail.fence += 1
    if verdict.why or not verdict.to:
        mail.state, mail.why, mail.lease_until = NOT_SENT, verdict.why or NO_ADDRESS, None
        return False
    if mail.attempts >= TRIES:
        mail.state, mail.why, mail.lease_until = FAILED, mail.why or NO_ANSWER, None
        return False
    mail.state, mail.to, mail.attempts, mail.lease_until = SENDING, verdict.to, mail.attempts + 1, now + LEASE
    return True


def mark_gone(session: Session, mail: Mail, state: str, now: datetime) -> bool:
    """Mark a claimed mail as sent or written; return False where another process has it meanwhile."""
    return _settle(session, mail, {"state": state, "why": "", "sent_at": now})


def mark_refused(session: Session, mail: Mail) -> bool:
    """Mark a claimed mail as refused for good; return False where another process has it meanwhile."""
    return _settle(session, mail, {"state": FAILED, "why": REFUSED})


def put_off(session: Session, mail: Mail, now: datetime) -> bool:
    """Give a claimed mail back for a later try, four times as late each time, or let it fail after the last."""
    if mail.attempts >= TRIES:
        return _settle(session, mail, {"state": FAILED, "why": NO_ANSWER})
    due = now + FIRST_PAUSE * 4 ** (mail.attempts - 1)
    return _settle(session, mail, {"state": WAITING, "why": NO_ANSWER, "due": due})


def give_back(session: Session, mails: Sequence[Mail], now: datetime, why: str = "") -> None:
    """Give claimed mails back as if they had not been tried; with a reason they wait a minute."""
    due = {"due": now + FIRST_PAUSE} if why else {}
    for mail in mails:
        _settle(session, mail, {"state": WAITING, "why": why, "attempts": mail.attempts - 1, **due})


def counts(session: Session, wanted: ColumnElement[bool]) -> dict[str, int]:
    """Return how many of the mails that `wanted` picks are in each state; states without any are left out."""
    rows = session.execute(select(Mail.state, func.count()).where(wanted).group_by(Mail.state))
    return {row[0]: row[1] for row in rows}


def forget(session: Session, now: datetime, *, most: int = 500) -> int:
    """Delete up to `most` mails that are older than they are kept; return how many went."""
    old = select(Mail.id).where(Mail.created_at < now - KEPT).limit(most)
    return len(session.scalars(delete(Mail).where(Mail.id.in_(old)).returning(Mail.id)).all())


def _claimable(now: datetime) -> ColumnElement[bool]:
    waiting = and_(Mail.state == WAITING, Mail.due <= now)
    abandoned = and_(Mail.state == SENDING, Mail.lease_until < now)
    return and_(Mail.kind.in_(kinds()), or_(waiting, abandoned))


def _settle(session: Session, mail: Mail, values: Mapping[str, object]) -> bool:
    mine = (Mail.id == mail.id, Mail.fence == mail.fence, Mail.state == SENDING)
    statement = update(Mail).where(*mine).values(**values, lease_until=None).returning(Mail.id)
    return session.execute(statement.execution_options(synchronize_session=False)).first() is not None
