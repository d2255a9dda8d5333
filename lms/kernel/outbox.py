"""The mails that are to be sent, and what became of them: one row a mail, written in the transaction that wants it.

States: waiting → sending → sent (a server took it) or written (into a folder, where no server is set); failed after
`TRIES` tries or a refusal; not-sent where, asked again at the moment of sending, it was no longer wanted; waiting again
where it was wanted later. One mail of a kind and a key is written ever. Whoever sends takes a lease and a new fencing
number (`claiming`); a mark under an old number is refused. Only a process that dies between a server's "250" and our
mark lets a mail go twice, with the same Message-ID.
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
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session

from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, Undeclared, scope

WAITING, SENDING, SENT, WRITTEN, FAILED, NOT_SENT = "waiting", "sending", "sent", "written", "failed", "not-sent"
STATES: Final = (WAITING, SENDING, SENT, WRITTEN, FAILED, NOT_SENT)

LEFT, WITHDRAWN, DONE, NO_ADDRESS = "left", "withdrawn", "done", "no-address"
MOVED, ENDED, NO_RIGHT = "moved", "unsubscribed", "no-right"
JOINED: Final = "joined"
"""Why a mail was not sent: the person has left, it was taken back, it is done, there is no address, its date or reader
is another by now, they want no such mails, they may no longer see what it is about, another
mail to them says it too."""
AWAY, QUIET, CAPPED = "away", "quiet", "capped"
"""Why a mail is put off: they are away until a day, it is night or a day off there, they had their mails this week."""
REFUSED, NO_ANSWER, SERVER, LETTERS = "refused", "no-answer", "server", "letters"
"""Why a mail failed or waits: refused for good, refused for now, the server itself cannot be used, it takes no address
with letters beyond a to z before the @."""

TRIES: Final = 10
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)
"""Between two tries: 1, 4, 16, 64, 256 minutes, then six hours; the last is thirty hours after the first."""
LEASE: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=396)
MONTHS: Final = "13 months"
LONGEST_SUBJECT: Final = 200
IS_WAITING, IS_SENDING = text("state = 'waiting'"), text("state = 'sending'")
"""The mails that wait and those that are being handed over, in the words of the indexes that find the next ones."""


class Mail(Base):
    """One mail to one person. `key`: what it is about, once for ever with its `kind`; `about`: what many belong to.

    `body`: plain text. `message_id`: made once, so that a mail that went twice is recognised as one. `why`: a code.
    """

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index("ix_mail_listed", "organisation_id", "id"),
        Index("ix_mail_by_state", "organisation_id", "state", "id"),
        Index("ix_mail_person_id", "person_id", "id"),
        Index("ix_mail_about", "about", "state"),
        Index("ix_mail_by_kind", "organisation_id", "kind", "id"),
        Index("ix_mail_left", "lease_until", sqlite_where=IS_SENDING, postgresql_where=IS_SENDING),
        Index("ix_mail_turn", "organisation_id", "due", "id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
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
    """A mail as a room wants it written. `subject` is made one line; `about` may be None; `due`: not before it."""

    organisation_id: UUID
    person_id: UUID
    kind: str
    key: str
    about: UUID | None
    to: str
    subject: str
    body: str
    language: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a room says of its mail at the moment of sending: where to, or `why` not, one of the codes above.

    `until`: it is put off to this moment for that reason, and asked about again then. `words`: subject and text as they
    are to be sent by now, instead of what was written; they are kept with the mail unless `kept` is False.
    """

    to: str = ""
    why: str = ""
    until: datetime | None = None
    words: tuple[str, str] | None = None
    kept: bool = True


POST: Final = "post"
"""Where the session of whoever claims mails holds its `Post`: a check that writes words needs our address."""

Check = Callable[[Session, Sequence[Mail], datetime], Mapping[UUID, Verdict]]

_checks: dict[str, Check] = {}
_optional: set[str] = set()


def still_wanted(kind: str, *, optional: bool = False) -> Callable[[Check], Check]:
    """Declare how mails of a kind are asked about once more when they are sent: {mail id: verdict}, in few queries.

    A mail the room says nothing of is not sent: it was taken back. A process sends only kinds it knows. `optional`:
    whoever gets such mails may end them by one click; the check then says so of those who did.
    """

    def register(check: Check) -> Check:
        if _checks.get(kind, check) is not check:
            raise Undeclared(f'two rooms send mails of the kind "{kind}"')
        _checks[kind] = check
        if optional:
            _optional.add(kind)
        return check

    return register


def check_of(kind: str) -> Check:
    """Return how mails of a kind this process can send are asked about."""
    return _checks[kind]


def kinds() -> Collection[str]:
    """Return the kinds this process can send."""
    return tuple(_checks)


def may_be_ended(kind: str) -> bool:
    """Return whether mails of a kind can be ended by whoever gets them."""
    return kind in _optional


def plan(session: Session, letters: Sequence[Letter], host: str, now: datetime, *, due: datetime | None = None) -> int:
    """Write mails in the caller's transaction; return how many are new: one of this kind and key is written once ever.

    `host`: the right-hand side of their Message-IDs.
    """
    if not letters:
        return 0
    statement = insert(session, Mail).on_conflict_do_nothing(index_elements=["kind", "key"])
    rows = [_row(letter, host, now, letter.due or due or now) for letter in letters]
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
        "subject": one_line(letter.subject),
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


def one_line(subject: str) -> str:
    """Return a subject as a header can hold it: one line, not too long."""
    return " ".join(subject.split())[:LONGEST_SUBJECT]


def mark_gone(session: Session, mail: Mail, state: str, now: datetime) -> bool:
    """Mark a claimed mail as sent or written; return False where another process has it meanwhile."""
    return _settle(session, mail, {"state": state, "why": "", "sent_at": now})


def mark_refused(session: Session, mail: Mail, why: str = REFUSED) -> bool:
    """Mark a claimed mail as refused for good; return False where another process has it meanwhile."""
    return _settle(session, mail, {"state": FAILED, "why": why})


def put_off(session: Session, mail: Mail, now: datetime) -> bool:
    """Give a claimed mail back for a later try, four times as late each time, or let it fail after the last."""
    if mail.attempts >= TRIES:
        return _settle(session, mail, {"state": FAILED, "why": NO_ANSWER})
    due = now + min(FIRST_PAUSE * 4 ** (mail.attempts - 1), LONGEST_PAUSE)
    return _settle(session, mail, {"state": WAITING, "why": NO_ANSWER, "due": due})


def give_back(session: Session, mails: Sequence[Mail], now: datetime, why: str = "") -> None:
    """Give claimed mails back as if they had not been tried; with a reason they wait a minute."""
    due = {"due": now + FIRST_PAUSE} if why else {}
    for mail in mails:
        _settle(session, mail, {"state": WAITING, "why": why, "attempts": mail.attempts - 1, **due})


def try_again(session: Session, wanted: ColumnElement[bool], now: datetime, *, most: int = 500) -> int:
    """Give up to `most` failed mails that `wanted` picks all their tries anew; return how many."""
    some = select(Mail.id).where(wanted, Mail.state == FAILED).order_by(Mail.id.desc()).limit(most)
    again = {"state": WAITING, "why": "", "attempts": 0, "due": now}
    statement = update(Mail).where(Mail.id.in_(some), Mail.state == FAILED).values(again).returning(Mail.id)
    return len(session.scalars(statement.execution_options(synchronize_session=False)).all())


def counts(session: Session, wanted: ColumnElement[bool]) -> dict[str, int]:
    """Return how many of the mails that `wanted` picks are in each state; states without any are left out."""
    rows = session.execute(select(Mail.state, func.count()).where(wanted).group_by(Mail.state))
    return {row[0]: row[1] for row in rows}


def forget(session: Session, now: datetime, *, most: int = 500) -> int:
    """Delete up to `most` mails that are older than they are kept; return how many went."""
    old = select(Mail.id).where(Mail.created_at < now - KEPT).limit(most)
    return len(session.scalars(delete(Mail).where(Mail.id.in_(old)).returning(Mail.id)).all())


def _settle(session: Session, mail: Mail, values: Mapping[str, object]) -> bool:
    mine = (Mail.id == mail.id, Mail.fence == mail.fence, Mail.state == SENDING)
    statement = update(Mail).where(*mine).values(**values, lease_until=None).returning(Mail.id)
    return session.execute(statement.execution_options(synchronize_session=False)).first() is not None
